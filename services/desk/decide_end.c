/* See decide_end.h. */
#include "services/desk/decide_end.h"

#include "proto/emit.h"

static void say_resolved(
    struct call *call,
    const struct queued_case *row,
    const struct case_resolve *body,
    const struct sealed_value *answer
)
{
    emit_case_resolved(
        call,
        row_ref(row),
        &(struct case_resolved){
            .state = row->state,
            .version = row->version,
            .has_version = true,
            .resolved_by = row->resolved_by,
            .resolved_at = row->resolved_at,
            .has_resolved_at = true,
            .answer = *answer,
            .kb_ref = body->kb_ref,
            .case_type = row->case_type,
            .code = row->code,
            .grade = row->grade,
            .channel = row->channel,
            .received_at = row->received_at,
            .has_received_at = true,
            .unit = row->unit,
            .customer_key = row->customer_key,
            .party = row->party,
        }
    );
}

/* What the router has not decided cannot be answered: resolving says type and code. */
enum error desk_decide_resolve(struct call *call, const struct case_resolve *body)
{
    struct passed passed;
    struct sealed_value answer;
    enum error error = gate_pass(call, ASKED_WITH_LEASE(body), &passed);

    if (error == OK && (!passed.row->case_type || !passed.row->code.at))
        error = gate_illegal(
            call,
            passed.row,
            "a case without a class cannot be resolved",
            "未分类的工单不能办结"
        );
    if (error == OK)
        error = gate_seal_and_take(call, passed.row, "answer", body->answer, &answer);
    if (error != OK)
        return error;
    passed.row->resolved_by = passed.actor.id;
    passed.row->resolved_at = call->now_ms;
    passed.row->has_resolved_at = true;
    passed.row->taken_level = 0;
    passed.row->has_taken_level = false;
    gate_step(call, &passed);
    say_resolved(call, passed.row, body, &answer);
    gate_reply(call, passed.row, false);
    return OK;
}

/* Early; the table lets only general cases be closed so. Complaints wait for the time in which a review may be
 * asked for (REQUIREMENTS 2.3 rows 46, 68). */
enum error desk_decide_close(struct call *call, const struct case_close *body)
{
    struct passed passed;
    enum error error = gate_pass(call, ASKED(body), &passed);

    if (error != OK)
        return error;
    gate_end(call, &passed, CASE_STATE_closed, CLOSE_CAUSE_early);
    return OK;
}

/* REQUIREMENTS 2.3 row 50. */
enum error desk_decide_withdraw(struct call *call, const struct case_withdraw *body)
{
    struct passed passed;
    struct case_withdrawn event = {.state = CASE_STATE_withdrawn, .has_version = true};
    enum error error = gate_reason(call, body->reason);

    if (error == OK)
        error = gate_pass(call, ASKED(body), &passed);
    if (error == OK && passed.actor.line < 4 &&
        (passed.row->grade == CASE_GRADE_P1 || passed.row->outside_no.at))
        error = refuse(
            call,
            "forbidden",
            "actorrole",
            "this withdrawal is confirmed by line4 / 此类撤回须由四线确认"
        );
    if (error == OK)
        error = gate_seal_and_take(call, passed.row, "reason", body->reason, &event.reason);
    if (error != OK)
        return error;
    event.version = passed.row->version + 1;
    event.recorded_by = passed.actor.id;
    event.withdrawn_at = call->now_ms;
    event.has_withdrawn_at = true;
    emit_case_withdrawn(call, row_ref(passed.row), &event);
    gate_end(call, &passed, CASE_STATE_withdrawn, CLOSE_CAUSE_withdrawn);
    return OK;
}

/* When the customer was told last: 7 days count from there. */
static int64_t told_at(const struct queued_case *row)
{
    return int64_max(
        row->has_resolved_at ? row->resolved_at : 0,
        row->has_replied_at ? row->replied_at : 0
    );
}

enum error desk_decide_reopen(struct call *call, const struct case_reopen *body)
{
    const struct desk_policy *policy = call->policies;
    struct passed passed;
    struct sealed_value reason;
    enum error error = gate_reason(call, body->reason);

    if (error == OK)
        error = gate_pass(call, ASKED(body), &passed);
    if (error == OK && call->now_ms > told_at(passed.row) + policy->reopen_ms)
        error = gate_illegal(call, passed.row, "it is too late to reopen it", "已超过重开期限");
    if (error == OK)
        error = gate_seal(call, passed.row, "reason", body->reason, &reason);
    if (error != OK)
        return error;
    row_reopen(
        call,
        passed.row,
        passed.actor.line > 0 ? REOPEN_CAUSE_staff : REOPEN_CAUSE_customer,
        &reason
    );
    gate_reply(call, passed.row, false);
    return OK;
}

static void say_wish(
    struct call *call,
    const struct passed *passed,
    const struct case_reclassify *body,
    const struct sealed_value *reason
)
{
    const struct queued_case *row = passed->row;

    emit_case_reclassify_requested(
        call,
        row_ref(row),
        &(struct case_reclassify_requested){
            .version = row->version,
            .has_version = true,
            .asked_by = passed->actor.id,
            .wished_type = body->type,
            .wished_category = body->category,
            .reason = *reason,
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
        }
    );
}

/* REQUIREMENTS 2.3 row 75: whoever has it, or from L3 on. The state stays until router has answered. */
enum error desk_decide_reclassify(struct call *call, const struct case_reclassify *body)
{
    struct passed passed;
    struct sealed_value reason;
    enum error error = gate_reason(call, body->reason);

    if (error == OK)
        error = gate_pass(call, ASKED(body), &passed);
    if (error == OK && passed.row->owner.at && passed.actor.line < 3 &&
        !text_equal(passed.row->owner, passed.actor.id))
        error = refuse(
            call,
            "forbidden",
            "actorid",
            "somebody else has this case / 该工单由他人办理"
        );
    if (error == OK && !body->type && !body->category.at)
        error = refuse(
            call,
            "missing_field",
            "data.type",
            "a type or a category is wished for / 须填写类型或类别"
        );
    if (error == OK)
        error = gate_seal(call, passed.row, "reason", body->reason, &reason);
    if (error != OK)
        return error;
    row_put(call, passed.row);
    say_wish(call, &passed, body, &reason);
    gate_reply(call, passed.row, false);
    return OK;
}
