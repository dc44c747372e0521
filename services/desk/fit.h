/* Whether somebody may have a case, and if not, why (CL-08, CL-11, RW-02): the one place that says so, for claims,
 * offers, empty pools and `shouli why`. Pure. */
#pragma once

#include "services/desk/case_row.h"

/* Points that the case takes of its owner's capacity: those of its type and those of its grade. */
int64_t fit_weight(const struct desk_policy *policy, const struct queued_case *row);

/* What does not change with load and presence: queue, line, skills, unit, recusal. */
enum refusal fit_refusal(
    const struct desk_policy *policy,
    const struct actor *actor,
    const struct queued_case *row,
    int64_t now_ms
);

/* Points taken: cases in hand, and one that is offered right now. `worker` may be NULL. */
int64_t fit_taken(const struct worker *worker, int64_t now_ms);

/* Capacity is never exceeded; an offer of the gravest grade may use the reserve on top of it. */
enum refusal fit_capacity(
    const struct desk_policy *policy,
    const struct actor *actor,
    int64_t taken,
    const struct queued_case *row,
    bool offered
);

/* The queue of the case, or one whose people may have it too by now, is among `queues`. */
bool fit_queue(const struct word_set *queues, const struct queued_case *row);

/* Urgent work: it may interrupt. */
static inline bool fit_interrupts(const struct queued_case *row)
{
    return row->grade == CASE_GRADE_P1;
}

/* How many of the skills that router prefers for the case the actor has, at the level it wishes for. */
int64_t fit_preferred(const struct actor *actor, const struct queued_case *row, int64_t now_ms);
