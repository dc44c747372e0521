/* Which of the cases that are proposed a claim gets (CL-10): the order inside a queue.
 *
 * By deadline, as Redis proposes them; but whose first-contact owner claims, and what suits the actor's skills
 * better, may go before, as long as no case that is proposed has used up the guarded share of its time. From then on
 * a case is passed over only by cases with an earlier deadline, so that an old case of low grade is served before
 * its own deadline under any load that the staff can bear at all. Pure. */
#pragma once

#include "services/desk/fit.h"

/* A case whose time is used up to the guarded share, or that has no deadline to tell. */
bool choose_is_guarded(
    const struct desk_policy *policy,
    const struct queued_case *row,
    int64_t now_ms
);

/* First contact before preferred skills. */
int64_t choose_bonus(const struct actor *actor, const struct queued_case *row, int64_t now_ms);

/* Whether `other`, which was proposed after `best`, goes before it. */
bool choose_goes_before(
    const struct desk_policy *policy,
    const struct actor *actor,
    const struct queued_case *other,
    const struct queued_case *best,
    int64_t now_ms
);
