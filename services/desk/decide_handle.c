/* See decide_handle.h. */
#include "services/desk/decide_handle.h"

#include "proto/emit.h"

enum error desk_decide_extend(struct call *call, const struct case_extend *body)
{
    struct passed passed;
    enum error error = gate_pass(call, ASKED_WITH_LEASE(body), &passed);

    if (error != OK)
        return error;
    row_lease_anew(call, passed.row);
    gate_step(call, &passed);
    emit_case_lease_extended(
        call,
        row_ref(passed.row),
        &(struct case_lease_extended){
            .version = passed.row->version,
            .has_version = true,
            .owner = passed.row->owner,
            .lease_epoch = passed.row->lease_epoch,
            .has_lease_epoch = true,
            .lease_until = passed.row->lease_until,
            .has_lease_until = true,
        }
    );
    gate_reply(call, passed.row, true);
    return OK;
}

enum error desk_decide_release(struct call *call, const struct case_release *body)
{
    struct passed passed;
    struct sealed_value reason;
    enum error error = gate_reason(call, body->reason);

    if (error == OK)
        error = gate_pass(call, ASKED_WITH_LEASE(body), &passed);
    if (error == OK)
        error = gate_seal(call, passed.row, "reason", body->reason, &reason);
    if (error == OK)
        error = row_release(call, passed.row, RELEASE_CAUSE_asked, &reason);
    if (error == OK)
        gate_reply(call, passed.row, false);
    return error;
}

enum error desk_decide_note(struct call *call, const struct case_note *body)
{
    struct passed passed;
    struct case_noted event = {.has_version = true};
    enum error error = gate_pass(call, ASKED_WITH_LEASE(body), &passed);

    if (error == OK)
        error = gate_seal(call, passed.row, "text", body->text, &event.text);
    if (error != OK)
        return error;
    passed.row->notes++;
    passed.row->has_notes = true;
    row_put(call, passed.row);
    event.version = passed.row->version;
    event.author = passed.actor.id;
    event.to_customer = body->to_customer;
    event.has_to_customer = body->has_to_customer;
    emit_case_noted(call, row_ref(passed.row), &event);
    gate_reply(call, passed.row, false);
    return OK;
}

/* REQUIREMENTS 4.5 rule 2: W1 begins when the question is delivered; the handler says so by this command.
 * The lease stands still, the owner stays. */
enum error desk_decide_ask_customer(struct call *call, const struct case_ask_customer *body)
{
    struct passed passed;
    struct customer_info_requested event = {.has_version = true};
    enum error error = gate_pass(call, ASKED_WITH_LEASE(body), &passed);

    if (error == OK)
        error = gate_seal(call, passed.row, "text", body->text, &event.text);
    if (error != OK)
        return error;
    passed.row->stage = passed.row->state;
    row_lease_pause(passed.row);
    gate_step(call, &passed);
    event.state = passed.row->state;
    event.version = passed.row->version;
    event.asked_by = passed.actor.id;
    event.asked_at = call->now_ms;
    event.has_asked_at = true;
    event.allowed = event.has_allowed = passed.actor.line >= 3;
    emit_customer_info_requested(call, row_ref(passed.row), &event);
    gate_reply(call, passed.row, false);
    return OK;
}

/* Back to where its work stood; with its owner, whose lease runs anew, or into the queue. */
enum error
desk_decide_customer_answered(struct call *call, const struct case_customer_answered *body)
{
    struct passed passed;
    struct customer_info_received event = {.has_version = true};
    enum error error = gate_pass(call, ASKED(body), &passed);

    if (error == OK)
        error = gate_seal(call, passed.row, "text", body->text, &event.text);
    if (error != OK)
        return error;
    if (passed.row->owner.at)
        row_lease_anew(call, passed.row);
    gate_step(call, &passed);
    event.state = passed.row->state;
    event.version = passed.row->version;
    event.answered_at = call->now_ms;
    event.has_answered_at = true;
    emit_customer_info_received(call, row_ref(passed.row), &event);
    gate_reply(call, passed.row, passed.row->owner.at != NULL);
    return OK;
}

/* CL-05: the one who hands it on stays first-contact owner. */
enum error desk_decide_second_line(struct call *call, const struct case_second_line *body)
{
    struct passed passed;
    struct case_handed_on event = {.has_version = true};
    enum error error = gate_reason(call, body->reason);

    if (error == OK)
        error = gate_pass(call, ASKED_WITH_LEASE(body), &passed);
    if (error == OK)
        error = gate_seal_and_take(call, passed.row, "reason", body->reason, &event.reason);
    if (error != OK)
        return error;
    gate_step(call, &passed);
    event.state = passed.row->state;
    event.version = passed.row->version;
    event.by = passed.actor.id;
    event.queue = passed.row->queue;
    event.due_at = passed.row->due_at;
    event.has_due_at = passed.row->has_due_at;
    emit_case_handed_on(call, row_ref(passed.row), &event);
    gate_reply(call, passed.row, false);
    return OK;
}
