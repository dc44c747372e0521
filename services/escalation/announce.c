/* See announce.h. */
#include "services/escalation/announce.h"

#include "common/engine/noted.h"
#include "proto/emit.h"

enum { REVIEW_CLOCKS_MAX = 32 }; /* as quality.review_needed.v1 */

/* What the limit was computed from. */
static const struct policy_version *
versions_of(const struct clocks *clocks, const struct clock_view *view)
{
    struct arena *arena = clocks->call->arena;
    struct policy_version *versions = ARENA_ARRAY(arena, struct policy_version, 2);

    versions[0].name = view->due.policy->name;
    versions[0].version = arena_format(arena, "%d", view->due.policy->version);
    versions[1].name = arena_format(
        arena,
        "calendar.%.*s",
        (int)view->due.calendar->name.length,
        view->due.calendar->name.at
    );
    versions[1].version = arena_format(arena, "%d", view->due.calendar->version);
    return versions;
}

void announce_started(struct clocks *clocks, const struct clock_view *view)
{
    const struct case_clock *row = view->row;
    const struct clock_started event = {
        .clock = row->clock,
        .profile = row->profile,
        .kind = row->kind,
        .grade = row->grade,
        .started_at = row->started_at,
        .has_started_at = true,
        .due_at = row->due_at,
        .has_due_at = row->has_due_at,
        .limit_text = limit_format(clocks->call->arena, &view->due.limit),
        .statutory = row->statutory,
        .has_statutory = true,
        .provisional = row->provisional,
        .has_provisional = true,
        .policies = versions_of(clocks, view),
        .policies_count = 2,
    };

    emit_clock_started(clocks->call, settle_ref(clocks), &event);
    clocks->emitted++;
}

void announce_suspended(struct clocks *clocks, const struct clock_view *view)
{
    const struct case_clock *row = view->row;
    const struct due_pause *pause = plan_stopping_pause(&view->plan, view->due.clock);
    const struct clock_suspended event = {
        .clock = row->clock,
        .from = row->paused_at,
        .has_from = true,
        .reason = pause ? wait_reason_text(pause->reason) : TEXT("W1"),
        .remaining_ms = row->remaining_ms,
        .has_remaining_ms = row->has_remaining_ms,
        .remaining_days = row->remaining_days,
        .has_remaining_days = row->has_remaining_days,
    };

    emit_clock_suspended(clocks->call, settle_ref(clocks), &event);
    clocks->emitted++;
}

void announce_resumed(struct clocks *clocks, const struct clock_view *view)
{
    const struct due_pause *pause = plan_stopping_pause(&view->plan, view->due.clock);
    const struct clock_resumed event = {
        .clock = view->row->clock,
        .at = pause ? pause->to_ms : view->plan.start_ms,
        .has_at = true,
        .due_at = view->row->due_at,
        .has_due_at = true,
    };

    emit_clock_resumed(clocks->call, settle_ref(clocks), &event);
    clocks->emitted++;
}

void announce_moved(
    struct clocks *clocks,
    const struct clock_view *view,
    const struct case_clock *was
)
{
    const struct case_clock *row = view->row;
    bool calendar = was->calendar_version != row->calendar_version;
    bool policy = was->profile_version != row->profile_version;
    const struct clock_moved event = {
        .clock = row->clock,
        .grade = row->grade,
        .old_due_at = was->due_at,
        .has_old_due_at = true,
        .due_at = row->due_at,
        .has_due_at = true,
        .reason = was->grade != row->grade ? TEXT("grade")
                  : policy                 ? TEXT("policy")
                  : calendar               ? TEXT("calendar")
                                           : TEXT("facts"),
        .provisional = row->provisional,
        .has_provisional = true,
        .policies = versions_of(clocks, view),
        .policies_count = 2,
    };

    emit_clock_moved(clocks->call, settle_ref(clocks), &event);
    clocks->emitted++;
}

void announce_stopped(
    struct clocks *clocks,
    const struct clock_view *view,
    enum clock_outcome outcome,
    int64_t at_ms,
    struct text cause
)
{
    const struct clock_stopped event = {
        .clock = view->row->clock,
        .outcome = outcome,
        .stopped_at = at_ms,
        .has_stopped_at = true,
        .due_at = view->row->due_at,
        .has_due_at = view->row->has_due_at,
        .cause = cause,
    };

    emit_clock_stopped(clocks->call, settle_ref(clocks), &event);
    clocks->emitted++;
}

void announce_emergency(
    struct clocks *clocks,
    const struct clock_view *view,
    enum clock_outcome outcome
)
{
    const struct clocked_case *row = clocks->row;
    const struct emergency_started event = {
        .owner = row->owner.at ? row->owner : TEXT("unknown"),
        .started_at = view->plan.stop_ms,
        .has_started_at = true,
        .due_at = view->due.due_ms,
        .has_due_at = true,
        .level = row->level,
        .has_level = true,
        .outcome = outcome,
    };

    emit_emergency_started(clocks->call, settle_ref(clocks), &event);
    clocks->emitted++;
}

void announce_breached(
    struct clocks *clocks,
    const struct clock_view *view,
    int32_t level,
    struct lag lag
)
{
    const struct case_clock *row = view->row;
    const struct sla_breached event = {
        .clock = row->clock,
        .due_at = row->due_at,
        .has_due_at = true,
        .statutory = row->statutory,
        .has_statutory = true,
        .level = level,
        .has_level = true,
        .owner = clocks->row->owner,
        .grade = row->grade,
        .breaches = clocks->row->breaches,
        .has_breaches = true,
        .late = lag.late,
        .has_late = lag.late,
        .lag_ms = lag.ms,
        .has_lag_ms = lag.late,
    };

    emit_sla_breached(clocks->call, settle_ref(clocks), &event);
    clocks->emitted++;
    call_note_count(clocks->call, METRIC_shouli_sla_breaches_total, 1, row->clock);
}

void announce_warning(
    struct clocks *clocks,
    const struct clock_view *view,
    const struct moment *moment,
    struct text person,
    struct lag lag
)
{
    const struct case_clock *row = view->row;
    const struct sla_warning event = {
        .clock = row->clock,
        .percent = moment->percent,
        .has_percent = moment->percent > 0,
        .step = moment->step,
        .at = moment->at_ms,
        .has_at = true,
        .due_at = row->due_at,
        .has_due_at = true,
        .level = moment->level,
        .has_level = true,
        .owner = clocks->row->owner,
        .grade = row->grade,
        .late = lag.late,
        .has_late = lag.late,
        .lag_ms = lag.ms,
        .has_lag_ms = lag.late,
        .person = person,
    };

    emit_sla_warning(clocks->call, settle_ref(clocks), &event);
    clocks->emitted++;
}

void announce_protection(
    struct clocks *clocks,
    const struct clock_view *view,
    const struct moment *moment
)
{
    const struct protection_failed event = {
        .clock = view->plan.id,
        .step = moment->step,
        .cause = view->plan.hastened ? PROTECTION_CAUSE_refused : PROTECTION_CAUSE_silent,
        .requested_at = view->plan.start_ms,
        .has_requested_at = true,
        .at = moment->at_ms,
        .has_at = true,
        .level = moment->level,
        .has_level = true,
    };

    emit_protection_failed(clocks->call, settle_ref(clocks), &event);
    clocks->emitted++;
}

void announce_escalated(
    struct clocks *clocks,
    struct text clock,
    struct text step,
    const char *reason,
    int32_t level,
    struct text person,
    bool take_over
)
{
    struct clocked_case *row = clocks->row;
    const struct case_escalated event = {
        .from_level = row->level,
        .has_from_level = true,
        .level = int64_max(row->level, level),
        .has_level = true,
        .clock = clock,
        .step = step,
        .reason = text_of(reason),
        .take_over = take_over,
        .has_take_over = true,
        .person = person,
    };

    emit_case_escalated(clocks->call, settle_ref(clocks), &event);
    clocks->emitted++;
    row->level = event.level;
}

void announce_regraded(
    struct clocks *clocks,
    const struct regrade *change,
    enum grade from,
    int64_t due_ms
)
{
    struct text *reasons = ARENA_ARRAY(clocks->call->arena, struct text, 1);

    reasons[0] = change->reason;
    const struct case_regraded event = {
        .from_grade = (enum case_grade)from,
        .grade = (enum case_grade)change->to,
        .reasons = reasons,
        .reasons_count = 1,
        .clock = change->clock,
        .due_at = due_ms,
        .has_due_at = due_ms != 0,
        .regraded_by = change->by,
        .incident_id = change->incident_id,
        .has_incident_id = !uuid_is_zero(change->incident_id),
    };

    emit_case_regraded(clocks->call, settle_ref(clocks), &event);
    clocks->emitted++;
}

void announce_review(struct clocks *clocks, const struct clock_view *view, int32_t level)
{
    struct text *ids = ARENA_ARRAY(clocks->call->arena, struct text, PLAN_REFS_MAX);
    size_t count = 0;

    for (size_t i = 0; i < clocks->count; i++) {
        if (clocks->views[i]->row->has_breached_at && count < REVIEW_CLOCKS_MAX)
            ids[count++] = clocks->views[i]->plan.id;
    }
    if (count == 0) /* all have begun anew since */
        ids[count++] = view->plan.id;
    const struct quality_review_needed event = {
        .breaches = clocks->row->breaches,
        .has_breaches = true,
        .clocks = ids,
        .clocks_count = count,
        .level = level,
        .has_level = true,
        .owner = clocks->row->owner,
    };

    emit_quality_review_needed(clocks->call, settle_ref(clocks), &event);
    clocks->emitted++;
}
