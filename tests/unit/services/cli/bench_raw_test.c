/* Tests of services/cli/bench_raw.c that need no server; what it measures: tests/bench/run. */
#include "services/cli/bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/clock.h"

static const struct bench_options options = {
    .seconds = 3600,
    .connections = 8,
    .rows = 10000,
};

static void without_a_database_url_it_ends_with_3(void **state)
{
    (void)state;
    unsetenv("SHOULI_DATABASE_URL");
    assert_int_equal(bench_raw(&options), 3);
}

/* An hour was asked for; a server that is not there must not take one. */
static void without_a_server_it_ends_with_3_at_once(void **state)
{
    (void)state;
    int64_t from_us = clock_monotone_us();
    setenv("SHOULI_DATABASE_URL", "postgresql://nobody@/nothing?host=/nowhere", 1);
    assert_int_equal(bench_raw(&options), 3);
    assert_true(clock_monotone_us() - from_us < 10000000);
}

static void a_url_that_is_none_ends_with_3(void **state)
{
    (void)state;
    setenv("SHOULI_DATABASE_URL", "postgresql://[", 1);
    assert_int_equal(bench_raw(&options), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_database_url_it_ends_with_3),
        cmocka_unit_test(without_a_server_it_ends_with_3_at_once),
        cmocka_unit_test(a_url_that_is_none_ends_with_3),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
