/* See evidence.h. */
#include "services/router/evidence.h"

enum {
    NEGATION_GAP_MAX = 6, /* bytes between a negation and its word */
    SPAN_MAX = LITERAL_BYTES_MAX + LITERAL_GAP_MAX * (LITERAL_PARTS_MAX - 1),
};

static bool has_slot(const struct rules *rules, uint32_t literal, enum rule_slot slot)
{
    for (const struct literal_use *use = rules->uses[literal]; use; use = use->next) {
        if (use->slot == slot)
            return true;
    }
    return false;
}

static bool encloses(const struct literal_hit *outer, const struct literal_hit *inner)
{
    return outer->begin <= inner->begin && outer->end >= inner->end &&
           outer->end - outer->begin > inner->end - inner->begin;
}

/* The only subcategory that gains by the word; -1 when there is none, -2 when there are
 * several. */
static int subcategory_of(const struct rules *rules, uint32_t literal)
{
    int code = -1;

    for (const struct literal_use *use = rules->uses[literal]; use; use = use->next) {
        if (use->slot != SLOT_any || rules->rules[use->rule].code < 0)
            continue;
        if (code != -1 && code != rules->rules[use->rule].code)
            return -2;
        code = rules->rules[use->rule].code;
    }
    return code;
}

/* Parts that stand apart do not make one longer word. */
static bool is_one_word(const struct rules *rules, uint32_t literal)
{
    struct text text = literals_text(rules->literals, literal);

    return !memchr(text.at, '~', text.length);
}

/* Marks what the word `outer` hides: hits come in the order of their ends. */
static void hide_inside(struct evidence *evidence, size_t outer)
{
    const struct rules *rules = evidence->rules;
    const struct literal_hit *hits = evidence->hits;
    uint32_t literal = hits[outer].literal;
    bool mask = has_slot(rules, literal, SLOT_mask);
    int code = subcategory_of(rules, literal);
    bool owns = code >= 0 && is_one_word(rules, literal);

    if (!mask && !owns)
        return;
    for (size_t i = outer; i-- > 0 && hits[i].end > hits[outer].begin;) {
        if (encloses(&hits[outer], &hits[i])) {
            evidence->hidden[i] = evidence->hidden[i] || mask;
            evidence->inside[i] =
                evidence->inside[i] || (owns && subcategory_of(rules, hits[i].literal) != code);
        }
    }
    for (size_t i = outer + 1; i < evidence->hit_count && hits[i].end == hits[outer].end; i++) {
        if (encloses(&hits[outer], &hits[i])) {
            evidence->hidden[i] = evidence->hidden[i] || mask;
            evidence->inside[i] =
                evidence->inside[i] || (owns && subcategory_of(rules, hits[i].literal) != code);
        }
    }
}

static bool is_clause_end(char c)
{
    return c == ',' || c == '.' || c == '!' || c == '?' || c == ';' || c == ':';
}

static bool same_clause(struct text text, size_t from, size_t to)
{
    for (size_t at = from; at < to; at++) {
        if (is_clause_end(text.at[at]))
            return false;
    }
    return true;
}

/* True when a negation stands shortly before the word. */
static bool is_negated(const struct evidence *evidence, size_t hit)
{
    const struct literal_hit *word = &evidence->hits[hit];

    for (size_t i = hit; i-- > 0;) {
        const struct literal_hit *before = &evidence->hits[i];
        if (before->end + NEGATION_GAP_MAX < word->begin)
            return false;
        if (before->end <= word->begin && !evidence->hidden[i] &&
            has_slot(evidence->rules, before->literal, SLOT_negation) &&
            same_clause(evidence->text, before->end, word->begin))
            return true;
    }
    return false;
}

struct evidence evidence_of(const struct rules *rules, struct arena *arena, struct text text)
{
    struct evidence evidence = {.rules = rules, .text = text};

    evidence.hits =
        literals_find(rules->literals, arena, text, EVIDENCE_HITS_MAX, &evidence.hit_count);
    evidence.hidden = ARENA_ARRAY(arena, bool, evidence.hit_count + 1);
    evidence.inside = ARENA_ARRAY(arena, bool, evidence.hit_count + 1);
    evidence.negated = ARENA_ARRAY(arena, bool, evidence.hit_count + 1);
    evidence.firings = ARENA_ARRAY(arena, struct firing, rules->count + 1);
    evidence.fired = arena_take(arena, sizeof(uint32_t) * (rules->count + 1));
    for (size_t i = 0; i < evidence.hit_count; i++)
        hide_inside(&evidence, i);
    for (size_t i = 0; i < evidence.hit_count; i++)
        evidence.negated[i] = is_negated(&evidence, i);
    return evidence;
}

static void tell_rules(struct evidence *evidence, size_t hit)
{
    uint32_t literal = evidence->hits[hit].literal;

    for (const struct literal_use *use = evidence->rules->uses[literal]; use; use = use->next) {
        if (use->slot > SLOT_without)
            continue;
        const struct rule *rule = &evidence->rules->rules[use->rule];
        struct firing *firing = &evidence->firings[use->rule];
        if (use->slot == SLOT_any && evidence->negated[hit] && rule->negatable)
            continue;
        if (use->slot == SLOT_any && evidence->inside[hit] && rule->code >= 0)
            continue;
        if (use->slot == SLOT_any && !(firing->slots & 1U << SLOT_any))
            firing->literal = literal;
        firing->slots |= (uint8_t)(1U << use->slot);
        rule_set_add(&evidence->told, use->rule);
    }
}

/* The next rule of the set from `from` on; RULES_MAX when there is none. */
static uint32_t next_of(const struct rule_set *set, uint32_t from)
{
    for (uint32_t at = from / 64; at < RULE_SET_WORDS; at++) {
        uint64_t left = set->words[at] >> from % 64;
        if (left)
            return from + (uint32_t)__builtin_ctzll(left);
        from = (at + 1) * 64;
    }
    return RULES_MAX;
}

static void forget(struct evidence *evidence)
{
    const struct rule_set *told = &evidence->told;

    for (uint32_t i = next_of(told, 0); i < RULES_MAX; i = next_of(told, i + 1))
        evidence->firings[i] = (struct firing){0};
    evidence->told = evidence->rules->wordless;
    evidence->fired_count = 0;
}

static void fire(struct evidence *evidence)
{
    const struct rule_set *told = &evidence->told;

    for (uint32_t i = next_of(told, 0); i < RULES_MAX; i = next_of(told, i + 1)) {
        uint8_t needed = evidence->rules->rules[i].needed;
        struct firing *firing = &evidence->firings[i];
        firing->fired =
            (firing->slots & needed) == needed && !(firing->slots & 1U << SLOT_without);
        if (firing->fired)
            evidence->fired[evidence->fired_count++] = i;
    }
}

void evidence_limit(struct evidence *evidence, size_t from, size_t to)
{
    if (evidence->limited && evidence->from == from && evidence->to == to)
        return;
    evidence->limited = true;
    evidence->from = from;
    evidence->to = to;
    forget(evidence);
    for (size_t i = 0; i < evidence->hit_count; i++) {
        const struct literal_hit *hit = &evidence->hits[i];
        if (!evidence->hidden[i] && hit->begin >= from && hit->end <= to)
            tell_rules(evidence, i);
    }
    fire(evidence);
}

size_t evidence_second_matter(const struct evidence *evidence)
{
    for (size_t i = 0; i < evidence->hit_count; i++) {
        const struct literal_hit *hit = &evidence->hits[i];
        if (!evidence->hidden[i] && hit->begin > 0 &&
            has_slot(evidence->rules, hit->literal, SLOT_link))
            return hit->begin;
    }
    return 0;
}
