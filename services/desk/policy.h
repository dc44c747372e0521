/* desk's policies: limits and assignment from desk.yaml, skills.yaml, roles.yaml and staff.yaml (REQUIREMENTS 1.9,
 * 1.21, CL-08 to CL-11). Pure after loading. */
#pragma once

#include "common/engine/service.h"
#include "services/desk/rungs.h"
#include "services/desk/staff.h"

enum { CASE_TYPES = CASE_TYPE_transfer_out, POOLS_MAX = 64, OVERFLOW_MAX = 8 };

/* What work weighs, and how long a person may be left to it (the assignment map of desk.yaml). */
struct assignment {
    int64_t type_weight[CASE_TYPES + 1];
    int64_t grade_weight[CASE_GRADES + 1]; /* added to the type's */
    int64_t reserve;       /* points beyond the capacity that urgent work may take */
    int64_t guard_percent; /* of its time; then a case goes before every preference (CL-10) */
    int64_t seen_ms;       /* so long somebody counts as there who took work */
    int64_t empty_ms;      /* so long a case waits before its pool is called empty */
};

struct offers {
    bool at_once[CASE_GRADES + 1];   /* this grade is offered as soon as it waits */
    int64_t for_ms[CASE_GRADES + 1]; /* how long an offer stands */
    int64_t retry_ms;   /* when nobody was there: again after this, then less often */
    int64_t missed_max; /* so many missed in a row make somebody away */
};

struct pool_rule {
    struct text queue, owner; /* owner absent: the default */
    struct text overflow[OVERFLOW_MAX];
    size_t overflow_count;
};

struct desk_policy {
    int64_t lease_ms;
    int64_t quiet_ms, quiet_complaint_ms; /* from resolved, or told, to closed */
    int64_t reopen_ms;                    /* as long a customer may say it is not solved */
    int64_t repeat_ms; /* within it the same matter again is a repeat contact (WO-08) */
    int64_t review_ms; /* as long a review of a decision may be asked for */
    struct assignment assignment;
    struct offers offers;
    struct ladder ladder;
    struct pool_rule pools[POOLS_MAX];
    size_t pool_count;
    struct text pool_owner; /* who is told where no rule says so */
    struct skill_rules skills;
    struct staff staff;
};

/* ERROR_config with the faults of the files. */
enum error desk_policies_load(
    struct arena *arena,
    const char *config_directory,
    struct policy_set *ret_set
) MUST_CHECK;

/* The tree of each file alone, for tests. */
void desk_policy_read_limits(struct yaml *yaml, struct desk_policy *policy);

/* NULL: none for this queue. */
const struct pool_rule *pool_find(const struct desk_policy *policy, struct text queue);
struct text pool_owner(const struct desk_policy *policy, struct text queue);

/* False when there is no such role. */
bool actor_of(
    const struct desk_policy *policy,
    struct text id,
    struct text role,
    struct actor *ret_actor
) MUST_CHECK;

/* CL-08: see staff_is_recused. */
bool actor_is_recused(
    const struct desk_policy *policy,
    struct text actor,
    struct text about_employee
);
