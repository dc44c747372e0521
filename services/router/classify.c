/* See classify.h. Rules limited to certain subcategories count once the subcategory is known,
 * tags at the end. */
#include "services/router/classify.h"

#include <math.h>

#include "common/text/normalise.h"

enum {
    DECIDED_PER_MILLE = 950, /* confidence of a rule that is urgent or decides */
    EMOTION_MAX = 3,
};

/* Of one text; the model has one opinion a stretch. */
struct judging {
    const struct classifier *classifier;
    struct evidence *evidence;
    bool by_rules; /* the model is not asked */
    bool strange;  /* a rule says that the text is not addressed to a bank */
};

/* A rule that decides takes the place of what was judged; the first that fires. */
static void decide(struct judgement *judged, int answer)
{
    if (judged->best != answer)
        judged->second = judged->best;
    judged->best = answer;
    judged->confidence = DECIDED_PER_MILLE / 1000.0;
    judged->margin = judged->confidence;
}

static void decide_codes(const struct evidence *evidence, struct judgement *judged)
{
    for (size_t i = 0; i < evidence->fired_count; i++) {
        const struct rule *rule = &evidence->rules->rules[evidence->fired[i]];
        if (rule->decided && rule->code >= 0) {
            decide(judged, rule->code);
            return;
        }
    }
}

/* False when no rule decides. */
static bool decide_types(const struct evidence *evidence, int code, struct judgement *judged)
{
    for (size_t i = 0; i < evidence->fired_count; i++) {
        const struct rule *rule = &evidence->rules->rules[evidence->fired[i]];
        if (rule->decided && rule->type != MATTER_none && rule_is_for_code(rule, code)) {
            decide(judged, (int)rule->type);
            return true;
        }
    }
    return false;
}

static void take_codes(struct classification *found, const struct judgement *judged)
{
    found->code = judged->best;
    found->second_code = judged->second;
    found->confidence = judged->confidence;
    found->margin = judged->margin;
}

/* Where nothing says what the customer wants, it is taken for a question, but not surely: a complaint that passes for a
 * question would miss its statutory clock. */
static void take_types(struct classification *found, const struct judgement *judged)
{
    found->type = judged->best < 0 ? MATTER_consult : (enum matter_type)judged->best;
    found->second_type = judged->second < 0 ? MATTER_none : (enum matter_type)judged->second;
    if (judged->best < 0) {
        found->confidence /= 2;
        found->margin /= 2;
        return;
    }
    found->confidence = fmin(found->confidence, judged->confidence);
    found->margin = fmin(found->margin, judged->margin);
}

static void judge_by_rules(
    const struct judging *judging,
    enum matter_type hint,
    struct classification *found
)
{
    struct scores scores = {0};

    scores_add_codes(judging->evidence, &scores);
    struct judgement codes = scores_judge_codes(&scores);
    decide_codes(judging->evidence, &codes);
    take_codes(found, &codes);
    scores_add_types(judging->evidence, found->code, hint, &scores);
    struct judgement types = scores_judge_types(&scores);
    (void)decide_types(judging->evidence, found->code, &types);
    take_types(found, &types);
}

/* Puts an answer among the likeliest, best first. */
static void keep_likely(struct likely *likely, int label, double share)
{
    size_t at = LIKELY_MAX;

    while (at > 0 && likely[at - 1].share < share)
        at--;
    for (size_t i = LIKELY_MAX; i-- > at + 1;)
        likely[i] = likely[i - 1];
    if (at < LIKELY_MAX)
        likely[at] = (struct likely){label, share};
}

static void keep_blended(
    const struct judging *judging,
    const struct blended *blended,
    struct classification *found
)
{
    size_t count = judging->evidence->rules->taxonomy->subcategory_count;

    memset(found->codes, 0, sizeof(found->codes));
    memset(found->types, 0, sizeof(found->types));
    keep_likely(found->codes, -1, blended->out_of_scope);
    for (size_t i = 0; i < count; i++)
        keep_likely(found->codes, (int)i, blended->codes[i]);
    for (size_t i = 0; i < PRECEDENCE_TYPES; i++)
        keep_likely(found->types, (int)precedence[i], blended->types[precedence[i]]);
}

/* What is not addressed to a bank asks it for nothing, whatever its words are like. */
static void take_for_strange(
    const struct classifier *classifier,
    const struct blended *blended,
    struct classification *found
)
{
    if (found->code >= 0 || blended->out_of_scope < classifier->confidence_min)
        return;
    if (found->type != MATTER_consult)
        found->second_type = found->type;
    found->type = MATTER_consult;
}

/* A share that would be lost among questions is enough to be taken for urgent: who waits with a lost card loses money
 * (5.1: money leaving now always wins). But what is surely about an instalment or a queue is not (5.2 to 5.13). */
static void raise_to_urgent(
    const struct classifier *classifier,
    const struct blended *blended,
    struct classification *found
)
{
    if (found->type == MATTER_urgent ||
        blended->types[MATTER_urgent] < classifier->urgent_min ||
        classifier_urgent_share(classifier, blended->codes) < classifier->urgent_code_min)
        return;
    found->second_type = found->type;
    found->type = MATTER_urgent;
}

static void judge_by_both(
    const struct judging *judging,
    const struct opinion *opinion,
    enum matter_type hint,
    struct classification *found
)
{
    const struct classifier *classifier = judging->classifier;
    struct blended blended;
    struct scores scores = {0};

    scores_add_codes(judging->evidence, &scores);
    struct judgement codes = blend_codes(
        &classifier->weights,
        opinion,
        &scores,
        judging->evidence->rules->taxonomy->subcategory_count,
        judging->strange,
        &blended
    );
    decide_codes(judging->evidence, &codes);
    take_codes(found, &codes);
    scores_add_types(judging->evidence, found->code, hint, &scores);
    struct judgement types = blend_types(&classifier->weights, opinion, &scores, &blended);
    bool decided = decide_types(judging->evidence, found->code, &types);
    take_types(found, &types);
    keep_blended(judging, &blended, found);
    if (!decided) {
        take_for_strange(classifier, &blended, found);
        raise_to_urgent(classifier, &blended, found);
    }
    found->asked = true;
    found->emotion_value = (double)opinion->emotion;
}

/* The urgent rule with the highest weight, the first of equal ones, decides at once. */
static void decide_urgent(const struct evidence *evidence, struct classification *found)
{
    const struct rule *best = NULL;

    for (size_t i = 0; i < evidence->fired_count; i++) {
        const struct rule *rule = &evidence->rules->rules[evidence->fired[i]];
        if (rule->urgent && (!best || rule->weight > best->weight))
            best = rule;
    }
    if (!best)
        return;
    if (found->code != best->code)
        found->second_code = found->code;
    found->type = MATTER_urgent;
    found->code = best->code;
    found->confidence = DECIDED_PER_MILLE / 1000.0;
    found->margin = found->confidence;
}

/* Type and subcategory of the stretch from `from` to before `to`. */
static void decide_stretch(
    const struct judging *judging,
    size_t from,
    size_t to,
    enum matter_type hint,
    struct classification *found
)
{
    const struct classifier *classifier = judging->classifier;
    struct evidence *evidence = judging->evidence;
    struct opinion opinion = {.known = 0};

    evidence_limit(evidence, from, to);
    if (classifier->model && !judging->by_rules)
        opinion =
            classifier_ask(classifier, (struct text){evidence->text.at + from, to - from});
    /* Of a few characters a model knows only what is frequent. */
    if (opinion.known > 0 && opinion.known >= classifier->known_min)
        judge_by_both(judging, &opinion, hint, found);
    else
        judge_by_rules(judging, hint, found);
    decide_urgent(evidence, found);
    found->category = found->code < 0
                          ? -1
                          : (int)evidence->rules->taxonomy->subcategories[found->code].category;
}

static bool is_sure(const struct classifier *classifier, const struct classification *found)
{
    return found->code >= 0 && found->confidence >= classifier->confidence_min &&
           found->margin >= classifier->margin_min;
}

static void add_link(struct classification *found, enum matter_type type, int code)
{
    if (found->link_count < LINKS_MAX)
        found->links[found->link_count++] = (struct linked_intent){type, code};
}

/* Two matters in one text, each with a subject of its own: the one whose type takes precedence
 * is the case, the other is linked. False when there is only one; then nothing is changed. */
static bool
decide_two(const struct judging *judging, enum matter_type hint, struct classification *found)
{
    struct evidence *evidence = judging->evidence;
    struct classification first = *found;
    struct classification second = *found;
    size_t at = evidence_second_matter(evidence);

    if (at == 0)
        return false;
    decide_stretch(judging, 0, at, hint, &first);
    decide_stretch(judging, at, evidence->text.length, MATTER_none, &second);
    if (!is_sure(judging->classifier, &first) || !is_sure(judging->classifier, &second) ||
        first.code == second.code)
        return false;
    bool swap = precedence_of(second.type) < precedence_of(first.type);
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
    struct rule_hit *hits = ARENA_ARRAY(arena, struct rule_hit, evidence->fired_count + 1);

    for (size_t i = 0; i < evidence->fired_count; i++) {
        uint32_t number = evidence->fired[i];
        const struct rule *rule = &rules->rules[number];
        if (!rule_is_for_code(rule, found->code))
            continue;
        if (rule->types && !(rule->types & 1U << found->type))
            continue;
        found->tags |= rule->tags;
        found->emotion = rule->emotion > found->emotion ? rule->emotion : found->emotion;
        hits[found->hit_count].rule = rule->id;
        if (rule->needed & 1U << SLOT_any)
            hits[found->hit_count].word =
                literals_text(rules->literals, evidence->firings[number].literal);
        found->hit_count++;
    }
    found->hits = hits;
}

/* A rule says that the text speaks of what is not addressed to a bank. */
static bool is_strange(const struct evidence *evidence)
{
    for (size_t i = 0; i < evidence->fired_count; i++) {
        if (evidence->rules->rules[evidence->fired[i]].out_of_scope)
            return true;
    }
    return false;
}

/* What neither the rules nor the model take for a matter of the bank, and one of them for something else. */
static bool is_out_of_scope(const struct judging *judging, const struct classification *found)
{
    if (found->code >= 0 || found->type == MATTER_urgent)
        return false;
    return found->asked ? found->codes[0].label < 0 &&
                              found->codes[0].share >= judging->classifier->confidence_min
                        : judging->strange && found->type != MATTER_complaint;
}

/* The model's number where there is one, never below what a rule says. */
static void settle_emotion(struct classification *found)
{
    int level = (int)lround(fmin(fmax(found->emotion_value, 0), EMOTION_MAX));

    if (!found->asked)
        found->emotion_value = found->emotion;
    else if (level > found->emotion)
        found->emotion = level;
}

struct classification classify(
    const struct classifier *classifier,
    struct arena *arena,
    struct text text,
    enum matter_type hint
)
{
    struct classification found = {
        .normalised = text_normalise(arena, text),
        .cut = text.length > NORMALISE_BYTES_MAX,
    };
    struct evidence evidence = evidence_of(classifier->rules, arena, found.normalised);
    struct judging judging = {
        .classifier = classifier,
        .evidence = &evidence,
        .by_rules = true};

    evidence_limit(&evidence, 0, found.normalised.length);
    judging.strange = is_strange(&evidence);
    bool two = decide_two(&judging, hint, &found);
    judging.by_rules = false;
    struct classification whole = found;

    decide_stretch(&judging, 0, found.normalised.length, hint, &whole);
    if (!two)
        found = whole;
    collect(&evidence, arena, &found);
    settle_emotion(&found);
    if (found.type == MATTER_dispute && whole.second_type == MATTER_complaint)
        add_link(&found, MATTER_complaint, found.code);
    if (is_out_of_scope(&judging, &found))
        found.outcome = VERDICT_out_of_scope;
    else if (is_sure(classifier, &found) && !found.cut)
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
