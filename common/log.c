/* See log.h. A line is built on the stack; the end of it is kept free for the mark that
 * something was cut. */
#include "common/log.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/metrics.h"
#include "common/utf8.h"

#define CUT_MARK "\xe2\x80\xa6" /* an ellipsis */
#define CUT_END  ",\"cut\":true"

enum {
    END_BYTES = sizeof(CUT_END "}\n") - 1,
    BODY_BYTES = LOG_LINE_BYTES_MAX - END_BYTES,
    CUT_MARK_BYTES = sizeof(CUT_MARK) - 1,
    ESCAPE_BYTES_MAX = 6,
    TIME_BYTES = 64,
    WAIT_MS = 20
};

struct line {
    char at[LOG_LINE_BYTES_MAX];
    size_t length;
    bool cut;
};

static const char *const level_names[] = {"debug", "info", "warn", "error"};

static const char *service_name = "";
static enum log_level level_min = LOG_info;
static atomic_bool is_stderr_full;
static void (*_Atomic also_to)(const struct log_record *record);

/* All or nothing. */
static bool put(struct line *line, const char *at, size_t length)
{
    if (length > BODY_BYTES - line->length)
        return false;
    memcpy(line->at + line->length, at, length);
    line->length += length;
    return true;
}

/* How one character stands in a JSON string; the number of bytes written. */
static size_t escape(uint32_t code, char to[ESCAPE_BYTES_MAX])
{
    static const char digits[] = "0123456789abcdef";
    static const char shorts[] = "\b\f\n\r\t\"\\";
    static const char letters[] = "bfnrt\"\\";
    const char *found = code && code < 0x80 ? strchr(shorts, (int)code) : NULL;

    if (found) {
        to[0] = '\\';
        to[1] = letters[found - shorts];
        return 2;
    }
    if (code < 0x20 || code == 0x7f) {
        memcpy(to, "\\u00", 4);
        to[4] = digits[code >> 4];
        to[5] = digits[code & 15];
        return 6;
    }
    return utf8_put(code, to);
}

/* A quoted string, cut at a character's border; false when not even the quotes fit. */
static bool put_string(struct line *line, struct text text)
{
    uint32_t code;
    char escaped[ESCAPE_BYTES_MAX];

    if (BODY_BYTES - line->length < CUT_MARK_BYTES + 2)
        return false;
    line->at[line->length++] = '"';
    for (size_t at = 0, step; (step = utf8_step(text, at, &code)) > 0; at += step) {
        size_t length = escape(code, escaped);
        if (length + CUT_MARK_BYTES + 1 > BODY_BYTES - line->length) {
            line->cut = true;
            put(line, CUT_MARK, CUT_MARK_BYTES);
            break;
        }
        put(line, escaped, length);
    }
    return put(line, "\"", 1);
}

static bool put_int(struct line *line, int64_t number)
{
    char digits[24];
    int length = snprintf(digits, sizeof(digits), "%lld", (long long)number);

    return put(line, digits, (size_t)length);
}

static bool put_uuid(struct line *line, struct uuid uuid)
{
    char text[UUID_TEXT_LENGTH + 1];

    uuid_to_text(uuid, text);
    return put_string(line, text_of(text));
}

static bool put_value(struct line *line, const struct log_field *field)
{
    switch (field->kind) {
    case LOG_KIND_text:
        return field->text.at ? put_string(line, field->text) : put(line, "null", 4);
    case LOG_KIND_int:
        return put_int(line, field->number);
    case LOG_KIND_uuid:
        return put_uuid(line, field->uuid);
    case LOG_KIND_flag:
        return field->flag ? put(line, "true", 4) : put(line, "false", 5);
    }
    return false;
}

/* A field that does not fit is left out as a whole, save texts, which are cut. */
static void put_field(struct line *line, const struct log_field *field)
{
    size_t before = line->length;
    bool was_cut = line->cut;

    if (put(line, line->length > 1 ? "," : "", line->length > 1) &&
        put_string(line, text_of(field->name)) && line->cut == was_cut && put(line, ":", 1) &&
        put_value(line, field))
        return;
    line->length = before;
    line->cut = true;
}

static void put_time(struct line *line, int64_t now_ms)
{
    char text[TIME_BYTES];
    struct tm parts;
    int64_t ms = (now_ms % 1000 + 1000) % 1000;
    time_t seconds = (time_t)((now_ms - ms) / 1000);

    gmtime_r(&seconds, &parts);
    size_t length = strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(text + length, sizeof(text) - length, ".%03dZ", (int)ms);
    put_field(line, &LOG_STRING("ts", text));
}

/* A pipe that is ready takes 4096 bytes whole; one that is not must not stop the work, so that
 * after a lost line there is no waiting until there is room again. */
static void send_line(const struct line *line)
{
    struct pollfd ready = {.fd = STDERR_FILENO, .events = POLLOUT};
    int wait_ms = atomic_load_explicit(&is_stderr_full, memory_order_relaxed) ? 0 : WAIT_MS;
    int kept_errno = errno;
    bool sent = poll(&ready, 1, wait_ms) == 1 &&
                write(STDERR_FILENO, line->at, line->length) == (ssize_t)line->length;

    atomic_store_explicit(&is_stderr_full, !sent, memory_order_relaxed);
    if (!sent)
        metric_add(METRIC_shouli_log_dropped_total, 1);
    errno = kept_errno;
}

static void write_line(
    enum log_level level,
    const char *event,
    int64_t suppressed,
    const struct log_field *fields,
    size_t count
)
{
    struct line line;
    const struct log_record record =
        {clock_now_ms(), level, service_name, event, suppressed, fields, count};
    void (*take)(const struct log_record *) = atomic_load(&also_to);

    line.length = 0;
    line.cut = false;
    put(&line, "{", 1);
    put_time(&line, record.now_ms);
    put_field(&line, &LOG_STRING("level", level_names[level]));
    put_field(&line, &LOG_STRING("service", service_name));
    put_field(&line, &LOG_STRING("event", event));
    if (suppressed)
        put_field(&line, &LOG_INT("suppressed", suppressed));
    for (size_t i = 0; i < count; i++)
        put_field(&line, &fields[i]);

    const char *end = line.cut ? CUT_END "}\n" : "}\n";
    memcpy(line.at + line.length, end, strlen(end));
    line.length += strlen(end);
    send_line(&line);
    if (take)
        take(&record);
}

void log_also_to(void (*take)(const struct log_record *record))
{
    atomic_store(&also_to, take);
}

void log_init(const char *service, enum log_level min)
{
    service_name = service;
    level_min = min;
}

bool log_level_from_text(struct text text, enum log_level *ret_level)
{
    for (enum log_level level = LOG_debug; level <= LOG_error; level++) {
        if (!text_is(text, level_names[level]))
            continue;
        *ret_level = level;
        return true;
    }
    return false;
}

bool log_enabled(enum log_level level)
{
    return level >= level_min;
}

void log_write(
    enum log_level level,
    const char *event,
    const struct log_field *fields,
    size_t count
)
{
    if (log_enabled(level))
        write_line(level, event, 0, fields, count);
}

bool log_limit_pass(
    struct log_limit *limit,
    int64_t now_us,
    int64_t per_second,
    int64_t *ret_suppressed
)
{
    int64_t second = now_us / 1000000 + 1; /* 0 is a limit that was never used */

    if (second != limit->second) {
        limit->second = second;
        limit->passed = 0;
    }
    if (limit->passed >= per_second) {
        limit->suppressed++;
        return false;
    }
    limit->passed++;
    *ret_suppressed = limit->suppressed;
    limit->suppressed = 0;
    return true;
}

void log_write_limited(
    struct log_limit *limit,
    int64_t per_second,
    enum log_level level,
    const char *event,
    const struct log_field *fields,
    size_t count
)
{
    int64_t suppressed = 0;

    if (!log_limit_pass(limit, clock_monotone_us(), per_second, &suppressed)) {
        metric_add(METRIC_shouli_log_suppressed_total, 1);
        return;
    }
    if (log_enabled(level))
        write_line(level, event, suppressed, fields, count);
}
