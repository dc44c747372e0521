/* See classify.h. Rules limited to certain subcategories count once the subcategory is known,
 * tags at the end. */
#include "services/router/classify.h"

#include "common/text/normalise.h"

enum {
    HINT_WEIGHT = 2,        /* what the sender says it is */
    DOUBT = 1,              /* what a lone word of weight 1 is doubted by: half */
    URGENT_PER_MILLE = 950, /* confidence of an urgent rule */
};

struct scores {
    int codes[SUBCATEGORIES_MAX];
    int types[MATTER_TYPES];
};

/* REQUIREMENTS 5.1: of types that fit equally well, the first. */
static const enum matter_type precedence[] = {
    MATTER_urgent,
    MATTER_dispute,
    MATTER_complaint,
    MATTER_apply,
    MATTER_consult,
    MATTER_suggest,
};

static size_t rank_of(enum matter_type type)
{
    size_t rank = 0;

    while (rank < LENGTH(precedence) && precedence[rank] != type)
        rank++;
    return rank;
}

static bool is_for_code(const struct rule *rule, int code)
{
    for (size_t i = 0; i < rule->code_count; i++) {
        if (rule->codes[i] == code)
            return true;
    }
    return rule->code_count == 0;
}

/* The best and the second best of scores, the first of equal ones; -1 where there are no
 * points. */
static void rank(const int *scores, size_t count, int *ret_best, int *ret_second)
{
    int best = -1;
    int second = -1;

    for (int i = 0; i < (int)count; i++) {
        if (scores[i] <= 0)
            continue;
        if (best < 0 || scores[i] > scores[best]) {
            second = best;
            best = i;
        } else if (second < 0 || scores[i] > scores[second]) {
            second = i;
        }
    }
    *ret_best = best;
    *ret_second = second;
}

static double square(int score)
{
    return score > 0 ? (double)score * score : 0;
}

static void score_codes(const struct evidence *evidence, struct scores *scores)
{
    for (size_t i = 0; i < evidence->rules->count; i++) {
        const struct rule *rule = &evidence->rules->rules[i];
        if (evidence->firings[i].fired && rule->code >= 0 && rule->code_count == 0)
            scores->codes[rule->code] += rule->weight;
    }
}

static void decide_code(const struct scores *scores, struct classification *found)
{
    double sum = DOUBT;

    rank(scores->codes, SUBCATEGORIES_MAX, &found->code, &found->second_code);
    found->confidence = 0;
    found->margin = 0;
    if (found->code < 0)
        return;
    for (size_t i = 0; i < SUBCATEGORIES_MAX; i++)
        sum += square(scores->codes[i]);
    int second = found->second_code < 0 ? 0 : scores->codes[found->second_code];
    found->confidence = square(scores->codes[found->code]) / sum;
    found->margin = found->confidence - square(second) / sum;
}

static void score_types(
    const struct evidence *evidence,
    int code,
    enum matter_type hint,
    struct scores *scores
)
{
    for (size_t i = 0; i < evidence->rules->count; i++) {
        const struct rule *rule = &evidence->rules->rules[i];
        if (evidence->firings[i].fired && rule->type != MATTER_none && is_for_code(rule, code))
            scores->types[rule->type] += rule->type_weight;
    }
    if (hint != MATTER_none && hint != MATTER_transfer_out)
        scores->types[hint] += HINT_WEIGHT;
}

/* Where nothing says what the customer wants, it is taken for a question, but not surely: a complaint that
 * passes for a question would miss its statutory clock. */
static void decide_type(const struct scores *scores, struct classification *found)
{
    int ranked[LENGTH(precedence)];
    int best;
    int second;
    double sum = DOUBT;
    double rival = 0;

    for (size_t i = 0; i < LENGTH(precedence); i++)
        ranked[i] = scores->types[precedence[i]];
    rank(ranked, LENGTH(ranked), &best, &second);
    found->type = best < 0 ? MATTER_consult : precedence[best];
    found->second_type = second < 0 ? MATTER_none : precedence[second];
    if (best < 0) {
        found->confidence /= 2;
        found->margin /= 2;
        return;
    }
    for (int i = 0; i <= best; i++) {
        sum += square(ranked[i]);
        if (i < best && square(ranked[i]) > rival)
            rival = square(ranked[i]);
    }
    double share = square(ranked[best]) / sum;
    double margin = share - rival / sum;
    found->confidence = found->confidence < share ? found->confidence : share;
    found->margin = found->margin < margin ? found->margin : margin;
}

/* The urgent rule with the highest weight, the first of equal ones, decides at once. */
static void decide_urgent(const struct evidence *evidence, struct classification *found)
{
    const struct rule *best = NULL;

    for (size_t i = 0; i < evidence->rules->count; i++) {
        const struct rule *rule = &evidence->rules->rules[i];
        if (evidence->firings[i].fired && rule->urgent &&
            (!best || rule->weight > best->weight))
            best = rule;
    }
    if (!best)
        return;
    if (found->code != best->code)
        found->second_code = found->code;
    found->type = MATTER_urgent;
    found->code = best->code;
    found->confidence = URGENT_PER_MILLE / 1000.0;
    found->margin = found->confidence;
}

/* Type and subcategory of the stretch from `from` to before `to`. */
static void decide_stretch(
    struct evidence *evidence,
    size_t from,
    size_t to,
    enum matter_type hint,
    struct classification *found
)
{
    struct scores scores = {0};

    evidence_limit(evidence, from, to);
    score_codes(evidence, &scores);
    decide_code(&scores, found);
    score_types(evidence, found->code, hint, &scores);
    decide_type(&scores, found);
    decide_urgent(evidence, found);
    found->category = found->code < 0
                          ? -1
                          : (int)evidence->rules->taxonomy->subcategories[found->code].category;
}

static bool is_sure(const struct classification *found)
{
    return found->code >= 0 && found->confidence >= CLASSIFY_CONFIDENCE_MIN &&
           found->margin >= CLASSIFY_MARGIN_MIN;
}

static void add_link(struct classification *found, enum matter_type type, int code)
{
    if (found->link_count < LINKS_MAX)
        found->links[found->link_count++] = (struct linked_intent){type, code};
}

/* Two matters in one text, each with a subject of its own: the one whose type takes precedence
 * is the case, the other is linked. False when there is only one; then nothing is changed. */
static bool
decide_two(struct evidence *evidence, enum matter_type hint, struct classification *found)
{
    struct classification first = *found;
    struct classification second = *found;
    size_t at = evidence_second_matter(evidence);

    if (at == 0)
        return false;
    decide_stretch(evidence, 0, at, hint, &first);
    decide_stretch(evidence, at, evidence->text.length, MATTER_none, &second);
    if (!is_sure(&first) || !is_sure(&second) || first.code == second.code)
        return false;
    bool swap = rank_of(second.type) < rank_of(first.type);
    *found = swap ? second : first;
    const struct classification *other = swap ? &first : &second;
    found->second_code = other->code;
    add_link(found, other->type, other->code);
    return true;
}

/* Tags, emotion and the reasons, from the whole text. */
static void
collect(const struct evidence *evidence, struct arena *arena, struct classification *found)
{
    const struct rules *rules = evidence->rules;
    struct rule_hit *hits = ARENA_ARRAY(arena, struct rule_hit, rules->count + 1);

    for (size_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->rules[i];
        if (!evidence->firings[i].fired || !is_for_code(rule, found->code))
            continue;
        if (rule->types && !(rule->types & 1U << found->type))
            continue;
        found->tags |= rule->tags;
        found->emotion = rule->emotion > found->emotion ? rule->emotion : found->emotion;
        hits[found->hit_count].rule = rule->id;
        if (rule->needed & 1U << SLOT_any)
            hits[found->hit_count].word =
                literals_text(rules->literals, evidence->firings[i].literal);
        found->hit_count++;
    }
    found->hits = hits;
}

/* Needs a rule that says so, and nothing that speaks of a bank. */
static bool is_out_of_scope(const struct evidence *evidence, const struct classification *found)
{
    for (size_t i = 0; i < evidence->rules->count; i++) {
        if (evidence->firings[i].fired && evidence->rules->rules[i].out_of_scope)
            return found->code < 0 && found->type != MATTER_complaint;
    }
    return false;
}

struct classification classify(
    const struct rules *rules,
    struct arena *arena,
    struct text text,
    enum matter_type hint
)
{
    struct classification found = {
        .normalised = text_normalise(arena, text),
        .cut = text.length > NORMALISE_BYTES_MAX,
    };
    struct evidence evidence = evidence_of(rules, arena, found.normalised);
    bool two = decide_two(&evidence, hint, &found);
    struct classification whole = found;

    decide_stretch(&evidence, 0, found.normalised.length, hint, &whole);
    if (!two)
        found = whole;
    collect(&evidence, arena, &found);
    if (found.type == MATTER_dispute && whole.second_type == MATTER_complaint)
        add_link(&found, MATTER_complaint, found.code);
    if (is_out_of_scope(&evidence, &found))
        found.outcome = VERDICT_out_of_scope;
    else if (is_sure(&found) && !found.cut)
        found.outcome = VERDICT_routed;
    return found;
}

struct text rule_hit_shown(struct arena *arena, const struct rule_hit *hit)
{
    return arena_format(
        arena,
        hit->word.at ? "%.*s=%.*s" : "%.*s",
        (int)hit->rule.length,
        hit->rule.at,
        (int)hit->word.length,
        hit->word.at
    );
}

const char *verdict_name(enum verdict outcome)
{
    static const char *const names[] = {
        [VERDICT_triage] = "triage",
        [VERDICT_routed] = "routed",
        [VERDICT_out_of_scope] = "out_of_scope",
    };
    return names[outcome];
}
