/* Tests of deploy/local/supervisor/supervisor.c: real children, a clock that only the test moves. */
#include "deploy/local/supervisor/supervisor.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "deploy/local/supervisor/child.h"

static char place[64];
static struct table table;
static struct run_folder folder;
static struct supervisor *supervisor;
static int progress[2];
static int64_t now_ms;

static int open_place(void **state UNUSED)
{
    snprintf(place, sizeof(place), "/tmp/shouli-super.XXXXXX");
    now_ms = 1000;
    return mkdtemp(place) && pipe2(progress, O_NONBLOCK) == 0 && child_reaper_begin() == OK
               ? 0
               : -1;
}

static int close_place(void **state UNUSED)
{
    char command[128];

    supervisor_destroy(&supervisor);
    table_done(&table);
    run_folder_close(&folder);
    close(progress[0]);
    close(progress[1]);
    snprintf(command, sizeof(command), "rm -rf %s", place);
    return system(command);
}

static void begin(const char *text)
{
    char path[128], reason[TABLE_REASON_BYTES];

    snprintf(path, sizeof(path), "%s/table", place);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    assert_int_equal(table_read(path, &table, reason), OK);
    assert_int_equal(run_folder_open(place, &folder), OK);
    supervisor =
        supervisor_new(&table, (struct report){&folder, .log = -1, .progress = progress[1]});
}

/* What was reported since the last call. */
static const char *told(void)
{
    static char text[8192];
    ssize_t length = read(progress[0], text, sizeof(text) - 1);

    text[length > 0 ? length : 0] = 0;
    return text;
}

static void assert_told(const char *part)
{
    const char *text = told();

    if (!strstr(text, part))
        fail_msg("expected \"%s\" in \"%s\"", part, text);
}

static pid_t pid_of(const char *name)
{
    char path[128], digits[16] = "";

    snprintf(path, sizeof(path), "%s/pids/%s.pid", place, name);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    if (!fgets(digits, sizeof(digits), file))
        *digits = 0;
    fclose(file);
    return (pid_t)strtol(digits, NULL, 10);
}

/* Waits until some child has ended and lets the supervisor know. */
static void let_one_end(void)
{
    siginfo_t info;

    assert_int_equal(waitid(P_ALL, 0, &info, WEXITED | WNOWAIT), 0);
    supervisor_reap(supervisor, now_ms);
}

static int64_t turn_after(int64_t ms)
{
    now_ms += ms;
    return supervisor_turn(supervisor, now_ms);
}

/* To the end, however the test left it. */
static void end_all(void)
{
    supervisor_kill(supervisor);
    for (turn_after(0); !supervisor_is_over(supervisor); turn_after(0))
        let_one_end();
}

static void a_service_without_a_question_is_ready_when_it_runs(void **state UNUSED)
{
    begin("service one\nrun tail -f /dev/null\n");
    assert_false(supervisor_is_ready(supervisor));
    turn_after(0);
    assert_true(supervisor_is_ready(supervisor));
    assert_told("one          ready after 0 ms");
    assert_true(pid_of("one") > 0);
    end_all();
    assert_int_equal(pid_of("one"), 0);
}

static void a_service_is_ready_when_its_question_is_answered(void **state UNUSED)
{
    char text[256];

    snprintf(
        text,
        sizeof(text),
        "service one\nrun tail -f /dev/null\nready test -e %s/up\nservice two\nrun tail -f "
        "/dev/null\nafter one\n",
        place
    );
    begin(text);
    turn_after(0);
    turn_after(0);
    let_one_end();
    assert_false(supervisor_is_ready(supervisor));
    assert_int_equal(pid_of("two"), 0);
    snprintf(text, sizeof(text), "%s/up", place);
    close(open(text, O_WRONLY | O_CREAT, 0644));
    assert_int_equal(turn_after(CHECK_EVERY_MS - 1), 1);
    turn_after(1);
    let_one_end();
    assert_told("one          ready after 100 ms");
    turn_after(0);
    assert_true(pid_of("two") > 0);
    assert_true(supervisor_is_ready(supervisor));
    end_all();
}

static void an_answer_that_takes_too_long_is_none(void **state UNUSED)
{
    begin("service one\nrun tail -f /dev/null\nready tail -f /dev/null\n");
    turn_after(0);
    assert_int_equal(turn_after(0), CHECK_LIMIT_MS);
    assert_int_equal(turn_after(CHECK_LIMIT_MS - 1), 1);
    turn_after(1);
    let_one_end();
    assert_false(supervisor_is_ready(supervisor));
    assert_int_equal(turn_after(0), CHECK_EVERY_MS);
    end_all();
}

static void waits_longer_from_death_to_death_up_to_its_limit(void **state UNUSED)
{
    static const int64_t expected[] = {100, 200, 400, 800, 1600, 3200, 5000, 5000};
    char part[64];

    begin("service one\nrun false\n");
    turn_after(0);
    for (size_t i = 0; i < LENGTH(expected); i++) {
        let_one_end();
        snprintf(part, sizeof(part), "died (exit status 1), again in %d ms", (int)expected[i]);
        assert_told(part);
        assert_int_equal(turn_after(expected[i] - 1), 1);
        assert_int_equal(pid_of("one"), 0);
        turn_after(1);
        assert_true(pid_of("one") > 0);
    }
    assert_false(supervisor_is_hopeless(supervisor));
    let_one_end();
    end_all();
}

static void die_after(int64_t lived_ms, const char *part)
{
    turn_after(lived_ms);
    kill(pid_of("one"), SIGKILL);
    let_one_end();
    assert_told(part);
}

static void a_long_life_makes_the_next_wait_short(void **state UNUSED)
{
    begin("service one\nrun tail -f /dev/null\n");
    turn_after(0);
    die_after(0, "died (signal 9), again in 100 ms");
    turn_after(100);
    die_after(STEADY_MS - 1, "again in 200 ms");
    turn_after(200);
    die_after(STEADY_MS, "again in 100 ms");
    end_all();
}

static void is_hopeless_at_the_sixth_death_of_what_was_never_ready(void **state UNUSED)
{
    begin("service one\nrun false\nready false\n");
    turn_after(0);
    for (int deaths = 1; deaths < HOPELESS_DEATHS; deaths++) {
        let_one_end();
        assert_false(supervisor_is_hopeless(supervisor));
        turn_after(BACK_OFF_MAX_MS);
    }
    let_one_end();
    assert_true(supervisor_is_hopeless(supervisor));
    end_all();
}

static void a_task_is_done_once_and_repeated_only_after_a_failure(void **state UNUSED)
{
    char text[256];

    snprintf(
        text,
        sizeof(text),
        "task one\nrun /bin/sh -c \"echo x >>tries; test $(wc -l <tries) = 2\"\nfolder %s\n",
        place
    );
    begin(text);
    turn_after(0);
    let_one_end();
    assert_told("died (exit status 1)");
    assert_false(supervisor_is_ready(supervisor));
    turn_after(BACK_OFF_MIN_MS);
    let_one_end();
    assert_told("one          done after 0 ms");
    assert_true(supervisor_is_ready(supervisor));
    turn_after(BACK_OFF_MAX_MS);
    assert_int_equal(pid_of("one"), 0);
    end_all();
}

static void a_service_that_dies_later_does_not_wait_for_those_above(void **state UNUSED)
{
    begin("service one\nrun tail -f /dev/null\nservice two\nrun tail -f /dev/null\nafter one\n"
    );
    turn_after(0);
    assert_true(supervisor_is_ready(supervisor));
    kill(pid_of("one"), SIGKILL);
    let_one_end();
    kill(pid_of("two"), SIGKILL);
    let_one_end();
    assert_false(supervisor_is_ready(supervisor));

    turn_after(BACK_OFF_MIN_MS);
    assert_true(pid_of("two") > 0);
    assert_true(supervisor_is_ready(supervisor));
    end_all();
}

static void does_not_start_again_while_an_orphan_lives(void **state UNUSED)
{
    begin("service one\nrun /bin/sh -c \"tail -f /dev/null & exit 1\"\n");
    turn_after(0);
    let_one_end();
    turn_after(BACK_OFF_MIN_MS);
    assert_int_equal(pid_of("one"), 0);
    turn_after(ORPHANS_KILL_MS - 1);
    pid_t found[4];
    assert_int_equal(children_find(found, LENGTH(found)), 1);
    turn_after(1);
    let_one_end();
    turn_after(0);
    assert_true(pid_of("one") > 0);
    let_one_end();
    end_all();
}

static void stops_what_depends_before_what_it_depends_on(void **state UNUSED)
{
    begin("service one\nrun tail -f /dev/null\nservice two\nrun tail -f /dev/null\nafter one\n"
    );
    turn_after(0);
    told();
    supervisor_stop(supervisor);
    turn_after(0);
    let_one_end();
    assert_string_equal(told(), "  two          stopped\n");
    assert_true(pid_of("one") > 0);
    turn_after(0);
    let_one_end();
    assert_string_equal(told(), "  one          stopped\n");
    turn_after(0);
    assert_true(supervisor_is_over(supervisor));
}

static void kills_what_has_not_stopped_in_its_time(void **state UNUSED)
{
    char text[256];

    snprintf(
        text,
        sizeof(text),
        "service one\nrun /bin/sh -c \"trap '' TERM; touch up; tail -f /dev/null\"\n"
        "folder %s\nready test -e %s/up\nstop TERM 2\n",
        place,
        place
    );
    begin(text);
    for (turn_after(0); !supervisor_is_ready(supervisor); turn_after(CHECK_EVERY_MS)) {
        turn_after(0);
        let_one_end();
    }
    supervisor_stop(supervisor);
    assert_int_equal(turn_after(0), 2000);
    assert_int_equal(turn_after(1999), 1);
    assert_true(pid_of("one") > 0);
    turn_after(1);
    let_one_end();
    assert_int_equal(pid_of("one"), 0);
    end_all();
}

static void explains_who_is_not_ready_and_why(void **state UNUSED)
{
    begin("service one\nrun /bin/sh -c \"echo no such table; exit 1\"\nready false\n"
          "service two\nrun true\nafter one\n");
    turn_after(0);
    let_one_end();
    told();
    supervisor_explain(supervisor);
    assert_string_equal(
        told(),
        "  one          is not ready; its log ends: no such table\n"
        "  two          is not ready, it waits for others\n"
    );
    end_all();
}

static void falls_silent_when_nobody_listens(void **state UNUSED)
{
    begin("service one\nrun tail -f /dev/null\n");
    supervisor_forget_progress(supervisor);
    turn_after(0);
    assert_string_equal(told(), "");
    end_all();
}

static void says_when_a_process_cannot_be_started_and_tries_again(void **state UNUSED)
{
    char text[256];

    begin("service one\nrun true\n");
    snprintf(text, sizeof(text), "mv %s/log %s/gone", place, place);
    assert_int_equal(system(text), 0);
    turn_after(0);
    assert_told("one          cannot be started: a file or socket could not be used");
    snprintf(text, sizeof(text), "mv %s/gone %s/log", place, place);
    assert_int_equal(system(text), 0);
    turn_after(BACK_OFF_MIN_MS);
    assert_true(supervisor_is_ready(supervisor));
    let_one_end();
    end_all();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_place, close_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_service_without_a_question_is_ready_when_it_runs),
        TEST(a_service_is_ready_when_its_question_is_answered),
        TEST(an_answer_that_takes_too_long_is_none),
        TEST(waits_longer_from_death_to_death_up_to_its_limit),
        TEST(a_long_life_makes_the_next_wait_short),
        TEST(is_hopeless_at_the_sixth_death_of_what_was_never_ready),
        TEST(a_task_is_done_once_and_repeated_only_after_a_failure),
        TEST(a_service_that_dies_later_does_not_wait_for_those_above),
        TEST(does_not_start_again_while_an_orphan_lives),
        TEST(stops_what_depends_before_what_it_depends_on),
        TEST(kills_what_has_not_stopped_in_its_time),
        TEST(explains_who_is_not_ready_and_why),
        TEST(falls_silent_when_nobody_listens),
        TEST(says_when_a_process_cannot_be_started_and_tries_again),
    };
    return cmocka_run_group_tests_name("supervisor", tests, NULL, NULL);
}
