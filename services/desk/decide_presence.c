/* See decide_presence.h. */
#include "services/desk/decide_presence.h"

#include "proto/emit.h"
#include "services/desk/gate.h"

static bool is_other(struct text named, struct text sender)
{
    return named.length && !text_equal(named, sender);
}

/* Who is spoken of; the sender when nobody is named. Somebody else has the role that is named, or the one they had last. */
static enum error find(
    struct call *call,
    struct text named,
    struct text role,
    struct actor *ret_actor,
    struct worker **ret_worker
)
{
    struct actor sender;
    enum error error = gate_actor(call, &sender);

    if (error != OK)
        return error;
    bool other = is_other(named, sender.id);
    if (other && sender.line < PRESENCE_OTHERS_LINE)
        return refuse(call, "forbidden", "actorrole", "this takes L3 or above / 须三线及以上");
    struct worker *worker = call_record_text(call, &worker_record, other ? named : sender.id);
    if (!worker)
        return ERROR_need;
    *ret_actor = sender;
    if (other) {
        struct text known = role.length ? role : worker->role;
        if (!known.length)
            return refuse(
                call,
                "missing_field",
                "data.role",
                "no role of theirs is known / 不知该人员的角色"
            );
        if (!actor_of(call->policies, named, known, ret_actor))
            return refuse(
                call,
                "invalid_field",
                "data.role",
                "there is no such role / 没有该角色"
            );
    }
    if (ret_actor->line < 1)
        return refuse(
            call,
            "forbidden",
            "data.role",
            "this role claims no cases / 该角色不领取工单"
        );
    *ret_worker = worker;
    return OK;
}

static void reply(struct call *call, const struct actor *actor, const struct worker *worker)
{
    const struct desk_policy *policy = call->policies;
    bool offered = worker->has_offer_until && call->now_ms <= worker->offer_until;

    call_reply_result(
        call,
        &worker_view_shape,
        &(struct worker_view){
            .actor = worker->actor,
            .presence = worker->presence,
            .since = worker->since,
            .has_since = worker->has_since,
            .held = worker->held,
            .has_held = true,
            .load = worker->load,
            .has_load = true,
            .capacity = actor->capacity,
            .has_capacity = true,
            .on_shift = actor_is_on_shift(&policy->staff, actor, call->now_ms),
            .has_on_shift = true,
            .offer_case = worker->offer_case,
            .has_offer_case = offered,
            .offer_until = worker->offer_until,
            .has_offer_until = offered,
        }
    );
}

/* Whoever goes takes no offer along. */
static enum error leave_offer(struct call *call, struct worker *worker)
{
    if (!worker->has_offer_case)
        return OK;
    struct queued_case *row = call_record_id(call, &queued_case_record, worker->offer_case);
    if (!row)
        return ERROR_need;
    if (row->offered_to.at && text_equal(row->offered_to, worker->actor)) {
        offer_end(call, row, OFFER_END_withdrawn, NULL);
        row_put(call, row);
    }
    offer_leave_worker(worker);
    return OK;
}

enum error desk_decide_set_presence(struct call *call, const struct staff_set_presence *body)
{
    struct worker *worker = NULL;
    struct actor actor;
    enum error error = find(call, body->actor, body->role, &actor, &worker);

    if (error == OK && body->presence != PRESENCE_available)
        error = leave_offer(call, worker);
    if (error != OK)
        return error;
    enum presence before = worker->presence;
    worker->presence = body->presence;
    worker->since = before == body->presence ? worker->since : call->now_ms;
    worker->missed = 0;
    worker->has_held = worker->has_load = worker->has_since = worker->has_missed = true;
    if (!is_other(body->actor, call->message->actorid)) {
        worker->role = actor.role;
        worker->unit = actor.unit;
        worker->seen_at = call->now_ms;
        worker->has_seen_at = true;
    } else if (body->role.length) {
        worker->role = body->role;
    }
    record_put(worker);
    if (before != body->presence)
        emit_staff_presence_changed(
            call,
            (struct case_ref){{{0}}, {0}},
            &(struct staff_presence_changed){
                .actor = worker->actor,
                .presence = worker->presence,
                .before = before,
                .cause = PRESENCE_CAUSE_asked,
                .by = call->message->actorid,
                .at = call->now_ms,
                .has_at = true,
            }
        );
    reply(call, &actor, worker);
    return OK;
}

enum error desk_decide_get_worker(struct call *call, const struct staff_get *body)
{
    struct worker *worker = NULL;
    struct actor actor;
    enum error error = find(call, body->actor, body->role, &actor, &worker);

    if (error == OK)
        reply(call, &actor, worker);
    return error;
}
