/* Tests of services/cli/bench_life.c: whole lives against services that a test plays are in tests/system/bench_test.py;
 * here, that nothing is begun without keys. */
#include "services/cli/bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void ends_with_3_where_no_keys_are(void **state)
{
    const struct bench_options options = {
        .cycles = 1,
        .window = 1,
        .clerks = 1,
        .source = "/bench",
    };

    (void)state;
    assert_int_equal(setenv("SHOULI_KEYS_DIR", "/nowhere", 1), 0);
    assert_int_equal(bench_life(&options), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ends_with_3_where_no_keys_are)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
