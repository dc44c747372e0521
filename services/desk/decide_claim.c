/* See decide_claim.h. Candidates come from propose.lua; the decision takes the first that is still waiting and
 * that this actor may have. Two claims of a batch see each other's effects on the rows. */
#include "services/desk/decide_claim.h"

#include "proto/emit.h"
#include "services/desk/choose.h"
#include "services/desk/propose.h"

enum { BUSY_RETRY_MS = 200, RACE_RETRY_MS = 50 };

/* Who claims, from which queues, and how much of the capacity is taken. */
struct claimer {
    struct actor actor;
    struct word_set queues;
    int64_t taken;
};

struct pick {
    struct queued_case *row;
    size_t gone;    /* candidates that somebody has by now */
    size_t refused; /* … that this actor must not have */
};

static enum error busy(struct call *call, int64_t retry_after_ms)
{
    call->reply->busy = true;
    call->reply->retry_after_ms = retry_after_ms;
    return refuse(
        call,
        "busy",
        NULL,
        "the queues are being looked up again / 正在重新查询队列，请稍后再试"
    );
}

static enum error empty(struct call *call, const char *why)
{
    return refuse(call, "queue_empty", NULL, "%s", why);
}

/* How it goes on with what was proposed. */
static void consider(
    const struct call *call,
    const struct claimer *claimer,
    struct queued_case *row,
    struct pick *pick
)
{
    const struct desk_policy *policy = call->policies;
    const struct actor *actor = &claimer->actor;

    if (!row_is_waiting(row) || row->offered_to.at)
        pick->gone++;
    else if (!fit_queue(&claimer->queues, row) ||
             fit_refusal(policy, actor, row, call->now_ms) != REFUSAL_none ||
             fit_capacity(policy, actor, claimer->taken, row, false) != REFUSAL_none)
        pick->refused++;
    else if (!pick->row || choose_goes_before(policy, actor, row, pick->row, call->now_ms))
        pick->row = row;
}

static enum error pick_from(
    struct call *call,
    const struct claimer *claimer,
    const struct key_list *candidates,
    struct pick *pick
)
{
    bool need = false;

    for (size_t i = 0; i < candidates->count; i++) {
        if (candidates->keys[i].length != 16)
            continue;
        struct queued_case *row = call_record(call, &queued_case_record, candidates->keys[i]);
        if (!row)
            need = true;
        else
            consider(call, claimer, row, pick);
    }
    return need ? ERROR_need : OK;
}

/* Page by page, as long as all that is proposed must not be had by this actor. */
static enum error
pick_one(struct call *call, const struct claimer *claimer, struct pick *ret_pick)
{
    *ret_pick = (struct pick){.row = NULL};
    for (int page = 0; page < PROPOSE_PAGES; page++) {
        struct bytes want = propose_want(call, &claimer->actor, &claimer->queues, page);
        const struct key_list *candidates = call_list(call, &desk_candidates_list, want);
        if (!candidates)
            return ERROR_need;
        if (candidates->busy)
            return busy(call, BUSY_RETRY_MS);
        enum error error = pick_from(call, claimer, candidates, ret_pick);
        if (error != OK)
            return error;
        if (ret_pick->row || !ret_pick->refused)
            return OK;
    }
    return OK;
}

/* The queues that are asked for and allowed; a name that no queue can have is left out. */
static struct word_set
wanted_queues(struct call *call, const struct actor *actor, const struct case_claim *body)
{
    if (!body->queues)
        return actor->queues;

    struct text *at = ARENA_ARRAY(call->arena, struct text, body->queues_count + 1);
    struct word_set queues = {.at = at};
    for (size_t i = 0; i < body->queues_count; i++) {
        if (is_word(body->queues[i]) && word_set_has(&actor->queues, body->queues[i]))
            at[queues.count++] = body->queues[i];
    }
    return queues;
}

enum error claim_take(struct call *call, struct queued_case *row, const struct actor *actor)
{
    const struct transition *step = transition_find(
        row->state,
        row->case_type,
        (enum message_type)call->message->shape->type
    );
    int64_t queued_at = row->queued_at;

    if (!step)
        return gate_illegal(call, row, "a claim is not possible", "不能领取");
    enum error error = row_give(call, row, actor->id, actor->role);
    if (error != OK)
        return error;
    row_enter(call, row, step->to ? step->to : row->stage);
    row_put(call, row);
    emit_case_claimed(
        call,
        row_ref(row),
        &(struct case_claimed){
            .state = row->state,
            .version = row->version,
            .has_version = true,
            .owner = row->owner,
            .role = row->owner_role,
            .owner_unit = actor->unit,
            .lease_epoch = row->lease_epoch,
            .has_lease_epoch = true,
            .lease_until = row->lease_until,
            .has_lease_until = true,
            .queue = row->queue,
            .case_type = row->case_type,
            .grade = row->grade,
            .queued_at = queued_at,
            .has_queued_at = row->has_queued_at,
        }
    );
    gate_reply(call, row, true);
    return OK;
}

/* The queues are asked in the same round as the worker: most who claim have room. */
static enum error may_claim(struct call *call, struct claimer *claimer)
{
    const struct actor *actor = &claimer->actor;
    struct bytes want;

    if (actor->line < 1)
        return refuse(
            call,
            "forbidden",
            "actorrole",
            "this role claims no cases / 该角色不领取工单"
        );
    if (!claimer->queues.all && !claimer->queues.count)
        return empty(call, "this actor has none of these queues / 该人员不在所选队列");
    const struct worker *worker = call_record_text(call, &worker_record, actor->id);
    want = propose_want(call, actor, &claimer->queues, 0);
    if (!call_list(call, &desk_candidates_list, want) || !worker)
        return ERROR_need;
    claimer->taken = fit_taken(worker, call->now_ms);
    if (claimer->taken >= actor->capacity)
        return empty(call, "this actor has as much work as allowed / 工作量已满");
    return OK;
}

enum error desk_decide_claim(struct call *call, const struct case_claim *body)
{
    struct claimer claimer = {.taken = 0};
    struct pick pick;
    enum error error = gate_actor(call, &claimer.actor);

    if (error != OK)
        return error;
    claimer.queues = wanted_queues(call, &claimer.actor, body);
    error = may_claim(call, &claimer);
    if (error == OK)
        error = pick_one(call, &claimer, &pick);
    if (error != OK)
        return error;
    if (!pick.row)
        return pick.gone ? busy(call, RACE_RETRY_MS)
                         : empty(call, "nothing waits for this actor / 没有可领取的工单");
    if (body->has_version && body->version != pick.row->version)
        return refuse(
            call,
            "conflict",
            "data.version",
            "the next case has another version / 下一工单的版本已变化"
        );
    return claim_take(call, pick.row, &claimer.actor);
}
