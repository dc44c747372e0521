/* Tests of common/domain/card_number.c (REQUIREMENTS 3.8, Luhn). */
#include "common/domain/card_number.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void assert_reads(struct text entered, const char *digits)
{
    struct card_number card;

    assert_int_equal(card_number_read(entered, &card), CARD_NUMBER_ok);
    assert_string_equal(card.text, digits);
    assert_int_equal(card.unionpay, digits[0] == '6' && digits[1] == '2');
}

static void assert_result(struct text entered, enum card_number_result wanted)
{
    struct card_number card = {.text = "untouched"};

    assert_int_equal(card_number_read(entered, &card), wanted);
    assert_string_equal(card.text, "untouched");
}

static void accepts_the_valid_vectors(void **state UNUSED)
{
    assert_reads(TEXT("4111111111111111"), "4111111111111111");
    assert_reads(TEXT("6200000000000005"), "6200000000000005");
    assert_reads(TEXT("6205500000000000004"), "6205500000000000004");
    assert_reads(TEXT("6222021234567890128"), "6222021234567890128");
    assert_reads(TEXT("6222 0212 3456 7890 128"), "6222021234567890128");
    assert_reads(TEXT("6222-0212-3456-7890-128"), "6222021234567890128");
    assert_reads(
        TEXT("　６２２２　０２１２　３４５６　７８９０　１２８ "),
        "6222021234567890128"
    );
}

static void refuses_the_invalid_vectors(void **state UNUSED)
{
    assert_result(TEXT("6222021234567890123"), CARD_NUMBER_bad_check);
    assert_result(TEXT("4111111111111112"), CARD_NUMBER_bad_check);
    assert_result(TEXT("0000000000000000"), CARD_NUMBER_bad_form);
}

static void cannot_see_a_swap_of_09_and_90(void **state UNUSED)
{
    assert_reads(TEXT("6228480090000008"), "6228480090000008");
    assert_reads(TEXT("6228480900000008"), "6228480900000008");
}

static void holds_the_limits_of_length(void **state UNUSED)
{
    assert_result(TEXT("411111111117"), CARD_NUMBER_bad_form); /* 12, the check holds */
    assert_reads(TEXT("4111111111119"), "4111111111119");      /* 13 */
    assert_reads(TEXT("4111111111111111110"), "4111111111111111110");
    assert_result(TEXT("41111111111111111115"), CARD_NUMBER_bad_form); /* 20, holds */
    assert_result(TEXT("621111111111112"), CARD_NUMBER_bad_form);      /* 62 with 15, holds */
    assert_reads(TEXT("6211111111111115"), "6211111111111115");        /* 62 with 16 */
    assert_reads(TEXT("6211111111111111116"), "6211111111111111116");
}

static void refuses_other_forms(void **state UNUSED)
{
    static const struct text others[] = {
        {NULL, 0},
        TEXT(""),
        TEXT("-"),
        TEXT("-4111111111111111"),
        TEXT("4111111111111111-"),
        TEXT("4111.1111.1111.1111"),
        TEXT("4111 1111 1111 111l"),
        TEXT("4111111111111111\xFF"),
        TEXT("卡4111111111111111"),
        TEXT("4                                                              111111111111111"),
    };

    for (size_t i = 0; i < LENGTH(others); i++)
        assert_result(others[i], CARD_NUMBER_bad_form);
}

static void luhn_needs_a_digit_above_zero(void **state UNUSED)
{
    assert_false(luhn_holds("", 0));
    assert_false(luhn_holds("0", 1));
    assert_true(luhn_holds("18", 2));
    assert_false(luhn_holds("81", 2));
}

static void luhn_detects_every_single_change(void **state UNUSED)
{
    char digits[] = "6222021234567890128";
    size_t count = sizeof(digits) - 1;

    for (size_t i = 0; i < count; i++) {
        char right = digits[i];
        for (char wrong = '0'; wrong <= '9'; wrong++) {
            digits[i] = wrong;
            assert_int_equal(luhn_holds(digits, count), wrong == right);
        }
        digits[i] = right;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_the_valid_vectors),
        cmocka_unit_test(refuses_the_invalid_vectors),
        cmocka_unit_test(cannot_see_a_swap_of_09_and_90),
        cmocka_unit_test(holds_the_limits_of_length),
        cmocka_unit_test(refuses_other_forms),
        cmocka_unit_test(luhn_needs_a_digit_above_zero),
        cmocka_unit_test(luhn_detects_every_single_change),
    };
    return cmocka_run_group_tests_name("card_number", tests, NULL, NULL);
}
