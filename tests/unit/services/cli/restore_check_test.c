/* Tests of services/cli/restore_check.c without a server: how it ends. With one: tests/system/restore_test.py. */
#include "services/cli/commands.h"

#include "tests/unit/services/cli/run_cli.h"

static void ends_with_3_and_postgresqls_words_when_there_is_no_database(void **state UNUSED)
{
    setenv("SHOULI_DATABASE_URL", "postgresql://x@/x?host=/nowhere", 1);
    assert_int_equal(
        cli_run(cli_restore_check, (const char *const[]){"restore-check", NULL}),
        EXIT_UNAVAILABLE
    );
    assert_non_null(strstr(cli_errors, "/nowhere"));
    assert_string_equal(cli_out, "");
}

static void ends_with_2_when_it_is_not_told_where_or_told_too_much(void **state UNUSED)
{
    unsetenv("SHOULI_DATABASE_URL");
    assert_int_equal(
        cli_run(cli_restore_check, (const char *const[]){"restore-check", NULL}),
        EXIT_USAGE
    );
    assert_non_null(strstr(cli_errors, "SHOULI_DATABASE_URL"));
    assert_int_equal(
        cli_run(cli_restore_check, (const char *const[]){"restore-check", "--now", NULL}),
        EXIT_USAGE
    );
    assert_int_equal(
        cli_run(cli_restore_check, (const char *const[]){"restore-check", "desk", NULL}),
        EXIT_USAGE
    );
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_with_3_and_postgresqls_words_when_there_is_no_database),
        cmocka_unit_test(ends_with_2_when_it_is_not_told_where_or_told_too_much),
    };
    return cmocka_run_group_tests_name("restore_check", tests, NULL, NULL);
}
