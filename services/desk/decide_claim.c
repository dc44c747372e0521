/* See decide_claim.h. Candidates come from propose.lua; the decision takes the first that is still waiting and
 * that this actor may have. Two claims of a batch see each other's effects on the rows. */
#include "services/desk/decide_claim.h"

#include "proto/emit.h"
#include "services/desk/propose.h"

enum { BUSY_RETRY_MS = 200, RACE_RETRY_MS = 50 };

struct pick {
    struct queued_case *row;
    size_t gone;    /* candidates that somebody has by now */
    size_t refused; /* … that this actor must not have */
};

static enum error busy(struct call *call, int64_t retry_after_ms)
{
    call->reply->busy = true;
    call->reply->retry_after_ms = retry_after_ms;
    return refuse(call, "busy", NULL, "the queues are being looked up again");
}

static enum error empty(struct call *call, const char *why)
{
    return refuse(call, "queue_empty", NULL, "%s", why);
}

/* Every skill that stands in the row, joined by commas, must be the actor's. */
static bool has_skills(const struct word_set *skills, struct text wanted)
{
    size_t at = 0;

    for (size_t end = 0; end <= wanted.length; end++) {
        if (end < wanted.length && wanted.at[end] != ',')
            continue;
        struct text word = {wanted.at + at, end - at};
        if (word.length && !word_set_has(skills, word))
            return false;
        at = end + 1;
    }
    return true;
}

static bool may_have(
    const struct call *call,
    const struct queued_case *row,
    const struct actor *actor,
    const struct word_set *queues
)
{
    return word_set_has(queues, row->queue) && has_skills(&actor->skills, row->skills) &&
           actor->line >= row_line(row) &&
           !actor_is_recused(call->policies, actor->id, row->about_employee);
}

static enum error pick_one(
    struct call *call,
    const struct actor *actor,
    const struct word_set *queues,
    const struct key_list *candidates,
    struct pick *ret_pick
)
{
    bool need = false;

    *ret_pick = (struct pick){.row = NULL};
    for (size_t i = 0; i < candidates->count; i++) {
        if (candidates->keys[i].length != 16)
            continue;
        struct queued_case *row = call_record(call, &queued_case_record, candidates->keys[i]);
        if (!row)
            need = true;
        else if (!row_is_waiting(row))
            ret_pick->gone++;
        else if (!may_have(call, row, actor, queues))
            ret_pick->refused++;
        else if (!ret_pick->row)
            ret_pick->row = row;
    }
    return need ? ERROR_need : OK;
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
        if (propose_is_word(body->queues[i]) && word_set_has(&actor->queues, body->queues[i]))
            at[queues.count++] = body->queues[i];
    }
    return queues;
}

static enum error take(struct call *call, struct queued_case *row, const struct actor *actor)
{
    const struct transition *step =
        transition_find(row->state, row->case_type, MESSAGE_case_claim_v1);
    int64_t queued_at = row->queued_at;

    if (!step)
        return gate_illegal(call, row, "a claim is not possible");
    enum error error = row_give(call, row, actor->id, actor->role);
    if (error != OK)
        return error;
    row_enter(row, step->to ? step->to : row->stage);
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

/* Asks for the actor's row and the candidates in one round. */
static enum error find_candidates(
    struct call *call,
    const struct actor *actor,
    const struct word_set *queues,
    const struct key_list **ret_candidates
)
{
    const struct worker *worker = call_record_text(call, &worker_record, actor->id);

    *ret_candidates = call_list(call, &desk_candidates_list, propose_want(call, actor, queues));
    if (!worker || !*ret_candidates)
        return ERROR_need;
    if (worker->held >= actor->capacity)
        return empty(call, "this actor has as many cases as allowed");
    return (*ret_candidates)->busy ? busy(call, BUSY_RETRY_MS) : OK;
}

enum error desk_decide_claim(struct call *call, const struct case_claim *body)
{
    const struct key_list *candidates;
    struct actor actor;
    struct pick pick;
    enum error error = gate_actor(call, &actor);

    if (error == OK && actor.line < 1)
        error = refuse(call, "forbidden", "actorrole", "this role claims no cases");
    if (error != OK)
        return error;
    struct word_set queues = wanted_queues(call, &actor, body);
    if (!queues.all && !queues.count)
        return empty(call, "this actor has none of these queues");
    error = find_candidates(call, &actor, &queues, &candidates);
    if (error == OK)
        error = pick_one(call, &actor, &queues, candidates, &pick);
    if (error != OK)
        return error;
    if (!pick.row)
        return pick.gone ? busy(call, RACE_RETRY_MS)
                         : empty(call, "nothing waits for this actor");
    if (body->has_version && body->version != pick.row->version)
        return refuse(call, "conflict", "data.version", "the next case has another version");
    return take(call, pick.row, &actor);
}
