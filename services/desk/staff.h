/* Roles and people: who stands in which line, knows what, works which queues and when (REQUIREMENTS 1.21, CL-08).
 *
 * Roles are in roles.yaml, people with something of their own in staff.yaml; who is not listed there has what the
 * role has and works at any hour. Who acts is said by the message, with its role. Pure after loading. */
#pragma once

#include "services/desk/shifts.h"
#include "services/desk/skills.h"

enum { ROLES_MAX = 64, PEOPLE_MAX = 20000, WORDS_MAX = 64, CAPACITY_MAX = 1000 };

/* Queues; `all` stands for every one. */
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
    bool exports; /* may take out what customers said */
    struct skill_set skills;
    struct word_set queues;
    int64_t capacity; /* points at a time */
};

struct person {
    struct text id;
    struct text leader; /* the direct one; absent when none is known */
    struct text unit;
    struct skill_set skills;
    struct word_set queues;
    bool has_skills, has_queues;
    int64_t capacity;
    const struct shift *shifts[SHIFTS_EACH];
    size_t shift_count; /* 0: at any hour */
};

struct staff {
    struct role roles[ROLES_MAX];
    size_t role_count;
    struct person *people; /* sorted by id */
    size_t person_count;
    struct shifts shifts;
    int64_t recusal_leaders; /* how many leaders upwards are recused with an employee */
};

/* Who acts, with what the policy gives them. */
struct actor {
    struct text id, role, unit;
    int64_t line;
    bool serves, reads, exports;
    struct skill_set skills;
    struct word_set queues;
    int64_t capacity;
    const struct person *person; /* NULL: not listed */
};

void staff_read_roles(struct yaml *yaml, const struct skill_rules *rules, struct staff *staff);
void staff_read_people(struct yaml *yaml, const struct skill_rules *rules, struct staff *staff);

/* False when there is no such role. */
bool staff_actor(
    const struct staff *staff,
    struct text id,
    struct text role,
    struct actor *ret_actor
) MUST_CHECK;

const struct role *role_find(const struct staff *staff, struct text name);
const struct person *person_find(const struct staff *staff, struct text id);

bool word_set_has(const struct word_set *words, struct text word);

/* One of the actor's shifts covers this instant, or the actor has none. */
bool actor_is_on_shift(const struct staff *staff, const struct actor *actor, int64_t now_ms);

/* CL-08: the employee complained about, and the leaders of that employee, must not have the case. */
bool staff_is_recused(const struct staff *staff, struct text actor, struct text about_employee);

/* Whether a queue, skill or unit can travel in a joined line (skills.h) and to Redis. */
bool is_word(struct text text);

/* Such a word, alone or with a level from 1 to SKILL_LEVEL_MAX behind a colon. */
bool is_skill_word(struct text text);
