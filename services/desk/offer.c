/* See offer.h. */
#include "services/desk/offer.h"

#include "proto/emit.h"
#include "services/desk/transitions.h"

enum { TRIED_SHARE = 8, RETRY_MAX_MS = 120000 };

/* It goes back to its first-contact owner, who has neither declined nor missed it nor given it back. */
static bool is_first_contact(const struct queued_case *row)
{
    return row->first_owner.at && !word_is_among(row->avoided, '\n', row->first_owner);
}

/* They are looked for once a rung: who is not there then keeps what goes before others, but is not waited for. */
static bool tries_first_contact(const struct queued_case *row)
{
    return is_first_contact(row) && !row->has_tried_at;
}

static bool may_be_offered(const struct queued_case *row)
{
    return transition_by_itself(row->state, row->case_type, TRIGGER_offered) != NULL;
}

static bool for_everybody(const struct desk_policy *policy, const struct queued_case *row)
{
    return policy->offers.at_once[row->grade] ||
           rung_does(&policy->ladder, row, WIDENING_offer);
}

bool offer_wakes(
    const struct desk_policy *policy,
    const struct queued_case *row,
    int64_t *ret_at_ms
)
{
    int64_t next = rung_next_ms(&policy->ladder, row);

    if (row->offered_to.at) {
        *ret_at_ms = row->offered_until + 1;
        return true;
    }
    if (tries_first_contact(row) || for_everybody(policy, row)) {
        int64_t waited = (row->tried_at - row->queued_at) / TRIED_SHARE;
        int64_t pause = int64_max(policy->offers.retry_ms, int64_min(waited, RETRY_MAX_MS));
        next = int64_min(next, row->has_tried_at ? row->tried_at + pause : row->queued_at);
    }
    *ret_at_ms = next;
    return next != INT64_MAX;
}

static void forget_offer(struct queued_case *row)
{
    row->offered_to = (struct text){0};
    row->offered_until = 0;
    row->has_offered_until = false;
}

void offer_forget(struct queued_case *row)
{
    forget_offer(row);
    row->rung = row->tried_at = 0;
    row->has_rung = row->has_tried_at = false;
    row->avoided = (struct text){0};
}

void offer_avoid(struct arena *arena, struct queued_case *row, struct text actor)
{
    struct text rest = row->avoided, word;
    size_t count = 0;

    if (!actor.length || word_is_among(row->avoided, '\n', actor))
        return;
    while (word_take(&rest, '\n', &word))
        count++;
    rest = row->avoided;
    if (count >= AVOIDED_MAX)
        (void)!word_take(&rest, '\n', &word);
    row->avoided = arena_format(
        arena,
        "%.*s%s%.*s",
        (int)rest.length,
        rest.at ? rest.at : "",
        rest.length ? "\n" : "",
        (int)actor.length,
        actor.at
    );
}

void offer_end(
    struct call *call,
    struct queued_case *row,
    enum offer_end cause,
    const struct sealed_value *reason
)
{
    struct case_offer_ended event = {
        .version = row->version + 1, /* the caller puts it */
        .has_version = true,
        .to = row->offered_to,
        .offer_no = row->offer_no,
        .has_offer_no = true,
        .cause = cause,
    };

    if (reason)
        event.reason = *reason;
    if (cause != OFFER_END_withdrawn)
        offer_avoid(call->arena, row, row->offered_to);
    forget_offer(row);
    row->tried_at = 0;
    row->has_tried_at = false;
    emit_case_offer_ended(call, row_ref(row), &event);
}

void offer_leave_worker(struct worker *worker)
{
    worker->offer_case = (struct uuid){{0}};
    worker->has_offer_case = false;
    worker->offer_weight = worker->offer_until = 0;
    worker->has_offer_weight = worker->has_offer_until = false;
}

/* Whoever misses too many in a row is not there. */
static void miss(struct call *call, struct worker *worker)
{
    const struct desk_policy *policy = call->policies;

    offer_leave_worker(worker);
    worker->missed++;
    worker->has_missed = worker->has_held = true;
    if (worker->missed >= policy->offers.missed_max && worker->presence == PRESENCE_available) {
        worker->presence = PRESENCE_away;
        worker->since = call->now_ms;
        worker->has_since = true;
        emit_staff_presence_changed(
            call,
            (struct case_ref){{{0}}, {0}},
            &(struct staff_presence_changed){
                .actor = worker->actor,
                .presence = PRESENCE_away,
                .before = PRESENCE_available,
                .cause = PRESENCE_CAUSE_missed,
                .at = call->now_ms,
                .has_at = true,
            }
        );
    }
    record_put(worker);
}

static enum error take_back(struct call *call, struct queued_case *row)
{
    struct worker *worker = call_record_text(call, &worker_record, row->offered_to);

    if (!worker)
        return ERROR_need;
    if (worker->has_offer_case && uuid_equal(worker->offer_case, row->case_id))
        miss(call, worker);
    offer_end(call, row, OFFER_END_lapsed, NULL);
    return OK;
}

bool offer_rung_matters(
    const struct desk_policy *policy,
    const struct queued_case *row,
    enum widening widening
)
{
    const struct pool_rule *pool = pool_find(policy, row->queue);
    struct text rest = row->skills, word;

    if (widening == WIDENING_pool)
        return pool && pool->overflow_count;
    if (widening != WIDENING_levels)
        return true;
    while (word_take(&rest, ',', &word)) {
        int64_t asked;
        word = skill_split(word, &asked);
        if (asked > 1 || skill_least(&policy->skills, word, row->grade) > 1)
            return true;
    }
    return false;
}

/* Up to the rung that is reached by now; true when that was said. */
static bool climb(struct call *call, struct queued_case *row)
{
    const struct desk_policy *policy = call->policies;
    size_t reached = rungs_reached(&policy->ladder, row, call->now_ms);

    enum widening widening = WIDENING_none;
    if ((int64_t)reached <= row->rung)
        return false;
    for (size_t i = (size_t)row->rung; i < reached; i++) {
        if (offer_rung_matters(policy, row, policy->ladder.rungs[i].widening))
            widening = policy->ladder.rungs[i].widening;
    }
    row->rung = (int64_t)reached;
    row->has_rung = true;
    row->avoided = (struct text){0};
    row->tried_at = 0;
    row->has_tried_at = false;
    if (!widening)
        return false;
    emit_case_overflowed(
        call,
        row_ref(row),
        &(struct case_overflowed){
            .version = row->version + 1,
            .has_version = true,
            .rung = row->rung,
            .has_rung = true,
            .rungs = (int64_t)policy->ladder.count,
            .has_rungs = true,
            .widening = widening,
            .queue = row->queue,
            .queued_at = row->queued_at,
            .has_queued_at = row->has_queued_at,
            .due_at = row->due_at,
            .has_due_at = row->has_due_at,
            .owner = pool_owner(policy, row->queue),
        }
    );
    return true;
}

static void give_offer(
    struct call *call,
    struct queued_case *row,
    struct worker *worker,
    const struct candidates *candidates
)
{
    const struct desk_policy *policy = call->policies;
    int64_t weight = fit_weight(policy, row);

    row->offer_no++;
    row->offered_to = worker->actor;
    row->offered_until = call->now_ms + policy->offers.for_ms[row->grade];
    row->has_offer_no = row->has_offered_until = true;
    worker->offer_case = row->case_id;
    worker->offer_weight = weight;
    worker->offer_until = row->offered_until;
    worker->has_offer_case = worker->has_offer_weight = worker->has_offer_until = true;
    record_put(worker);
    emit_case_offered(
        call,
        row_ref(row),
        &(struct case_offered){
            .version = row->version + 1,
            .has_version = true,
            .to = row->offered_to,
            .offer_no = row->offer_no,
            .has_offer_no = true,
            .until = row->offered_until,
            .has_until = true,
            .queue = row->queue,
            .grade = row->grade,
            .case_type = row->case_type,
            .weight = weight,
            .has_weight = true,
            .first_contact =
                is_first_contact(row) && text_equal(row->first_owner, worker->actor),
            .has_first_contact = true,
            .interrupts = fit_interrupts(row),
            .has_interrupts = true,
            .refused = candidates->refused,
            .refused_count = candidates->refused_count,
        }
    );
}

/* The list of who is there was read before this batch: the worker's own row decides. */
static bool may_be_asked(
    const struct call *call,
    const struct queued_case *row,
    const struct present *present,
    const struct worker *worker
)
{
    return worker->presence == PRESENCE_available &&
           !(worker->has_offer_until && call->now_ms <= worker->offer_until) &&
           fit_capacity(call->policies, &present->actor, worker->load, row, true) ==
               REFUSAL_none;
}

/* The case of an offer that the worker still has, lapsed or taken from them; NULL: there is none. ERROR_need. */
static enum error
offered_before(struct call *call, const struct worker *worker, struct queued_case **ret_row)
{
    *ret_row = NULL;
    if (!worker->has_offer_case)
        return OK;
    *ret_row = call_record_id(call, &queued_case_record, worker->offer_case);
    return *ret_row ? OK : ERROR_need;
}

/* An offer that lapsed and that the chore has not come to counts as missed before another takes its place. False: they are
 * away by that, which the turn of its own case says. */
static bool make_room(
    const struct desk_policy *policy,
    struct worker *worker,
    const struct queued_case *other
)
{
    bool missed = other && other->offered_to.at && text_equal(other->offered_to, worker->actor);

    if (missed && worker->missed + 1 >= policy->offers.missed_max)
        return false;
    offer_leave_worker(worker);
    worker->missed += missed;
    worker->has_missed = true;
    return true;
}

static enum error
ask(struct call *call, struct queued_case *row, struct offer_turn *turn, bool *ret_offered)
{
    struct text only = for_everybody(call->policies, row) ? (struct text){0} : row->first_owner;
    struct candidates *found = ARENA_NEW(call->arena, struct candidates);
    struct worker *workers[CANDIDATES_MAX] = {NULL};
    struct queued_case *others[CANDIDATES_MAX] = {NULL};
    enum error error = offer_turn_read(call, turn);

    if (error != OK || !turn->count)
        return error;
    candidates_find(call, row, turn, only, found);
    for (size_t i = 0; i < found->count; i++) {
        workers[i] = call_record_text(call, &worker_record, found->best[i].actor.id);
        if (!workers[i] || offered_before(call, workers[i], &others[i]) != OK)
            error = ERROR_need;
    }
    if (error != OK)
        return error;
    for (size_t i = 0; i < found->count && !*ret_offered; i++) {
        if (!may_be_asked(call, row, &found->best[i], workers[i]) ||
            !make_room(call->policies, workers[i], others[i]))
            continue;
        give_offer(call, row, workers[i], found);
        offer_turn_leave(turn, workers[i]->actor);
        *ret_offered = true;
    }
    return OK;
}

enum error offer_step(struct call *call, struct queued_case *row, struct offer_turn *turn)
{
    bool lapsed = row->offered_to.at &&
                  transition_by_itself(row->state, row->case_type, TRIGGER_offer_lapsed);
    bool offered = false;
    enum error error = lapsed ? take_back(call, row) : OK;

    if (error != OK)
        return error;
    bool climbed = climb(call, row);
    if (may_be_offered(row) &&
        (tries_first_contact(row) || for_everybody(call->policies, row))) {
        error = ask(call, row, turn, &offered);
        if (error != OK)
            return error;
        row->tried_at = call->now_ms;
        row->has_tried_at = true;
    }
    if (lapsed || climbed || offered)
        row_put(call, row);
    else
        row_store(call, row);
    return OK;
}
