/* desk's policies: limits from desk.yaml, roles and people from roles.yaml (REQUIREMENTS 1.21, CL-08, CL-11).
 *
 * Who acts is said by the message (actorid, actorrole); what a role may do stands here. A person who is
 * not listed has what the role has. Pure after loading. */
#pragma once

#include "common/engine/service.h"

enum { ROLES_MAX = 64, PEOPLE_MAX = 20000, WORDS_MAX = 64 };

/* Skills or queues; `all` stands for every one. */
struct word_set {
    const struct text *at;
    size_t count;
    bool all;
};

struct role {
    struct text name;
    int64_t line; /* 0 to 6: L1 … L6; 0 stands in no line */
    bool serves;  /* has to do with customers: may record what they say */
    bool reads;   /* may look at cases */
    struct word_set skills, queues;
    int64_t capacity; /* cases at a time */
};

struct person {
    struct text id;
    struct text leader; /* the direct one; absent when none is known */
    struct word_set skills, queues;
    bool has_skills, has_queues;
    int64_t capacity;
};

struct desk_policy {
    int64_t lease_ms;
    int64_t quiet_ms, quiet_complaint_ms; /* from resolved, or told, to closed */
    int64_t reopen_ms;                    /* as long a customer may say it is not solved */
    int64_t review_ms;                    /* as long a review of a decision may be asked for */
    struct role roles[ROLES_MAX];
    size_t role_count;
    struct person *people; /* sorted by id */
    size_t person_count;
};

/* Who acts, with what the policy gives them. */
struct actor {
    struct text id, role, unit;
    int64_t line;
    bool serves, reads;
    struct word_set skills, queues;
    int64_t capacity;
};

/* ERROR_config with the faults of both files. */
enum error desk_policies_load(
    struct arena *arena,
    const char *config_directory,
    struct policy_set *ret_set
) MUST_CHECK;

/* The tree of each file alone, for tests. */
void desk_policy_read_limits(struct yaml *yaml, struct desk_policy *policy);
void desk_policy_read_roles(struct yaml *yaml, struct desk_policy *policy);

/* False when there is no such role. */
bool actor_of(
    const struct desk_policy *policy,
    struct text id,
    struct text role,
    struct actor *ret_actor
) MUST_CHECK;

const struct role *role_find(const struct desk_policy *policy, struct text name);
const struct person *person_find(const struct desk_policy *policy, struct text id);

bool word_set_has(const struct word_set *words, struct text word);

/* CL-08: the employee complained about, and the direct leader of that employee, must not have the case. */
bool actor_is_recused(
    const struct desk_policy *policy,
    struct text actor,
    struct text about_employee
);
