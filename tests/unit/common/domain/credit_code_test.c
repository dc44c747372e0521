/* Tests of common/domain/credit_code.c (REQUIREMENTS 3.7). */
#include "common/domain/credit_code.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void assert_reads(struct text entered, const char *normalised)
{
    struct credit_code code;

    assert_int_equal(credit_code_read(entered, &code), CREDIT_CODE_ok);
    assert_string_equal(code.text, normalised);
    assert_false(code.inner_is_wrong);
}

static void assert_result(struct text entered, enum credit_code_result wanted)
{
    struct credit_code code = {.text = "untouched"};

    assert_int_equal(credit_code_read(entered, &code), wanted);
    assert_string_equal(code.text, "untouched");
}

static void accepts_the_valid_vectors(void **state UNUSED)
{
    assert_reads(TEXT("91350100M000100Y43"), "91350100M000100Y43");
    assert_reads(TEXT("91310115MA1K00007Q"), "91310115MA1K00007Q");
    assert_reads(TEXT("91310115MA1K001700"), "91310115MA1K001700"); /* k == 31 becomes 0 */
    assert_reads(TEXT("91310115MA1K00357Y"), "91310115MA1K00357Y");
    assert_reads(TEXT("91350100m000100y43"), "91350100M000100Y43");
    assert_reads(TEXT(" ９１３５０１００Ｍ０００１００ｙ４３　"), "91350100M000100Y43");
}

static void refuses_the_invalid_vectors(void **state UNUSED)
{
    assert_result(
        TEXT("91350100M000100Y4Z"),
        CREDIT_CODE_bad_form
    ); /* the web's worked example */
    assert_result(TEXT("91350100M000100Y34"), CREDIT_CODE_bad_check);
    assert_result(TEXT("9135010OM000100Y43"), CREDIT_CODE_bad_form); /* the letter O */
    assert_result(TEXT(""), CREDIT_CODE_bad_form);
    assert_result((struct text){0}, CREDIT_CODE_bad_form);
    assert_result(TEXT("91350100M000100Y4"), CREDIT_CODE_bad_form);
    assert_result(TEXT("91350100M000100Y433"), CREDIT_CODE_bad_form);
    assert_result(TEXT("91350100 M000100Y43"), CREDIT_CODE_bad_form);
    assert_result(TEXT("91350100M000100Y-3"), CREDIT_CODE_bad_form);
    assert_result(TEXT("91350100M000100Y4三"), CREDIT_CODE_bad_form);
}

static void refuses_each_letter_outside_the_alphabet(void **state UNUSED)
{
    for (const char *letter = "IOSVZiosvz"; *letter; letter++) {
        char code[] = "91350100M000100Y43";
        code[8] = *letter;
        assert_result(text_of(code), CREDIT_CODE_bad_form);
    }
}

static void only_warns_of_a_wrong_inner_code(void **state UNUSED)
{
    struct credit_code code;

    assert_int_equal(credit_code_read(TEXT("91350100M000100Y56"), &code), CREDIT_CODE_ok);
    assert_true(code.inner_is_wrong);
}

static void knows_both_special_checks_of_organisation_codes(void **state UNUSED)
{
    assert_int_equal(organisation_code_check("M000100Y"), '4');
    assert_int_equal(organisation_code_check("00000000"), '0'); /* 11 */
    assert_int_equal(organisation_code_check("00000019"), '0');
    assert_int_equal(organisation_code_check("00000006"), 'X'); /* 10 */
    assert_int_equal(organisation_code_check("00000014"), 'X');
}

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static void detects_every_single_change_and_neighbour_swap(void **state UNUSED)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    uint64_t seed = 32100;

    for (int round = 0; round < 500; round++) {
        char code[CREDIT_CODE_LENGTH];
        for (int i = 0; i < 17; i++)
            code[i] = alphabet[next_random(&seed) % 31];
        code[17] = credit_code_check(code);

        for (int i = 0; i < 17; i++) {
            char right = code[i];
            for (const char *wrong = alphabet; *wrong; wrong++) {
                code[i] = *wrong;
                assert_int_equal(credit_code_check(code) == code[17], *wrong == right);
            }
            code[i] = right;
        }
        for (int i = 0; i < 16; i++) {
            char left = code[i], right = code[i + 1];
            code[i] = right;
            code[i + 1] = left;
            assert_int_equal(credit_code_check(code) == code[17], left == right);
            code[i] = left;
            code[i + 1] = right;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_the_valid_vectors),
        cmocka_unit_test(refuses_the_invalid_vectors),
        cmocka_unit_test(refuses_each_letter_outside_the_alphabet),
        cmocka_unit_test(only_warns_of_a_wrong_inner_code),
        cmocka_unit_test(knows_both_special_checks_of_organisation_codes),
        cmocka_unit_test(detects_every_single_change_and_neighbour_swap),
    };
    return cmocka_run_group_tests_name("credit_code", tests, NULL, NULL);
}
