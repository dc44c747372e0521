/* Says what a text is about: type, subcategory, tags, how sure, and why (REQUIREMENTS CL-01,
 * 5.1, 5.14, 5.15).
 *
 * Pure and deterministic: the same rules, model and text give the same answer, nothing is allocated
 * but from the arena, any bytes may come in. Urgent rules decide first, whatever else is said; a
 * model can raise a text to urgent where no rule does, and nothing lowers it. Otherwise the points of
 * the rules (scores.h) and the opinion of the model (blend.h) make up a share for each subcategory
 * and type. Confidence and margin are the smaller of the two shares and of their distances to the
 * next; by the rules alone half of that where nothing speaks for any type. */
#pragma once

#include "services/router/classifier.h"

enum {
    LINKS_MAX = 3,  /* further intents kept */
    LIKELY_MAX = 3, /* likeliest answers kept, for `why` */
};

enum verdict { VERDICT_triage, VERDICT_routed, VERDICT_out_of_scope };

/* Another matter of the same text; it opens a linked case when another department has to act.
 */
struct linked_intent {
    enum matter_type type;
    int code; /* index of a subcategory; -1 when unknown */
};

/* Why: a rule that fired and the word that made it fire. */
struct rule_hit {
    struct text rule;
    struct text word; /* as it stands in the rules; absent when codes alone made it fire */
};

/* An answer and its share. */
struct likely {
    int label; /* index of a subcategory, or a type; -1 for subcategories: out of scope */
    double share;
};

struct classification {
    enum matter_type type;
    enum matter_type second_type; /* MATTER_none when no other has points */
    int code;                     /* index of a subcategory; -1 when unknown */
    int second_code;              /* -1 when no other has points */
    int category;                 /* index of a category; -1 when unknown */
    double confidence;            /* 0..1 */
    double margin;                /* 0..1 */
    enum verdict outcome;
    uint32_t tags; /* TAG_BIT */
    int emotion;   /* 0..3 */
    struct linked_intent links[LINKS_MAX];
    size_t link_count;
    const struct rule_hit *hits; /* in the order of the rules */
    size_t hit_count;
    bool asked; /* a model was: then there are likely answers, best first */
    struct likely codes[LIKELY_MAX];
    struct likely types[LIKELY_MAX];
    double emotion_value;   /* 0..3; of the model, else the rules' level */
    struct text normalised; /* what was looked at */
    bool cut;               /* the text was longer than what is looked at: always triage */
};

/* `hint` is what the sender says it is, or MATTER_none; it counts as one rule among the others.
 */
struct classification classify(
    const struct classifier *classifier,
    struct arena *arena,
    struct text text,
    enum matter_type hint
);

/* `LS01.lost=挂失`. */
struct text rule_hit_shown(struct arena *arena, const struct rule_hit *hit);

/* triage, routed, out_of_scope. */
const char *verdict_name(enum verdict outcome);
