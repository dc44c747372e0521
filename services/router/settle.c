/* See settle.h. */
#include "services/router/settle.h"

#include <assert.h>

#include "services/router/wish.h"
#include "services/router/words.h"

static_assert((int)CASE_TYPE_consult == (int)MATTER_consult, "the types stand in one order");
static_assert((int)CASE_TYPE_transfer_out == (int)MATTER_transfer_out, "to the last");
static_assert((int)CASE_GRADE_P1 == (int)GRADE_P1, "and so do the grades");
static_assert((int)CASE_GRADE_P4 == (int)GRADE_P4, "to the last");

#define TRIAGE_QUEUE "q.triage"

enum {
    LIST_BYTES = 1100, /* of skills or units in a row */
};

/* What the row is about, before routing. */
struct subject {
    enum verdict outcome;
    enum matter_type type;
    int code; /* index; -1 unknown */
};

uint64_t settle_channel_tags(struct text channel)
{
    if (text_is(channel, "regulator_nfra") || text_is(channel, "pboc") ||
        text_is(channel, "gov_12345"))
        return grade_tag_bit(GRADE_TAG_regulator_source);
    return text_is(channel, "petition") ? grade_tag_bit(GRADE_TAG_petition_source) : 0;
}

static uint32_t tags_of(struct arena *arena, struct text joined)
{
    struct words names = words_split(arena, joined);
    uint32_t tags = 0;

    for (size_t i = 0; i < names.count; i++) {
        enum tag tag;
        if (tag_find(names.at[i], &tag))
            tags |= TAG_BIT(tag);
    }
    return tags;
}

static enum matter_type found_type(const struct classified_case *row)
{
    enum matter_type type = (enum matter_type)row->found_type;

    if (type == MATTER_none)
        type = MATTER_consult;
    if (row->found_outcome == FOUND_OUTCOME_routed && settle_channel_tags(row->channel) &&
        type != MATTER_urgent && type != MATTER_dispute)
        return MATTER_complaint;
    return type;
}

static enum verdict found_outcome(const struct classified_case *row)
{
    if (row->found_outcome == FOUND_OUTCOME_routed)
        return VERDICT_routed;
    return row->found_outcome == FOUND_OUTCOME_out_of_scope ? VERDICT_out_of_scope
                                                            : VERDICT_triage;
}

static bool is_wished(const struct classified_case *row)
{
    return row->wished_type || row->wished_category.at;
}

/* A person who names only the type, or only the subject, leaves the other as the rules found it. */
static struct subject
subject_of(const struct router_policy *policy, const struct classified_case *row)
{
    const struct taxonomy *taxonomy = &policy->taxonomy;
    struct subject subject = {found_outcome(row), found_type(row), -1};

    if (row->found_code.at)
        subject.code = taxonomy_find(taxonomy, row->found_code);
    if (!is_wished(row))
        return subject;
    subject.outcome = VERDICT_routed;
    if (row->wished_type)
        subject.type = (enum matter_type)row->wished_type;
    if (row->wished_category.at)
        subject.code =
            wish_find(taxonomy, row->wished_category, row->found_code, row->second_code);
    if (subject.code < 0)
        subject.code = policy->unknown_code;
    return subject;
}

static struct grade_facts facts_of(
    const struct router_policy *policy,
    const struct classified_case *row,
    enum matter_type type,
    uint32_t tags
)
{
    struct grade_facts facts = {
        .type = matter_type_letter(type),
        .tags = settle_channel_tags(row->channel),
        .amount_fen = row->has_amount_fen ? row->amount_fen : GRADE_UNKNOWN,
        .amount_parsed = row->amount_parsed,
        .complainants = row->has_complainants ? (int32_t)row->complainants : 0,
        .emotion = (int32_t)row->emotion,
        .age = GRADE_UNKNOWN,
        .occurred_ms_ago = GRADE_UNKNOWN,
        .deadline_in_ms = GRADE_UNKNOWN,
        .reopens = (int32_t)row->reopens,
    };

    for (int i = 0; i < TAGS; i++) {
        if (tags & TAG_BIT(i))
            facts.tags |= policy->grade_tags[i];
    }
    if (tags & TAG_BIT(TAG_long_ago))
        facts.occurred_ms_ago = DAY_MS;
    if (row->has_occurred_at)
        facts.occurred_ms_ago = int64_max(0, row->received_at - row->occurred_at);
    return facts;
}

static struct text reasons_joined(struct arena *arena, const struct grade_result *result)
{
    struct text names[GRADE_REASONS + 1];
    size_t count = 0;

    for (int i = 0; i < GRADE_REASONS; i++) {
        if (grade_has_reason(result, (enum grade_reason)i))
            names[count++] = text_of(grade_reason_name((enum grade_reason)i));
    }
    if (result->amount_parsed)
        names[count++] = TEXT("amount_parsed");
    return words_join(arena, names, count, 1024);
}

static void grade(
    const struct router_policy *policy,
    struct arena *arena,
    enum matter_type type,
    uint32_t tags,
    struct classified_case *row
)
{
    const struct grade_facts facts = facts_of(policy, row, type, tags);
    const struct grade_result result = grade_of(policy->grades, &facts);

    row->grade = (enum case_grade)result.grade;
    if (row->grade_floor && row->grade_floor < row->grade)
        row->grade = row->grade_floor;
    row->reasons = reasons_joined(arena, &result);
}

static struct place place_of(
    const struct router_policy *policy,
    const struct classified_case *row,
    const struct subject *subject,
    uint32_t tags
)
{
    const struct routed_matter matter = {
        .outcome = subject->outcome,
        .type = subject->type,
        .code = subject->code,
        .grade = (int)row->grade,
        .tags = tags,
        .party = row->party ? enum_to_text(&party_enum, (int)row->party) : (struct text){0},
        .channel = row->channel,
        .language = row->lang,
        .unit = row->unit,
        .about_unit = row->about_unit,
    };

    return routes_find(&policy->routes, &matter);
}

static struct text list_joined(struct arena *arena, const struct text_list *list)
{
    return words_join(arena, list->at, list->count, LIST_BYTES);
}

/* A place that needs a subject gets the one of unknown matters; for a triage the best guess is enough. */
static void put_place(
    const struct router_policy *policy,
    struct arena *arena,
    const struct place *place,
    int code,
    struct classified_case *row
)
{
    const struct taxonomy *taxonomy = &policy->taxonomy;
    bool triage = text_is(place->queue, TRIAGE_QUEUE);

    if (code < 0 && !triage)
        code = policy->unknown_code;
    row->state = triage ? CLASSIFIED_STATE_triage : CLASSIFIED_STATE_placed;
    row->case_type = (enum case_type)place->type;
    row->code = code < 0 ? (struct text){0} : taxonomy->subcategories[code].code;
    row->category = code < 0 ? (struct text){0}
                             : taxonomy->categories[taxonomy->subcategories[code].category].key;
    row->queue = place->queue;
    row->skills = list_joined(arena, &place->skills);
    row->preferred = list_joined(arena, &place->preferred);
    row->forbidden = list_joined(arena, &place->forbidden);
    row->excluded_units = list_joined(arena, &place->excluded_units);
    row->route = place->route;
}

/* A profile that is not valid at the receipt has no limit: such a case is due at once, so that somebody sees it. */
static void
put_due(const struct router_policy *policy, struct arena *arena, struct classified_case *row)
{
    const int64_t begin_ms = row->has_reopened_at ? row->reopened_at : row->received_at;
    const struct due_request request = {
        .profile = TEXT(ROUTER_PROFILE),
        .clock = router_clock(row->case_type, row->grade),
        .grade = (enum grade)row->grade,
        .received_ms = begin_ms,
        .queue = row->queue,
        .unit = row->unit,
    };
    struct due_result result;

    row->clock = request.clock;
    row->due_at = begin_ms;
    if (due_compute(policy->limits, &request, arena, &result) == DUE_ok)
        row->due_at = result.due_ms;
    if (row->has_outside_due && row->outside_due < row->due_at) {
        row->clock = TEXT("K11");
        row->due_at = row->outside_due;
    }
    row->has_due_at = true;
}

void settle(
    const struct router_policy *policy,
    struct arena *arena,
    int64_t now_ms,
    struct classified_case *row
)
{
    const struct subject subject = subject_of(policy, row);
    const uint32_t tags = tags_of(arena, row->tags);

    grade(policy, arena, subject.type, tags, row);
    const struct place place = place_of(policy, row, &subject, tags);
    put_place(policy, arena, &place, subject.code, row);
    put_due(policy, arena, row);
    row->decided_by = is_wished(row) ? DECIDER_human : DECIDER_rule;
    row->decided_at = now_ms;
    row->has_decided_at = true;
    row->policies = policy->versions_text;
}
