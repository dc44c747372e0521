/* Offers: work that desk gives to somebody who is there, instead of waiting for a claim (CL-10, CL-11, RO-11).
 *
 * A case is offered when its grade asks for it at once, when a rung of the overflow ladder says so, or when its
 * first-contact owner is there. An offer stands for a time that depends on the grade; then the work is taken back and the
 * next one is asked. Nobody has two offers at a time, and while an offer stands its weight is kept free. */
#pragma once

#include "services/desk/candidates.h"

enum { AVOIDED_MAX = 8 };

/* When the chore must look at a waiting case; false: never by itself. */
bool offer_wakes(
    const struct desk_policy *policy,
    const struct queued_case *row,
    int64_t *ret_at_ms
);

/* Somebody has it, or it was placed anew: no offer, no rung, nobody avoided. */
void offer_forget(struct queued_case *row);

/* This one is not asked again on this rung; of more than AVOIDED_MAX the oldest is forgotten. */
void offer_avoid(struct arena *arena, struct queued_case *row, struct text actor);

/* An offer that ended without a claim: case.offer_ended. `reason` may be NULL; the row is put by the caller. */
void offer_end(
    struct call *call,
    struct queued_case *row,
    enum offer_end cause,
    const struct sealed_value *reason
);

/* A worker has no offer any more. */
void offer_leave_worker(struct worker *worker);

/* Whether a rung changes anything for this case; what does not is no event. */
bool offer_rung_matters(
    const struct desk_policy *policy,
    const struct queued_case *row,
    enum widening widening
);

/* Looks at a waiting case: a lapsed offer is taken back, a rung of the ladder climbed, somebody asked. At most four
 * events. ERROR_need. */
enum error
offer_step(struct call *call, struct queued_case *row, struct offer_turn *turn) MUST_CHECK;
