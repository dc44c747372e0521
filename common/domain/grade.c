/* See grade.h. Names and tables; which grade follows from which facts stands in grade_of, at the end. */
#include "common/domain/grade.h"

#include <assert.h>

static const char *const reason_names[GRADE_REASONS] = {
#define REASON(name, zh, en) [GRADE_REASON_##name] = #name,
#include "common/domain/grade_reasons.def"
#undef REASON
};

static const struct {
    struct text zh, en;
} reason_texts[GRADE_REASONS] = {
#define REASON(name, zh, en)                                                                   \
    [GRADE_REASON_##name] = {{zh, sizeof(zh) - 1}, {en, sizeof(en) - 1}},
#include "common/domain/grade_reasons.def"
#undef REASON
};

static const struct {
    const char *name;
    enum grade_reason reason;
} tags[GRADE_TAGS] = {
#define TAG(name, reason, what) [GRADE_TAG_##name] = {#name, GRADE_REASON_##reason},
#include "common/domain/grade_tags.def"
#undef TAG
};

const char *grade_name(enum grade grade)
{
    static const char *const names[GRADES] = {"none", "P1", "P2", "P3", "P4"};

    return names[grade];
}

enum grade grade_find(struct text name)
{
    for (int grade = GRADE_P1; grade < GRADES; grade++) {
        if (text_is(name, grade_name((enum grade)grade)))
            return (enum grade)grade;
    }
    return GRADE_none;
}

const char *grade_reason_name(enum grade_reason reason)
{
    return reason_names[reason];
}

struct text grade_reason_zh(enum grade_reason reason)
{
    return reason_texts[reason].zh;
}

struct text grade_reason_en(enum grade_reason reason)
{
    return reason_texts[reason].en;
}

bool grade_tag_find(struct text name, enum grade_tag *ret_tag)
{
    for (int i = 0; i < GRADE_TAGS; i++) {
        if (!text_is(name, tags[i].name))
            continue;
        *ret_tag = (enum grade_tag)i;
        return true;
    }
    return false;
}

enum grade grade_raised(enum grade grade)
{
    return grade > GRADE_P1 ? (enum grade)(grade - 1) : GRADE_P1;
}

enum grade_change grade_change_check(
    enum grade from,
    enum grade to,
    int32_t line,
    bool has_reason,
    bool from_regulator
)
{
    enum { TEAM_LEADER = 3 };

    if (to == from)
        return GRADE_CHANGE_same;
    if (to < from)
        return GRADE_CHANGE_allowed;
    if (from_regulator)
        return GRADE_CHANGE_regulator;
    if (line < TEAM_LEADER)
        return GRADE_CHANGE_needs_l3;
    return has_reason ? GRADE_CHANGE_allowed : GRADE_CHANGE_needs_reason;
}

static uint64_t bit(enum grade_reason reason)
{
    return UINT64_C(1) << reason;
}

static uint64_t bit_if(bool holds, enum grade_reason reason)
{
    return holds ? bit(reason) : 0;
}

static bool is_within(int64_t value, int64_t max)
{
    return value != GRADE_UNKNOWN && value <= max;
}

static uint64_t reason_of_start(char type)
{
    switch (type) {
    case 'Z':
        return bit(GRADE_REASON_start_consult);
    case 'B':
        return bit(GRADE_REASON_start_apply);
    case 'T':
        return bit(GRADE_REASON_start_complaint);
    case 'J':
        return bit(GRADE_REASON_start_suggest);
    case 'D':
        return bit(GRADE_REASON_start_dispute);
    case 'U':
        return bit(GRADE_REASON_start_urgent);
    default:
        assert(!"a case type is one of Z B T J D U");
        return 0;
    }
}

static uint64_t reasons_of_tags(const struct grade_facts *facts)
{
    bool conflict = facts->type == 'T' || facts->type == 'D';
    uint64_t reasons = 0;

    for (int i = 0; i < GRADE_TAGS; i++) {
        if (facts->tags >> i & 1)
            reasons |= bit(tags[i].reason);
    }
    /* 5.15 rule 13: not for questions and negotiations; and what the customer was talked into is no
     * unauthorised transaction. */
    if (!conflict)
        reasons &= ~bit(GRADE_REASON_hardship);
    if (reasons & bit(GRADE_REASON_persuaded_payment))
        reasons &= ~bit(GRADE_REASON_unauthorised);
    if (facts->type != 'T')
        reasons &= ~bit(GRADE_REASON_named_employee);
    /* Who asks for the number of a hotline does not threaten with it. */
    if (reasons & bit(GRADE_REASON_only_asked))
        reasons &= ~bit(GRADE_REASON_threat_of_exposure);
    /* A known date says more than a word in the text. */
    if (facts->deadline_in_ms != GRADE_UNKNOWN)
        reasons &= ~bit(GRADE_REASON_deadline_near);
    return reasons;
}

static uint64_t
reasons_of_time(const struct grade_policy *policy, const struct grade_facts *facts)
{
    bool persuaded = facts->tags & grade_tag_bit(GRADE_TAG_persuaded_payment);
    int64_t ago = facts->occurred_ms_ago;
    /* A dispute whose time nobody knows counts as young: the careful side. */
    bool young = ago == GRADE_UNKNOWN || ago < policy->dispute_young_ms;

    return bit_if(facts->type == 'D' && young && !persuaded, GRADE_REASON_young_dispute) |
           bit_if(
               facts->type == 'U' && is_within(ago, policy->money_left_ms),
               GRADE_REASON_money_leaving
           ) |
           bit_if(
               is_within(facts->deadline_in_ms, policy->deadline_ms),
               GRADE_REASON_deadline_near
           );
}

/* Questions and applications speak of the product's size, not of a sum in dispute. */
static uint64_t
reasons_of_amount(const struct grade_policy *policy, const struct grade_facts *facts)
{
    bool in_dispute = facts->type == 'T' || facts->type == 'D' || facts->type == 'U';

    if (!in_dispute)
        return 0;
    return bit_if(facts->amount_fen >= policy->amount_p1_fen, GRADE_REASON_amount_major) |
           bit_if(facts->amount_fen >= policy->amount_p2_fen, GRADE_REASON_amount_important);
}

static uint64_t
reasons_of_numbers(const struct grade_policy *policy, const struct grade_facts *facts)
{
    bool age_known = facts->age != GRADE_UNKNOWN;
    bool vulnerable =
        age_known && (facts->age >= policy->age_old || facts->age < policy->age_minor);

    return bit_if(facts->complainants >= policy->complainants, GRADE_REASON_many_complainants) |
           bit_if(facts->emotion >= policy->emotion, GRADE_REASON_emotion) |
           bit_if(vulnerable, GRADE_REASON_vulnerable) |
           bit_if(facts->readers >= policy->readers, GRADE_REASON_public_opinion) |
           bit_if(facts->similar_cases >= policy->similar_cases, GRADE_REASON_mass_fault) |
           bit_if(
               facts->leaked_suspected >= policy->leaked_suspected,
               GRADE_REASON_leak_suspected
           ) |
           bit_if(
               facts->contacts >= policy->contacts || facts->reopens >= policy->reopens,
               GRADE_REASON_repeated
           );
}

struct grade_result grade_of(const struct grade_policy *policy, const struct grade_facts *facts)
{
    uint64_t amounts = reasons_of_amount(policy, facts);
    struct grade_result result = {
        .grade = GRADE_P4,
        .reasons = reason_of_start(facts->type) | reasons_of_tags(facts) |
                   reasons_of_time(policy, facts) | amounts | reasons_of_numbers(policy, facts),
        .amount_parsed = amounts != 0 && facts->amount_parsed,
    };

    for (int i = 0; i < GRADE_REASONS; i++) {
        enum grade grade = policy->triggers[i];
        bool fired = result.reasons >> i & 1;
        if (fired && grade != GRADE_none && grade < result.grade)
            result.grade = grade;
    }
    return result;
}
