/* Which limits of a case can be extended (REQUIREMENTS 2.3 rows 35 and 36, 3.1): one, or none.
 *
 * An extension is told of a case, with its days alone, and moves the limit that its rules allow to be extended. Two such
 * limits in one chain of profiles would both move by an approval that was given for one: such profiles are refused on
 * load. Where a profile and the one that it inherits from have the same clock, it is one limit. Pure. */
#pragma once

#include "common/domain/sla_policy.h"

/* A clock that can be extended beside another one of the chain of `policy`, whatever the versions; NULL when there is none. */
const struct sla_clock *sla_extension_second(
    const struct sla_policy *const *policies,
    size_t count,
    const struct sla_policy *policy
);
