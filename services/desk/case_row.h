/* What every decision does to a case's row: who has it, where it stands, which grade counts.
 *
 * The functions keep the row consistent: an owner is counted in the owner's worker row, a state of work needs
 * an owner, the wake-up time follows from state, owner and policy. Which grade and deadline count is a function
 * of what each stream said last, so that the streams may come in any order (P4). */
#pragma once

#include "common/engine/call.h"
#include "common/vault.h"
#include "services/desk/policy.h"
#include "services/desk/records.h"
#include "services/desk/transitions.h"

static inline struct case_ref row_ref(const struct queued_case *row)
{
    return (struct case_ref){row->case_id, row->case_no};
}

/* Router has placed it; before that it is an early row, made by an event of another stream. */
static inline bool row_is_known(const struct queued_case *row)
{
    return row->head.exists && row->queue.at != NULL;
}

static inline bool row_is_complaint(const struct queued_case *row)
{
    return row->case_type == CASE_TYPE_complaint;
}

/* In Redis: nobody has it and somebody may claim it. */
bool row_is_waiting(const struct queued_case *row);

/* With whom it is, for what is legal. */
enum holder row_holder(const struct queued_case *row);

/* Resolved, told, closed or ended some other way: no work is going on. */
bool row_is_settled(const struct queued_case *row);

/* The line that a worker must stand in to have it: 1 to 6. */
int64_t row_line(const struct queued_case *row);

/* Where work begins: C1 for complaints, C4 for one that was answered before, N5 for all others. */
enum case_state row_first_stage(const struct queued_case *row);

/* To `to`, or, when work there needs an owner and there is none, to the queue with `to` as its stage. A case that did not
 * wait and does now waits from now: the ladder counts from there. */
void row_enter(struct call *call, struct queued_case *row, enum case_state to);

/* Grade and deadline from what the streams said (P4):
 *   a regrade down counts alone; else the graver of router's and the regrade; a reopened case is at least one
 *   grade per reopening above its first, and at least P2 from the second time on (REQUIREMENTS 2.3 row 69). */
void row_settle_grade(struct queued_case *row);
void row_settle_due(struct queued_case *row);

/* One version more, the wake-up time, and it is stored. Last word of every decision that changed something. */
void row_put(struct call *call, struct queued_case *row);

/* The same without a new version: nothing that commands are conditional on has changed. */
void row_store(struct call *call, struct queued_case *row);

/* Gives it to somebody: lease_epoch + 1, lease_until by the policy, its weight on the worker. ERROR_need. */
enum error
row_give(struct call *call, struct queued_case *row, struct text owner, struct text role)
    MUST_CHECK;

/* Takes it from its owner, if it has one; the lease's number stays. ERROR_need. */
enum error row_take(struct call *call, struct queued_case *row) MUST_CHECK;

/* The lease runs anew from now; it stands still while the case waits for a customer or an approval. */
void row_lease_anew(struct call *call, struct queued_case *row);
void row_lease_pause(struct queued_case *row);

/* Back to the queue, because of a trigger or the owner's wish: emits case.released. `reason` may be NULL. */
enum error row_release(
    struct call *call,
    struct queued_case *row,
    enum release_cause cause,
    const struct sealed_value *reason
) MUST_CHECK;

/* It is taken up again with the version that the next row_put gives: what survey says of earlier answers is over. */
void row_begin_round(struct queued_case *row);

/* The case is back, one grade higher: state, counts, case.reopened. */
void row_reopen(
    struct call *call,
    struct queued_case *row,
    enum reopen_cause cause,
    const struct sealed_value *reason
);

/* case.closed, with everything that archive and survey need. */
void row_close(
    struct call *call,
    struct queued_case *row,
    enum case_state state,
    enum close_cause cause
);

/* The key of a case's personal fields, to be forgotten soon (vault_forget_key). ERROR_need; ERROR_not_found when it was
 * destroyed. */
enum error
row_open_key(struct call *call, struct uuid case_id, struct case_key *ret_key) MUST_CHECK;

/* Seals a personal field under the case's key; `path` is its path in the event's data. ERROR_need, or
 * ERROR_not_found when the key is gone: then nothing can be said about this case any more. */
enum error row_seal(
    struct call *call,
    const struct queued_case *row,
    const char *path,
    struct text plain,
    struct sealed_value *ret_sealed
) MUST_CHECK;
