/* See candidates.h. */
#include "services/desk/candidates.h"

static bool has_room(const struct desk_policy *policy, const struct present *present)
{
    return present->taken < present->actor.capacity + policy->assignment.reserve;
}

void candidates_keep_able(
    const struct desk_policy *policy,
    struct offer_turn *turn,
    int64_t now_ms
)
{
    size_t kept = 0;

    for (size_t i = 0; i < turn->count; i++) {
        const struct present *one = &turn->people[i];
        if (one->presence == PRESENCE_available && !one->has_offer && has_room(policy, one) &&
            actor_is_on_shift(&policy->staff, &one->actor, now_ms))
            turn->people[kept++] = *one;
    }
    turn->count = kept;
}

enum error offer_turn_read(struct call *call, struct offer_turn *turn)
{
    if (turn->is_read)
        return OK;
    const struct key_list *lines = call_list(call, &desk_present_list, (struct bytes){0});
    if (!lines)
        return ERROR_need;
    turn->people = present_read_all(call->policies, lines, call->arena, &turn->count);
    candidates_keep_able(call->policies, turn, call->now_ms);
    turn->is_read = true;
    return OK;
}

void offer_turn_leave(struct offer_turn *turn, struct text actor)
{
    for (size_t i = 0; i < turn->count; i++) {
        if (text_equal(turn->people[i].actor.id, actor)) {
            turn->people[i] = turn->people[--turn->count];
            return;
        }
    }
}

static void consider(
    const struct call *call,
    const struct queued_case *row,
    const struct present *present,
    struct candidates *candidates
)
{
    size_t at = candidates->count;

    while (at > 0 && present_is_better(present, &candidates->best[at - 1], row, call->now_ms))
        at--;
    if (at == CANDIDATES_MAX)
        return;
    candidates->count = size_min(candidates->count + 1, CANDIDATES_MAX);
    for (size_t i = candidates->count - 1; i > at; i--)
        candidates->best[i] = candidates->best[i - 1];
    candidates->best[at] = *present;
}

void candidates_find(
    const struct call *call,
    const struct queued_case *row,
    const struct offer_turn *turn,
    struct text only,
    struct candidates *ret_candidates
)
{
    struct candidates *found = ret_candidates;

    *found = (struct candidates){.count = 0};
    for (size_t i = 0; i < turn->count; i++) {
        const struct present *one = &turn->people[i];
        if (only.length && !text_equal(one->actor.id, only))
            continue;
        enum refusal refusal = present_refusal(call->policies, one, row, call->now_ms);
        if (refusal == REFUSAL_none)
            consider(call, row, one, found);
        else if (found->refused_count < REFUSED_MAX)
            found->refused[found->refused_count++] =
                (struct refused_candidate){one->actor.id, refusal};
    }
}
