/* See limit.h. */
#include "common/domain/limit.h"

#include <inttypes.h>

enum { SECOND_MS = 1000, MINUTE_MS = 60000, HOUR_MS = 3600000 };

static const struct {
    const char *unit;
    enum limit_kind kind;
    int32_t ms; /* of one, for the kinds that are times */
} units[] = {
    {"h", LIMIT_real_time, HOUR_MS},
    {"min", LIMIT_real_time, MINUTE_MS},
    {"s", LIMIT_real_time, SECOND_MS},
    {"bh", LIMIT_business_time, HOUR_MS},
    {"bd", LIMIT_business_days, 0},
    {"cd", LIMIT_calendar_days, 0},
};

static struct limit make(enum limit_kind kind, int32_t number, int32_t ms)
{
    struct limit limit = {.kind = kind};

    switch (kind) {
    case LIMIT_real_time:
        limit.real_time.ms = (int64_t)number * ms;
        break;
    case LIMIT_business_time:
        limit.business_time.ms = (int64_t)number * ms;
        break;
    case LIMIT_business_days:
        limit.business_days.days = number;
        break;
    case LIMIT_calendar_days:
        limit.calendar_days.days = number;
        break;
    case LIMIT_none:
        break;
    }
    return limit;
}

bool limit_parse(struct text text, struct limit *ret_limit)
{
    int32_t number = 0;
    size_t i = 0;

    for (; i < text.length && text.at[i] >= '0' && text.at[i] <= '9'; i++) {
        number = number * 10 + (text.at[i] - '0');
        if (number > LIMIT_DAYS_MAX)
            return false;
    }
    if (number == 0 || i >= text.length || text.at[i] != ' ')
        return false;
    struct text unit = {text.at + i + 1, text.length - i - 1};
    for (size_t u = 0; u < LENGTH(units); u++) {
        if (!text_is(unit, units[u].unit))
            continue;
        *ret_limit = make(units[u].kind, number, units[u].ms);
        return true;
    }
    return false;
}

struct text limit_format(struct arena *arena, const struct limit *limit)
{
    bool days = limit->kind == LIMIT_business_days || limit->kind == LIMIT_calendar_days;
    int64_t ms = limit->kind == LIMIT_real_time ? limit->real_time.ms : limit->business_time.ms;

    if (limit->kind == LIMIT_none)
        return TEXT("none");
    for (size_t u = 0; u < LENGTH(units); u++) {
        if (units[u].kind != limit->kind)
            continue;
        if (days)
            return arena_format(arena, "%" PRId32 " %s", limit_days(limit), units[u].unit);
        if (ms % units[u].ms == 0)
            return arena_format(arena, "%" PRId64 " %s", ms / units[u].ms, units[u].unit);
    }
    return arena_format(arena, "%" PRId64 " ms", ms);
}

int32_t limit_days(const struct limit *limit)
{
    if (limit->kind == LIMIT_business_days)
        return limit->business_days.days;
    if (limit->kind == LIMIT_calendar_days)
        return limit->calendar_days.days;
    return 0;
}
