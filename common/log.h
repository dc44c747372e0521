/* The log: one JSON object a line on stderr, with typed fields and a stable dotted event name.
 *
 * A line is at most 4096 bytes and one write(2), so that lines of several processes on one pipe
 * never mix (PIPE_BUF). Text is escaped, invalid UTF-8 becomes U+FFFD; what does not fit is
 * cut, and the line says "cut":true. A reader that hangs cannot stop the work: a line that
 * finds no room within 20 ms is dropped and counted (shouli_log_dropped_total). Levels: error =
 * somebody must act, warn = we coped, info = the life of a case, debug = the rest. People's
 * words and data never come here (REQUIREMENTS SE-05). Any thread may write.
 *
 * Events and fields stand in log.def; a lint keeps callers to it.
 *
 *     log_info("batch.committed", LOG_INT("messages", count), LOG_UUID("case", id));
 *     log_warn("redis.away");
 *     log_limited(LOG_warn, 5, "peer.forbidden", LOG_TEXT("peer", name)); */
#pragma once

#include "common/basics.h"
#include "common/uuid.h"

enum { LOG_LINE_BYTES_MAX = 4096 };

enum log_level { LOG_debug, LOG_info, LOG_warn, LOG_error };

enum log_kind { LOG_KIND_text, LOG_KIND_int, LOG_KIND_uuid, LOG_KIND_flag };

/* Names are plain words; ts, level, service, event, suppressed and cut are taken. */
struct log_field {
    const char *name;
    enum log_kind kind;
    union {
        struct text text; /* an absent one is written as null */
        int64_t number;
        struct uuid uuid;
        bool flag;
    };
};

/* What a call site of log_limited remembers; zeroed is ready. */
struct log_limit {
    int64_t second; /* the second that `passed` counts, of the monotone clock, plus one */
    int64_t passed;
    int64_t suppressed; /* since the last line that passed */
};

#define LOG_TEXT(name_, value)   ((struct log_field){(name_), LOG_KIND_text, {.text = (value)}})
#define LOG_STRING(name_, value) LOG_TEXT(name_, text_of(value))
#define LOG_INT(name_, value)    ((struct log_field){(name_), LOG_KIND_int, {.number = (value)}})
#define LOG_UUID(name_, value)   ((struct log_field){(name_), LOG_KIND_uuid, {.uuid = (value)}})
#define LOG_FLAG(name_, value)   ((struct log_field){(name_), LOG_KIND_flag, {.flag = (value)}})

/* A line as it is written, for whoever writes it elsewhere too. */
struct log_record {
    int64_t now_ms;
    enum log_level level;
    const char *service, *event;
    int64_t suppressed;
    const struct log_field *fields;
    size_t count;
};

/* Every line from now on goes there as well, on the thread that writes it; NULL: nowhere. It must not wait, nor log. */
void log_also_to(void (*take)(const struct log_record *record));

/* `service` is borrowed for ever. Before the first call lines carry an empty service, from info
 * up. */
void log_init(const char *service, enum log_level min);

/* False and nothing written for any other word than debug, info, warn, error. */
bool log_level_from_text(struct text text, enum log_level *ret_level) MUST_CHECK;

bool log_enabled(enum log_level level);

/* Writes `ts` (RFC 3339, UTC, milliseconds, by clock_now_ms), `level`, `service`, `event`, then
 * the fields in order. */
void log_write(
    enum log_level level,
    const char *event,
    const struct log_field *fields,
    size_t count
);

/* Whether one more line may be written in the second of `now_us` (monotone), and how many were
 * held back before it. */
bool log_limit_pass(
    struct log_limit *limit,
    int64_t now_us,
    int64_t per_second,
    int64_t *ret_suppressed
);

/* log_write within the limit, with how many were suppressed before; for log_limited. */
void log_write_limited(
    struct log_limit *limit,
    int64_t per_second,
    enum log_level level,
    const char *event,
    const struct log_field *fields,
    size_t count
);

/* The array begins with a field that is skipped, so that the list may be empty. */
#define LOG_ARRAY(...)                                                                         \
    ((const struct log_field[]){{NULL, LOG_KIND_flag, {.flag = false}}, ##__VA_ARGS__})
#define LOG_LIST(...) LOG_ARRAY(__VA_ARGS__) + 1, LENGTH(LOG_ARRAY(__VA_ARGS__)) - 1

/* Fields are evaluated only when the level is written. */
#define log_at(level, event, ...)                                                              \
    (log_enabled(level) ? log_write(level, event, LOG_LIST(__VA_ARGS__)) : (void)0)
#define log_debug(event, ...) log_at(LOG_debug, event, ##__VA_ARGS__)
#define log_info(event, ...)  log_at(LOG_info, event, ##__VA_ARGS__)
#define log_warn(event, ...)  log_at(LOG_warn, event, ##__VA_ARGS__)
#define log_error(event, ...) log_at(LOG_error, event, ##__VA_ARGS__)

/* At most `per_second` lines a second from this place in the code; the next line that passes
 * says how many were suppressed, shouli_log_suppressed_total counts them all. Not exact when
 * several threads pass the place. */
#define log_limited(level, per_second, event, ...)                                             \
    do {                                                                                       \
        static struct log_limit log_limit_here;                                                \
        if (log_enabled(level))                                                                \
            log_write_limited(                                                                 \
                &log_limit_here,                                                               \
                per_second,                                                                    \
                level,                                                                         \
                event,                                                                         \
                LOG_LIST(__VA_ARGS__)                                                          \
            );                                                                                 \
    } while (0)
