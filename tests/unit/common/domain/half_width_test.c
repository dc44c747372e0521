/* Tests of common/domain/half_width.c. */
#include "common/domain/half_width.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void folds_only_the_forms_that_stand_for_ascii(void **state UNUSED)
{
    assert_int_equal(half_width(0xFF00), 0xFF00);
    assert_int_equal(half_width(0xFF01), '!');
    assert_int_equal(half_width(0xFF10), '0');
    assert_int_equal(half_width(0xFF5E), '~');
    assert_int_equal(half_width(0xFF5F), 0xFF5F);
    assert_int_equal(half_width(0x3000), ' ');
    assert_int_equal(half_width('z'), 'z');
    assert_false(code_is_digit('0' - 1));
    assert_true(code_is_digit('0'));
    assert_true(code_is_digit('9'));
    assert_false(code_is_digit('9' + 1));
}

static void folds_and_trims_a_text(void **state UNUSED)
{
    char ascii[16];

    assert_true(half_width_text(TEXT("　 （０１０）６２ Ｘ\t\n"), ascii, sizeof(ascii)));
    assert_string_equal(ascii, "(010)62 X");
    assert_true(half_width_text(TEXT(" \t　\xC2\xA0"), ascii, sizeof(ascii)));
    assert_string_equal(ascii, "");
    assert_true(half_width_text((struct text){0}, ascii, sizeof(ascii)));
    assert_string_equal(ascii, "");
}

static void refuses_what_is_not_printable_ascii(void **state UNUSED)
{
    char ascii[16];

    assert_false(half_width_text(TEXT("12三"), ascii, sizeof(ascii)));
    assert_false(half_width_text(
        TEXT("1\x00"
             "2"),
        ascii,
        sizeof(ascii)
    ));
    assert_false(half_width_text(TEXT("1\x7F"), ascii, sizeof(ascii)));
    assert_false(half_width_text(TEXT("1\xFF"), ascii, sizeof(ascii)));
}

static void takes_what_fits_and_no_more(void **state UNUSED)
{
    char ascii[5];

    assert_true(half_width_text(TEXT("123"), ascii, sizeof(ascii)));
    assert_true(half_width_text(TEXT("1234"), ascii, sizeof(ascii)));
    assert_string_equal(ascii, "1234");
    assert_false(half_width_text(TEXT("12345"), ascii, sizeof(ascii)));
    assert_true(half_width_text(TEXT("1  4          "), ascii, sizeof(ascii)));
    assert_string_equal(ascii, "1  4");
    assert_false(half_width_text(TEXT("1   5"), ascii, sizeof(ascii)));
    assert_false(half_width_text(TEXT("1            5"), ascii, sizeof(ascii)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_only_the_forms_that_stand_for_ascii),
        cmocka_unit_test(folds_and_trims_a_text),
        cmocka_unit_test(refuses_what_is_not_printable_ascii),
        cmocka_unit_test(takes_what_fits_and_no_more),
    };
    return cmocka_run_group_tests_name("half_width", tests, NULL, NULL);
}
