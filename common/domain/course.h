/* The course of one clock: from its start, through what is counted, skipped and paused, to its limit.
 *
 * This is the algebra of deadlines, a pure function of start, limit, pauses and calendar. Its result is the list of
 * spans that explains the deadline: they follow one another without a gap, and the counted ones add up to
 * the limit to the millisecond (DESIGN 5, REQUIREMENTS 4.7 rules 3 to 9). Due instant, warnings and counted days are all
 * read off the spans. A clock that is paused now has no due instant, only what remains (4.5 rule 7). */
#pragma once

#include "common/domain/calendar.h"
#include "common/domain/limit.h"

/* The end of a pause that has not ended. */
#define COURSE_OPEN INT64_MAX

/* [from, to) in which the clock stands still. */
struct course_pause {
    int64_t from_ms, to_ms;
    struct text cause;
};

struct course_clock {
    int64_t start_ms;
    struct limit limit; /* of any kind but LIMIT_none */
    const struct calendar *calendar;
    const struct course_pause
        *pauses; /* of positive length, by start, disjoint; touching is fine */
    size_t pause_count;
    bool rolls; /* calendar days that end on a rest day end on the next working day instead */
};

enum span_kind { SPAN_counted, SPAN_skipped, SPAN_paused };

struct course_span {
    int64_t from_ms, to_ms;
    enum span_kind kind;
    struct text cause;
};

struct course {
    bool
        paused; /* now and without an end: due_ms is meaningless, the rest of the limit remains */
    int64_t due_ms;
    int64_t counted_ms; /* in all counted spans */
    int64_t total_ms;   /* of the limit */
    int32_t days_left;  /* calendar days still to count; 0 for other kinds */
    bool provisional;   /* the search had to ask about a day of a year that is not covered */
    struct course_span *spans;
    size_t span_count;
};

/* Spans live in the arena. */
void course_compute(
    const struct course_clock *clock,
    struct arena *arena,
    struct course *ret_course
);

/* The earliest instant at which so much has been counted; COURSE_OPEN when it has not. `counted_ms` > 0. */
int64_t course_instant_at(const struct course *course, int64_t counted_ms);

/* The instant at which `percent` of the limit has been counted, rounded up to the millisecond (rule 11);
 * COURSE_OPEN when it has not. */
int64_t course_percent_at(const struct course *course, int32_t percent);

/* The n-th counted day of a limit in calendar days; false when the course does not reach it. */
bool course_day(
    const struct course *course,
    const struct calendar *calendar,
    int32_t n,
    struct civil_day *ret_day
) MUST_CHECK;

/* The local date of the limit: D for "D 24:00", the end of a day, and for a closing at 24:00. */
struct civil_day
course_limit_day(const struct course_clock *clock, const struct course *course);
