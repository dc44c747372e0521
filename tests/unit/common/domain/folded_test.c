/* Tests of common/domain/folded.c. */
#include "common/domain/folded.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void reads_any_width_and_case_as_one(void **state UNUSED)
{
    struct text text = TEXT("AａＺ１密\xFF");
    static const uint32_t wanted[] = {'a', 'a', 'z', '1', 0x5BC6, UTF8_REPLACEMENT};
    static const size_t lengths[] = {1, 3, 3, 3, 3, 1};
    size_t at = 0;

    for (size_t i = 0; i < LENGTH(wanted); i++) {
        uint32_t code = 0;
        assert_int_equal(folded_step(text, at, &code), lengths[i]);
        assert_int_equal(code, wanted[i]);
        assert_int_equal(folded_at(text, at), wanted[i]);
        at += lengths[i];
        assert_int_equal(folded_before(text, at), wanted[i]);
    }
    assert_int_equal(folded_at(text, at), 0);
    assert_int_equal(folded_before(text, 0), 0);
}

static void looks_back_over_malformed_bytes(void **state UNUSED)
{
    assert_int_equal(folded_before(TEXT("\x80\x80\x80\x80\x80\x80"), 6), UTF8_REPLACEMENT);
    assert_int_equal(folded_before(TEXT("a\x80"), 2), UTF8_REPLACEMENT);
    assert_int_equal(folded_before(TEXT("\xE5\xAF"), 2), UTF8_REPLACEMENT);
}

static void matches_words_in_any_width_and_case(void **state UNUSED)
{
    static const struct text words[] = {TEXT("cvv2"), TEXT("cvv")};

    assert_int_equal(folded_match(TEXT("my PIN"), 3, TEXT("pin")), 3);
    assert_int_equal(folded_match(TEXT("ＰＩＮ码"), 0, TEXT("pin码")), 12);
    assert_int_equal(folded_match(TEXT("pi"), 0, TEXT("pin")), 0);
    assert_int_equal(folded_match(TEXT("pin"), 9, TEXT("pin")), 0);
    assert_int_equal(folded_match_any(TEXT("CVV2 1"), 0, LIST(words)), 4);
    assert_int_equal(folded_match_any(TEXT("CVV 1"), 0, LIST(words)), 3);
    assert_int_equal(folded_match_any(TEXT("CV"), 0, LIST(words)), 0);
}

static void measures_white_space(void **state UNUSED)
{
    assert_int_equal(folded_white(TEXT("a \t\n　\xC2\xA0z"), 1), 8);
    assert_int_equal(folded_white(TEXT("a"), 0), 0);
    assert_int_equal(folded_white(TEXT("a"), 1), 0);
}

static void knows_letters(void **state UNUSED)
{
    assert_true(code_is_letter('a') && code_is_letter('z'));
    assert_true(code_is_letter('A') && code_is_letter('Z'));
    assert_false(code_is_letter('@') || code_is_letter('[') || code_is_letter('`'));
    assert_false(code_is_letter('{') || code_is_letter(0) || code_is_letter(0x5BC6));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_any_width_and_case_as_one),
        cmocka_unit_test(looks_back_over_malformed_bytes),
        cmocka_unit_test(matches_words_in_any_width_and_case),
        cmocka_unit_test(measures_white_space),
        cmocka_unit_test(knows_letters),
    };
    return cmocka_run_group_tests_name("folded", tests, NULL, NULL);
}
