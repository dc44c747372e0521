/* Tests of common/domain/phone.c (REQUIREMENTS 3.8, Phones; CH-04). */
#include "common/domain/phone.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void assert_reads(struct text entered, const char *e164, enum phone_kind kind)
{
    struct phone phone;

    assert_int_equal(phone_read(entered, &phone), PHONE_ok);
    assert_string_equal(phone.e164, e164);
    assert_int_equal(phone.kind, kind);
    assert_string_equal(phone.extension, "");
}

static void assert_result(struct text entered, enum phone_result wanted)
{
    struct phone phone = {.e164 = "untouched"};

    assert_int_equal(phone_read(entered, &phone), wanted);
    assert_string_equal(phone.e164, "untouched");
}

static void reads_mainland_mobiles(void **state UNUSED)
{
    static const struct text forms[] = {
        TEXT("13800138000"),
        TEXT("138 0013 8000"),
        TEXT("138-0013-8000"),
        TEXT("+8613800138000"),
        TEXT("8613800138000"),
        TEXT("008613800138000"),
        TEXT("+86 138 0013 8000"),
        TEXT("+86-138-0013-8000"),
        TEXT("+8-6 138-0013-8000"),
        TEXT("(+86)13800138000"),
        TEXT("１３８００１３８０００"),
        TEXT("＋８６　138 00138000"),
        TEXT(" 13800138000\n"),
    };

    for (size_t i = 0; i < LENGTH(forms); i++)
        assert_reads(forms[i], "+8613800138000", PHONE_mobile);
    assert_reads(TEXT("19912345678"), "+8619912345678", PHONE_mobile);
}

static void reads_mainland_fixed_lines(void **state UNUSED)
{
    static const struct text forms[] = {
        TEXT("010-62345678"),
        TEXT("(010)62345678"),
        TEXT("（010）62345678"),
        TEXT("01062345678"),
        TEXT("010 6234 5678"),
        TEXT("+861062345678"),
        TEXT("+86 10 6234 5678"),
        TEXT("+86-10-62345678"),
        TEXT("86-010-62345678"),
        TEXT("+86 (0)10 62345678"),
        TEXT("861062345678"),
        TEXT("0086 010-62345678"),
    };

    for (size_t i = 0; i < LENGTH(forms); i++)
        assert_reads(forms[i], "+861062345678", PHONE_fixed);
    assert_reads(TEXT("0755-8888888"), "+867558888888", PHONE_fixed);
    assert_reads(TEXT("0755-88888888"), "+8675588888888", PHONE_fixed);
    assert_reads(TEXT("021-1234567"), "+86211234567", PHONE_fixed);
    assert_reads(TEXT("0311 1234567"), "+863111234567", PHONE_fixed);
}

static void splits_off_the_extension(void **state UNUSED)
{
    struct phone phone;

    assert_int_equal(phone_read(TEXT("0755-8888888-123"), &phone), PHONE_ok);
    assert_string_equal(phone.e164, "+867558888888");
    assert_string_equal(phone.extension, "123");
    assert_int_equal(phone_read(TEXT("+86-755-8888888-1"), &phone), PHONE_ok);
    assert_string_equal(phone.extension, "1");
    assert_int_equal(phone_read(TEXT("075588888888-123456"), &phone), PHONE_ok);
    assert_string_equal(phone.extension, "123456");
    assert_result(TEXT("0755-8888888-1234567"), PHONE_bad_form);
    assert_result(TEXT("0755-8888888-"), PHONE_bad_form);
    assert_result(TEXT("0755-8888888-12-3"), PHONE_bad_form);
}

static void reads_service_numbers(void **state UNUSED)
{
    assert_reads(TEXT("400-123-4567"), "+864001234567", PHONE_service);
    assert_reads(TEXT("8001234567"), "+868001234567", PHONE_service);
    assert_result(TEXT("400123456"), PHONE_bad_form);
    assert_result(TEXT("40012345678"), PHONE_bad_form);
    assert_result(TEXT("4101234567"), PHONE_bad_form);
}

static void reads_the_neighbours_and_the_world(void **state UNUSED)
{
    assert_reads(TEXT("+852 5123 4567"), "+85251234567", PHONE_hong_kong);
    assert_reads(TEXT("0085251234567"), "+85251234567", PHONE_hong_kong);
    assert_reads(TEXT("+853-6612-3456"), "+85366123456", PHONE_macao);
    assert_reads(TEXT("+886 912 345 678"), "+886912345678", PHONE_taiwan);
    assert_result(TEXT("+8525123456"), PHONE_bad_form);
    assert_result(TEXT("+852512345678"), PHONE_bad_form);
    assert_result(TEXT("+85205123456"), PHONE_bad_form);
    assert_result(TEXT("+8536612345"), PHONE_bad_form);
    assert_result(TEXT("+88691234567"), PHONE_bad_form);
    assert_result(TEXT("+8869123456789"), PHONE_bad_form);
    assert_reads(TEXT("+1 (212) 555-0123"), "+12125550123", PHONE_foreign);
    assert_reads(TEXT("0044 20 7946 0958"), "+442079460958", PHONE_foreign);
}

/* What is accepted is stored as E.164 and must read back as the same number. */
static void reads_back_what_it_stores(void **state UNUSED)
{
    assert_result(TEXT("+8-6 31-0013-8000"), PHONE_bad_form); /* 0310, then a 0 */
    assert_result(TEXT("+8-6-123"), PHONE_bad_form);
    assert_reads(TEXT("0800 7555888"), "+868007555888", PHONE_service);
    assert_reads(TEXT("0801 7555888"), "+868017555888", PHONE_fixed);
    assert_reads(TEXT("+8-6 310 7013 800"), "+863107013800", PHONE_fixed);
    assert_reads(TEXT("+8-5-2 2345 6789"), "+85223456789", PHONE_hong_kong);
}

static void holds_the_limits_of_foreign_numbers(void **state UNUSED)
{
    assert_result(TEXT("+123456"), PHONE_bad_form);
    assert_reads(TEXT("+1234567"), "+1234567", PHONE_foreign);
    assert_reads(TEXT("+123456789012345"), "+123456789012345", PHONE_foreign);
    assert_result(TEXT("+1234567890123456"), PHONE_bad_form);
    assert_result(TEXT("+0123456789"), PHONE_bad_form);
}

static void refuses_short_numbers_as_a_contact(void **state UNUSED)
{
    static const struct text numbers[] = {
        TEXT("95588"),
        TEXT("955881"),
        TEXT("12345"),
        TEXT("12378"),
        TEXT("110"),
        TEXT("119"),
        TEXT("96669"),
        TEXT("9 5588"),
        TEXT("９５５８８"),
    };

    for (size_t i = 0; i < LENGTH(numbers); i++)
        assert_result(numbers[i], PHONE_short_number);
}

static void refuses_what_cannot_be_called(void **state UNUSED)
{
    static const struct text numbers[] = {
        {NULL, 0},
        TEXT(""),
        TEXT("+"),
        TEXT("00"),
        TEXT("86"),
        TEXT("+86"),
        TEXT("12800138000"),
        TEXT("1380013800"),
        TEXT("138001380001"),
        TEXT("+861380013800"),
        TEXT("+8612800138000"),
        TEXT("62345678"), /* no area code */
        TEXT("010-623456"),
        TEXT("010-623456789"),
        TEXT("010-02345678"),
        TEXT("011-62345678"),
        TEXT("0-62345678"),
        TEXT("0755"),
        TEXT("0755-"),
        TEXT("13800138000a"),
        TEXT("1380013800O"),
        TEXT("+86+13800138000"),
        TEXT("120"),
        TEXT("9558"),
        TEXT("9558812"),
        TEXT("十三八"),
        TEXT("13800138000\xFF"),
        TEXT("1                                             3800138000"),
    };

    for (size_t i = 0; i < LENGTH(numbers); i++)
        assert_result(numbers[i], PHONE_bad_form);
}

static void tells_mainland_digits_apart(void **state UNUSED)
{
    assert_true(phone_is_mobile("13800138000", 11));
    assert_true(phone_is_mobile("19000000000", 11));
    assert_false(phone_is_mobile("12800138000", 11));
    assert_false(phone_is_mobile("23800138000", 11));
    assert_false(phone_is_mobile("13800138000", 10));
    assert_true(phone_is_fixed("0106234567", 10));
    assert_true(phone_is_fixed("01062345678", 11));
    assert_true(phone_is_fixed("075588888888", 12));
    assert_false(phone_is_fixed("010623456", 9));
    assert_false(phone_is_fixed("0755888888888", 13));
    assert_false(phone_is_fixed("01162345678", 11));
    assert_false(phone_is_fixed("01002345678", 11));
    assert_false(phone_is_fixed("010", 3));
    assert_false(phone_is_fixed("", 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_mainland_mobiles),
        cmocka_unit_test(reads_mainland_fixed_lines),
        cmocka_unit_test(splits_off_the_extension),
        cmocka_unit_test(reads_service_numbers),
        cmocka_unit_test(reads_the_neighbours_and_the_world),
        cmocka_unit_test(reads_back_what_it_stores),
        cmocka_unit_test(holds_the_limits_of_foreign_numbers),
        cmocka_unit_test(refuses_short_numbers_as_a_contact),
        cmocka_unit_test(refuses_what_cannot_be_called),
        cmocka_unit_test(tells_mainland_digits_apart),
    };
    return cmocka_run_group_tests_name("phone", tests, NULL, NULL);
}
