/* See instant.h. */
#include "common/domain/instant.h"

#include <inttypes.h>
#include <stdlib.h>

enum { SECOND_MS = 1000, MINUTE_MS = 60000, HOUR_MS = 3600000 };

struct cursor {
    const char *at, *end;
};

static bool is_digit(const struct cursor *cursor)
{
    return cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9';
}

static bool take(struct cursor *cursor, char wanted)
{
    if (cursor->at == cursor->end || *cursor->at != wanted)
        return false;
    cursor->at++;
    return true;
}

static bool two_digits(struct cursor *cursor, int32_t max, int32_t *ret_value)
{
    int32_t value = 0;

    for (int i = 0; i < 2; i++) {
        if (!is_digit(cursor))
            return false;
        value = value * 10 + (*cursor->at++ - '0');
    }
    *ret_value = value;
    return value <= max;
}

static bool read_fraction(struct cursor *cursor, int32_t *ret_ms)
{
    int32_t ms = 0, weight = 100;

    if (!is_digit(cursor))
        return false;
    for (; is_digit(cursor); cursor->at++) {
        ms += weight * (*cursor->at - '0');
        weight /= 10;
    }
    *ret_ms = ms;
    return true;
}

static bool read_time(struct cursor *cursor, int32_t *ret_ms)
{
    int32_t hour, minute, second, fraction = 0;

    if (!two_digits(cursor, 23, &hour) || !take(cursor, ':') ||
        !two_digits(cursor, 59, &minute) || !take(cursor, ':') ||
        !two_digits(cursor, 59, &second))
        return false;
    if (take(cursor, '.') && !read_fraction(cursor, &fraction))
        return false;
    *ret_ms = hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS + fraction;
    return true;
}

static bool read_offset(struct cursor *cursor, int32_t *ret_ms)
{
    int32_t hour, minute;

    *ret_ms = 0;
    if (take(cursor, 'Z') || take(cursor, 'z'))
        return true;
    bool west = take(cursor, '-');
    if (!west && !take(cursor, '+'))
        return false;
    if (!two_digits(cursor, 23, &hour) || !take(cursor, ':') ||
        !two_digits(cursor, 59, &minute))
        return false;
    *ret_ms = (hour * HOUR_MS + minute * MINUTE_MS) * (west ? -1 : 1);
    return true;
}

bool instant_parse(struct text text, int64_t *ret_ms)
{
    enum { DATE_BYTES = 10 };
    struct civil_day day;
    int32_t time, offset;

    if (text.length <= DATE_BYTES || !civil_day_parse((struct text){text.at, DATE_BYTES}, &day))
        return false;
    struct cursor cursor = {text.at + DATE_BYTES, text.at + text.length};
    if (!take(&cursor, 'T') && !take(&cursor, 't') && !take(&cursor, ' '))
        return false;
    if (!read_time(&cursor, &time) || !read_offset(&cursor, &offset) || cursor.at != cursor.end)
        return false;
    int64_t ms = (int64_t)day.days * DAY_MS + time - offset;
    if (ms < 0 || ms > ZONE_LAST_MS)
        return false;
    *ret_ms = ms;
    return true;
}

static struct text format(struct arena *arena, struct civil_time time, const char *offset)
{
    struct civil_date date = civil_date_of(time.day);

    return arena_format(
        arena,
        "%04" PRId32 "-%02" PRId32 "-%02" PRId32 "T%02" PRId32 ":%02" PRId32 ":%02" PRId32
        ".%03" PRId32 "%s",
        date.year,
        date.month,
        date.day,
        time.ms / HOUR_MS,
        time.ms / MINUTE_MS % 60,
        time.ms / SECOND_MS % 60,
        time.ms % SECOND_MS,
        offset
    );
}

struct text instant_format_utc(struct arena *arena, int64_t ms)
{
    int64_t day = ms / DAY_MS - (ms % DAY_MS < 0);

    return format(
        arena,
        (struct civil_time){{(int32_t)day}, (int32_t)(ms - day * DAY_MS)},
        "Z"
    );
}

struct text instant_format_local(struct arena *arena, const struct zone *zone, int64_t ms)
{
    int32_t minutes = zone_offset_at(zone, ms) / 60;
    struct text offset = arena_format(
        arena,
        "%c%02d:%02d",
        minutes < 0 ? '-' : '+',
        abs(minutes) / 60,
        abs(minutes) % 60
    );

    return format(arena, zone_to_local(zone, ms), offset.at);
}

struct text instant_format_limit(struct arena *arena, const struct zone *zone, int64_t ms)
{
    struct civil_time time = zone_to_local(zone, ms);
    bool midnight = time.ms == 0;
    struct civil_date date = civil_date_of(civil_day_add(time.day, midnight ? -1 : 0));

    if (midnight)
        return arena_format(
            arena,
            "%04" PRId32 "-%02" PRId32 "-%02" PRId32 " 24:00",
            date.year,
            date.month,
            date.day
        );
    return arena_format(
        arena,
        "%04" PRId32 "-%02" PRId32 "-%02" PRId32 " %02" PRId32 ":%02" PRId32 ":%02" PRId32
        ".%03" PRId32,
        date.year,
        date.month,
        date.day,
        time.ms / HOUR_MS,
        time.ms / MINUTE_MS % 60,
        time.ms / SECOND_MS % 60,
        time.ms % SECOND_MS
    );
}
