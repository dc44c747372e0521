/* Tests of services/router/offline_route.c: texts in, decisions out; tests/system/route_test.py runs it as people do. */
#include "services/router/offline.h"

#include <fcntl.h>
#include <stdio_ext.h>
#include <unistd.h>

#include "tests/unit/services/router/offline_support.h"

/* Runs the command with `input` as stdin; what it printed in `ret_out`. */
static int run(int argc, char **argv, const char *input, char ret_out[4096])
{
    FILE *in = tmpfile(), *out = tmpfile();
    int old_in = dup(0), old_out = dup(1);

    fputs(input, in);
    rewind(in);
    fflush(stdout);
    dup2(fileno(in), 0);
    dup2(fileno(out), 1);
    clearerr(stdin);
    int ended = offline_route(argc, argv);
    fflush(stdout);
    dup2(old_in, 0);
    dup2(old_out, 1);
    close(old_in);
    close(old_out);
    rewind(out);
    ret_out[fread(ret_out, 1, 4095, out)] = '\0';
    fclose(in);
    fclose(out);
    return ended;
}

/* The same with no room for what it prints. */
static int run_full(int argc, char **argv)
{
    FILE *in = tmpfile();
    int old_in = dup(0), old_out = dup(1), full = open("/dev/full", O_WRONLY | O_CLOEXEC);

    fputs("我要挂失\n", in);
    rewind(in);
    fflush(stdout);
    dup2(fileno(in), 0);
    dup2(full, 1);
    clearerr(stdin);
    int ended = offline_route(argc, argv);
    __fpurge(stdout);
    clearerr(stdout);
    dup2(old_in, 0);
    dup2(old_out, 1);
    close(old_in);
    close(old_out);
    close(full);
    fclose(in);
    return ended;
}

static void answers_each_line_in_order(void **state UNUSED)
{
    char name[] = "route";
    char *words[] = {name, NULL};
    char out[4096];

    assert_int_equal(run(1, words, "我要挂失\n\n年费怎么收\n", out), OFFLINE_fine);
    const char *second = strchr(out, '\n') + 1;
    const char *third = strchr(second, '\n') + 1;
    assert_memory_equal(out, "LS01\tU\t", 7);
    assert_memory_equal(second, "QT06\tZ\tP4\ttriage\t", 17);
    assert_memory_equal(third, "CR03\tZ\tP4\trouted\t", 17);
    assert_string_equal(strchr(third, '\n'), "\n");
}

static void a_folder_is_no_past_traffic(void **state UNUSED)
{
    char name[] = "route", dry_run[] = "--dry-run", folder[] = "/tmp";
    char *words[] = {name, dry_run, folder, NULL};
    char out[4096];

    assert_int_equal(run(3, words, "", out), OFFLINE_usage);
    assert_string_equal(out, "");
}

static void refuses_words_that_it_does_not_know(void **state UNUSED)
{
    char name[] = "route", wrong[] = "--jsonl";
    char *words[] = {name, wrong, NULL};
    char out[4096];

    assert_int_equal(run(2, words, "我要挂失\n", out), OFFLINE_usage);
    assert_string_equal(out, "");
}

static void takes_one_question_at_a_time(void **state UNUSED)
{
    char name[] = "route", table[] = "--table", json[] = "--json",
         past[] = "--dry-run=/dev/null";
    char *both[] = {name, table, past, NULL};
    char *tables[] = {name, table, json, NULL};
    char *dry[] = {name, past, json, NULL};
    char out[4096];

    assert_int_equal(run(3, both, "", out), OFFLINE_usage);
    assert_int_equal(run(3, tables, "", out), OFFLINE_usage);
    assert_int_equal(run(3, dry, "", out), OFFLINE_usage);
    assert_int_equal(run(2, dry, "", out), OFFLINE_fine);
}

/* `route --table >full` ended with 0. */
static void what_cannot_be_written_is_no_success(void **state UNUSED)
{
    char name[] = "route", table[] = "--table", past[] = "--dry-run=/dev/null";
    char *tables[] = {name, table, NULL};
    char *dry[] = {name, past, NULL};

    assert_int_equal(run_full(1, tables), OFFLINE_usage);
    assert_int_equal(run_full(2, tables), OFFLINE_usage);
    assert_int_equal(run_full(2, dry), OFFLINE_usage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_each_line_in_order),
        cmocka_unit_test(a_folder_is_no_past_traffic),
        cmocka_unit_test(takes_one_question_at_a_time),
        cmocka_unit_test(what_cannot_be_written_is_no_success),
        cmocka_unit_test(refuses_words_that_it_does_not_know),
    };
    return cmocka_run_group_tests_name("offline_route", tests, NULL, NULL);
}
