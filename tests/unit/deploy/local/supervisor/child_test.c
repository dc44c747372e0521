/* Tests of deploy/local/supervisor/child.c. */
#include "deploy/local/supervisor/child.h"

#include <pwd.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct outcome {
    char output[4096];
    int status;
};

/* Runs the script to its end. */
static void run(const char *script, struct child_order order, struct outcome *ret_outcome)
{
    char shell[] = "/bin/sh", option[] = "-c", text[512];
    char *words[] = {shell, option, text, NULL};
    int ends[2];
    pid_t pid = 0;
    size_t length = 0;

    snprintf(text, sizeof(text), "%s", script);
    assert_int_equal(pipe(ends), 0);
    if (!order.run)
        order.run = words;
    order.output = ends[1];
    order.death_signal = order.death_signal ? order.death_signal : SIGKILL;
    assert_int_equal(child_start(&order, &pid), OK);
    close(ends[1]);
    for (ssize_t got = 1; got > 0; length += (size_t)got) {
        got = read(
            ends[0],
            ret_outcome->output + length,
            sizeof(ret_outcome->output) - 1 - length
        );
        assert_true(got >= 0);
    }
    ret_outcome->output[length] = 0;
    close(ends[0]);
    assert_int_equal(waitpid(pid, &ret_outcome->status, 0), pid);
}

static void passes_output_and_errors_on(void **state UNUSED)
{
    struct outcome outcome;

    run("echo one; echo two >&2; exit 7", (struct child_order){0}, &outcome);
    assert_string_equal(outcome.output, "one\ntwo\n");
    assert_int_equal(WEXITSTATUS(outcome.status), 7);
}

static void adds_to_the_environment_and_replaces_in_it(void **state UNUSED)
{
    char one[] = "SHOULI_TEST_A=new", two[] = "SHOULI_TEST_AB=other";
    char *env[] = {one, two, NULL};
    struct outcome outcome;

    setenv("SHOULI_TEST_A", "old", 1);
    setenv("SHOULI_TEST_KEPT", "kept", 1);
    run("echo $SHOULI_TEST_A $SHOULI_TEST_AB $SHOULI_TEST_KEPT; env | grep -c ^SHOULI_TEST_A=",
        (struct child_order){.env = env},
        &outcome);
    assert_string_equal(outcome.output, "new other kept\n1\n");
}

static void bounds_the_environment(void **state UNUSED)
{
    static char *env[CHILD_ENV_MAX + 2];
    static char words[CHILD_ENV_MAX + 1][32];
    char program[] = "true";
    char *run_words[] = {program, NULL};
    struct child_order order =
        {.run = run_words, .env = env, .output = 2, .death_signal = SIGKILL};
    pid_t pid = 0;
    size_t own = 0, count = 0;

    while (environ[own])
        own++;
    for (; count < CHILD_ENV_MAX - own + 1; count++) {
        snprintf(words[count], sizeof(words[count]), "N%zu=1", count);
        env[count] = words[count];
    }
    assert_int_equal(child_start(&order, &pid), ERROR_too_large);
    env[count - 1] = NULL;
    assert_int_equal(child_start(&order, &pid), OK);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void works_in_the_folder_of_the_order(void **state UNUSED)
{
    struct outcome outcome;

    run("pwd", (struct child_order){.folder = "/usr"}, &outcome);
    assert_string_equal(outcome.output, "/usr\n");
}

static void says_why_a_child_could_not_begin(void **state UNUSED)
{
    char program[] = "/no/such/program";
    char *words[] = {program, NULL};
    struct outcome outcome;

    run("", (struct child_order){.run = words}, &outcome);
    assert_int_equal(WEXITSTATUS(outcome.status), 127);
    assert_string_equal(
        outcome.output,
        "supervisor: cannot run /no/such/program: No such file or directory\n"
    );
    run("true", (struct child_order){.folder = "/no/such/folder"}, &outcome);
    assert_int_equal(WEXITSTATUS(outcome.status), 127);
    assert_string_equal(
        outcome.output,
        "supervisor: cannot work in /no/such/folder: No such file or directory\n"
    );
}

static void becomes_the_user_of_the_order_when_it_may(void **state UNUSED)
{
    struct outcome outcome;
    const struct passwd *expected = geteuid() == 0 ? getpwnam("nobody") : getpwuid(geteuid());
    char line[64];

    assert_non_null(expected);
    snprintf(line, sizeof(line), "%d\n%d\n", (int)expected->pw_uid, (int)expected->pw_gid);
    run("id -u; id -g", (struct child_order){.user = "nobody"}, &outcome);
    assert_string_equal(outcome.output, line);
}

static void refuses_a_user_that_nobody_knows(void **state UNUSED)
{
    char program[] = "true";
    char *words[] = {program, NULL};
    struct child_order order = {.run = words, .user = "no-such-user", .output = 2};
    pid_t pid = 0;

    if (geteuid() == 0)
        assert_int_equal(child_start(&order, &pid), ERROR_not_found);
    else
        assert_int_equal(child_start(&order, &pid), OK);
}

static void gives_a_child_a_group_of_its_own_and_no_blocked_signals(void **state UNUSED)
{
    struct outcome outcome;
    sigset_t blocked, before;

    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    run("test $(cut -d ' ' -f 5 /proc/$$/stat) = $$ && echo own; grep SigBlk /proc/self/status",
        (struct child_order){0},
        &outcome);
    sigprocmask(SIG_SETMASK, &before, NULL);
    assert_string_equal(outcome.output, "own\nSigBlk:\t0000000000000000\n");
}

/* Whoever starts the supervisor in the background of a script: its children would outlive it, or Ctrl-C. */
static void ends_a_child_by_signals_that_its_starter_ignores(void **state UNUSED)
{
    int signals[] = {SIGINT, SIGQUIT, SIGPIPE, SIGHUP};
    struct outcome outcome;

    for (size_t i = 0; i < LENGTH(signals); i++) {
        char script[64];
        void (*before)(int) = signal(signals[i], SIG_IGN);
        snprintf(script, sizeof(script), "kill -%d $$; echo ignored", signals[i]);
        run(script, (struct child_order){0}, &outcome);
        signal(signals[i], before);
        assert_string_equal(outcome.output, "");
        assert_int_equal(WTERMSIG(outcome.status), signals[i]);
    }
}

static void lets_nothing_open_through(void **state UNUSED)
{
    struct outcome outcome;
    int leak = dup(1);

    run("ls /proc/$$/fd", (struct child_order){0}, &outcome);
    close(leak);
    assert_string_equal(outcome.output, "0\n1\n2\n");
}

static void dies_with_the_process_that_started_it(void **state UNUSED)
{
    int ends[2];
    char byte = 0;
    pid_t middle = 0, pid = 0;

    assert_int_equal(pipe(ends), 0);
    middle = fork();
    if (middle == 0) {
        char program[] = "tail", option[] = "-f", nothing[] = "/dev/null";
        char *words[] = {program, option, nothing, NULL};
        struct child_order order = {.run = words, .output = ends[1], .death_signal = SIGQUIT};
        _exit(child_start(&order, &pid) == OK ? 0 : 1);
    }
    close(ends[1]);
    assert_int_equal(waitpid(middle, NULL, 0), middle);
    /* The pipe ends with the last process that holds it. */
    assert_int_equal(read(ends[0], &byte, 1), 0);
    close(ends[0]);
}

static void finds_children_that_were_left_to_it(void **state UNUSED)
{
    pid_t found[CHILDREN_MAX];
    struct outcome outcome;

    assert_int_equal(child_reaper_begin(), OK);
    run("tail -f /dev/null >/dev/null 2>&1 & echo $!", (struct child_order){0}, &outcome);
    pid_t orphan = (pid_t)strtol(outcome.output, NULL, 10);
    assert_int_equal(children_find(found, CHILDREN_MAX), 1);
    assert_int_equal(found[0], orphan);
    assert_int_equal(children_find(found, 0), 0);
    kill(orphan, SIGKILL);
    assert_int_equal(waitpid(orphan, NULL, 0), orphan);
    assert_int_equal(children_find(found, CHILDREN_MAX), 0);
}

static void does_not_count_a_zombie_as_alive(void **state UNUSED)
{
    pid_t found[CHILDREN_MAX], pid = fork();
    siginfo_t info;

    if (pid == 0)
        _exit(0);
    assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
    assert_int_equal(children_find(found, CHILDREN_MAX), 0);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void is_not_misled_by_the_name_of_a_program(void **state UNUSED)
{
    pid_t found[CHILDREN_MAX];
    int ends[2];
    char byte = 0;

    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_NAME, ") Z 1 (");
        _exit(write(ends[1], "x", 1) == 1 ? pause() : 1);
    }
    assert_int_equal(read(ends[0], &byte, 1), 1);
    assert_int_equal(children_find(found, CHILDREN_MAX), 1);
    assert_int_equal(found[0], pid);
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passes_output_and_errors_on),
        cmocka_unit_test(adds_to_the_environment_and_replaces_in_it),
        cmocka_unit_test(works_in_the_folder_of_the_order),
        cmocka_unit_test(says_why_a_child_could_not_begin),
        cmocka_unit_test(becomes_the_user_of_the_order_when_it_may),
        cmocka_unit_test(refuses_a_user_that_nobody_knows),
        cmocka_unit_test(gives_a_child_a_group_of_its_own_and_no_blocked_signals),
        cmocka_unit_test(ends_a_child_by_signals_that_its_starter_ignores),
        cmocka_unit_test(lets_nothing_open_through),
        cmocka_unit_test(dies_with_the_process_that_started_it),
        cmocka_unit_test(finds_children_that_were_left_to_it),
        cmocka_unit_test(does_not_count_a_zombie_as_alive),
        cmocka_unit_test(is_not_misled_by_the_name_of_a_program),
        cmocka_unit_test(bounds_the_environment),
    };
    return cmocka_run_group_tests_name("child", tests, NULL, NULL);
}
