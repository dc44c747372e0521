/* See decide_offer.h. What held when the case was offered is looked at again: skills expire, the case may have become a
 * complaint about whom it was offered to. */
#include "services/desk/decide_offer.h"

#include "services/desk/offer.h"

/* The case, and the worker it is offered to, who is the sender. */
struct answered {
    struct queued_case *row;
    struct worker *worker;
    struct actor actor;
};

static enum error over(struct call *call)
{
    return refuse(call, "lease_lost", "data.offer_no", "this offer is over / 该派单已结束");
}

static enum error find(
    struct call *call,
    struct uuid case_id,
    int64_t offer_no,
    const int64_t *version,
    struct answered *ret_answered
)
{
    enum error error = gate_actor(call, &ret_answered->actor);

    if (error != OK)
        return error;
    struct queued_case *row = call_record_id(call, &queued_case_record, case_id);
    ret_answered->row = row;
    ret_answered->worker = call_record_text(call, &worker_record, ret_answered->actor.id);
    if (!row || !ret_answered->worker)
        return ERROR_need;
    bool hidden = gate_hides(call, row, &ret_answered->actor);
    if (hidden && !gate_may(row, &ret_answered->actor, DOER_offered, call->now_ms))
        return gate_not_found(call);
    call_reply_case(call, row_ref(row));
    if (hidden || !row->offered_to.at || row->offer_no != offer_no ||
        call->now_ms > row->offered_until)
        return over(call);
    error = gate_version(call, row, version);
    if (error != OK)
        return error;
    const struct transition *step = transition_find(
        row->state,
        row->case_type,
        (enum message_type)call->message->shape->type
    );
    if (!step)
        return gate_illegal(call, row, "this is not possible", "不可操作");
    return gate_may(row, &ret_answered->actor, step->doer, call->now_ms) ? OK : over(call);
}

static enum error may_take(struct call *call, const struct answered *answered)
{
    const struct desk_policy *policy = call->policies;
    enum refusal refusal = fit_refusal(policy, &answered->actor, answered->row, call->now_ms);

    if (refusal == REFUSAL_none)
        refusal =
            fit_capacity(policy, &answered->actor, answered->worker->load, answered->row, true);
    if (refusal == REFUSAL_none)
        return OK;
    return refuse(
        call,
        "forbidden",
        "actorid",
        "this actor may not have it: %s / 不可承接：%s",
        enum_to_text(&refusal_enum, (int)refusal).at,
        refusal_enum.labels_zh[refusal]
    );
}

enum error desk_decide_take_offer(struct call *call, const struct case_take_offer *body)
{
    struct answered answered;
    enum error error = find(
        call,
        body->case_id,
        body->offer_no,
        body->has_version ? &body->version : NULL,
        &answered
    );

    if (error == OK)
        error = may_take(call, &answered);
    if (error != OK)
        return error;
    offer_leave_worker(answered.worker);
    answered.worker->missed = 0;
    return claim_take(call, answered.row, &answered.actor);
}

enum error desk_decide_decline_offer(struct call *call, const struct case_decline_offer *body)
{
    struct answered answered;
    struct sealed_value reason;
    enum error error = gate_reason(call, body->reason);

    if (error == OK)
        error = find(
            call,
            body->case_id,
            body->offer_no,
            body->has_version ? &body->version : NULL,
            &answered
        );
    if (error == OK)
        error = gate_seal(call, answered.row, "reason", body->reason, &reason);
    if (error != OK)
        return error;
    offer_leave_worker(answered.worker);
    answered.worker->missed = 0;
    record_put(answered.worker);
    offer_end(call, answered.row, OFFER_END_declined, &reason);
    row_put(call, answered.row);
    gate_reply(call, answered.row, false);
    return OK;
}
