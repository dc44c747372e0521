/* See sla_extension.h. */
#include "common/domain/sla_extension.h"

enum { DEPTH_MAX = 4 /* as far as profiles inherit, see due_rules.h */ };

struct chain {
    const struct sla_policy *const *policies;
    size_t count;
    struct text id; /* of the first clock that can be extended; absent: none was met */
};

/* The first with another id than the one that was met before. */
static const struct sla_clock *
walk(struct chain *chain, const struct sla_policy *policy, int depth)
{
    const struct sla_clock *found = NULL;

    for (size_t i = 0; i < policy->clock_count && !found; i++) {
        const struct sla_clock *clock = &policy->clocks[i];
        if (clock->stage_count < 2)
            continue;
        if (chain->id.at && !text_equal(chain->id, clock->id))
            found = clock;
        chain->id = clock->id;
    }
    for (size_t i = 0; i < chain->count && !found && depth < DEPTH_MAX; i++) {
        if (policy->inherits.at && text_equal(chain->policies[i]->name, policy->inherits))
            found = walk(chain, chain->policies[i], depth + 1);
    }
    return found;
}

const struct sla_clock *sla_extension_second(
    const struct sla_policy *const *policies,
    size_t count,
    const struct sla_policy *policy
)
{
    struct chain chain = {.policies = policies, .count = count};

    return walk(&chain, policy, 1);
}
