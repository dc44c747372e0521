/* See decide_fire.h. */
#include "services/escalation/decide_fire.h"

#include "common/metrics.h"
#include "services/escalation/announce.h"
#include "services/escalation/timers.h"

enum { REPEAT_LEVEL = 5 };

/* How late the timer is; a moment that a change has put into the past could not fire before the change. */
static struct lag
lag_of(const struct clocks *clocks, const struct clock_view *view, int64_t at_ms)
{
    int64_t known_ms = view->row->has_moved_at ? view->row->moved_at : at_ms;
    int64_t ms = clocks->call->now_ms - int64_max(at_ms, known_ms);

    metric_observe_us(METRIC_shouli_timer_lag_seconds, int64_max(ms, 0) * 1000);
    return (struct lag){.late = ms > FIRE_LATE_MS, .ms = int64_max(ms, 0)};
}

/* The earliest limit of the bank's own that still runs. */
static int64_t next_internal_due(const struct clocks *clocks)
{
    int64_t due_ms = 0;

    for (size_t i = 0; i < clocks->count; i++) {
        const struct case_clock *row = clocks->views[i].row;
        if (row->state == CLOCK_STATE_running && row->has_due_at && !row->statutory)
            due_ms = due_ms ? int64_min(due_ms, row->due_at) : row->due_at;
    }
    return due_ms;
}

/* E4: one grade up, and all limits follow. */
static void raise_grade(struct clocks *clocks, struct clock_view *view)
{
    struct call *call = clocks->call;
    enum grade from = plan_grade(&clocks->journal, INT64_MAX);
    enum grade to = grade_raised(from);

    if (to == from)
        return;
    journal_add(
        &clocks->journal,
        (struct fact_entry){.at_ms = call->now_ms, .fact = FACT_raised, .value = to}
    );
    clocks->row->journal = journal_write(&clocks->journal, call->arena);
    clocks_refresh(clocks);
    settle_clocks(clocks);
    announce_regraded(
        clocks,
        view,
        (enum case_grade)from,
        (enum case_grade)to,
        next_internal_due(clocks)
    );
}

/* True when the grade is to be raised: not by a breach that only a change of the limit has made, else one missed limit
 * would carry a case to the top. */
static bool
fire_breach(struct clocks *clocks, struct clock_view *view, const struct moment *moment)
{
    struct lag lag = lag_of(clocks, view, moment->at_ms);
    bool moved_past = view->row->has_moved_at && view->row->moved_at >= moment->at_ms;
    /* A regrade misses the limit when it is made, not before (4.7 rule 12). */
    int64_t at_ms = moved_past ? view->row->moved_at : moment->at_ms;

    settle_breach(clocks, view, at_ms, moment->level, lag);
    if (moment->level > 0)
        announce_escalated(
            clocks,
            view->plan.id,
            moment->step,
            "limit_missed",
            moment->level,
            moment->takes_over
        );
    if (clocks->row->breaches == REPEAT_BREACHES)
        announce_escalated(
            clocks,
            view->plan.id,
            moment->step,
            "repeated_breaches",
            REPEAT_LEVEL,
            false
        );
    return moment->takes_over && !moved_past;
}

static bool fire(struct clocks *clocks, struct clock_view *view, const struct moment *moment)
{
    moment_done(view, moment, clocks->call->arena);
    switch (moment->kind) {
    case MOMENT_breach:
        return fire_breach(clocks, view, moment);
    case MOMENT_warning:
        announce_warning(clocks, view, moment, lag_of(clocks, view, moment->at_ms));
        return false;
    case MOMENT_escalation:
        (void)lag_of(clocks, view, moment->at_ms);
        announce_escalated(
            clocks,
            view->plan.id,
            moment->step,
            view->row->has_breached_at ? "limit_missed" : "not_accepted",
            moment->level,
            false
        );
        return false;
    }
    return false;
}

/* Over all clocks the earliest that is due now. */
static struct clock_view *earliest(struct clocks *clocks, struct moment *ret_moment)
{
    struct clock_view *best = NULL;
    struct moment moment;

    for (size_t i = 0; i < clocks->count; i++) {
        struct clock_view *view = &clocks->views[i];
        if (!moment_next(view, &moment) || moment.at_ms > clocks->call->now_ms)
            continue;
        if (best && moment.at_ms >= ret_moment->at_ms)
            continue;
        best = view;
        *ret_moment = moment;
    }
    return best;
}

/* Everything that is due, in order; the first limit of them that raises the grade. */
static struct clock_view *fire_due(struct clocks *clocks)
{
    struct clock_view *view, *raises = NULL;
    struct moment moment;

    while (clocks->emitted < FIRE_EVENTS_MAX && (view = earliest(clocks, &moment))) {
        if (fire(clocks, view, &moment) && !raises)
            raises = view;
        record_put(view->row);
    }
    return raises;
}

/* The rows are settled first: what a new calendar or policy says counts before anything fires. A raise comes after all that
 * was due under the old grade, and may bring more. */
static void fire_case(struct clocks *clocks)
{
    struct clock_view *raises;

    settle_clocks(clocks);
    while ((raises = fire_due(clocks)))
        raise_grade(clocks, raises);
    settle_clocks(clocks);
}

enum error escalation_fire(struct call *call)
{
    const struct key_list *due = call_list(call, &escalation_due_list, (struct bytes){0});
    struct clocks *loaded[FIRED_A_TURN];
    enum error error = OK;
    size_t count = 0, emitted = 0;

    if (!due)
        return ERROR_need;
    if (due->busy)
        return OK; /* the timers are being rebuilt */
    for (size_t i = 0; i < due->count && i < FIRED_A_TURN; i++) {
        struct clocked_case *row = call_record(call, &clocked_case_record, due->keys[i]);
        if (!row)
            error = ERROR_need;
        else if (row->has_next_at && row->next_at <= call->now_ms && clocks_load(call, row, &loaded[count++]) == ERROR_need)
            error = ERROR_need;
    }
    if (error == ERROR_need)
        return error;
    for (size_t i = 0; i < count && emitted < FIRE_EVENTS_MAX / 2; i++) {
        loaded[i]->emitted = emitted;
        fire_case(loaded[i]);
        emitted = loaded[i]->emitted;
    }
    call->reply->busy = due->count >= FIRED_A_TURN || emitted >= FIRE_EVENTS_MAX / 2;
    return OK;
}
