/* See decide_decision.h. */
#include "services/desk/decide_decision.h"

#include "proto/emit.h"

/* The approver has spoken: the owner's lease runs anew. */
static void wake_owner(struct call *call, struct queued_case *row)
{
    if (row->owner.at)
        row_lease_anew(call, row);
}

enum error desk_decide_approve(struct call *call, const struct complaint_approve *body)
{
    struct passed passed;
    enum error error = gate_pass(call, ASKED(body), &passed);

    if (error != OK)
        return error;
    passed.row->decided_by = passed.actor.id;
    passed.row->decided_at = call->now_ms;
    passed.row->has_decided_at = true;
    wake_owner(call, passed.row);
    gate_step(call, &passed);
    emit_complaint_decided(
        call,
        row_ref(passed.row),
        &(struct complaint_decided){
            .state = passed.row->state,
            .version = passed.row->version,
            .has_version = true,
            .decided_by = passed.actor.id,
            .decided_at = call->now_ms,
            .has_decided_at = true,
            .grade = passed.row->grade,
            .finding = passed.row->finding,
        }
    );
    gate_reply(call, passed.row, false);
    return OK;
}

enum error desk_decide_return(struct call *call, const struct complaint_return *body)
{
    struct passed passed;
    struct complaint_returned event = {.has_version = true};
    enum error error = gate_reason(call, body->reason);

    if (error == OK)
        error = gate_pass(call, ASKED(body), &passed);
    if (error == OK)
        error = gate_seal(call, passed.row, "reason", body->reason, &event.reason);
    if (error != OK)
        return error;
    wake_owner(call, passed.row);
    gate_step(call, &passed);
    event.state = passed.row->state;
    event.version = passed.row->version;
    event.returned_by = passed.actor.id;
    emit_complaint_returned(call, row_ref(passed.row), &event);
    gate_reply(call, passed.row, false);
    return OK;
}

/* Row 40; who is told when is what stops K9, so the time may be named, but not one to come. */
enum error desk_decide_reply(struct call *call, const struct complaint_reply *body)
{
    struct passed passed;
    enum error error = gate_pass(call, ASKED_WITH_LEASE(body), &passed);

    if (error == OK && body->has_told_at && body->told_at > call->now_ms)
        error = refuse(
            call,
            "invalid_field",
            "data.told_at",
            "this time is still to come / 告知时间晚于当前时间"
        );
    if (error != OK)
        return error;
    struct text handler = passed.row->owner;
    error = row_take(call, passed.row);
    if (error != OK)
        return error;
    passed.row->replied_at = body->has_told_at ? body->told_at : call->now_ms;
    passed.row->has_replied_at = true;
    passed.row->resolved_by = handler.at ? handler : passed.actor.id;
    gate_step(call, &passed);
    emit_complaint_replied(
        call,
        row_ref(passed.row),
        &(struct complaint_replied){
            .state = passed.row->state,
            .version = passed.row->version,
            .has_version = true,
            .replied_by = passed.actor.id,
            .replied_at = passed.row->replied_at,
            .has_replied_at = true,
            .proof = body->proof,
            .proof_kind = body->proof_kind,
            .complaint_no = passed.row->complaint_no,
            .grade = passed.row->grade,
            .channel = passed.row->channel,
            .handler = passed.row->resolved_by,
            .customer_key = passed.row->customer_key,
            .code = passed.row->code,
            .party = passed.row->party,
        }
    );
    gate_reply(call, passed.row, false);
    return OK;
}

/* Rows 44, 46: within 30 days of the decision. */
enum error desk_decide_review(struct call *call, const struct complaint_review *body)
{
    const struct desk_policy *policy = call->policies;
    struct passed passed;
    struct complaint_review_requested event = {.has_version = true, .has_requested_at = true};
    enum error error = gate_reason(call, body->reason);

    if (error == OK)
        error = gate_pass(call, ASKED(body), &passed);
    if (error == OK && (!passed.row->has_decided_at ||
                        call->now_ms > passed.row->decided_at + policy->review_ms))
        error = gate_illegal(
            call,
            passed.row,
            "a review can no longer be asked for",
            "已超过申请核查期限"
        );
    if (error == OK)
        error = gate_seal(call, passed.row, "reason", body->reason, &event.reason);
    if (error != OK)
        return error;
    row_begin_round(passed.row);
    gate_step(call, &passed);
    event.state = passed.row->state;
    event.version = passed.row->version;
    event.requested_at = call->now_ms;
    emit_complaint_review_requested(call, row_ref(passed.row), &event);
    gate_reply(call, passed.row, false);
    return OK;
}
