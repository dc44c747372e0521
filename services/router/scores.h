/* The points that rules give to subcategories and types, and what they make of them alone.
 *
 * Each rule that fired adds its weight; the best of each wins, equal types by precedence
 * (REQUIREMENTS 5.1), equal subcategories by the order of the taxonomy. The share of a score s is
 * s² / (1 + Σ s²), for a type only over those that take precedence of it: the others are no doubt. */
#pragma once

#include "services/router/evidence.h"

struct scores {
    int codes[SUBCATEGORIES_MAX];
    int types[MATTER_TYPES];
};

/* An answer to one of the two questions. */
struct judgement {
    int best;          /* index of a subcategory, or a type; -1: nothing speaks for any */
    int second;        /* -1: for no other */
    double confidence; /* 0..1 */
    double margin;     /* 0..1; distance to the next */
};

/* REQUIREMENTS 5.1: of types that fit equally well, the first. */
enum { PRECEDENCE_TYPES = 6 };
extern const enum matter_type precedence[PRECEDENCE_TYPES];

/* 0 is what takes precedence of all; PRECEDENCE_TYPES of what is not among them. */
size_t precedence_of(enum matter_type type);

/* Whether a rule that is limited to subcategories speaks about this one. */
bool rule_is_for_code(const struct rule *rule, int code);

/* Of the rules that fired; types only once the subcategory is known, because rules may be limited to some. `hint` is what
 * the sender says it is, or MATTER_none, and counts as one rule among the others. */
void scores_add_codes(const struct evidence *evidence, struct scores *scores);
void scores_add_types(
    const struct evidence *evidence,
    int code,
    enum matter_type hint,
    struct scores *scores
);

struct judgement scores_judge_codes(const struct scores *scores);
struct judgement scores_judge_types(const struct scores *scores);
