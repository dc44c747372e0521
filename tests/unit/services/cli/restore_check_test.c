/* Tests of services/cli/restore_check.c without a server: how it ends. With one: tests/system/restore_test.py. */
#include "services/cli/commands.h"

#include <unistd.h>

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

/* A URL of so many bytes, whose host is a folder that is not there, as a file of a secret. */
static int check_with_file(size_t bytes, const char *ending)
{
    char path[] = "/tmp/restore_check_test.XXXXXX";
    int made = mkstemp(path);
    assert_true(made >= 0);
    FILE *file = fdopen(made, "w");
    size_t length = (size_t)fprintf(file, "postgresql://x@/x?host=/nowhere&application_name=");
    for (; length < bytes; length++)
        fputc('a', file);
    fputs(ending, file);
    fclose(file);
    unsetenv("SHOULI_DATABASE_URL");
    setenv("SHOULI_DATABASE_URL_FILE", path, 1);
    int code = cli_run(cli_restore_check, (const char *const[]){"restore-check", NULL});
    unsetenv("SHOULI_DATABASE_URL_FILE");
    unlink(path);
    return code;
}

static void the_url_may_come_as_a_file_of_up_to_2048_bytes(void **state UNUSED)
{
    assert_int_equal(check_with_file(100, "\n"), EXIT_UNAVAILABLE);
    assert_non_null(strstr(cli_errors, "/nowhere"));
    assert_int_equal(check_with_file(2047, ""), EXIT_UNAVAILABLE);
    assert_int_equal(check_with_file(2048, ""), EXIT_UNAVAILABLE);
    assert_int_equal(check_with_file(2049, ""), EXIT_USAGE);
    setenv("SHOULI_DATABASE_URL_FILE", "/nowhere/url", 1);
    assert_int_equal(
        cli_run(cli_restore_check, (const char *const[]){"restore-check", NULL}),
        EXIT_USAGE
    );
    assert_non_null(strstr(cli_errors, "SHOULI_DATABASE_URL_FILE"));
    unsetenv("SHOULI_DATABASE_URL_FILE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_with_3_and_postgresqls_words_when_there_is_no_database),
        cmocka_unit_test(the_url_may_come_as_a_file_of_up_to_2048_bytes),
        cmocka_unit_test(ends_with_2_when_it_is_not_told_where_or_told_too_much),
    };
    return cmocka_run_group_tests_name("restore_check", tests, NULL, NULL);
}
