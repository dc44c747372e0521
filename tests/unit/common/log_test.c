/* Tests of common/log.c. Each line is read back as JSON by an independent parser. */
#include "common/log.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/memory.h"
#include "common/metrics.h"

#include <cmocka.h>

static int real_stderr;
static int captured;
static char lines[64 * 1024];

/* 2026-01-01T00:00:00.007Z */
static int64_t new_year(void)
{
    return 1767225600007;
}

static int capture(void **state UNUSED)
{
    real_stderr = dup(STDERR_FILENO);
    captured = memfd_create("log", 0);
    dup2(captured, STDERR_FILENO);
    clock_inject(new_year);
    log_init("router", LOG_info);
    return 0;
}

static int release(void **state UNUSED)
{
    dup2(real_stderr, STDERR_FILENO);
    close(real_stderr);
    close(captured);
    clock_inject(NULL);
    return 0;
}

/* What was written since the start of the test. */
static const char *written(void)
{
    ssize_t length = pread(captured, lines, sizeof(lines) - 1, 0);

    assert_true(length >= 0);
    lines[length] = 0;
    return lines;
}

static size_t count_lines(void)
{
    size_t count = 0;

    for (const char *at = written(); *at; at++)
        count += *at == '\n';
    return count;
}

/* The only line, parsed; json_decref it. */
static json_t *only_line(void)
{
    json_error_t error;

    assert_int_equal(count_lines(), 1);
    json_t *line = json_loads(written(), JSON_REJECT_DUPLICATES, &error);
    if (!line)
        fail_msg("%s in %s", error.text, lines);
    return line;
}

static const char *string_in(json_t *line, const char *name)
{
    return json_string_value(json_object_get(line, name));
}

static void begins_with_time_level_service_and_event(void **state UNUSED)
{
    log_warn("redis.away");
    assert_string_equal(
        written(),
        "{\"ts\":\"2026-01-01T00:00:00.007Z\",\"level\":\"warn\",\"service\":\"router\","
        "\"event\":\"redis.away\"}\n"
    );
}

static int64_t before_1970(void)
{
    return -1;
}

static void writes_times_before_1970_too(void **state UNUSED)
{
    clock_inject(before_1970);
    log_info("x");
    assert_non_null(strstr(written(), "\"ts\":\"1969-12-31T23:59:59.999Z\""));
}

static void writes_each_kind_of_field(void **state UNUSED)
{
    struct uuid id = {{0x01, 0x02, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0xff}};

    log_info(
        "batch.committed",
        LOG_TEXT("text", TEXT("ab")),
        LOG_TEXT("absent", (struct text){0}),
        LOG_STRING("string", "cd"),
        LOG_STRING("no_string", NULL),
        LOG_INT("least", INT64_MIN),
        LOG_INT("most", INT64_MAX),
        LOG_UUID("case", id),
        LOG_FLAG("yes", true),
        LOG_FLAG("no", false)
    );
    assert_non_null(strstr(
        written(),
        "\"event\":\"batch.committed\",\"text\":\"ab\",\"absent\":null,\"string\":\"cd\","
        "\"no_string\":null,\"least\":-9223372036854775808,\"most\":9223372036854775807,"
        "\"case\":\"01020000-0000-7000-8000-0000000000ff\",\"yes\":true,\"no\":false}\n"
    ));
    json_decref(only_line());
}

static void escapes_what_json_forbids_in_strings(void **state UNUSED)
{
    static const char nasty[] = "a\"b\\c\nd\te\x01\x1f\x7f\0f";

    log_info("x", LOG_TEXT("value", ((struct text){nasty, sizeof(nasty) - 1})));
    assert_non_null(strstr(written(), "\"a\\\"b\\\\c\\nd\\te\\u0001\\u001f\\u007f\\u0000f\""));
    assert_int_equal(count_lines(), 1);
}

static void keeps_chinese_as_it_is(void **state UNUSED)
{
    log_info("x", LOG_STRING("queue", "信用卡中心😀"));
    json_t *line = only_line();
    assert_string_equal(string_in(line, "queue"), "信用卡中心😀");
    json_decref(line);
}

static void replaces_invalid_utf8(void **state UNUSED)
{
    log_info(
        "x",
        LOG_STRING(
            "value",
            "a\xff"
            "b\xe4\xbd"
            "c\xc0\xaf"
            "\xed\xa0\x80"
        )
    );
    json_t *line = only_line();
    assert_string_equal(string_in(line, "value"), "a�b��c�����");
    json_decref(line);
}

/* A line with one text of `length` bytes; the length of the line. */
static size_t line_with(size_t length)
{
    char *text = memory_new(length + 1, 1);

    memset(text, 'x', length);
    assert_int_equal(ftruncate(captured, 0), 0);
    assert_true(lseek(captured, 0, SEEK_SET) == 0);
    log_info("x", LOG_STRING("value", text));
    memory_free(text);
    return strlen(written());
}

static void writes_a_line_up_to_its_limit_whole_and_cuts_the_next_one(void **state UNUSED)
{
    size_t around = line_with(0);
    size_t spare = strlen(",\"cut\":true"); /* kept free for the mark */
    size_t whole = LOG_LINE_BYTES_MAX - spare - around - strlen("…");

    assert_int_equal(line_with(whole), around + whole);
    assert_null(strstr(lines, "\"cut\":true"));
    assert_in_range(line_with(whole + 1), 1, LOG_LINE_BYTES_MAX);
    assert_non_null(strstr(lines, "x…\",\"cut\":true}\n"));
    json_decref(only_line());
}

static void cuts_at_the_border_of_a_character(void **state UNUSED)
{
    for (size_t shift = 0; shift < 3; shift++) {
        char text[6000] = "aaa";
        for (size_t at = shift; at + 4 < sizeof(text); at += 3)
            memcpy(text + at, "工", 3);
        assert_int_equal(ftruncate(captured, 0), 0);
        assert_true(lseek(captured, 0, SEEK_SET) == 0);
        log_info("x", LOG_STRING("value", text));
        assert_in_range(strlen(written()), LOG_LINE_BYTES_MAX - 8, LOG_LINE_BYTES_MAX);
        assert_non_null(strstr(lines, "工…\""));
        assert_null(strstr(lines, "\xef\xbf\xbd"));
        json_decref(only_line());
    }
}

static void leaves_out_fields_for_which_there_is_no_room(void **state UNUSED)
{
    struct log_field fields[600];

    for (size_t i = 0; i < LENGTH(fields); i++)
        fields[i] = LOG_INT("number", 1000000);
    log_write(LOG_info, "x", fields, LENGTH(fields));
    assert_in_range(strlen(written()), LOG_LINE_BYTES_MAX - 24, LOG_LINE_BYTES_MAX);
    assert_non_null(strstr(lines, ":1000000,\"cut\":true}\n"));
    assert_int_equal(count_lines(), 1);
}

static void stays_json_at_every_length(void **state UNUSED)
{
    for (size_t length = 3900; length < 4120; length++) {
        char *text = memory_new(length + 1, 1);
        memset(text, '"', length);
        memset(text, 'x', length - 100);
        assert_int_equal(ftruncate(captured, 0), 0);
        assert_true(lseek(captured, 0, SEEK_SET) == 0);
        log_info("x", LOG_STRING("value", text), LOG_INT("more", 12), LOG_STRING("s", "end"));
        assert_in_range(strlen(written()), 1, LOG_LINE_BYTES_MAX);
        json_decref(only_line());
        memory_free(text);
    }
}

static void holds_back_what_is_below_its_level(void **state UNUSED)
{
    int evaluated = 0;

    log_debug("x", LOG_INT("count", ++evaluated));
    assert_int_equal(count_lines(), 0);
    assert_int_equal(evaluated, 0);
    log_write(LOG_debug, "x", NULL, 0);
    assert_int_equal(count_lines(), 0);
    log_init("router", LOG_debug);
    log_debug("x", LOG_INT("count", ++evaluated));
    assert_int_equal(count_lines(), 1);
    log_init("router", LOG_error);
    log_warn("x");
    assert_int_equal(count_lines(), 1);
    log_error("x");
    assert_int_equal(count_lines(), 2);
}

static void knows_its_levels_by_name(void **state UNUSED)
{
    enum log_level level = LOG_error;

    assert_true(log_level_from_text(TEXT("debug"), &level));
    assert_int_equal(level, LOG_debug);
    assert_true(log_level_from_text(TEXT("error"), &level));
    assert_int_equal(level, LOG_error);
    assert_false(log_level_from_text(TEXT("fatal"), &level));
    assert_false(log_level_from_text(TEXT(""), &level));
    assert_int_equal(level, LOG_error);
}

static void passes_as_many_lines_a_second_as_allowed(void **state UNUSED)
{
    struct log_limit limit = {0};
    int64_t suppressed = -1;

    for (int i = 0; i < 3; i++)
        assert_true(log_limit_pass(&limit, 999999, 3, &suppressed));
    assert_int_equal(suppressed, 0);
    assert_false(log_limit_pass(&limit, 0, 3, &suppressed));
    assert_false(log_limit_pass(&limit, 999999, 3, &suppressed));
    assert_true(log_limit_pass(&limit, 1000000, 3, &suppressed));
    assert_int_equal(suppressed, 2);
    assert_true(log_limit_pass(&limit, 1000000, 3, &suppressed));
    assert_int_equal(suppressed, 0);
}

static void says_how_many_lines_were_suppressed(void **state UNUSED)
{
    struct log_limit limit = {.suppressed = 41};
    struct log_field field = LOG_INT("n", 1);

    log_write_limited(&limit, 5, LOG_warn, "peer.forbidden", &field, 1);
    assert_non_null(strstr(written(), "\"peer.forbidden\",\"suppressed\":41,\"n\":1}\n"));
    log_write_limited(&limit, 5, LOG_warn, "peer.forbidden", &field, 1);
    assert_non_null(strstr(written(), "\"peer.forbidden\",\"n\":1}\n"));
}

/* Two seconds of the monotone clock may be touched, so at most twice the limit passes. */
static void limits_each_place_in_the_code_apart(void **state UNUSED)
{
    int64_t before = metric_value(METRIC_shouli_log_suppressed_total);

    for (int i = 0; i < 50; i++)
        log_limited(LOG_warn, 2, "first");
    size_t first = count_lines();
    assert_in_range(first, 2, 4);
    assert_int_equal(metric_value(METRIC_shouli_log_suppressed_total) - before, 50 - first);
    for (int i = 0; i < 50; i++)
        log_limited(LOG_warn, 2, "second", LOG_INT("i", i));
    assert_in_range(count_lines() - first, 2, 4);
}

/* DESIGN P6: nothing waits without a limit. */
static void does_not_wait_for_a_reader_that_hangs(void **state UNUSED)
{
    int ends[2];
    char junk[4096] = {0};
    int64_t before = metric_value(METRIC_shouli_log_dropped_total);

    assert_int_equal(pipe(ends), 0);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    while (write(ends[1], junk, sizeof(junk)) > 0)
        continue;
    fcntl(ends[1], F_SETFL, 0); /* as a service's stderr is: a write would block */
    dup2(ends[1], STDERR_FILENO);
    int64_t start_us = clock_monotone_us();
    for (int i = 0; i < 200; i++)
        log_info("x");
    int64_t passed_us = clock_monotone_us() - start_us;
    dup2(captured, STDERR_FILENO);
    assert_int_equal(metric_value(METRIC_shouli_log_dropped_total) - before, 200);
    assert_in_range(passed_us, 20 * 1000 - 1000, 2000 * 1000); /* 200 waits were 4 s */
    close(ends[0]);
    close(ends[1]);
}

static void leaves_errno_alone(void **state UNUSED)
{
    int old = dup(STDERR_FILENO);

    close(STDERR_FILENO);
    errno = ENOENT;
    log_info("x");
    assert_int_equal(errno, ENOENT);
    dup2(old, STDERR_FILENO);
    close(old);
}

#define LOG_CASE(test) cmocka_unit_test_setup_teardown(test, capture, release)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOG_CASE(begins_with_time_level_service_and_event),
        LOG_CASE(writes_times_before_1970_too),
        LOG_CASE(writes_each_kind_of_field),
        LOG_CASE(escapes_what_json_forbids_in_strings),
        LOG_CASE(keeps_chinese_as_it_is),
        LOG_CASE(replaces_invalid_utf8),
        LOG_CASE(writes_a_line_up_to_its_limit_whole_and_cuts_the_next_one),
        LOG_CASE(cuts_at_the_border_of_a_character),
        LOG_CASE(leaves_out_fields_for_which_there_is_no_room),
        LOG_CASE(stays_json_at_every_length),
        LOG_CASE(holds_back_what_is_below_its_level),
        LOG_CASE(knows_its_levels_by_name),
        LOG_CASE(passes_as_many_lines_a_second_as_allowed),
        LOG_CASE(says_how_many_lines_were_suppressed),
        LOG_CASE(limits_each_place_in_the_code_apart),
        LOG_CASE(does_not_wait_for_a_reader_that_hangs),
        LOG_CASE(leaves_errno_alone),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
