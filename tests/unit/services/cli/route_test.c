/* Tests of services/cli/route.c: router's own program answers; tests/system/route_test.py has it answer. */
#include "tests/unit/services/cli/run_cli.h"

static void without_routers_program_each_says_so(void **state UNUSED)
{
    const char *const words[] = {"route", "--json", NULL};

    assert_int_equal(cli_run(cli_route, words), EXIT_UNAVAILABLE);
    assert_non_null(strstr(cli_errors, "shouli route: "));
    assert_non_null(strstr(cli_errors, "shouli-router"));
    const char *const rehearsal[] = {"rehearse", "past.tsv", NULL};
    assert_int_equal(cli_run(cli_rehearse, rehearsal), EXIT_UNAVAILABLE);
    assert_non_null(strstr(cli_errors, "shouli rehearse: "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_routers_program_each_says_so),
    };
    return cmocka_run_group_tests_name("route", tests, NULL, NULL);
}
