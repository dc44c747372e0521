/* See consider.h. */
#include "services/router/consider.h"

#include <math.h>

#include "common/domain/amount_find.h"
#include "services/router/say.h"
#include "services/router/told.h"
#include "services/router/words.h"

enum {
    RULE_HITS_BYTES = 2048,
    TAGS_BYTES = 1024,
    LINKED_BYTES = 64,
    SCORES_BYTES = 1024,
    NGRAMS_BYTES = 1024,
    NGRAMS_MAX = 8,
    NGRAMS_LOOKED_AT = 16,
};

/* Only where the sender did not say: the structured field comes first (4.1). Of several the largest, the careful side; but
 * of a fee the smallest, for the other is what it was taken of, and what a customer owns is not what he argues about
 * (5.15 rule 13). */
static void
find_amount(const struct classification *classification, struct classified_case *row)
{
    struct amount_found found[AMOUNTS_FOUND_MAX];
    bool fee = classification->tags & TAG_BIT(TAG_fee_in_dispute);

    if (row->has_amount_fen || classification->tags & TAG_BIT(TAG_no_sum_in_dispute))
        return;
    size_t count = amount_find_in_text(classification->normalised, found, AMOUNTS_FOUND_MAX);
    for (size_t i = 0; i < count; i++) {
        int64_t fen = found[i].amount_fen;
        if (i == 0 || (fee ? fen < row->amount_fen : fen > row->amount_fen))
            row->amount_fen = fen;
    }
    row->has_amount_fen = row->amount_parsed = row->has_amount_parsed = count > 0;
}

/* An old customer, or a child whom something was done to, is a vulnerable one (4.1); an account that is to be opened for a
 * child is only that. How many complain together counts where the sender did not say. */
static void find_people(
    const struct grade_policy *grades,
    struct classification *found,
    struct classified_case *row
)
{
    const struct told told = told_in_text(found->normalised);
    bool wronged = found->type == MATTER_complaint || found->type == MATTER_dispute ||
                   found->type == MATTER_urgent;

    if (told.oldest >= grades->age_old ||
        (wronged && told.youngest != TOLD_NOTHING && told.youngest < grades->age_minor))
        found->tags |= TAG_BIT(TAG_vulnerable);
    if (row->has_complainants || told.together < 2)
        return;
    row->complainants = told.together;
    row->has_complainants = true;
}

/* Chinese characters take three bytes, the first of which is from E3 to E9; without any, and with letters, it is taken
 * for English. */
static struct text language_of(struct text normalised)
{
    bool letters = false;

    for (size_t i = 0; i < normalised.length; i++) {
        unsigned char byte = (unsigned char)normalised.at[i];
        if (byte >= 0xe3 && byte <= 0xe9)
            return TEXT("zh");
        letters = letters || (byte >= 'a' && byte <= 'z');
    }
    return letters ? TEXT("en") : (struct text){0};
}

static struct text hits_joined(struct arena *arena, const struct classification *found)
{
    struct text *shown = ARENA_ARRAY(arena, struct text, found->hit_count + 1);

    for (size_t i = 0; i < found->hit_count; i++)
        shown[i] = rule_hit_shown(arena, &found->hits[i]);
    return words_join(arena, shown, found->hit_count, RULE_HITS_BYTES);
}

static struct text tags_joined(struct arena *arena, uint32_t tags)
{
    struct text names[TAGS];
    size_t count = 0;

    for (int i = 0; i < TAGS; i++) {
        if (tags & TAG_BIT(i))
            names[count++] = text_of(tag_name((enum tag)i));
    }
    return words_join(arena, names, count, TAGS_BYTES);
}

static struct text code_of(const struct router_policy *policy, int code)
{
    return code < 0 ? (struct text){0} : policy->taxonomy.subcategories[code].code;
}

static struct text linked_joined(
    const struct router_policy *policy,
    struct arena *arena,
    const struct classification *found
)
{
    struct text codes[LINKS_MAX];

    for (size_t i = 0; i < found->link_count; i++)
        codes[i] = code_of(policy, found->links[i].code);
    return words_join(arena, codes, found->link_count, LINKED_BYTES);
}

/* `code AC01=873`; what has a share below one per mille says nothing. */
static size_t add_score(
    struct arena *arena,
    struct text *scores,
    size_t count,
    const char *what,
    const char *of,
    double share
)
{
    if (share < 0.001)
        return count;
    scores[count] = arena_format(arena, "%s%s=%lld", what, of, (long long)lround(share * 1000));
    return count + 1;
}

static struct text scores_joined(
    const struct router_policy *policy,
    struct arena *arena,
    const struct classification *found
)
{
    struct text scores[2 * LIKELY_MAX + 1];
    size_t count = 0;

    if (!found->asked)
        return (struct text){0};
    for (size_t i = 0; i < LIKELY_MAX; i++) {
        const struct likely *likely = &found->codes[i];
        const char *code =
            likely->label < 0 ? "out_of_scope" : code_of(policy, likely->label).at;
        count = add_score(arena, scores, count, "code ", code, likely->share);
    }
    for (size_t i = 0; i < LIKELY_MAX; i++) {
        const char *type = matter_type_name((enum matter_type)found->types[i].label);
        count = add_score(arena, scores, count, "type ", type, found->types[i].share);
    }
    count = add_score(arena, scores, count, "emotion", "", found->emotion_value);
    return words_join(arena, scores, count, SCORES_BYTES);
}

/* What the model knows comes from its training, so these are not the customer's own; numbers are left out all the same,
 * and a comma would join two. */
static bool may_be_shown(struct text ngram)
{
    for (size_t i = 0; i < ngram.length; i++) {
        if ((ngram.at[i] >= '0' && ngram.at[i] <= '9') || ngram.at[i] == ',')
            return false;
    }
    return ngram.length > 0;
}

static bool is_among(const struct text *texts, size_t count, struct text text)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(texts[i], text))
            return true;
    }
    return false;
}

/* A character alone and at the text's end are two n-grams that look alike: shown once. */
static struct text ngrams_joined(
    const struct classifier *classifier,
    struct arena *arena,
    const struct classification *found
)
{
    struct text ngrams[NGRAMS_MAX];
    struct model_reason reasons[NGRAMS_LOOKED_AT];
    size_t kept = 0;

    if (!found->asked || found->code < 0)
        return (struct text){0};
    size_t count = classifier_explain(
        classifier,
        found->normalised,
        found->code,
        reasons,
        NGRAMS_LOOKED_AT
    );
    for (size_t i = 0; i < count && kept < NGRAMS_MAX; i++) {
        if (reasons[i].points > 0 && may_be_shown(reasons[i].ngram) &&
            !is_among(ngrams, kept, reasons[i].ngram))
            ngrams[kept++] = reasons[i].ngram;
    }
    return words_join(arena, ngrams, kept, NGRAMS_BYTES);
}

static void take_finding(
    const struct router_policy *policy,
    struct arena *arena,
    const struct classification *found,
    struct classified_case *row
)
{
    static const enum found_outcome outcomes[] = {
        [VERDICT_triage] = FOUND_OUTCOME_triage,
        [VERDICT_routed] = FOUND_OUTCOME_routed,
        [VERDICT_out_of_scope] = FOUND_OUTCOME_out_of_scope,
    };

    row->found_outcome = outcomes[found->outcome];
    row->found_type = (enum case_type)found->type;
    row->found_code = code_of(policy, found->code);
    row->second_code = code_of(policy, found->second_code);
    row->confidence = per_mille(found->confidence);
    row->margin = per_mille(found->margin);
    row->emotion = found->emotion;
    row->has_confidence = row->has_margin = row->has_emotion = true;
    row->tags = tags_joined(arena, found->tags);
    row->linked = linked_joined(policy, arena, found);
    row->rule_hits = hits_joined(arena, found);
    row->scores = scores_joined(policy, arena, found);
    row->ngrams = ngrams_joined(&policy->classifier, arena, found);
}

struct classification consider(
    const struct router_policy *policy,
    struct arena *arena,
    struct text text,
    enum matter_type hint,
    struct classified_case *row
)
{
    struct classification found = classify(&policy->classifier, arena, text, hint);

    find_people(policy->grades, &found, row);
    take_finding(policy, arena, &found, row);
    find_amount(&found, row);
    if (!row->lang.at)
        row->lang = language_of(found.normalised);
    return found;
}
