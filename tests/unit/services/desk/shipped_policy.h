/* Desk's policies as they are shipped, for tests of what needs no trial. */
#pragma once

#include "tests/unit/services/desk/desk_trial.h"

static struct arena arena;
static const struct desk_policy *policy;

static inline int policy_begin(void **state UNUSED)
{
    static struct policy_set set;

    set = (struct policy_set){.count = 0};
    if (desk_policies_load(&arena, "deploy/config", &set) != OK)
        return -1;
    policy = set.policies;
    return 0;
}

static inline int policy_end(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}
