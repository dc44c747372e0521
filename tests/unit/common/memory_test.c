/* Tests of common/memory.c: it returns memory or ends the process with one log line (STYLE 4). */
#include "common/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* With the sanitizer the allocator would end the process in our place. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static void gives_zeroed_memory(void **state UNUSED)
{
    static const uint8_t zeros[3000];
    uint8_t *at = memory_new(1000, 3);

    assert_memory_equal(at, zeros, sizeof(zeros));
    memset(at, 255, 3000);
    memory_free(at);
}

static void tidies_each_ten_seconds_and_not_more_often(void **state UNUSED)
{
    const int64_t second_us = 1000 * 1000;

    assert_true(memory_tidy(100 * second_us));
    assert_false(memory_tidy(100 * second_us));
    assert_false(memory_tidy(110 * second_us - 1));
    assert_true(memory_tidy(110 * second_us));
    assert_false(memory_tidy(111 * second_us));
}

static void gives_something_for_nothing(void **state UNUSED)
{
    void *none = memory_new(0, 8);
    void *empty = memory_new(8, 0);

    assert_non_null(none);
    assert_non_null(empty);
    memory_free(none);
    memory_free(empty);
}

static void keeps_what_was_there_when_it_grows_and_shrinks(void **state UNUSED)
{
    char *at = memory_resize(NULL, 4, 1);

    memcpy(at, "abcd", 4);
    at = memory_resize(at, 10000, 1);
    assert_memory_equal(at, "abcd", 4);
    memset(at + 4, 'x', 9996);
    at = memory_resize(at, 2, 1);
    assert_memory_equal(at, "ab", 2);
    memory_free(at);
}

static void copies_a_view_with_a_zero_behind(void **state UNUSED)
{
    char *copy = memory_copy_text((struct text){"工单处理", 6});
    char *nothing = memory_copy_text((struct text){0});

    assert_string_equal(copy, "工单");
    assert_string_equal(nothing, "");
    memory_free(copy);
    memory_free(nothing);
}

static void takes_back_nothing(void **state UNUSED)
{
    int before = 7;

    memory_free(NULL);
    assert_int_equal(before, 7);
}

/* Runs in a child: what it wrote to stderr, and how it ended. */
static int die_for(void (*act)(void), char *ret_said, size_t size)
{
    int ends[2], status;

    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        act();
        _exit(0);
    }
    close(ends[1]);
    size_t length = 0;
    ssize_t got;
    while (length + 1 < size && (got = read(ends[0], ret_said + length, size - 1 - length)) > 0)
        length += (size_t)got;
    ret_said[length] = 0;
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void ask_for_too_much(void)
{
    memory_free(memory_new(SIZE_MAX / 4, 1));
}

static void ask_for_more_than_can_be_counted(void)
{
    memory_free(memory_resize(NULL, SIZE_MAX / 2, 4));
}

static void ends_with_one_log_line_when_there_is_no_more(void **state UNUSED)
{
    static void (*const acts[])(void) = {ask_for_too_much, ask_for_more_than_can_be_counted};
    static char said[65536];

    for (size_t i = 0; i < LENGTH(acts); i++) {
        int status = die_for(acts[i], said, sizeof(said));
        assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        assert_non_null(strstr(said, "{\"level\":\"error\",\"event\":\"memory.out\""));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_zeroed_memory),
        cmocka_unit_test(tidies_each_ten_seconds_and_not_more_often),
        cmocka_unit_test(gives_something_for_nothing),
        cmocka_unit_test(keeps_what_was_there_when_it_grows_and_shrinks),
        cmocka_unit_test(copies_a_view_with_a_zero_behind),
        cmocka_unit_test(takes_back_nothing),
        cmocka_unit_test(ends_with_one_log_line_when_there_is_no_more),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
