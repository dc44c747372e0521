/* Tests of services/archive/archive_no.c: REQUIREMENTS AR-03, AR-04. */
#include "tests/unit/services/archive/support.h"

static void parses_the_example_of_the_requirements(void **state UNUSED)
{
    /* AR-03 */
    struct archive_no no;

    assert_true(archive_no_parse(TEXT("AC0120261121000007"), &no));
    assert_true(text_is(no.code, "AC01"));
    assert_int_equal(no.date.year, 2026);
    assert_int_equal(no.date.month, 11);
    assert_int_equal(no.date.day, 21);
    assert_int_equal(no.sequence, 7);
}

static void writes_what_it_parses(void **state UNUSED)
{
    static const char *const texts[] =
        {"AC0120261121000001", "TSDA20280229999999", "LY20260101000010", "KYC20261231123456"};
    struct arena arena = {0};

    for (size_t i = 0; i < LENGTH(texts); i++) {
        struct archive_no no;
        assert_true(archive_no_parse(text_of(texts[i]), &no));
        assert_true(text_is(archive_no_write(&arena, &no), texts[i]));
    }
    arena_done(&arena);
}

static void refuses_what_is_no_archive_number(void **state UNUSED)
{
    static const char *const texts[] = {
        "",
        "A20261121000007",     /* code of one letter */
        "AC01X20261121000007", /* code of five */
        "1C0120261121000007",  /* begins with a digit */
        "ac0120261121000007",  /* small letters */
        "AC0120260229000007",  /* no such day */
        "AC0120261321000007",  /* no such month */
        "AC0120261121000000",  /* sequences begin with 1 */
        "AC012026112100000A",  /* not a digit */
        "AC01202611210000070", /* too long: the code would be AC012 */
        "AC-120261121000007",  /* not a letter or digit */
        "AC0100000121000007",  /* year 0 */
    };

    for (size_t i = 0; i < LENGTH(texts); i++) {
        struct archive_no no = {.sequence = 77};
        if (archive_no_parse(text_of(texts[i]), &no))
            fail_msg("taken for an archive number: %s", texts[i]);
        assert_int_equal(no.sequence, 77);
    }
}

static void takes_codes_of_two_to_four(void **state UNUSED)
{
    assert_false(archive_code_is_valid(TEXT("")));
    assert_false(archive_code_is_valid(TEXT("A")));
    assert_true(archive_code_is_valid(TEXT("LY")));
    assert_true(archive_code_is_valid(TEXT("KYC")));
    assert_true(archive_code_is_valid(TEXT("TSDA")));
    assert_false(archive_code_is_valid(TEXT("TSDAX")));
    assert_false(archive_code_is_valid((struct text){0}));
}

static void names_a_series_by_code_and_day(void **state UNUSED)
{
    struct arena arena = {0};
    const struct civil_date date = {2026, 1, 2};

    assert_true(text_is(archive_series(&arena, TEXT("AC01"), date), "AC0120260102"));
    arena_done(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses_the_example_of_the_requirements),
        cmocka_unit_test(writes_what_it_parses),
        cmocka_unit_test(refuses_what_is_no_archive_number),
        cmocka_unit_test(takes_codes_of_two_to_four),
        cmocka_unit_test(names_a_series_by_code_and_day),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
