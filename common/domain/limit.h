/* How long something may take, in one of four units that cannot be mixed (REQUIREMENTS 4.2, 4.7 rule 2).
 *
 * Real time runs 7×24. Business time is opening hours, counted to the millisecond. Business days are the
 * opening hours of the n working days after the day of receipt. Calendar days are whole days after the day of
 * receipt, after the Civil Code. Each is a struct of its own: a sum of two of them does not compile. */
#pragma once

#include "common/arena.h"

enum { LIMIT_DAYS_MAX = 3660 };

struct real_time {
    int64_t ms;
};

struct business_time {
    int64_t ms;
};

struct business_days {
    int32_t days;
};

struct calendar_days {
    int32_t days;
};

enum limit_kind {
    LIMIT_none, /* there is no such limit */
    LIMIT_real_time,
    LIMIT_business_time,
    LIMIT_business_days,
    LIMIT_calendar_days
};

struct limit {
    enum limit_kind kind;
    union {
        struct real_time real_time;
        struct business_time business_time;
        struct business_days business_days;
        struct calendar_days calendar_days;
    };
};

/* "30 s", "10 min", "24 h" (real time), "4 bh" (business hours), "1 bd" (business days), "15 cd" (calendar
 * days); the number from 1 to 3660. False when the text is none of these. */
bool limit_parse(struct text text, struct limit *ret_limit) MUST_CHECK;

/* As limit_parse reads it; whole units, the largest that fits. */
struct text limit_format(struct arena *arena, const struct limit *limit);

/* The number of days of a limit in days, 0 of others. */
int32_t limit_days(const struct limit *limit);
