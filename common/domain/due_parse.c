/* See due_parse.h. */
#include "common/domain/due_parse.h"

#include "common/domain/instant.h"

/* The text before the next slash; the rest stays. */
static bool next_part(struct text *rest, struct text *ret_part)
{
    const char *slash = rest->length ? memchr(rest->at, '/', rest->length) : NULL;

    if (!slash)
        return false;
    *ret_part = (struct text){rest->at, (size_t)(slash - rest->at)};
    *rest = (struct text){slash + 1, rest->length - ret_part->length - 1};
    return true;
}

enum due_error due_pause_parse(struct text text, struct due_pause *ret_pause)
{
    struct due_pause pause = {.to_ms = COURSE_OPEN};
    struct text from, to;

    if (!next_part(&text, &from) || !next_part(&text, &to))
        return DUE_invalid_pause;
    if (!instant_parse(from, &pause.from_ms))
        return DUE_invalid_time;
    if (to.length && !instant_parse(to, &pause.to_ms))
        return DUE_invalid_time;
    if (!wait_reason_find(text, &pause.reason) || pause.to_ms < pause.from_ms)
        return DUE_invalid_pause;
    *ret_pause = pause;
    return DUE_ok;
}

enum due_error due_outside_parse(struct text text, struct due_outside *ret_outside)
{
    struct due_outside outside = {0};

    if (civil_day_parse(text, &outside.day)) {
        outside.kind = DUE_OUTSIDE_day;
        int64_t end = ((int64_t)outside.day.days + 1) * DAY_MS;
        if (end < 0 || end > ZONE_LAST_MS)
            return DUE_invalid_time;
    } else if (instant_parse(text, &outside.instant_ms)) {
        outside.kind = DUE_OUTSIDE_instant;
    } else {
        return DUE_invalid_time;
    }
    *ret_outside = outside;
    return DUE_ok;
}

enum due_error due_extension_parse(struct text text, int32_t *ret_days)
{
    bool negative = text.length > 1 && text.at[0] == '-';
    int32_t days = 0;

    if (text.length == 0 || text.length > 6)
        return DUE_invalid_field;
    for (size_t i = negative; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return DUE_invalid_field;
        days = days * 10 + (text.at[i] - '0');
    }
    *ret_days = negative ? -days : days;
    return DUE_ok;
}
