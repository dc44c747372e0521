/* Tests of common/domain/grade.c with the shipped policy (REQUIREMENTS 4.1, 5.15 rules 6 and 13). */
#include "tests/unit/common/domain/support.h"

#include "common/domain/grade.h"

enum { HOUR_MS = 3600000 };
#define YUAN(n) (INT64_C(100) * (n))

static struct grade_policy *policy;

/* A complaint of whose circumstances nothing is known. */
static struct grade_facts facts_of(char type)
{
    return (struct grade_facts){
        .type = type,
        .amount_fen = GRADE_UNKNOWN,
        .age = GRADE_UNKNOWN,
        .occurred_ms_ago = 48 * HOUR_MS,
        .deadline_in_ms = GRADE_UNKNOWN,
        .complainants = 1,
        .contacts = 1,
    };
}

static void
assert_grade(const struct grade_facts *facts, enum grade grade, enum grade_reason reason)
{
    struct grade_result result = grade_of(policy, facts);

    assert_string_equal(grade_name(result.grade), grade_name(grade));
    if (!grade_has_reason(&result, reason))
        fail_msg("reason %s is missing", grade_reason_name(reason));
}

static void assert_without(const struct grade_facts *facts, enum grade_reason reason)
{
    struct grade_result result = grade_of(policy, facts);

    assert_false(grade_has_reason(&result, reason));
}

static void starts_by_type(void **state UNUSED)
{
    static const struct {
        char type;
        enum grade grade;
        enum grade_reason reason;
    } cases[] = {
        {'Z', GRADE_P4, GRADE_REASON_start_consult},
        {'J', GRADE_P4, GRADE_REASON_start_suggest},
        {'B', GRADE_P3, GRADE_REASON_start_apply},
        {'T', GRADE_P3, GRADE_REASON_start_complaint},
        {'D', GRADE_P3, GRADE_REASON_start_dispute},
        {'U', GRADE_P2, GRADE_REASON_start_urgent},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct grade_facts facts = facts_of(cases[i].type);
        assert_grade(&facts, cases[i].grade, cases[i].reason);
        assert_int_equal(grade_of(policy, &facts).reasons, UINT64_C(1) << cases[i].reason);
    }
}

static void lifts_disputes_younger_than_a_day(void **state UNUSED)
{
    struct grade_facts facts = facts_of('D');

    facts.occurred_ms_ago = 24 * HOUR_MS - 1;
    assert_grade(&facts, GRADE_P2, GRADE_REASON_young_dispute);
    facts.occurred_ms_ago = 24 * HOUR_MS;
    assert_grade(&facts, GRADE_P3, GRADE_REASON_start_dispute);
    facts.occurred_ms_ago = GRADE_UNKNOWN;
    assert_grade(&facts, GRADE_P2, GRADE_REASON_young_dispute);
}

/* 5.15 rule 13: left within the last 30 minutes. */
static void lifts_urgent_reports_while_money_is_leaving(void **state UNUSED)
{
    struct grade_facts facts = facts_of('U');

    facts.occurred_ms_ago = 30 * 60000;
    assert_grade(&facts, GRADE_P1, GRADE_REASON_money_leaving);
    facts.occurred_ms_ago = 30 * 60000 + 1;
    assert_grade(&facts, GRADE_P2, GRADE_REASON_start_urgent);
    facts.occurred_ms_ago = GRADE_UNKNOWN;
    assert_grade(&facts, GRADE_P2, GRADE_REASON_start_urgent);
    facts.tags = grade_tag_bit(GRADE_TAG_fraud_in_progress);
    assert_grade(&facts, GRADE_P1, GRADE_REASON_money_leaving);
    facts = facts_of('T');
    facts.occurred_ms_ago = 0;
    assert_grade(&facts, GRADE_P3, GRADE_REASON_start_complaint);
}

static void fires_each_tag(void **state UNUSED)
{
    static const struct {
        enum grade_tag tag;
        enum grade grade;
        enum grade_reason reason;
    } cases[] = {
        {GRADE_TAG_disaster, GRADE_P1, GRADE_REASON_public_safety},
        {GRADE_TAG_named_major, GRADE_P1, GRADE_REASON_named_major},
        {GRADE_TAG_leak_confirmed, GRADE_P1, GRADE_REASON_leak_confirmed},
        {GRADE_TAG_life_threat, GRADE_P1, GRADE_REASON_threat_to_life},
        {GRADE_TAG_live_news, GRADE_P1, GRADE_REASON_public_opinion},
        {GRADE_TAG_staff_fraud, GRADE_P1, GRADE_REASON_staff_fraud},
        {GRADE_TAG_fraud_in_progress, GRADE_P1, GRADE_REASON_money_leaving},
        {GRADE_TAG_loss_report, GRADE_P2, GRADE_REASON_protective_request},
        {GRADE_TAG_stop_payment, GRADE_P2, GRADE_REASON_protective_request},
        {GRADE_TAG_unauthorised, GRADE_P2, GRADE_REASON_unauthorised},
        {GRADE_TAG_persuaded_payment, GRADE_P3, GRADE_REASON_persuaded_payment},
        {GRADE_TAG_regulator_source, GRADE_P2, GRADE_REASON_regulator_source},
        {GRADE_TAG_petition_source, GRADE_P2, GRADE_REASON_regulator_source},
        {GRADE_TAG_court_source, GRADE_P2, GRADE_REASON_regulator_source},
        {GRADE_TAG_media, GRADE_P2, GRADE_REASON_threat_of_exposure},
        {GRADE_TAG_regulator, GRADE_P2, GRADE_REASON_threat_of_exposure},
        {GRADE_TAG_lawyer, GRADE_P2, GRADE_REASON_threat_of_exposure},
        {GRADE_TAG_petition, GRADE_P2, GRADE_REASON_threat_of_exposure},
        {GRADE_TAG_question_only, GRADE_P3, GRADE_REASON_only_asked},
        {GRADE_TAG_repeat_contact, GRADE_P2, GRADE_REASON_repeated},
        {GRADE_TAG_vulnerable, GRADE_P2, GRADE_REASON_vulnerable},
        {GRADE_TAG_hardship, GRADE_P2, GRADE_REASON_hardship},
        {GRADE_TAG_deadline, GRADE_P2, GRADE_REASON_deadline_near},
        {GRADE_TAG_named_employee, GRADE_P2, GRADE_REASON_named_employee},
        {GRADE_TAG_p3_breached, GRADE_P2, GRADE_REASON_p3_breached},
    };

    assert_int_equal(LENGTH(cases), GRADE_TAGS);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct grade_facts facts = facts_of('T');
        facts.tags = grade_tag_bit(cases[i].tag);
        assert_grade(&facts, cases[i].grade, cases[i].reason);
    }
}

static void fires_each_number_at_its_threshold_and_not_below(void **state UNUSED)
{
    struct grade_facts below = facts_of('T'), at_limit = below, none = below;

#define THRESHOLD(field, limit, grade, reason)                                                 \
    below = none;                                                                              \
    at_limit = none;                                                                           \
    below.field = (limit)-1;                                                                   \
    at_limit.field = (limit);                                                                  \
    assert_without(&below, GRADE_REASON_##reason);                                             \
    assert_grade(&at_limit, grade, GRADE_REASON_##reason);                                     \
    at_limit.field++;                                                                          \
    assert_grade(&at_limit, grade, GRADE_REASON_##reason)

    THRESHOLD(complainants, 20, GRADE_P1, many_complainants);
    THRESHOLD(amount_fen, YUAN(500000), GRADE_P1, amount_major);
    THRESHOLD(amount_fen, YUAN(50000), GRADE_P2, amount_important);
    THRESHOLD(age, 65, GRADE_P2, vulnerable);
    THRESHOLD(emotion, 3, GRADE_P2, emotion);
    THRESHOLD(readers, 10000, GRADE_P1, public_opinion);
    THRESHOLD(similar_cases, 20, GRADE_P1, mass_fault);
    THRESHOLD(leaked_suspected, 50, GRADE_P1, leak_suspected);
    THRESHOLD(contacts, 3, GRADE_P2, repeated);
    THRESHOLD(reopens, 2, GRADE_P2, repeated);
#undef THRESHOLD
}

static void protects_minors_and_the_old(void **state UNUSED)
{
    struct grade_facts facts = facts_of('Z');

    facts.age = 17;
    assert_grade(&facts, GRADE_P2, GRADE_REASON_vulnerable);
    facts.age = 18;
    assert_grade(&facts, GRADE_P4, GRADE_REASON_start_consult);
    facts.age = 64;
    assert_grade(&facts, GRADE_P4, GRADE_REASON_start_consult);
    facts.age = 65;
    assert_grade(&facts, GRADE_P2, GRADE_REASON_vulnerable);
    facts.age = 0;
    assert_grade(&facts, GRADE_P2, GRADE_REASON_vulnerable);
}

static void lifts_when_a_deadline_is_less_than_a_day_away(void **state UNUSED)
{
    struct grade_facts facts = facts_of('B');

    facts.deadline_in_ms = 24 * HOUR_MS;
    assert_grade(&facts, GRADE_P2, GRADE_REASON_deadline_near);
    facts.deadline_in_ms = 0;
    assert_grade(&facts, GRADE_P2, GRADE_REASON_deadline_near);
    facts.deadline_in_ms = 24 * HOUR_MS + 1;
    assert_grade(&facts, GRADE_P3, GRADE_REASON_start_apply);
}

/* A date that is known says more than the tag. */
static void believes_a_known_deadline_rather_than_the_tag(void **state UNUSED)
{
    struct grade_facts facts = facts_of('B');

    facts.tags = grade_tag_bit(GRADE_TAG_deadline);
    assert_grade(&facts, GRADE_P2, GRADE_REASON_deadline_near);
    facts.deadline_in_ms = 24 * HOUR_MS + 1;
    assert_grade(&facts, GRADE_P3, GRADE_REASON_start_apply);
    facts.deadline_in_ms = 24 * HOUR_MS;
    assert_grade(&facts, GRADE_P2, GRADE_REASON_deadline_near);
}

/* 5.15 rule 13: a question about a hotline's number does not lift. */
static void does_not_take_a_question_for_a_threat(void **state UNUSED)
{
    struct grade_facts facts = facts_of('Z');

    facts.tags = grade_tag_bit(GRADE_TAG_regulator);
    assert_grade(&facts, GRADE_P2, GRADE_REASON_threat_of_exposure);
    facts.tags |= grade_tag_bit(GRADE_TAG_question_only);
    assert_grade(&facts, GRADE_P4, GRADE_REASON_only_asked);
    assert_without(&facts, GRADE_REASON_threat_of_exposure);
}

/* 5.15 rule 13: the sum in dispute, not the size of the product. */
static void does_not_grade_questions_by_the_size_of_a_product(void **state UNUSED)
{
    static const struct {
        char type;
        enum grade grade;
    } cases[] = {
        {'Z', GRADE_P4},
        {'J', GRADE_P4},
        {'B', GRADE_P3},
        {'T', GRADE_P1},
        {'D', GRADE_P1},
        {'U', GRADE_P1},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct grade_facts facts = facts_of(cases[i].type);
        facts.amount_fen = YUAN(2000000);
        assert_int_equal(grade_of(policy, &facts).grade, cases[i].grade);
    }
}

static void marks_a_grade_that_rests_on_a_parsed_amount(void **state UNUSED)
{
    struct grade_facts facts = facts_of('T');

    facts.amount_fen = YUAN(50000);
    assert_false(grade_of(policy, &facts).amount_parsed);
    facts.amount_parsed = true;
    assert_true(grade_of(policy, &facts).amount_parsed);
    facts.amount_fen = YUAN(50000) - 1;
    assert_false(grade_of(policy, &facts).amount_parsed);
}

/* 5.15 rule 13: not for questions and negotiations. */
static void takes_hardship_for_complaints_and_disputes_only(void **state UNUSED)
{
    static const struct {
        char type;
        enum grade grade;
    } cases[] = {
        {'Z', GRADE_P4},
        {'J', GRADE_P4},
        {'B', GRADE_P3},
        {'T', GRADE_P2},
        {'D', GRADE_P2},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct grade_facts facts = facts_of(cases[i].type);
        facts.tags = grade_tag_bit(GRADE_TAG_hardship);
        assert_int_equal(grade_of(policy, &facts).grade, cases[i].grade);
    }
}

/* 5.15 rule 13: P3 unless another trigger holds. */
static void keeps_a_payment_one_was_talked_into_at_p3(void **state UNUSED)
{
    struct grade_facts facts = facts_of('D');

    facts.occurred_ms_ago = HOUR_MS;
    facts.tags = grade_tag_bit(GRADE_TAG_persuaded_payment);
    assert_grade(&facts, GRADE_P3, GRADE_REASON_persuaded_payment);
    facts.tags |= grade_tag_bit(GRADE_TAG_unauthorised);
    assert_grade(&facts, GRADE_P3, GRADE_REASON_persuaded_payment);
    assert_without(&facts, GRADE_REASON_unauthorised);
    facts.amount_fen = YUAN(50000);
    assert_grade(&facts, GRADE_P2, GRADE_REASON_amount_important);
}

static void minds_a_named_employee_only_in_complaints(void **state UNUSED)
{
    struct grade_facts facts = facts_of('J');

    facts.tags = grade_tag_bit(GRADE_TAG_named_employee);
    assert_grade(&facts, GRADE_P4, GRADE_REASON_start_suggest);
    facts.type = 'T';
    assert_grade(&facts, GRADE_P2, GRADE_REASON_named_employee);
}

static void takes_the_highest_grade_and_keeps_every_reason(void **state UNUSED)
{
    struct grade_facts facts = facts_of('T');
    struct grade_result result;

    facts.tags = grade_tag_bit(GRADE_TAG_life_threat) | grade_tag_bit(GRADE_TAG_media);
    facts.emotion = 3;
    result = grade_of(policy, &facts);
    assert_int_equal(result.grade, GRADE_P1);
    assert_true(grade_has_reason(&result, GRADE_REASON_start_complaint));
    assert_true(grade_has_reason(&result, GRADE_REASON_threat_to_life));
    assert_true(grade_has_reason(&result, GRADE_REASON_threat_of_exposure));
    assert_true(grade_has_reason(&result, GRADE_REASON_emotion));
    assert_int_equal(__builtin_popcountll(result.reasons), 4);
}

/* 4.1, last sentence. */
static void lets_anyone_grade_up_and_few_grade_down(void **state UNUSED)
{
    assert_int_equal(
        grade_change_check(GRADE_P3, GRADE_P1, 1, false, true),
        GRADE_CHANGE_allowed
    );
    assert_int_equal(grade_change_check(GRADE_P3, GRADE_P3, 6, true, false), GRADE_CHANGE_same);
    assert_int_equal(
        grade_change_check(GRADE_P2, GRADE_P3, 2, true, false),
        GRADE_CHANGE_needs_l3
    );
    assert_int_equal(
        grade_change_check(GRADE_P2, GRADE_P3, 3, true, false),
        GRADE_CHANGE_allowed
    );
    assert_int_equal(
        grade_change_check(GRADE_P2, GRADE_P3, 3, false, false),
        GRADE_CHANGE_needs_reason
    );
    assert_int_equal(
        grade_change_check(GRADE_P2, GRADE_P3, 6, true, true),
        GRADE_CHANGE_regulator
    );
    assert_int_equal(grade_raised(GRADE_P4), GRADE_P3);
    assert_int_equal(grade_raised(GRADE_P1), GRADE_P1);
}

static void names_grades_reasons_and_tags(void **state UNUSED)
{
    enum grade_tag tag;

    for (int i = GRADE_P1; i < GRADES; i++)
        assert_int_equal(grade_find(text_of(grade_name((enum grade)i))), i);
    assert_int_equal(grade_find(TEXT("P5")), GRADE_none);
    assert_int_equal(grade_find(TEXT("none")), GRADE_none);
    assert_int_equal(grade_find(TEXT("p1")), GRADE_none);
    for (int i = 0; i < GRADE_REASONS; i++) {
        assert_true(strlen(grade_reason_name((enum grade_reason)i)) > 0);
        assert_true(grade_reason_zh((enum grade_reason)i).length > 0);
        assert_true(grade_reason_en((enum grade_reason)i).length > 0);
    }
    assert_true(GRADE_REASONS <= 64 && GRADE_TAGS <= 64);
    assert_true(grade_tag_find(TEXT("life_threat"), &tag));
    assert_int_equal(tag, GRADE_TAG_life_threat);
    assert_false(grade_tag_find(TEXT("vip"), &tag));
}

static int load_policy(void **state UNUSED)
{
    struct text faults = {0};

    if (grade_policy_load(&support_arena, "deploy/config/grades.yaml", &faults, &policy) == OK)
        return 0;
    print_error("%s\n", faults.at);
    return -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(starts_by_type),
        cmocka_unit_test(lifts_disputes_younger_than_a_day),
        cmocka_unit_test(lifts_urgent_reports_while_money_is_leaving),
        cmocka_unit_test(fires_each_tag),
        cmocka_unit_test(fires_each_number_at_its_threshold_and_not_below),
        cmocka_unit_test(protects_minors_and_the_old),
        cmocka_unit_test(lifts_when_a_deadline_is_less_than_a_day_away),
        cmocka_unit_test(believes_a_known_deadline_rather_than_the_tag),
        cmocka_unit_test(does_not_take_a_question_for_a_threat),
        cmocka_unit_test(does_not_grade_questions_by_the_size_of_a_product),
        cmocka_unit_test(marks_a_grade_that_rests_on_a_parsed_amount),
        cmocka_unit_test(takes_hardship_for_complaints_and_disputes_only),
        cmocka_unit_test(keeps_a_payment_one_was_talked_into_at_p3),
        cmocka_unit_test(minds_a_named_employee_only_in_complaints),
        cmocka_unit_test(takes_the_highest_grade_and_keeps_every_reason),
        cmocka_unit_test(lets_anyone_grade_up_and_few_grade_down),
        cmocka_unit_test(names_grades_reasons_and_tags),
    };
    return cmocka_run_group_tests_name("grade", tests, load_policy, drop_rules);
}
