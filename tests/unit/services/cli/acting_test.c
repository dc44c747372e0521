/* Tests of services/cli/acting.c. */
#include "tests/unit/services/cli/run_cli.h"

static void options_go_before_the_environment(void **state UNUSED)
{
    struct arguments arguments;

    assert_int_equal(setenv("SHOULI_ACTOR", "E", 1), 0);
    assert_int_equal(setenv("SHOULI_ROLE", "L2", 1), 0);
    assert_true(READ(" ", &arguments, "case", "--actor", "A", "--unit", "U"));
    struct acting acting = cli_acting(&arguments);
    assert_string_equal(acting.actor, "A");
    assert_string_equal(acting.role, "L2");
    assert_string_equal(acting.unit, "U");
    assert_true(arguments_end(&arguments, 0));
}

static void nobody_acts_when_nothing_says_so(void **state UNUSED)
{
    struct arguments arguments;

    unsetenv("SHOULI_ACTOR");
    unsetenv("SHOULI_ROLE");
    assert_true(READ(" ", &arguments, "case"));
    struct acting acting = cli_acting(&arguments);
    assert_null(acting.actor);
    assert_null(acting.role);
    assert_null(acting.unit);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_go_before_the_environment),
        cmocka_unit_test(nobody_acts_when_nothing_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
