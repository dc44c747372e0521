/* See decide_fire.h. */
#include "services/escalation/decide_fire.h"

#include "common/engine/noted.h"
#include "services/escalation/announce.h"
#include "services/escalation/ladder.h"
#include "services/escalation/night.h"
#include "services/escalation/playbook.h"
#include "services/escalation/timers.h"

/* How late the timer is; a moment that a change or a late word has put into the past, or a warning that the night has held
 * back, could not fire before. */
static struct lag
lag_of(const struct clocks *clocks, const struct clock_view *view, const struct moment *moment)
{
    const struct case_clock *row = view->row;
    int64_t at_ms = moment->at_ms, known_ms = row->has_moved_at ? row->moved_at : at_ms;

    if (row->has_known_at)
        known_ms = int64_max(known_ms, row->known_at);
    if (moment->kind == MOMENT_warning && row->has_quiet_until)
        known_ms = int64_max(known_ms, row->quiet_until);
    int64_t ms = int64_max(clocks->call->now_ms - int64_max(at_ms, known_ms), 0);
    struct lag lag = {.late = ms > FIRE_LATE_MS, .ms = ms};

    call_note_us(clocks->call, METRIC_shouli_timer_lag_seconds, ms * 1000);
    call_note_count(
        clocks->call,
        METRIC_shouli_timers_fired_total,
        1,
        lag.late ? TEXT("yes") : TEXT("no")
    );
    return lag;
}

/* E4: one grade up, and all limits follow. */
static void raise_grade(struct clocks *clocks, struct clock_view *view)
{
    enum grade from = plan_grade(&clocks->journal, INT64_MAX);
    const struct regrade change = {
        .to = grade_raised(from),
        .fact = FACT_raised,
        .reason = from == GRADE_P3 ? text_of(grade_reason_name(GRADE_REASON_p3_breached))
                                   : TEXT("limit_missed"),
        .clock = view->plan.id,
    };

    if (change.to != from)
        regrade(clocks, &change);
}

/* The line takes the case, or is told; whoever has its duty is called and waited for. */
static void escalate(
    struct clocks *clocks,
    struct clock_view *view,
    const struct moment *moment,
    const char *reason
)
{
    int32_t level = moment->level;
    struct text person = ladder_person(clocks, view, moment->step, &level);

    announce_escalated(
        clocks,
        view->plan.id,
        moment->step,
        reason,
        level,
        person,
        moment->takes_over
    );
    if (level >= LADDER_LEVEL_DUTY)
        ladder_call(clocks, view, moment, person, level);
}

/* Missed so often that its handling is looked at (4.3, repeat breaches); once a case. */
static void review(struct clocks *clocks, struct clock_view *view, struct moment moment)
{
    const struct clock_policy *policy = clocks->policy;

    if (!settle_unreviewed(clocks))
        return;
    clocks->row->reviewed = clocks->row->has_reviewed = true;
    moment.level = policy->repeat_level;
    moment.takes_over = false;
    announce_review(clocks, view, policy->repeat_level);
    escalate(clocks, view, &moment, "repeated_breaches");
}

/* Of limits that no timer has found missed, because the end was told after it. */
static void review_ended(struct clocks *clocks)
{
    struct clock_view *view = settle_unreviewed(clocks);

    if (view)
        review(clocks, view, (struct moment){.kind = MOMENT_breach, .step = TEXT("breach")});
}

/* True when the grade is to be raised: not by a breach that only a change of the limit has made, else one missed limit
 * would carry a case to the top. */
static bool
fire_breach(struct clocks *clocks, struct clock_view *view, const struct moment *moment)
{
    struct lag lag = lag_of(clocks, view, moment);
    bool moved_past = view->row->has_moved_at && view->row->moved_at >= moment->at_ms;
    /* A regrade misses the limit when it is made, not before (4.7 rule 12). */
    int64_t at_ms = moved_past ? view->row->moved_at : moment->at_ms;

    settle_breach(clocks, view, at_ms, moment->level, lag);
    if (moment->level > 0)
        escalate(clocks, view, moment, "limit_missed");
    review(clocks, view, *moment);
    return moment->takes_over && !moved_past;
}

/* False when it is night for this warning: it waits. */
static bool
fire_warning(struct clocks *clocks, struct clock_view *view, const struct moment *moment)
{
    int64_t delivery_ms = night_delivery(view, clocks->call->now_ms);
    struct moment told = *moment;

    if (delivery_ms > clocks->call->now_ms) {
        view->row->quiet_until = delivery_ms;
        view->row->has_quiet_until = true;
        return false;
    }
    struct lag lag = lag_of(clocks, view, moment);
    struct text person = ladder_person(clocks, view, moment->step, &told.level);
    announce_warning(clocks, view, &told, person, lag);
    return true;
}

/* A rung counted in time: a protective command that is not in force says so, and what is prepared for the rung is started. */
static void climb(struct clocks *clocks, struct clock_view *view, const struct moment *moment)
{
    const struct playbook_subject subject = {.of = settle_ref(clocks)};
    bool protects = view->ref.name == PLAN_K4;

    if (protects)
        announce_protection(clocks, view, moment);
    escalate(
        clocks,
        view,
        moment,
        view->row->has_breached_at ? "limit_missed"
        : protects                 ? "not_confirmed"
                                   : "not_accepted"
    );
    if (playbook_trigger(clocks->call, &subject, "step", moment->step, &clocks->emitted) != OK)
        clocks->needs = true;
}

static bool fire(struct clocks *clocks, struct clock_view *view, const struct moment *moment)
{
    switch (moment->kind) {
    case MOMENT_breach:
        moment_done(view, moment, clocks->call->arena);
        return fire_breach(clocks, view, moment);
    case MOMENT_warning:
        if (fire_warning(clocks, view, moment))
            moment_done(view, moment, clocks->call->arena);
        break;
    case MOMENT_escalation:
        moment_done(view, moment, clocks->call->arena);
        (void)lag_of(clocks, view, moment);
        climb(clocks, view, moment);
        break;
    case MOMENT_call_again:
        ladder_call_again(clocks, view);
        break;
    }
    return false;
}

/* Over all clocks the earliest that is due now. */
static struct clock_view *earliest(struct clocks *clocks, struct moment *ret_moment)
{
    struct clock_view *best = NULL;
    struct moment moment;

    for (size_t i = 0; i < clocks->count; i++) {
        struct clock_view *view = clocks->views[i];
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
    }
    return raises;
}

/* Looked at again in a minute, not in the next turn: a turn's worth of such cases would hold up all others. */
static void put_off(struct clocks *clocks)
{
    clocks->row->next_at = clocks->call->now_ms + FIRE_PUT_OFF_MS;
    settle_timer(clocks);
}

/* The rows are settled first: what a new calendar or policy says counts before anything fires. A raise comes after all that
 * was due under the old grade, and may bring more. */
static void fire_case(struct clocks *clocks)
{
    struct clock_view *raises;

    if (clocks->unsettled.at) {
        put_off(clocks);
        return;
    }
    settle_clocks(clocks);
    review_ended(clocks);
    while ((raises = fire_due(clocks)))
        raise_grade(clocks, raises);
    settle_timer(clocks);
}

/* What every decision will look at is asked for with the list, so that it costs no round of its own. */
static enum error ask_ahead(struct call *call, const struct absences **ret_absences)
{
    const struct clock_policy *policy = call->policies;
    enum error error = ladder_load(call, ret_absences);

    for (size_t i = 0; i < policy->rules->calendar_count; i++) {
        if (!call_record_text(
                call,
                &published_calendar_record,
                policy->rules->calendars[i]->name
            ))
            error = ERROR_need;
    }
    return error;
}

/* The cases of this part that something is due for. ERROR_need until all are loaded. */
static enum error load_due(
    struct call *call,
    const struct key_list *due,
    size_t first,
    struct clocks *ret_loaded[FIRED_A_TURN],
    size_t *ret_count
)
{
    struct clocked_case *rows[FIRED_A_TURN];
    enum error error = OK;
    size_t count = 0;

    *ret_count = 0;
    for (size_t i = first; i < due->count && i < first + FIRED_A_TURN; i++) {
        struct clocked_case *row = call_record(call, &clocked_case_record, due->keys[i]);
        if (!row)
            error = ERROR_need;
        else if (row->has_next_at && row->next_at <= call->now_ms)
            rows[count++] = row;
    }
    if (error == ERROR_need)
        return error;
    /* All ask before one waits: a round for each would be too many. */
    for (size_t i = 0; i < count; i++) {
        enum error loaded = clocks_load(call, rows[i], &ret_loaded[*ret_count]);
        if (loaded == ERROR_need)
            error = ERROR_need;
        *ret_count += loaded == OK;
    }
    return error;
}

enum error escalation_fire(struct call *call)
{
    const struct key_list *due = call_list(call, &escalation_due_list, (struct bytes){0});
    const struct absences *absences = NULL;
    struct clocks *loaded[FIRED_A_TURN];
    size_t count = 0, emitted = 0, first = call->part * FIRED_A_TURN;
    bool needs = false;

    if (ask_ahead(call, &absences) == ERROR_need || !due)
        return ERROR_need;
    if (due->busy)
        return OK; /* the timers are being rebuilt */
    if (load_due(call, due, first, loaded, &count) == ERROR_need)
        return ERROR_need;
    for (size_t i = 0; i < count && emitted < FIRE_EVENTS_MAX / 2; i++) {
        loaded[i]->emitted = emitted;
        loaded[i]->absences = absences;
        fire_case(loaded[i]);
        emitted = loaded[i]->emitted;
        needs = needs || loaded[i]->needs;
    }
    if (needs)
        return ERROR_need;
    call->reply->busy = due->count > first + FIRED_A_TURN || due->count == FIRED_A_BATCH ||
                        emitted >= FIRE_EVENTS_MAX / 2;
    return OK;
}
