/* Tests of services/cli/neighbour.c: a command that another program of the same folder carries out. */
#include "services/cli/neighbour.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include "tests/unit/services/cli/run_cli.h"

static char script[4200];

/* Beside this test's own program. */
static int write_script(void **state UNUSED)
{
    char folder[4096];
    ssize_t length = readlink("/proc/self/exe", folder, sizeof(folder) - 1);

    assert_true(length > 0);
    folder[length] = '\0';
    *strrchr(folder, '/') = '\0';
    snprintf(script, sizeof(script), "%s/neighbour-%d", folder, (int)getpid());
    FILE *file = fopen(script, "we");
    assert_non_null(file);
    fputs("#!/bin/sh\nfor word; do printf '[%s]' \"$word\"; done\nexit 7\n", file);
    fclose(file);
    assert_int_equal(chmod(script, 0755), 0);
    return 0;
}

static int remove_script(void **state UNUSED)
{
    return unlink(script);
}

/* What the program prints; how it ended in `ret_code`. */
static void become(int argc, char **argv, char *ret_out, int *ret_code)
{
    int ends[2];
    int status = 0;

    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], 1);
        close(ends[0]);
        _exit(neighbour_become(strrchr(script, '/') + 1, argc, argv));
    }
    close(ends[1]);
    size_t length = 0;
    for (ssize_t got; (got = read(ends[0], ret_out + length, 255 - length)) > 0;)
        length += (size_t)got;
    ret_out[length] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    *ret_code = WEXITSTATUS(status);
}

static void the_program_gets_all_words_and_its_end_is_ours(void **state UNUSED)
{
    char first[] = "route", second[] = "--json", third[] = "a b", fourth[] = "";
    char *words[] = {first, second, third, fourth};
    char out[256];
    int code;

    become(4, words, out, &code);
    assert_string_equal(out, "[route][--json][a b][]");
    assert_int_equal(code, 7);
}

static int run_missing(int argc, char **argv)
{
    return neighbour_become("shouli-nowhere", argc, argv);
}

static void a_program_that_is_not_there_is_told(void **state UNUSED)
{
    const char *const words[] = {"route", NULL};

    assert_int_equal(cli_run(run_missing, words), EXIT_UNAVAILABLE);
    assert_non_null(strstr(cli_errors, "shouli-nowhere"));
    assert_string_equal(cli_out, "");
}

static int run_many(int argc UNUSED, char **argv)
{
    return neighbour_become("shouli-nowhere", NEIGHBOUR_WORDS_MAX + 1, argv);
}

static void too_many_words_are_refused(void **state UNUSED)
{
    const char *const words[] = {"route", NULL};

    assert_int_equal(cli_run(run_many, words), EXIT_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_program_gets_all_words_and_its_end_is_ours),
        cmocka_unit_test(a_program_that_is_not_there_is_told),
        cmocka_unit_test(too_many_words_are_refused),
    };
    return cmocka_run_group_tests_name("neighbour", tests, write_script, remove_script);
}
