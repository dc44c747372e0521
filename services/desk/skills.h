/* Skills of people, with level and expiry, and what a case asks for (CL-04, TR-04, RW-02).
 *
 * What a case asks for is one line of words joined by commas, stored in its row (`needs`) and spelled the same in
 * the name of its set in Redis: `card:2` a skill with its least level, `!trainee` a skill that excludes (`!trainee:2` from
 * that level on), `^q.loan` a further queue whose people may have it. `all` gives every skill at one level and excludes from nothing. A skill
 * is good up to the last instant of its last day. Pure after loading. */
#pragma once

#include "common/yaml.h"
#include "proto/messages.h"

enum {
    SKILL_LEVEL_MAX = 5,
    SKILLS_MAX = 64,
    SKILL_RULES_MAX = 256,
    CASE_GRADES = CASE_GRADE_P4
};

struct skill {
    struct text name;
    int64_t level;    /* 1 to SKILL_LEVEL_MAX */
    int64_t until_ms; /* the first instant at which it is not good any more */
};

struct skill_set {
    const struct skill *at;
    size_t count;
    int64_t all; /* level of every skill that is not listed; 0: only those listed */
};

/* skills.yaml: the skills that there are, and the least level by grade. */
struct skill_rule {
    struct text name, zh, en;
    bool stays_here;                /* what cases say that need it is never taken out */
    int64_t least[CASE_GRADES + 1]; /* by grade; [0]: without one */
};
struct skill_rules {
    struct skill_rule at[SKILL_RULES_MAX];
    size_t count;
    int64_t least[CASE_GRADES + 1];
};

void skill_rules_read(struct yaml *yaml, struct skill_rules *rules);
bool skill_is_known(const struct skill_rules *rules, struct text name);
/* Whether one of these, joined by commas, keeps what a case says in the system (1.21, tier T4). */
bool skills_stay_here(const struct skill_rules *rules, struct text joined);
int64_t skill_least(const struct skill_rules *rules, struct text name, enum case_grade grade);

/* 0: not there, or expired. */
int64_t skill_level(const struct skill_set *skills, struct text name, int64_t now_ms);

/* REFUSAL_none, or why: skill, level, expired, forbidden. The first word that does not fit decides. */
enum refusal skills_check(const struct skill_set *skills, struct text needs, int64_t now_ms);

/* Takes the next word off the front of a joined line; false at its end. Empty words are passed over. */
bool word_take(struct text *rest, char separator, struct text *ret_word);
/* "card:2" into name and level; without a level it is 1. */
struct text skill_split(struct text word, int64_t *ret_level);
bool word_is_among(struct text joined, char separator, struct text word);

/* The line of a case: `required` and `wishes` as its row has them. The least level of a skill is the greater of what its grade
 * and what the route asks for. */
struct needed {
    const struct skill_rules *rules;
    struct text required; /* "card,fx:3" */
    struct text wishes;   /* "+wealth:2,!trainee,@hd-12": see wishes_joined */
    enum case_grade grade;
    bool any_level;              /* a rung of the ladder has waived the levels */
    const struct text *overflow; /* further queues */
    size_t overflow_count;
};
struct text skill_needs(struct arena *arena, const struct needed *needed);
