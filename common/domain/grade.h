/* How grave a case is: from facts to a grade and the reasons for it (REQUIREMENTS 4.1, 5.15 rule 13).
 *
 * Pure. A case starts at the grade of its type and rises to the highest grade whose trigger holds; every trigger that
 * fired is kept as a reason. Which trigger makes which grade and all numbers are policy (deploy/config/grades.yaml).
 * A customer's wealth is not among the facts, so it cannot raise a grade (fair treatment). */
#pragma once

#include "common/yaml.h"

/* P1 is the gravest; a smaller number is a higher grade. */
enum grade { GRADE_none, GRADE_P1, GRADE_P2, GRADE_P3, GRADE_P4, GRADES };

enum grade_tag {
#define TAG(name, reason, what) GRADE_TAG_##name,
#include "common/domain/grade_tags.def"
#undef TAG
    GRADE_TAGS
};

enum grade_reason {
#define REASON(name, zh, en) GRADE_REASON_##name,
#include "common/domain/grade_reasons.def"
#undef REASON
    GRADE_REASONS
};

#define GRADE_UNKNOWN (-1)

struct grade_facts {
    char
        type; /* Z consult, B apply, T complaint, J suggestion or praise, D dispute, U urgent */
    uint64_t tags;        /* 1 << enum grade_tag */
    int64_t amount_fen;   /* the sum in dispute, not the size of the product; GRADE_UNKNOWN */
    bool amount_parsed;   /* from the text, not from the structured field */
    int32_t complainants; /* who complain jointly; 0 as 1 */
    int32_t emotion;      /* 0 to 3 */
    int32_t age;          /* of the customer in years; GRADE_UNKNOWN */
    int64_t
        occurred_ms_ago; /* when the transaction happened, or the money left; GRADE_UNKNOWN */
    int64_t
        deadline_in_ms; /* of wages, pension, medical bills or tax; GRADE_UNKNOWN: the tag decides */
    int64_t readers;          /* of what was published about it; 0 when nothing was */
    int32_t similar_cases;    /* of the same category in the last 30 minutes, with this one */
    int32_t leaked_suspected; /* customers whose data may have leaked */
    int32_t contacts;         /* on this matter, with this one */
    int32_t reopens;          /* of this case */
};

struct grade_policy {
    struct text version;
    int64_t amount_p1_fen, amount_p2_fen;
    int32_t complainants, emotion, age_old, age_minor;
    int64_t dispute_young_ms, money_left_ms, deadline_ms;
    int64_t readers;
    int32_t similar_cases, leaked_suspected, contacts, reopens;
    enum grade triggers[GRADE_REASONS]; /* GRADE_none: the reason raises nothing */
};

struct grade_result {
    enum grade grade;
    uint64_t reasons;   /* 1 << enum grade_reason, with the one of the start */
    bool amount_parsed; /* a reason rests on an amount that was parsed from text */
};

/* Policy from YAML; every number and every trigger must be given. ERROR_config with lines in `*ret_faults`. */
enum error grade_policy_load(
    struct arena *arena,
    const char *path,
    struct text *ret_faults,
    struct grade_policy **ret_policy
) MUST_CHECK;
enum error grade_policy_read(struct yaml *yaml, struct grade_policy **ret_policy) MUST_CHECK;

/* `facts->type` must be one of the six letters. */
struct grade_result
grade_of(const struct grade_policy *policy, const struct grade_facts *facts);

const char *grade_name(enum grade grade);
enum grade grade_find(struct text name); /* GRADE_none when there is no such grade */

const char *grade_reason_name(enum grade_reason reason);
struct text grade_reason_zh(enum grade_reason reason);
struct text grade_reason_en(enum grade_reason reason);

/* False when there is no such tag. */
bool grade_tag_find(struct text name, enum grade_tag *ret_tag) MUST_CHECK;

static inline uint64_t grade_tag_bit(enum grade_tag tag)
{
    return UINT64_C(1) << tag;
}

static inline bool grade_has_reason(const struct grade_result *result, enum grade_reason reason)
{
    return result->reasons >> reason & 1;
}

/* The next higher grade; P1 stays P1. */
enum grade grade_raised(enum grade grade);

/* What a wish to change a grade is answered with (4.1, last sentence). */
enum grade_change {
    GRADE_CHANGE_allowed,
    GRADE_CHANGE_same,
    GRADE_CHANGE_needs_l3,     /* down: only from the team leader (L3) on */
    GRADE_CHANGE_needs_reason, /* down */
    GRADE_CHANGE_regulator     /* a case that a regulator sent never goes down */
};

/* `line` is 0 for the system, 1 to 6 for L1 to L6. */
enum grade_change grade_change_check(
    enum grade from,
    enum grade to,
    int32_t line,
    bool has_reason,
    bool from_regulator
);
