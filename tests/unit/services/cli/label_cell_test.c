/* Tests of services/cli/label_cell.c. */
#include "services/cli/label_cell.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void assert_next(struct text *cell, const char *separator, const char *label)
{
    struct text found;

    assert_true(label_cell_next(cell, text_of(separator), &found));
    assert_true(text_is(found, label));
}

static void nothing_and_a_dash_are_silent(void **state UNUSED)
{
    assert_true(label_cell_is_silent(TEXT("")));
    assert_true(label_cell_is_silent(TEXT("-")));
    assert_false(label_cell_is_silent(TEXT("--")));
    assert_false(label_cell_is_silent(TEXT("a")));
}

static void labels_are_taken_one_by_one_and_bare(void **state UNUSED)
{
    struct text cell = TEXT(" a <div>b|c<div> <div>");
    struct text none;

    assert_next(&cell, "<div>", "a");
    assert_next(&cell, "<div>", "b|c");
    assert_next(&cell, "<div>", "");
    assert_next(&cell, "<div>", "");
    assert_false(label_cell_next(&cell, TEXT("<div>"), &none));
}

static void an_empty_separator_joins_nothing(void **state UNUSED)
{
    struct text cell = TEXT("a|b");
    struct text none;

    assert_false(label_cell_has(cell, TEXT("")));
    assert_next(&cell, "", "a|b");
    assert_false(label_cell_next(&cell, TEXT(""), &none));
}

static void a_separator_stands_in_a_cell_as_a_whole(void **state UNUSED)
{
    assert_true(label_cell_has(TEXT("a<div>b"), TEXT("<div>")));
    assert_false(label_cell_has(TEXT("a<div"), TEXT("<div>")));
    assert_false(label_cell_has(TEXT(""), TEXT("|")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_and_a_dash_are_silent),
        cmocka_unit_test(labels_are_taken_one_by_one_and_bare),
        cmocka_unit_test(an_empty_separator_joins_nothing),
        cmocka_unit_test(a_separator_stands_in_a_cell_as_a_whole),
    };
    return cmocka_run_group_tests_name("label_cell", tests, NULL, NULL);
}
