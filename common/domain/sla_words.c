/* The words of waits and layers, see sla_policy.h. */
#include "common/domain/sla_policy.h"

static const char *const reason_names[WAIT_REASONS] = {
    [WAIT_customer] = "W1",
    [WAIT_customer_allowed] = "W1!",
    [WAIT_internal] = "W2",
    [WAIT_appraisal] = "W3.appraisal",
    [WAIT_outside] = "W3.other",
    [WAIT_closed] = "closed",
};

struct text wait_reason_text(enum wait_reason reason)
{
    return text_of(reason_names[reason]);
}

bool wait_reason_find(struct text name, enum wait_reason *ret_reason)
{
    for (int i = 0; i < WAIT_closed; i++) {
        if (!text_is(name, reason_names[i]))
            continue;
        *ret_reason = (enum wait_reason)i;
        return true;
    }
    return false;
}

struct text sla_layer_text(enum sla_layer layer)
{
    static const char *const names[] = {
        [LAYER_statute] = "statute",
        [LAYER_contract] = "contract",
        [LAYER_customer] = "customer",
        [LAYER_team] = "team",
    };

    return text_of(names[layer]);
}
