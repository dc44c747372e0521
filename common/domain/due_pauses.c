/* See due_pauses.h. */
#include "common/domain/due_pauses.h"

#include <stdlib.h>

enum { CUSTOMER_WAITS_MAX = 3, CUSTOMER_WAIT_DAYS_MAX = 20 };

/* By start, then by end: a wait of no length comes before one that starts with it. */
static int by_start(const void *left, const void *right)
{
    const struct due_pause *a = left, *b = right;

    if (a->from_ms != b->from_ms)
        return a->from_ms < b->from_ms ? -1 : 1;
    if (a->to_ms != b->to_ms)
        return a->to_ms < b->to_ms ? -1 : 1;
    return 0;
}

static bool is_customer_wait(const struct due_pause *pause)
{
    return pause->reason == WAIT_customer || pause->reason == WAIT_customer_allowed;
}

/* The fourth wait for the customer, and the one that brings the opening hours inside such waits above 20 days,
 * need the team leader; an open one has no length yet. */
static enum due_error check_customer_waits(
    const struct due_pause *pauses,
    size_t count,
    const struct calendar *calendar
)
{
    int64_t cap = CUSTOMER_WAIT_DAYS_MAX * calendar_longest_day_ms(calendar);
    int64_t waited = 0;
    int32_t waits = 0;

    for (size_t i = 0; i < count; i++) {
        const struct due_pause *pause = &pauses[i];
        if (!is_customer_wait(pause))
            continue;
        waits++;
        if (pause->to_ms != COURSE_OPEN)
            waited += calendar_open_ms_between(calendar, pause->from_ms, pause->to_ms);
        bool over = waits > CUSTOMER_WAITS_MAX || waited > cap;
        if (over && pause->reason != WAIT_customer_allowed)
            return DUE_pause_limit;
    }
    return DUE_ok;
}

static enum due_error
check_stopping(const struct due_request *request, const struct due_pause *pauses, size_t count)
{
    int64_t until = INT64_MIN;

    for (size_t i = 0; i < count; i++) {
        if (pauses[i].from_ms < request->received_ms)
            return DUE_invalid_pause;
        if (pauses[i].from_ms < until)
            return DUE_pause_overlap;
        until = int64_max(until, pauses[i].to_ms);
    }
    return DUE_ok;
}

enum due_error due_pauses_check(
    const struct due_request *request,
    const struct sla_clock *clock,
    const struct calendar *calendar,
    struct arena *arena,
    struct course_pause **ret_pauses,
    size_t *ret_count
)
{
    size_t count = 0, used = 0;

    if (request->pause_count > DUE_PAUSES_MAX)
        return DUE_invalid_pause;
    struct due_pause *stopping = ARENA_ARRAY(arena, struct due_pause, request->pause_count);
    for (size_t i = 0; i < request->pause_count; i++) {
        const struct due_pause *pause = &request->pauses[i];
        if (pause->to_ms < pause->from_ms)
            return DUE_invalid_pause;
        if (clock->stopped_by[pause->reason])
            stopping[count++] = *pause;
    }
    qsort(stopping, count, sizeof(*stopping), by_start);
    enum due_error error = check_stopping(request, stopping, count);
    if (error == DUE_ok)
        error = check_customer_waits(stopping, count, calendar);
    if (error != DUE_ok)
        return error;

    struct course_pause *pauses = ARENA_ARRAY(arena, struct course_pause, count);
    for (size_t i = 0; i < count; i++) {
        if (stopping[i].from_ms < stopping[i].to_ms)
            pauses[used++] = (struct course_pause){
                stopping[i].from_ms,
                stopping[i].to_ms,
                wait_reason_text(stopping[i].reason),
            };
    }
    *ret_pauses = pauses;
    *ret_count = used;
    return DUE_ok;
}

/* Calendar days are stopped by what lies over the end of a day, other limits by what lies in counted time. */
static bool has_stopped(
    const struct due_result *result,
    const struct course *course,
    const struct due_pause *pause
)
{
    int64_t from_ms = pause->from_ms, to_ms = pause->to_ms;

    if (result->limit.kind == LIMIT_calendar_days) {
        struct civil_time start = zone_to_local(result->calendar->zone, from_ms);
        struct civil_day day = civil_day_add(start.day, start.ms > 0);
        int64_t end_of_day = calendar_midnight(result->calendar, day);
        if (end_of_day >= to_ms)
            return false;
        from_ms = end_of_day - 1;
    }
    for (size_t i = 0; i < course->span_count; i++) {
        const struct course_span *span = &course->spans[i];
        if (span->kind == SPAN_paused && from_ms < span->to_ms && to_ms > span->from_ms)
            return true;
    }
    return false;
}

void due_pauses_explain(
    const struct due_request *request,
    const struct course *course,
    struct arena *arena,
    struct due_result *result
)
{
    result->waits = ARENA_ARRAY(arena, struct due_wait, request->pause_count);
    for (size_t i = 0; i < request->pause_count; i++) {
        const struct due_pause *pause = &request->pauses[i];
        enum due_effect effect = DUE_EFFECT_no_effect;
        if (!result->clock->stopped_by[pause->reason])
            effect = DUE_EFFECT_does_not_stop;
        else if (pause->from_ms < pause->to_ms && has_stopped(result, course, pause))
            effect = DUE_EFFECT_stopped;
        result->waits[result->wait_count++] = (struct due_wait){*pause, effect};
    }
}
