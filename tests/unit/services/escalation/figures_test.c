/* Tests of services/escalation/figures.c: whole numbers without printf and scanf. */
#include "services/escalation/figures.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_written(int64_t value)
{
    char expected[32], written[FIGURE_BYTES_MAX];
    int64_t read = 0;

    snprintf(expected, sizeof(expected), "%" PRId64, value);
    const char *end = figure_write(written, value);
    assert_int_equal(end - written, strlen(expected));
    assert_memory_equal(written, expected, strlen(expected));
    struct text rest = text_of(expected);
    assert_true(figure_read(&rest, &read));
    assert_int_equal(rest.length, 0);
    assert_true(read == value);
}

static void writes_and_reads_every_magnitude(void **state)
{
    int64_t value = 1;

    (void)state;
    assert_written(0);
    for (int i = 0; i < 18; i++, value *= 10) {
        assert_written(value);
        assert_written(value - 1);
        assert_written(-value);
    }
    assert_written(INT64_MAX);
    assert_written(INT64_MIN);
    assert_written(INT64_MIN + 1);
}

static void stops_behind_the_number(void **state)
{
    struct text rest = TEXT("1795320509586 received 0 2");
    int64_t value = 0;

    (void)state;
    assert_true(figure_read(&rest, &value));
    assert_true(value == INT64_C(1795320509586));
    assert_true(text_is(rest, " received 0 2"));
}

static void refuses_what_is_no_number_or_too_large(void **state)
{
    static const char *const wrong[] = {
        "",
        "-",
        "x1",
        " 1",
        "+1",
        "9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999",
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(wrong); i++) {
        struct text rest = text_of(wrong[i]);
        int64_t value = 7;
        assert_false(figure_read(&rest, &value));
        assert_int_equal(value, 7);
        assert_true(text_is(rest, wrong[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_and_reads_every_magnitude),
        cmocka_unit_test(stops_behind_the_number),
        cmocka_unit_test(refuses_what_is_no_number_or_too_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
