/* See decide_away.h. */
#include "services/desk/decide_away.h"

#include "common/domain/readers.h"
#include "proto/emit.h"

/* A time that is named may not be one to come. */
static enum error
told_when(struct call *call, bool has_told_at, int64_t told_at, int64_t *ret_at)
{
    if (has_told_at && told_at > call->now_ms)
        return refuse(
            call,
            "invalid_field",
            "data.told_at",
            "this time is still to come / 告知时间晚于当前时间"
        );
    *ret_at = has_told_at ? told_at : call->now_ms;
    return OK;
}

enum error desk_decide_reject(struct call *call, const struct complaint_reject *body)
{
    struct passed passed;
    struct complaint_rejected event = {.state = CASE_STATE_rejected, .has_version = true};
    enum error error = gate_reason(call, body->reason);

    if (error == OK && !body->remedies.length)
        error = refuse(
            call,
            "missing_field",
            "data.remedies",
            "the remedies are needed / 须告知救济途径"
        );
    if (error == OK)
        error = told_when(call, body->has_told_at, body->told_at, &event.told_at);
    if (error == OK)
        error = gate_pass(call, ASKED_WITH_LEASE(body), &passed);
    if (error == OK)
        error = gate_seal_and_take(call, passed.row, "reason", body->reason, &event.reason);
    if (error != OK)
        return error;
    event.version = passed.row->version + 1;
    event.rejected_by = passed.actor.id;
    event.cause = body->cause;
    event.remedies = body->remedies;
    event.has_told_at = true;
    event.proof = body->proof;
    event.proof_kind = body->proof_kind;
    emit_complaint_rejected(call, row_ref(passed.row), &event);
    gate_end(call, &passed, CASE_STATE_rejected, CLOSE_CAUSE_rejected);
    return OK;
}

enum error desk_decide_transfer(struct call *call, const struct case_transfer *body)
{
    struct passed passed;
    struct case_transferred event = {.state = CASE_STATE_transferred, .has_version = true};
    enum error error = gate_reason(call, body->reason);

    if (error == OK)
        error = told_when(call, body->has_told_at, body->told_at, &event.told_at);
    if (error == OK)
        error = gate_pass(call, ASKED_WITH_LEASE(body), &passed);
    if (error == OK)
        error = gate_seal_and_take(call, passed.row, "reason", body->reason, &event.reason);
    if (error != OK)
        return error;
    event.version = passed.row->version + 1;
    event.transferred_by = passed.actor.id;
    event.body = body->body;
    event.has_told_at = true;
    event.proof = body->proof;
    event.proof_kind = body->proof_kind;
    emit_case_transferred(call, row_ref(passed.row), &event);
    gate_end(call, &passed, CASE_STATE_transferred, CLOSE_CAUSE_transferred);
    return OK;
}

static enum error
check_master(struct call *call, const struct passed *passed, const struct queued_case *master)
{
    static const char field[] = "data.master_id";
    const struct queued_case *row = passed->row;

    if (gate_hides(call, master, &passed->actor))
        return refuse(call, "not_found", field, NO_CASE_FOR_ACTOR);
    if (uuid_equal(master->case_id, row->case_id))
        return refuse(
            call,
            "conflict",
            field,
            "a case is not merged with itself / 不能与自身并案"
        );
    if (row_is_settled(master))
        return refuse(call, "conflict", field, "the other case is not open / 主工单已办结");
    if (row->customer_key.at && master->customer_key.at &&
        !bytes_equal(row->customer_key, master->customer_key))
        return refuse(call, "conflict", field, "it is another customer's / 不是同一客户");
    if (row_is_complaint(row) &&
        (!row_is_complaint(master) || master->received_at > row->received_at))
        return gate_illegal(
            call,
            row,
            "a complaint goes on in an older complaint only",
            "投诉只能并入更早受理的投诉"
        );
    return OK;
}

enum error desk_decide_merge(struct call *call, const struct case_merge *body)
{
    const struct queued_case *master =
        call_record_id(call, &queued_case_record, body->master_id);
    struct passed passed;
    struct case_merged event = {.state = CASE_STATE_merged, .has_version = true};
    enum error error = gate_reason(call, body->reason);

    if (error == OK)
        error = gate_pass(call, ASKED_WITH_LEASE(body), &passed);
    if (error == OK)
        error = master ? check_master(call, &passed, master) : ERROR_need;
    if (error == OK)
        error = gate_seal_and_take(call, passed.row, "reason", body->reason, &event.reason);
    if (error != OK)
        return error;
    event.version = passed.row->version + 1;
    event.merged_by = passed.actor.id;
    event.master_id = master->case_id;
    event.has_master_id = true;
    event.master_no = master->case_no;
    event.merged_at = call->now_ms;
    event.has_merged_at = true;
    emit_case_merged(call, row_ref(passed.row), &event);
    gate_end(call, &passed, CASE_STATE_merged, CLOSE_CAUSE_merged);
    return OK;
}
