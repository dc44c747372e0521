/* See settle.h. */
#include "services/escalation/settle.h"

#include "common/engine/noted.h"
#include "services/escalation/announce.h"
#include "services/escalation/ladder.h"

enum { LEVEL_internal = 3, LEVEL_statutory = 6 };

void settle_breach(
    struct clocks *clocks,
    struct clock_view *view,
    int64_t breached_ms,
    int32_t level,
    struct lag lag
)
{
    struct clocked_case *row = clocks->row;
    bool statutory = view->row->statutory;

    if (level < 0)
        level = statutory ? LEVEL_statutory : LEVEL_internal;
    view->row->breached_at = breached_ms;
    view->row->has_breached_at = true;
    view->row->state = CLOCK_STATE_breached;
    row->breaches++;
    announce_breached(clocks, view, level, lag);
}

/* A clock that has begun, or has begun anew: nothing of the time before counts. */
static void begin(struct clock_view *view)
{
    struct case_clock *row = view->row;

    row->started_at = view->plan.start_ms;
    row->has_started_at = true;
    row->has_stopped_at = row->has_breached_at = row->has_moved_at = row->has_known_at = false;
    row->fired = (struct text){0};
    ladder_reset(row);
}

/* Whether the row says what was of a period that is over: new facts, a new stage, another type. A start that only moved, as
 * by an earlier receipt, is the same period, also of a clock that has ended. */
static bool is_new_period(const struct clock_view *view)
{
    const struct case_clock *row = view->row;

    return row->started_at != view->plan.start_ms && view->plan.begun_anew &&
           (row->has_stopped_at || row->started_at <= view->plan.before.end_ms);
}

/* The period that ended when this one began: was it in time? No timer may have fired for its limit, or one too many. */
static void end_period(struct clocks *clocks, struct clock_view *view)
{
    struct case_clock *row = view->row;
    const struct planned_period *before = &view->plan.before;
    bool in_time = before->void_now || (row->has_due_at && before->end_ms <= row->due_at);
    bool late = !in_time && (row->has_due_at || row->has_breached_at);
    enum clock_outcome outcome =
        before->cancelled ? CLOCK_OUTCOME_cancelled : CLOCK_OUTCOME_met;

    if (late && !row->has_breached_at)
        settle_breach(clocks, view, row->due_at + 1, -1, (struct lag){0});
    if (in_time && row->has_breached_at)
        clocks->row->breaches = int64_max(0, clocks->row->breaches - 1);
    announce_stopped(
        clocks,
        view,
        late ? CLOCK_OUTCOME_breached : outcome,
        before->end_ms,
        before->cause
    );
}

static enum clock_kind kind_of(const struct limit *limit)
{
    switch (limit->kind) {
    case LIMIT_real_time:
        return CLOCK_KIND_real_time;
    case LIMIT_business_time:
    case LIMIT_business_days:
        return CLOCK_KIND_business_time;
    case LIMIT_calendar_days:
        return CLOCK_KIND_calendar_days;
    case LIMIT_none:
        break;
    }
    return CLOCK_KIND_none;
}

/* The row says what was computed. */
static void fill(struct clock_view *view)
{
    struct case_clock *row = view->row;
    const struct due_result *due = &view->due;
    const struct planned_clock *plan = &view->plan;

    row->clock = plan->id;
    row->profile = due->policy->name;
    row->profile_version = due->policy->version;
    row->calendar_version = due->calendar->version;
    row->has_profile_version = row->has_calendar_version = true;
    row->kind = kind_of(&due->limit);
    row->grade = (enum case_grade)plan->grade;
    row->statutory = due->clock->statutory;
    row->provisional = due->provisional;
    row->has_statutory = row->has_provisional = true;
    row->due_at = due->paused ? 0 : due->due_ms;
    row->has_due_at = !due->paused;
    row->remaining_ms = due->paused ? due->remaining_ms : 0;
    row->remaining_days = due->paused ? due->remaining_days : 0;
    row->has_remaining_ms = due->paused && due->limit.kind != LIMIT_calendar_days;
    row->has_remaining_days = due->paused && due->limit.kind == LIMIT_calendar_days;
    row->has_paused_at = due->paused;
    const struct due_pause *pause = plan_stopping_pause(plan, due->clock);
    row->paused_at = due->paused && pause ? pause->from_ms : 0;
    if (!plan->stopped && !row->has_breached_at)
        row->state = due->paused ? CLOCK_STATE_paused : CLOCK_STATE_running;
}

/* In time up to the limit itself (4.7 rule 6). An end that was known too late undoes the breach of a timer. */
static enum clock_outcome judge(struct clocks *clocks, struct clock_view *view)
{
    struct case_clock *row = view->row;
    bool late = row->has_due_at && view->plan.stop_ms > row->due_at;

    if (late && !row->has_breached_at)
        settle_breach(clocks, view, row->due_at + 1, -1, (struct lag){0});
    if (!late && row->has_breached_at) {
        row->has_breached_at = false;
        clocks->row->breaches = int64_max(0, clocks->row->breaches - 1);
    }
    if (row->has_breached_at)
        return CLOCK_OUTCOME_breached;
    return view->plan.cancelled ? CLOCK_OUTCOME_cancelled : CLOCK_OUTCOME_met;
}

static enum clock_state state_of(enum clock_outcome outcome)
{
    if (outcome == CLOCK_OUTCOME_met)
        return CLOCK_STATE_met;
    return outcome == CLOCK_OUTCOME_cancelled ? CLOCK_STATE_cancelled : CLOCK_STATE_breached;
}

/* It has ended, or its end was told otherwise before. */
static void stop(struct clocks *clocks, struct clock_view *view)
{
    struct case_clock *row = view->row;
    const struct planned_clock *plan = &view->plan;
    enum clock_outcome outcome = judge(clocks, view);

    row->state = state_of(outcome);
    row->stopped_at = plan->stop_ms;
    row->has_stopped_at = true;
    if (text_is(plan->id, "K3") && !plan->cancelled)
        announce_emergency(clocks, view, outcome);
    announce_stopped(clocks, view, outcome, plan->stop_ms, plan->cause);
}

/* The limit of a clock that had ended is another now: it may have been missed after all, or not. */
static void judge_again(struct clocks *clocks, struct clock_view *view)
{
    struct case_clock *row = view->row;
    enum clock_state before = row->state;
    enum clock_outcome outcome = judge(clocks, view);

    row->state = state_of(outcome);
    if (row->state != before)
        announce_stopped(clocks, view, outcome, view->plan.stop_ms, view->plan.cause);
}

/* There is no such limit any more: another grade, another type. */
static void fall_away(struct clocks *clocks, struct clock_view *view)
{
    struct case_clock *row = view->row;

    if (!row->has_started_at || row->has_stopped_at)
        return;
    row->stopped_at = clocks->call->now_ms;
    row->has_stopped_at = true;
    row->state = row->has_breached_at ? CLOCK_STATE_breached : CLOCK_STATE_cancelled;
    announce_stopped(
        clocks,
        view,
        row->has_breached_at ? CLOCK_OUTCOME_breached : CLOCK_OUTCOME_cancelled,
        row->stopped_at,
        TEXT("case.regraded")
    );
}

static void tell_change(
    struct clocks *clocks,
    struct clock_view *view,
    const struct case_clock *was,
    bool begun
)
{
    struct case_clock *row = view->row;

    if (begun)
        announce_started(clocks, view);
    if (row->has_paused_at && (begun || !was->has_paused_at))
        announce_suspended(clocks, view);
    bool resumes = was->has_paused_at || (was->has_stopped_at && !view->plan.stopped);
    if (!begun && resumes && row->has_due_at)
        announce_resumed(clocks, view);
    else if (!begun && was->has_due_at && row->has_due_at && was->due_at != row->due_at)
        announce_moved(clocks, view, was);
    if (!begun && row->has_due_at && (resumes || was->due_at != row->due_at)) {
        row->moved_at = clocks->call->now_ms;
        row->has_moved_at = true;
    }
}

/* A limit that a later type or grade has brought counts from the old start, but no timer of it could fire before that was
 * told: what lies before is not late. */
static void note_when_known(const struct clocks *clocks, struct case_clock *row)
{
    int64_t known_ms = row->started_at;

    for (size_t i = 0; i < clocks->journal.count; i++) {
        const struct fact_entry *entry = &clocks->journal.entries[i];
        bool tells = entry->fact == FACT_typed || entry->fact == FACT_graded ||
                     entry->fact == FACT_regraded || entry->fact == FACT_raised ||
                     entry->fact == FACT_set;
        if (tells)
            known_ms = int64_max(known_ms, entry->at_ms);
    }
    row->has_moved_at = known_ms > row->started_at;
    row->moved_at = row->has_moved_at ? known_ms : 0;
}

static void settle_view(struct clocks *clocks, struct clock_view *view)
{
    struct case_clock *row = view->row;
    struct case_clock was = *row;
    bool begun = !was.has_started_at;

    if (!view->computed) {
        fall_away(clocks, view);
        return;
    }
    bool begun_anew = !begun && is_new_period(view);
    if (begun_anew && !was.has_stopped_at)
        end_period(clocks, view);
    begun = begun || begun_anew;
    if (begun) {
        begin(view);
        note_when_known(clocks, row);
    }
    row->started_at = view->plan.start_ms;
    if (!view->plan.stopped)
        row->has_stopped_at = false;
    if (row->has_breached_at && !view->plan.stopped)
        row->state = CLOCK_STATE_breached;
    fill(view);
    tell_change(clocks, view, &was, begun);
    bool was_stopped = was.has_stopped_at && !begun;
    if (view->plan.stopped && (!was_stopped || was.stopped_at != view->plan.stop_ms))
        stop(clocks, view);
    else if (view->plan.stopped && row->has_due_at && was.due_at != row->due_at)
        judge_again(clocks, view);
}

struct clock_view *settle_unreviewed(const struct clocks *clocks)
{
    const struct clocked_case *row = clocks->row;
    struct clock_view *missed = NULL, *any = NULL;

    if (row->reviewed || row->breaches < clocks->policy->repeat_breaches)
        return NULL;
    for (size_t i = 0; i < clocks->count; i++) {
        struct clock_view *view = clocks->views[i];
        bool newer = !missed || view->row->breached_at > missed->row->breached_at;
        if (view->row->has_breached_at && newer)
            missed = view;
        if (view->row->has_started_at)
            any = view;
    }
    return missed ? missed : any;
}

/* What was told late, as a fact that is recorded the next day, has rungs that nobody could climb before: they go off now, in
 * order, but it is not the timer that is late. The limit itself was missed when it was missed. */
static void note_told(
    const struct clocks *clocks,
    struct case_clock *row,
    const struct moment *moment,
    int64_t waited_for_ms
)
{
    if (moment->at_ms >= clocks->told_ms || moment->at_ms >= waited_for_ms)
        return;
    row->known_at = clocks->told_ms;
    row->has_known_at = true;
}

/* One timer a case: the earliest moment of any clock (DESIGN 5). */
static void set_timer(struct clocks *clocks)
{
    struct clocked_case *row = clocks->row;
    int64_t waited_for_ms = row->has_next_at ? row->next_at : INT64_MAX;
    struct moment moment;

    row->has_next_at = false;
    row->next_at = 0;
    for (size_t i = 0; i < clocks->count; i++) {
        if (!moment_next(clocks->views[i], &moment))
            continue;
        note_told(clocks, clocks->views[i]->row, &moment, waited_for_ms);
        row->next_at = row->has_next_at ? int64_min(row->next_at, moment.at_ms) : moment.at_ms;
        row->has_next_at = true;
    }
    /* An end that was told too late may have been the limit missed once too often: no rung will see it. */
    if (settle_unreviewed(clocks)) {
        row->next_at = row->has_next_at ? int64_min(row->next_at, clocks->call->now_ms)
                                        : clocks->call->now_ms;
        row->has_next_at = true;
    }
}

/* A case that cannot be settled keeps what was said of its clocks, and its timer: it is counted, not forgotten (P5). */
void settle_timer(struct clocks *clocks)
{
    if (clocks->unsettled.at) {
        call_note_count(
            clocks->call,
            METRIC_shouli_clocks_unsettled_total,
            1,
            clocks->unsettled
        );
    } else {
        set_timer(clocks);
        clocks_store(clocks);
    }
    record_put(clocks->row);
}

void settle_clocks(struct clocks *clocks)
{
    struct clocked_case *row = clocks->row;

    row->case_type = (enum case_type)plan_type(&clocks->journal);
    row->grade = (enum case_grade)plan_grade(&clocks->journal, INT64_MAX);
    for (size_t i = 0; i < clocks->count; i++)
        settle_view(clocks, clocks->views[i]);
    row->has_level = row->has_breaches = true;
    settle_timer(clocks);
}

enum error settle_case(struct call *call, struct clocked_case *row)
{
    struct clocks *clocks = NULL;
    enum error error = clocks_load(call, row, &clocks);

    if (error == OK)
        settle_clocks(clocks);
    return error;
}

struct case_ref settle_ref(const struct clocks *clocks)
{
    return (struct case_ref){clocks->row->case_id, clocks->row->case_no};
}
