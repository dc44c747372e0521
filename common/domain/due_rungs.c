/* See due_rungs.h. */
#include "common/domain/due_rungs.h"

#include <stdlib.h>

static void
add_warnings(const struct course *course, struct arena *arena, struct due_result *result)
{
    const struct sla_clock *clock = result->clock;

    result->warnings = ARENA_ARRAY(arena, struct due_warning, clock->percent_count);
    for (size_t i = 0; i < clock->percent_count; i++) {
        int64_t at_ms = course_percent_at(course, clock->percents[i]);
        if (at_ms != COURSE_OPEN)
            result->warnings[result->warning_count++] =
                (struct due_warning){clock->percents[i], at_ms};
    }
}

/* The closing of the n-th working day after the limit's date. */
static int64_t after_limit(
    const struct course_clock *clock,
    const struct due_result *result,
    const struct course *course,
    int32_t n,
    bool *provisional
)
{
    if (result->paused)
        return COURSE_OPEN;
    struct civil_day limit = course_limit_day(clock, course);
    struct civil_day day = calendar_add_workdays(clock->calendar, limit, n, provisional);
    return calendar_closing(clock->calendar, day);
}

static int64_t on_day(
    const struct course_clock *clock,
    const struct course *course,
    const struct sla_rung *rung
)
{
    struct civil_day day;

    if (!course_day(course, clock->calendar, rung->number, &day))
        return COURSE_OPEN;
    return zone_to_utc(clock->calendar->zone, day, rung->time_ms);
}

static int64_t
on_workday(const struct course_clock *clock, const struct sla_rung *rung, bool *provisional)
{
    struct civil_day start = zone_to_local(clock->calendar->zone, clock->start_ms).day;

    if (rung->number > limit_days(&clock->limit))
        return COURSE_OPEN;
    return calendar_opening(
        clock->calendar,
        calendar_add_workdays(clock->calendar, start, rung->number, provisional)
    );
}

static int64_t rung_at(
    const struct course_clock *clock,
    const struct course *course,
    const struct due_result *result,
    const struct sla_rung *rung,
    bool *provisional
)
{
    switch (rung->kind) {
    case RUNG_percent:
        if (rung->number == 100)
            return result->paused ? COURSE_OPEN : result->due_ms;
        return course_percent_at(course, rung->number);
    case RUNG_elapsed:
        return clock->start_ms + rung->elapsed_ms;
    case RUNG_day:
        return on_day(clock, course, rung);
    case RUNG_workday:
        return on_workday(clock, rung, provisional);
    case RUNG_after:
        return after_limit(clock, result, course, rung->number, provisional);
    }
    return COURSE_OPEN;
}

/* A ladder is short; rungs of the same instant keep the order of the file. */
static void sort_by_time(struct due_rung *rungs, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct due_rung rung = rungs[i];
        size_t place = i;
        for (; place > 0 && rungs[place - 1].at_ms > rung.at_ms; place--)
            rungs[place] = rungs[place - 1];
        rungs[place] = rung;
    }
}

void due_rungs_compute(
    const struct course_clock *clock,
    const struct course *course,
    const struct sla_stage *stage,
    struct arena *arena,
    struct due_result *result
)
{
    add_warnings(course, arena, result);
    result->rungs = ARENA_ARRAY(arena, struct due_rung, stage->rung_count);
    for (size_t i = 0; i < stage->rung_count; i++) {
        const struct sla_rung *rung = &stage->rungs[i];
        bool provisional = result->provisional && rung->kind != RUNG_elapsed;
        int64_t at_ms = rung_at(clock, course, result, rung, &provisional);
        if (at_ms != COURSE_OPEN)
            result->rungs[result->rung_count++] =
                (struct due_rung){rung->step, rung->who, at_ms, provisional};
    }
    sort_by_time(result->rungs, result->rung_count);
}
