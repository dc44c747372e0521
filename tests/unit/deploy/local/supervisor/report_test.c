/* Tests of deploy/local/supervisor/report.c. */
#include "deploy/local/supervisor/report.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static void read_pipe(int fd, char *ret_text, size_t size)
{
    ssize_t length = read(fd, ret_text, size - 1);
    ret_text[length > 0 ? length : 0] = 0;
}

static void tells_the_log_with_the_time_and_who_waits_without(void **state UNUSED)
{
    int log[2], progress[2];
    char text[256];

    assert_int_equal(pipe(log) | pipe(progress), 0);
    struct report report = {.log = log[1], .progress = progress[1]};
    report_say(&report, "desk", "ready after %d ms", 12);
    read_pipe(progress[0], text, sizeof(text));
    assert_string_equal(text, "  desk         ready after 12 ms\n");
    read_pipe(log[0], text, sizeof(text));
    assert_int_equal(text[4], '-');
    assert_int_equal(text[19], 'Z');
    assert_string_equal(text + 20, " desk: ready after 12 ms\n");
    for (int i = 0; i < 2; i++) {
        close(log[i]);
        close(progress[i]);
    }
}

static void cuts_a_line_at_its_limit(void **state UNUSED)
{
    static char words[REPORT_LINE_BYTES * 2], text[REPORT_LINE_BYTES * 4];
    int progress[2];

    assert_int_equal(pipe(progress), 0);
    struct report report = {.log = -1, .progress = progress[1]};
    memset(words, 'w', sizeof(words) - 1);
    report_say(&report, "desk", "%s", words);
    read_pipe(progress[0], text, sizeof(text));
    assert_int_equal(strlen(text), strlen("  desk         \n") + REPORT_LINE_BYTES - 1);
    close(progress[0]);
    close(progress[1]);
}

static void survives_a_reader_that_has_gone_away(void **state UNUSED)
{
    int ends[2], log[2];
    char text[128];

    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends) | pipe(log), 0);
    close(ends[0]);
    struct report report = {.log = log[1], .progress = ends[1]};
    report_say(&report, "desk", "first");
    report_say(&report, "desk", "second");
    read_pipe(log[0], text, sizeof(text));
    assert_non_null(strstr(text, "second"));
    close(ends[1]);
    close(log[0]);
    close(log[1]);
}

static void quotes_the_end_of_a_log_when_there_is_one(void **state UNUSED)
{
    char place[] = "/tmp/shouli-report.XXXXXX", words[REPORT_LINE_BYTES], command[64];
    struct run_folder folder;

    assert_non_null(mkdtemp(place));
    assert_int_equal(run_folder_open(place, &folder), OK);
    struct report report = {.folder = &folder, .log = -1, .progress = -1};
    report_last_words(&report, "desk", words);
    assert_string_equal(words, "");
    int log = run_folder_open_log(&folder, "desk");
    dprintf(log, "cannot bind\n");
    close(log);
    report_last_words(&report, "desk", words);
    assert_string_equal(words, "; its log ends: cannot bind");
    run_folder_close(&folder);
    snprintf(command, sizeof(command), "rm -rf %s", place);
    assert_int_equal(system(command), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_the_log_with_the_time_and_who_waits_without),
        cmocka_unit_test(cuts_a_line_at_its_limit),
        cmocka_unit_test(survives_a_reader_that_has_gone_away),
        cmocka_unit_test(quotes_the_end_of_a_log_when_there_is_one),
    };
    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
