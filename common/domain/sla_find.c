/* See sla_policy.h. The clocks of a profile are found by a hash of their id: a case asks for each that it might have. */
#include "common/domain/sla_policy.h"

/* Of the FNV hash of an id. */
static size_t place_of(struct text id)
{
    uint32_t hash = 2166136261;

    for (size_t i = 0; i < id.length; i++)
        hash = (hash ^ (uint8_t)id.at[i]) * 16777619;
    return hash & (SLA_PLACES - 1);
}

void sla_policy_add(struct sla_policy *policy, const struct sla_clock *clock)
{
    size_t place = place_of(clock->id);

    while (policy->places[place])
        place = (place + 1) & (SLA_PLACES - 1);
    policy->clocks[policy->clock_count++] = *clock;
    policy->places[place] = (uint8_t)policy->clock_count;
}

const struct sla_clock *sla_policy_find(const struct sla_policy *policy, struct text id)
{
    for (size_t place = place_of(id); policy->places[place];
         place = (place + 1) & (SLA_PLACES - 1)) {
        const struct sla_clock *clock = &policy->clocks[policy->places[place] - 1];
        if (text_equal(clock->id, id))
            return clock;
    }
    return NULL;
}
