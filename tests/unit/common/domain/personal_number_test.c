/* Tests of common/domain/personal_number.c (REQUIREMENTS SE-11, 3.4, 3.6, 3.8). */
#include "common/domain/personal_number.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;

static int release(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

/* The whole text is the number. */
static void assert_number(const char *text, enum personal_number_kind kind, const char *mask)
{
    struct personal_number number = personal_number_at(text_of(text), 0, &arena);

    if (number.kind != kind || number.length != strlen(text))
        fail_msg("%s: kind %d, length %zu", text, (int)number.kind, number.length);
    if (mask)
        assert_string_equal(number.mask.at, mask);
    else
        assert_null(number.mask.at);
}

static void assert_none(const char *text, size_t length)
{
    struct personal_number number = personal_number_at(text_of(text), 0, &arena);

    if (number.kind != PERSONAL_NUMBER_none || number.length != length)
        fail_msg("%s: kind %d, length %zu", text, (int)number.kind, number.length);
}

static void masks_cards_in_one_piece_and_in_groups(void **state UNUSED)
{
    static const char *const forms[] = {
        "6222021234567890128",
        "6222 0212 3456 7890 128",
        "6222-0212-3456-7890-128",
        "622202 1234567890128",
        "6222021234567890 128",
        "6222  0212  3456  7890  128",
        "６２２２０２１２３４５６７８９０１２８",
        "６２２２　０２１２　３４５６　７８９０　１２８",
        "6222–0212–3456–7890–128",
        "６222021234567890128",
        "6222\xC2\xA0"
        "0212 3456 7890 128",
    };

    for (size_t i = 0; i < LENGTH(forms); i++)
        assert_number(forms[i], PERSONAL_NUMBER_card, "****0128");
    assert_number("371449635398431", PERSONAL_NUMBER_card, "****8431"); /* 15 */
    assert_number("3714 496353 98431", PERSONAL_NUMBER_card, "****8431");
}

static void holds_the_limits_of_card_lengths(void **state UNUSED)
{
    assert_none("411111111117", 12);
    assert_number("4111111111119", PERSONAL_NUMBER_card, "****1119");
    assert_number("4111111111111111110", PERSONAL_NUMBER_card, "****1110");
    assert_none("41111111111111111115", 20);
    assert_none("4111111111111112", 16);
    assert_none("0000000000000000", 16);
    assert_none("4111 1111 1111 1112", 4);
}

static void joins_only_what_looks_like_one_number(void **state UNUSED)
{
    assert_none("41 11 11 11 11 11 11 11", 2);   /* pairs */
    assert_none("4111 1111-1111 1111", 4);       /* two separators */
    assert_none("4111   1111   1111   1111", 4); /* three spaces */
    assert_none("4111,1111,1111,1111", 4);
    struct personal_number number =
        personal_number_at(TEXT("4111 1111 1111 1111 2026"), 0, &arena);
    assert_int_equal(number.kind, PERSONAL_NUMBER_card);
    assert_int_equal(number.length, 19);
}

static void masks_identity_numbers(void **state UNUSED)
{
    assert_number("11010519491231002X", PERSONAL_NUMBER_id, "110***********2X");
    assert_number("11010519491231002x", PERSONAL_NUMBER_id, "110***********2X");
    assert_number(
        "１１０１０５１９４９１２３１００２Ｘ",
        PERSONAL_NUMBER_id,
        "110***********2X"
    );
    assert_number("110105200002290021", PERSONAL_NUMBER_id, "110***********21");
    assert_number("110105194912310021", PERSONAL_NUMBER_id, "110***********21"); /* mistyped */
    assert_number("440524188001010014", PERSONAL_NUMBER_id, "440***********14"); /* too old */
    assert_number("110105 19491231 002X", PERSONAL_NUMBER_id, "110***********2X");
    assert_number("110105-20000229-0021", PERSONAL_NUMBER_id, "110***********21");
    assert_number("110105491231002", PERSONAL_NUMBER_id, "110***********02");
}

static void leaves_what_only_resembles_an_identity_number(void **state UNUSED)
{
    assert_none("110105194913310021", 18); /* month 13 */
    assert_none("100105194912310021", 18); /* no such province */
    assert_none("11010519491231002", 17);
    assert_none("11010519491231002Y", 17);
    assert_none("11010519491231002Xa", 17);
    assert_none("11010519491231002X1", 17);
    assert_none("110105-19491231-0021", 6); /* in groups it must be right */
    assert_none("110105491331002", 15);
}

static void masks_phones_of_the_mainland(void **state UNUSED)
{
    assert_number("13800138000", PERSONAL_NUMBER_phone, "138****8000");
    assert_number("138 0013 8000", PERSONAL_NUMBER_phone, "138****8000");
    assert_number("138-0013-8000", PERSONAL_NUMBER_phone, "138****8000");
    assert_number("138 00138000", PERSONAL_NUMBER_phone, "138****8000");
    assert_number("１３８００１３８０００", PERSONAL_NUMBER_phone, "138****8000");
    assert_number("8613800138000", PERSONAL_NUMBER_phone, "138****8000");
    assert_number("008613800138000", PERSONAL_NUMBER_phone, "138****8000");
    assert_number("010-62345678", PERSONAL_NUMBER_phone, "010****5678");
    assert_number("010)62345678", PERSONAL_NUMBER_phone, "010****5678");
    assert_number("010) 6234 5678", PERSONAL_NUMBER_phone, "010****5678");
    assert_number("０１０）６２３４５６７８", PERSONAL_NUMBER_phone, "010****5678");
    assert_number("07558888888", PERSONAL_NUMBER_phone, "0755****8888");
    assert_number("075588888888", PERSONAL_NUMBER_phone, "0755****8888");
}

static void leaves_other_numbers(void **state UNUSED)
{
    assert_none("12800138000", 11);
    assert_none("1380013800", 10);
    assert_none("138001380001", 12);
    assert_none("95588", 5);
    assert_none("62345678", 8);
    assert_none("2026-02-03", 4);
    assert_none("12:30", 2);
    assert_none("010", 3);
    assert_none("1", 1);
    assert_none("400-123-4567", 3);
    assert_none("15052018 125", 8); /* a date and a number, not 150 5201 8125 */
    assert_none("05252018 1522", 8);
    assert_none("13800 138000", 5);
    assert_number("1380 0138000", PERSONAL_NUMBER_phone, "138****8000");
}

static void takes_card_tracks_as_secrets(void **state UNUSED)
{
    assert_number("4111111111111111=29052010000012345678?", PERSONAL_NUMBER_track, NULL);
    assert_number("4111111111111111D2905201", PERSONAL_NUMBER_track, NULL);
    assert_number(
        "4111111111111111^ZHANG/SAN            ^2905201000000?",
        PERSONAL_NUMBER_track,
        NULL
    );
    assert_number("4111111111111=2905", PERSONAL_NUMBER_track, NULL);
    assert_none("411111111117=29052010000012345678?", 12);
    assert_none("4111111111112=290", 13);
    assert_none("4111111111111112^ZHANG/SAN", 16);
    struct personal_number number =
        personal_number_at(TEXT("4111111111111111=29052010? thanks"), 0, &arena);
    assert_int_equal(number.length, 26);
}

static void leaves_case_numbers(void **state UNUSED)
{
    struct text text = TEXT("GD20260203000019");
    struct personal_number number = personal_number_at(text, 2, &arena);

    assert_int_equal(number.kind, PERSONAL_NUMBER_none);
    assert_int_equal(number.length, 14);
    assert_number("20260203000019", PERSONAL_NUMBER_card, "****0019");
}

static void judges_each_width_of_a_mixed_run_by_itself(void **state UNUSED)
{
    struct text text = TEXT("１２4111111111111111");
    struct personal_number number = personal_number_at(text, 0, &arena);

    assert_int_equal(number.kind, PERSONAL_NUMBER_none);
    assert_int_equal(number.length, 6);
    number = personal_number_at(text, 6, &arena);
    assert_int_equal(number.kind, PERSONAL_NUMBER_card);
    assert_string_equal(number.mask.at, "****"); /* 1111 would join the figures before it */
    text = TEXT("4111111111111111１２");
    number = personal_number_at(text, 0, &arena);
    assert_int_equal(number.kind, PERSONAL_NUMBER_card);
    assert_int_equal(number.length, 16);
    assert_string_equal(number.mask.at, "****");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(masks_cards_in_one_piece_and_in_groups),
        cmocka_unit_test(holds_the_limits_of_card_lengths),
        cmocka_unit_test(joins_only_what_looks_like_one_number),
        cmocka_unit_test(masks_identity_numbers),
        cmocka_unit_test(leaves_what_only_resembles_an_identity_number),
        cmocka_unit_test(masks_phones_of_the_mainland),
        cmocka_unit_test(leaves_other_numbers),
        cmocka_unit_test(takes_card_tracks_as_secrets),
        cmocka_unit_test(leaves_case_numbers),
        cmocka_unit_test(judges_each_width_of_a_mixed_run_by_itself),
    };
    return cmocka_run_group_tests_name("personal_number", tests, NULL, release);
}
