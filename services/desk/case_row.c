/* See case_row.h. */
#include "services/desk/case_row.h"

#include "common/vault.h"
#include "proto/emit.h"
#include "services/desk/fit.h"
#include "services/desk/offer.h"

enum holder row_holder(const struct queued_case *row)
{
    if (row->owner.at)
        return HOLDER_owner;
    return row->offered_to.at ? HOLDER_offered : HOLDER_nobody;
}

bool row_is_waiting(const struct queued_case *row)
{
    return !row->owner.at && row->queue.at &&
           (row->state == CASE_STATE_queued || row->state == CASE_STATE_triage ||
            row->state == CASE_STATE_second_line);
}

bool row_is_settled(const struct queued_case *row)
{
    return row->state == CASE_STATE_resolved || row->state == CASE_STATE_closed ||
           row->state == CASE_STATE_withdrawn || row->state == CASE_STATE_rejected ||
           row->state == CASE_STATE_merged || row->state == CASE_STATE_transferred ||
           row->state == CASE_STATE_cp_replied || row->state == CASE_STATE_cp_review ||
           row->state == CASE_STATE_follow_up;
}

int64_t row_line(const struct queued_case *row)
{
    int64_t line = row->state == CASE_STATE_second_line ? 2 : 1;

    return row->has_taken_level ? int64_max(line, row->taken_level) : line;
}

enum case_state row_first_stage(const struct queued_case *row)
{
    if (!row_is_complaint(row))
        return CASE_STATE_in_progress;
    return row->has_replied_at ? CASE_STATE_cp_investigating : CASE_STATE_cp_registered;
}

/* Work that somebody must have: the others wait for nobody, or for somebody who needs no claim. */
static bool needs_owner(enum case_state state)
{
    return state == CASE_STATE_in_progress || state == CASE_STATE_cp_registered ||
           state == CASE_STATE_cp_accepted || state == CASE_STATE_cp_graded ||
           state == CASE_STATE_cp_investigating || state == CASE_STATE_cp_decided;
}

static void wait_from_now(const struct call *call, struct queued_case *row)
{
    row->queued_at = call->now_ms;
    row->has_queued_at = true;
}

void row_enter(struct call *call, struct queued_case *row, enum case_state to)
{
    bool waited = row_is_waiting(row);

    if (needs_owner(to)) {
        row->stage = to;
        row->state = row->owner.at ? to : CASE_STATE_queued;
    } else {
        row->state = to;
    }
    if (!waited && row_is_waiting(row))
        wait_from_now(call, row);
}

static enum case_grade graver(enum case_grade a, enum case_grade b)
{
    if (!a || !b)
        return a ? a : b;
    return a < b ? a : b;
}

static enum case_grade reopened_grade(const struct queued_case *row)
{
    int64_t grade = (int64_t)row->first_grade - row->reopen_count;

    if (!row->first_grade || row->reopen_count == 0)
        return CASE_GRADE_none;
    if (row->reopen_count >= 2)
        grade = int64_min(grade, CASE_GRADE_P2);
    return (enum case_grade)int64_max(grade, CASE_GRADE_P1);
}

void row_settle_grade(struct queued_case *row)
{
    bool down = row->regraded_to > row->regraded_from;

    row->grade = down ? row->regraded_to : graver(row->routed_grade, row->regraded_to);
    row->grade = graver(row->grade, reopened_grade(row));
}

void row_settle_due(struct queued_case *row)
{
    row->has_due_at = row->has_routed_due || row->has_regraded_due;
    if (row->has_routed_due && row->has_regraded_due)
        row->due_at = int64_min(row->routed_due, row->regraded_due);
    else
        row->due_at = row->has_routed_due ? row->routed_due : row->regraded_due;
}

/* A lease is good to its last millisecond; a quiet period is over at its end. */
static void settle_wake(const struct desk_policy *policy, struct queued_case *row)
{
    row->has_wake_at = true;
    if (row->owner.at && row->has_lease_until)
        row->wake_at = row->lease_until + 1;
    else if (row->state == CASE_STATE_cp_replied)
        row->wake_at = row->replied_at + policy->quiet_complaint_ms;
    else if (row->state == CASE_STATE_resolved)
        row->wake_at = row->resolved_at +
                       (row_is_complaint(row) ? policy->quiet_complaint_ms : policy->quiet_ms);
    else
        row->has_wake_at = row_is_waiting(row) && offer_wakes(policy, row, &row->wake_at);
    if (!row->has_wake_at)
        row->wake_at = 0;
}

/* What its set in Redis asks for: a function of the row and the policy, so that streams may come in any order. */
static void settle_needs(struct call *call, struct queued_case *row)
{
    const struct desk_policy *policy = call->policies;
    const struct pool_rule *pool = pool_find(policy, row->queue);
    bool wide = pool && rung_does(&policy->ladder, row, WIDENING_pool);

    if (!row->queue.at)
        return;
    row->needs = skill_needs(
        call->arena,
        &(struct needed){
            .rules = &policy->skills,
            .required = row->skills,
            .wishes = row->wishes,
            .grade = row->grade,
            .any_level = rung_does(&policy->ladder, row, WIDENING_levels),
            .overflow = wide ? pool->overflow : NULL,
            .overflow_count = wide ? pool->overflow_count : 0,
        }
    );
}

void row_put(struct call *call, struct queued_case *row)
{
    if (row->offered_to.at && !row_is_waiting(row))
        offer_end(call, row, OFFER_END_withdrawn, NULL);
    row->version++;
    row->has_version = true;
    row->has_lease_epoch = true;
    row_store(call, row);
}

void row_store(struct call *call, struct queued_case *row)
{
    settle_needs(call, row);
    settle_wake(call->policies, row);
    record_put(row);
}

static struct worker *worker_of(struct call *call, struct text actor)
{
    struct worker *worker = call_record_text(call, &worker_record, actor);

    if (worker) {
        worker->has_held = worker->has_load = worker->has_seen_at = true;
        worker->seen_at = call->now_ms;
    }
    return worker;
}

enum error
row_give(struct call *call, struct queued_case *row, struct text owner, struct text role)
{
    struct worker *worker = worker_of(call, owner);

    if (!worker)
        return ERROR_need;
    row->weight = fit_weight(call->policies, row);
    row->has_weight = true;
    worker->held++;
    worker->load += row->weight;
    worker->role = role;
    record_put(worker);
    offer_forget(row);
    row->owner = owner;
    row->owner_role = role;
    row->lease_epoch++;
    row_lease_anew(call, row);
    if (!row->first_owner.at)
        row->first_owner = owner;
    return OK;
}

enum error row_take(struct call *call, struct queued_case *row)
{
    if (!row->owner.at)
        return OK;
    struct worker *worker = call_record_text(call, &worker_record, row->owner);
    if (!worker)
        return ERROR_need;
    worker->held = int64_max(0, worker->held - 1);
    worker->load = int64_max(0, worker->load - row->weight);
    worker->has_held = worker->has_load = true;
    record_put(worker);
    row->weight = 0;
    row->has_weight = false;
    row->owner = row->owner_role = (struct text){0};
    row_lease_pause(row);
    return OK;
}

void row_lease_anew(struct call *call, struct queued_case *row)
{
    const struct desk_policy *policy = call->policies;

    row->lease_until = call->now_ms + policy->lease_ms;
    row->has_lease_until = true;
}

void row_lease_pause(struct queued_case *row)
{
    row->lease_until = 0;
    row->has_lease_until = false;
}

enum error row_release(
    struct call *call,
    struct queued_case *row,
    enum release_cause cause,
    const struct sealed_value *reason
)
{
    struct case_released event = {
        .cause = cause,
        .owner = row->owner,
        .lease_epoch = row->lease_epoch,
        .has_lease_epoch = true,
        .queue = row->queue,
        .has_version = true,
    };
    enum error error = row_take(call, row);

    if (error != OK)
        return error;
    row_enter(call, row, needs_owner(row->state) ? row->stage : row->state);
    wait_from_now(call, row);
    offer_avoid(call->arena, row, event.owner);
    row_put(call, row);
    event.state = row->state;
    event.version = row->version;
    if (reason)
        event.reason = *reason;
    emit_case_released(call, row_ref(row), &event);
    return OK;
}

void row_begin_round(struct queued_case *row)
{
    row->reopened_version = row->version + 1; /* the one it is about to have */
    row->has_reopened_version = true;
}

void row_reopen(
    struct call *call,
    struct queued_case *row,
    enum reopen_cause cause,
    const struct sealed_value *reason
)
{
    struct case_reopened event = {
        .state = CASE_STATE_queued,
        .has_version = true,
        .cause = cause,
        .reason = *reason,
        .times = row->reopen_count + 1,
        .has_times = true,
        .case_type = row->case_type,
        .code = row->code,
        .category = row->category,
        .grade = row->grade,
        .received_at = row->received_at,
        .has_received_at = true,
        .channel = row->channel,
        .party = row->party,
        .unit = row->unit,
        .about_unit = row->about_unit,
        .about_employee = row->about_employee,
        .outside_no = row->outside_no,
        .customer_key = row->customer_key,
    };

    row->reopen_count++;
    row->has_reopen_count = true;
    row->closed_at = 0;
    row->has_closed_at = false;
    row_enter(call, row, row_first_stage(row));
    row_settle_grade(row);
    row_begin_round(row);
    row_put(call, row);
    event.version = row->version;
    emit_case_reopened(call, row_ref(row), &event);
}

void row_close(
    struct call *call,
    struct queued_case *row,
    enum case_state state,
    enum close_cause cause
)
{
    row->state = state;
    row->closed_at = call->now_ms;
    row->has_closed_at = true;
    row_put(call, row);
    emit_case_closed(
        call,
        row_ref(row),
        &(struct case_closed){
            .state = state,
            .version = row->version,
            .has_version = true,
            .cause = cause,
            .closed_at = row->closed_at,
            .has_closed_at = true,
            .received_at = row->received_at,
            .has_received_at = true,
            .case_type = row->case_type,
            .code = row->code,
            .category = row->category,
            .grade = row->grade,
            .resolved_by = row->resolved_by,
            .resolved_at = row->resolved_at,
            .has_resolved_at = row->has_resolved_at,
            .channel = row->channel,
            .party = row->party,
            .unit = row->unit,
            .reopened = row->reopen_count,
            .has_reopened = true,
            .complaint_no = row->complaint_no,
            .outside_no = row->outside_no,
            .customer_key = row->customer_key,
        }
    );
}

enum error row_open_key(struct call *call, struct uuid case_id, struct case_key *ret_key)
{
    const struct wrapped_case_key *row =
        call_record_id(call, &wrapped_case_key_record, case_id);
    struct wrapped_key wrapped = {0};

    if (!row)
        return ERROR_need;
    if (!row->head.exists || row->kek_id.length != VAULT_KEK_ID_LENGTH ||
        row->key_id.length != CASE_KEY_ID_BYTES || row->wrapped.length != VAULT_WRAPPED_BYTES)
        return ERROR_not_found;
    memcpy(wrapped.kek_id, row->kek_id.at, VAULT_KEK_ID_LENGTH);
    memcpy(wrapped.key_id, row->key_id.at, CASE_KEY_ID_BYTES);
    memcpy(wrapped.bytes, row->wrapped.at, VAULT_WRAPPED_BYTES);
    return vault_open_key(call_vault(call), case_id, &wrapped, ret_key) == OK ? OK
                                                                              : ERROR_not_found;
}

enum error row_seal(
    struct call *call,
    const struct queued_case *row,
    const char *path,
    struct text plain,
    struct sealed_value *ret_sealed
)
{
    struct case_key key;
    enum error error = row_open_key(call, row->case_id, &key);

    if (error != OK)
        return error;
    error = seal(&key, text_of(path), bytes_of_text(plain), call->arena, ret_sealed);
    vault_forget_key(&key);
    return error;
}
