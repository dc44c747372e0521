/* Tests of services/cli/policy.c: the sub-commands of `shouli policy`. */
#include "tests/unit/services/cli/run_cli.h"

static void asks_what_to_do(void **state)
{
    (void)state;
    assert_int_equal(cli_run(cli_policy, (const char *[]){"policy", NULL}), EXIT_USAGE);
    assert_int_equal(cli_run(cli_policy, (const char *[]){"policy", "x", NULL}), EXIT_USAGE);
    assert_int_equal(
        cli_run(cli_policy, (const char *[]){"policy", "check", "more", NULL}),
        EXIT_USAGE
    );
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asks_what_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
