/* Tests of services/desk/lines.c: LIMITS, every number from outside is checked. */
#include "services/desk/lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void splits_into_fields_that_may_be_empty(void **state UNUSED)
{
    struct text fields[3];

    assert_int_equal(
        line_split(
            TEXT("a\x1f\x1f"
                 "c"),
            fields,
            3
        ),
        3
    );
    assert_true(text_is(fields[0], "a"));
    assert_int_equal(fields[1].length, 0);
    assert_true(text_is(fields[2], "c"));
    assert_int_equal(line_split(TEXT(""), fields, 3), 1);
}

static void more_fields_than_asked_for_are_told(void **state UNUSED)
{
    struct text fields[2]; /* one below, at, above */

    assert_int_equal(line_split(TEXT("a"), fields, 2), 1);
    assert_int_equal(
        line_split(
            TEXT("a\x1f"
                 "b"),
            fields,
            2
        ),
        2
    );
    assert_int_equal(
        line_split(
            TEXT("a\x1f"
                 "b\x1f"
                 "c"),
            fields,
            2
        ),
        3
    );
}

static void a_number_is_digits_and_fits(void **state UNUSED)
{
    assert_int_equal(line_number(TEXT("0")), 0);
    assert_int_equal(line_number(TEXT("1795268651123")), INT64_C(1795268651123));
    assert_int_equal(line_number(TEXT("922337203685477589")), INT64_C(922337203685477589));
    assert_int_equal(line_number(TEXT("9223372036854775899")), -1);
    assert_int_equal(line_number(TEXT("")), -1);
    assert_int_equal(line_number(TEXT("-1")), -1);
    assert_int_equal(line_number(TEXT("1x")), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits_into_fields_that_may_be_empty),
        cmocka_unit_test(more_fields_than_asked_for_are_told),
        cmocka_unit_test(a_number_is_digits_and_fits),
    };
    return cmocka_run_group_tests_name("desk: lines of statements", tests, NULL, NULL);
}
