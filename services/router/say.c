/* See say.h. */
#include "services/router/say.h"

#include "proto/emit.h"
#include "services/router/policy.h"
#include "services/router/wish.h"
#include "services/router/words.h"

enum { SCORES_MAX = 16 };

/* What every answer carries, so that followers need no other event (DESIGN P4). */
#define CASE_FIELDS(row)                                                                       \
    .grade = (row)->grade, .received_at = (row)->received_at, .has_received_at = true,         \
    .channel = (row)->channel, .party = (row)->party, .unit = (row)->unit,                     \
    .about_unit = (row)->about_unit, .about_employee = (row)->about_employee,                  \
    .complainants = (row)->complainants, .has_complainants = (row)->has_complainants,          \
    .outside_no = (row)->outside_no, .outside_due = (row)->outside_due,                        \
    .has_outside_due = (row)->has_outside_due, .customer_key = (row)->customer_key

/* Where it goes, and to whom not. */
#define PLACE_FIELDS(row, lists)                                                               \
    .queue = (row)->queue, .skills = (lists)->skills.at,                                       \
    .skills_count = (lists)->skills.count, .preferred = (lists)->preferred.at,                 \
    .preferred_count = (lists)->preferred.count, .forbidden = (lists)->forbidden.at,           \
    .forbidden_count = (lists)->forbidden.count, .excluded_units = (lists)->excluded.at,       \
    .excluded_units_count = (lists)->excluded.count, .route = (row)->route

/* The row's lists as events carry them. */
struct lists {
    struct scores_said scores;
    struct words ngrams;
    struct words skills, preferred, forbidden, excluded, tags, reasons, linked, rules;
    const struct policy_version *policies;
    size_t policies_count;
};

int64_t per_mille(double share)
{
    return share <= 0 ? 0 : share >= 1 ? 1000 : (int64_t)(share * 1000);
}

struct scores_said scores_said(struct arena *arena, struct text joined)
{
    struct words words = words_split(arena, joined);
    struct score *scores = ARENA_ARRAY(arena, struct score, words.count + 1);
    size_t count = 0;

    for (size_t i = 0; i < words.count && count < SCORES_MAX; i++) {
        const char *sign = memchr(words.at[i].at, '=', words.at[i].length);
        const char *end = words.at[i].at + words.at[i].length;
        int64_t number = 0;
        if (!sign)
            continue;
        for (const char *digit = sign + 1; digit < end; digit++)
            number = number * 10 + (*digit - '0');
        scores[count++] = (struct score){
            .what = {words.at[i].at, (size_t)(sign - words.at[i].at)},
            .per_mille = number,
            .has_per_mille = true,
        };
    }
    return (struct scores_said){scores, count};
}

static struct words rules_of(struct arena *arena, const struct classification *found)
{
    size_t count = found ? size_min(found->hit_count, WORDS_MAX) : 0;
    struct text *ids = ARENA_ARRAY(arena, struct text, count + 1);

    for (size_t i = 0; i < count; i++)
        ids[i] = found->hits[i].rule;
    return (struct words){ids, count};
}

static struct words with_reason(struct arena *arena, struct words reasons, struct text reason)
{
    struct text *all = ARENA_ARRAY(arena, struct text, reasons.count + 1);

    if (!reason.at || reasons.count == WORDS_MAX)
        return reasons;
    if (reasons.count)
        memcpy(all, reasons.at, reasons.count * sizeof(*all));
    all[reasons.count] = reason;
    return (struct words){all, reasons.count + 1};
}

static struct lists
lists_of(struct call *call, const struct classified_case *row, const struct saying *saying)
{
    const struct router_policy *policy = call->policies;
    struct arena *arena = call->arena;

    return (struct lists){
        .scores = scores_said(arena, row->scores),
        .ngrams = words_split(arena, row->ngrams),
        .skills = words_split(arena, row->skills),
        .preferred = words_split(arena, row->preferred),
        .forbidden = words_split(arena, row->forbidden),
        .excluded = words_split(arena, row->excluded_units),
        .tags = words_split(arena, row->tags),
        .reasons = with_reason(arena, words_split(arena, row->reasons), saying->reason),
        .linked = words_split(arena, row->linked),
        .rules = rules_of(arena, saying->found),
        .policies = policy->versions,
        .policies_count = policy->version_count,
    };
}

static struct case_ref ref_of(const struct classified_case *row)
{
    return (struct case_ref){row->case_id, row->case_no};
}

static void
say_classified(struct call *call, const struct classified_case *row, const struct lists *lists)
{
    const struct case_classified event = {
        CASE_FIELDS(row),
        .case_type = row->case_type,
        .code = row->code,
        .category = row->category,
        .confidence = row->confidence,
        .has_confidence = true,
        .margin = row->margin,
        .has_margin = row->has_margin,
        .second_code = row->second_code,
        .reasons = lists->reasons.at,
        .reasons_count = lists->reasons.count,
        .rule_hits = lists->rules.at,
        .rule_hits_count = lists->rules.count,
        .tags = lists->tags.at,
        .tags_count = lists->tags.count,
        .linked = lists->linked.at,
        .linked_count = lists->linked.count,
        .emotion = row->emotion,
        .has_emotion = row->has_emotion,
        .manual = row->decided_by == DECIDER_human,
        .has_manual = true,
        .policies = lists->policies,
        .policies_count = lists->policies_count,
        .amount_fen = row->amount_fen,
        .has_amount_fen = row->has_amount_fen,
        .scores = lists->scores.at,
        .scores_count = lists->scores.count,
        .ngrams = lists->ngrams.at,
        .ngrams_count = lists->ngrams.count,
    };

    emit_case_classified(call, ref_of(row), &event);
}

static void
say_triage(struct call *call, const struct classified_case *row, const struct lists *lists)
{
    const struct case_triage_needed event = {
        CASE_FIELDS(row),
        PLACE_FIELDS(row, lists),
        .case_type = row->case_type,
        .code = row->code,
        .category = row->category,
        .confidence = row->confidence,
        .has_confidence = row->has_confidence,
        .margin = row->margin,
        .has_margin = row->has_margin,
        .second_code = row->second_code,
        .reasons = lists->reasons.at,
        .reasons_count = lists->reasons.count,
        .rule_hits = lists->rules.at,
        .rule_hits_count = lists->rules.count,
        .tags = lists->tags.at,
        .tags_count = lists->tags.count,
        .due_at = row->due_at,
        .has_due_at = true,
        .policies = lists->policies,
        .policies_count = lists->policies_count,
    };

    emit_case_triage_needed(call, ref_of(row), &event);
}

static void say_queued(
    struct call *call,
    const struct classified_case *row,
    const struct lists *lists,
    bool reopened
)
{
    const struct router_policy *policy = call->policies;
    const struct case_queued event = {
        CASE_FIELDS(row),
        PLACE_FIELDS(row, lists),
        .case_type = row->case_type,
        .code = row->code,
        .category = row->category,
        .tags = lists->tags.at,
        .tags_count = lists->tags.count,
        .due_at = row->due_at,
        .has_due_at = true,
        .manual = row->decided_by == DECIDER_human,
        .has_manual = true,
        .reopened = reopened,
        .has_reopened = true,
        .code_named = wish_names(&policy->taxonomy, row->wished_category, row->code),
        .has_code_named = row->wished_category.length > 0,
        .policies = lists->policies,
        .policies_count = lists->policies_count,
    };

    emit_case_queued(call, ref_of(row), &event);
}

void say_answer(
    struct call *call,
    const struct classified_case *row,
    const struct saying *saying
)
{
    struct lists lists = lists_of(call, row, saying);

    if (row->state == CLASSIFIED_STATE_triage) {
        /* Why a person is needed: what the rules made of it. */
        struct text why = enum_to_text(&found_outcome_enum, (int)row->found_outcome);
        lists.reasons = with_reason(call->arena, lists.reasons, why);
        say_triage(call, row, &lists);
        return;
    }
    if (saying->classified)
        say_classified(call, row, &lists);
    say_queued(call, row, &lists, saying->reopened);
}
