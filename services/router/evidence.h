/* Which rules fire on a text, or on a stretch of it.
 *
 * Words are found once. A word does not count where a mask hides it, where it stands inside a
 * longer word of another subcategory (大字 in 大字报), or, for a negatable rule, where a
 * negation stands at most two Chinese characters before it in the same clause. Everything lives
 * in the arena that is given. */
#pragma once

#include "services/router/rules.h"

enum { EVIDENCE_HITS_MAX = 4096 /* words looked at; further ones are not */ };

/* What a stretch does to one rule. */
struct firing {
    bool fired;
    uint8_t slots;    /* bit for each list with a word */
    uint32_t literal; /* the first word of `any` */
};

struct evidence {
    const struct rules *rules;
    struct text text; /* normalised */
    const struct literal_hit *hits;
    size_t hit_count;
    bool *hidden;           /* by hit: masked */
    bool *inside;           /* by hit: part of a longer word of another subcategory */
    bool *negated;          /* by hit */
    struct firing *firings; /* by rule, as of the last evidence_limit */
    struct rule_set told;   /* had a word, or need none; firings of others are empty */
    uint32_t *fired;        /* the rules that fired, in their order */
    size_t fired_count;
    bool limited; /* once at least: then the last stretch */
    size_t from, to;
};

/* Finds the words of `text`, which must be normalised; no rule has fired yet. */
struct evidence evidence_of(const struct rules *rules, struct arena *arena, struct text text);

/* Fires the rules whose words stand between the bytes `from` and `to`. */
void evidence_limit(struct evidence *evidence, size_t from, size_t to);

/* Where a second matter begins (顺便, by the way); 0 when the text does not say that there is
 * one. */
size_t evidence_second_matter(const struct evidence *evidence);
