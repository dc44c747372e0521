/* Tests of deploy/local/supervisor/run_folder.c. */
#include "deploy/local/supervisor/run_folder.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char place[64];
static struct run_folder folder;

static int open_folder(void **state UNUSED)
{
    snprintf(place, sizeof(place), "/tmp/shouli-folder.XXXXXX");
    return mkdtemp(place) && run_folder_open(place, &folder) == OK ? 0 : -1;
}

static int close_folder(void **state UNUSED)
{
    char command[128];

    run_folder_close(&folder);
    snprintf(command, sizeof(command), "rm -rf %s", place);
    return system(command);
}

static void read_file(const char *name, char *ret_text, size_t size)
{
    char path[128];

    *ret_text = 0;
    snprintf(path, sizeof(path), "%s/%s", place, name);
    FILE *file = fopen(path, "re");
    if (!file)
        return;
    ret_text[fread(ret_text, 1, size - 1, file)] = 0;
    fclose(file);
}

static bool exists(const char *name)
{
    char path[128];

    snprintf(path, sizeof(path), "%s/%s", place, name);
    return access(path, F_OK) == 0;
}

static void append(const char *name, const char *text)
{
    int fd = run_folder_open_log(&folder, name);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

static void writes_and_removes_a_pid_file(void **state UNUSED)
{
    char text[32];

    assert_int_equal(run_folder_write_pid(&folder, "desk", 4711), OK);
    read_file("pids/desk.pid", text, sizeof(text));
    assert_string_equal(text, "4711\n");
    assert_int_equal(run_folder_write_pid(&folder, "desk", 12), OK);
    read_file("pids/desk.pid", text, sizeof(text));
    assert_string_equal(text, "12\n");
    assert_false(exists("pids/.desk.pid"));
    run_folder_remove_pid(&folder, "desk");
    assert_false(exists("pids/desk.pid"));
}

static void says_when_a_pid_file_cannot_be_written(void **state UNUSED)
{
    struct run_folder closed = {.fd = -1};

    assert_int_equal(run_folder_write_pid(&closed, "desk", 1), ERROR_io);
}

static void names_the_supervisor_while_it_holds_the_folder(void **state UNUSED)
{
    char text[32], expected[32];

    read_file("supervisor.pid", text, sizeof(text));
    snprintf(expected, sizeof(expected), "%d\n", (int)getpid());
    assert_string_equal(text, expected);
    run_folder_close(&folder);
    assert_false(exists("supervisor.pid"));
    assert_int_equal(folder.fd, -1);
    run_folder_close(&folder);
    assert_int_equal(run_folder_open(place, &folder), OK);
}

static void lets_only_one_hold_the_folder(void **state UNUSED)
{
    struct run_folder second;

    assert_int_equal(run_folder_open(place, &second), ERROR_refused);
    assert_true(exists("supervisor.pid"));
    run_folder_close(&folder);
    assert_int_equal(run_folder_open(place, &second), OK);
    run_folder_close(&second);
}

static void clears_pid_files_of_an_earlier_life(void **state UNUSED)
{
    assert_int_equal(run_folder_write_pid(&folder, "desk", 4711), OK);
    run_folder_close(&folder);
    assert_true(exists("pids/desk.pid"));
    assert_int_equal(run_folder_open(place, &folder), OK);
    assert_false(exists("pids/desk.pid"));
}

static void refuses_a_folder_that_is_not_there(void **state UNUSED)
{
    struct run_folder other;

    assert_int_equal(run_folder_open("/no/such/folder", &other), ERROR_io);
}

static void appends_to_a_log(void **state UNUSED)
{
    char text[64];

    append("desk", "one\n");
    append("desk", "two\n");
    read_file("log/desk.log", text, sizeof(text));
    assert_string_equal(text, "one\ntwo\n");
}

static void fill_log(off_t size)
{
    char path[128];

    snprintf(path, sizeof(path), "%s/log/desk.log", place);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    assert_int_equal(ftruncate(fd, size), 0);
    close(fd);
}

static void sets_a_log_aside_when_it_is_over_the_limit(void **state UNUSED)
{
    fill_log(RUN_LOG_BYTES_MAX - 1);
    append("desk", "x");
    assert_false(exists("log/desk.log.1"));
    append("desk", "y");
    assert_false(exists("log/desk.log.1"));
    append("desk", "z");
    assert_true(exists("log/desk.log.1"));
    char text[8];
    read_file("log/desk.log", text, sizeof(text));
    assert_string_equal(text, "z");
}

static void finds_the_last_line_of_a_log(void **state UNUSED)
{
    char line[RUN_LINE_BYTES];

    run_folder_last_line(&folder, "desk", line);
    assert_string_equal(line, "");
    append("desk", "\n \n");
    run_folder_last_line(&folder, "desk", line);
    assert_string_equal(line, "");
    append("desk", "only");
    run_folder_last_line(&folder, "desk", line);
    assert_string_equal(line, "only");
    append("desk", " one\nthe second\r\n\n  \n");
    run_folder_last_line(&folder, "desk", line);
    assert_string_equal(line, "the second");
}

static void cuts_the_last_line_at_its_limit(void **state UNUSED)
{
    static char text[8192];
    char line[RUN_LINE_BYTES];

    for (size_t length = RUN_LINE_BYTES - 2; length <= RUN_LINE_BYTES; length++) {
        memset(text, 'a', length);
        text[length] = '\n';
        text[length + 1] = 0;
        append("desk", text);
        run_folder_last_line(&folder, "desk", line);
        assert_int_equal(strlen(line), size_min(length, RUN_LINE_BYTES - 1));
    }
    memset(text, 'b', sizeof(text) - 1);
    append("desk", text);
    run_folder_last_line(&folder, "desk", line);
    assert_int_equal(strspn(line, "b"), RUN_LINE_BYTES - 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_folder, close_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(writes_and_removes_a_pid_file),
        TEST(says_when_a_pid_file_cannot_be_written),
        TEST(names_the_supervisor_while_it_holds_the_folder),
        TEST(lets_only_one_hold_the_folder),
        TEST(clears_pid_files_of_an_earlier_life),
        TEST(refuses_a_folder_that_is_not_there),
        TEST(appends_to_a_log),
        TEST(sets_a_log_aside_when_it_is_over_the_limit),
        TEST(finds_the_last_line_of_a_log),
        TEST(cuts_the_last_line_at_its_limit),
    };
    return cmocka_run_group_tests_name("run_folder", tests, NULL, NULL);
}
