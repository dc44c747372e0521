/* Tests of services/router/settle.c: REQUIREMENTS 4.1, 4.2, 4.7, 5.1, 5.15, CL-04, CL-13. */
#include "services/router/settle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* Monday, 2026-11-23 10:00 in Shanghai. */
#define MONDAY_MS INT64_C(1795399200000)
#define HOUR_MS   INT64_C(3600000)
#define DAY_MS    INT64_C(86400000)

static struct arena loaded, arena;
static const struct router_policy *policy;

static int load(void **state UNUSED)
{
    struct policy_set set = {.count = 0};

    if (router_policies_load(&loaded, "deploy/config", &set) != OK)
        fail_msg("%s", set.faults.at);
    policy = set.policies;
    return 0;
}

static int drop(void **state UNUSED)
{
    arena_done(&loaded);
    arena_done(&arena);
    return 0;
}

/* What the rules are sure of. */
static struct classified_case matter(enum case_type type, const char *code)
{
    return (struct classified_case){
        .channel = TEXT("app"),
        .received_at = MONDAY_MS,
        .has_received_at = true,
        .found_outcome = FOUND_OUTCOME_routed,
        .found_type = type,
        .found_code = text_of(code),
    };
}

static void run(struct classified_case *row)
{
    settle(policy, &arena, MONDAY_MS, row);
}

static void each_type_has_the_deadline_of_its_own_clock(void **state UNUSED)
{
    /* 4.2; closing is at 18:00 or what CN.yaml says, so days are compared */
    static const struct {
        enum case_type type;
        const char *code, *clock;
        enum case_grade grade;
        int64_t after_ms; /* 0: a business day's end, not compared here */
    } rows[] = {
        {CASE_TYPE_complaint, "TR06", "K8", CASE_GRADE_P3, 11 * DAY_MS - 10 * HOUR_MS},
        {CASE_TYPE_consult, "TR06", "K8a", CASE_GRADE_P4, 0},
        {CASE_TYPE_suggest, "TR06", "K8b.reply", CASE_GRADE_P4, 0},
        {CASE_TYPE_apply, "AC01", "K8c.materials", CASE_GRADE_P3, 0},
        {CASE_TYPE_dispute, "FD01", "K8d.provisional", CASE_GRADE_P2, 0},
        {CASE_TYPE_urgent, "LS01", "K4", CASE_GRADE_P2, 60000},
    };

    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct classified_case row = matter(rows[i].type, rows[i].code);
        run(&row);
        assert_true(text_is(row.clock, rows[i].clock));
        assert_int_equal(row.grade, rows[i].grade);
        assert_true(row.has_due_at && row.due_at > MONDAY_MS);
        if (rows[i].after_ms)
            assert_int_equal(row.due_at - MONDAY_MS, rows[i].after_ms);
    }
}

/* 4.4: Tuesday 2026-05-26; the next three days are off in Xinjiang. */
static void the_unit_that_accepted_it_has_its_own_working_days(void **state UNUSED)
{
    struct classified_case row = matter(CASE_TYPE_consult, "TR06");

    row.received_at = INT64_C(1779760800000);
    run(&row);
    assert_int_equal(row.due_at, row.received_at + DAY_MS + 7 * HOUR_MS);
    row.unit = TEXT("xj-urumqi");
    run(&row);
    assert_int_equal(row.due_at, row.received_at + 6 * DAY_MS + 7 * HOUR_MS);
}

static void a_graver_case_is_due_earlier(void **state UNUSED)
{
    /* 4.2 K8: 5, 7, 10 calendar days; K6: P1 an hour, P2 two */
    static const int64_t days[] = {0, 5, 7, 10};
    static const int64_t hours[] = {0, 1, 2};

    for (int grade = GRADE_P1; grade <= GRADE_P3; grade++) {
        struct classified_case row = matter(CASE_TYPE_complaint, "TR06");
        row.grade_floor = (enum case_grade)grade;
        run(&row);
        assert_int_equal(row.grade, grade);
        assert_int_equal(row.due_at, MONDAY_MS + (days[grade] + 1) * DAY_MS - 10 * HOUR_MS);
    }
    for (int grade = GRADE_P1; grade <= GRADE_P2; grade++) {
        struct classified_case row = matter(CASE_TYPE_consult, "TR06");
        row.grade_floor = (enum case_grade)grade;
        run(&row);
        assert_int_equal(row.due_at, MONDAY_MS + hours[grade] * HOUR_MS);
    }
}

static void the_date_of_a_regulator_counts_when_it_is_earlier(void **state UNUSED)
{
    struct classified_case row = matter(CASE_TYPE_complaint, "TR06");
    const int64_t own = MONDAY_MS + 11 * DAY_MS - 10 * HOUR_MS;

    row.has_outside_due = true;
    for (int64_t by = -1; by <= 1; by++) {
        row.outside_due = own + by;
        run(&row);
        assert_int_equal(row.due_at, by < 0 ? own - 1 : own);
        assert_true(text_is(row.clock, by < 0 ? "K11" : "K8"));
    }
}

static void what_a_regulator_forwards_is_a_complaint(void **state UNUSED)
{
    /* 5.15 rule 11, 4.1: source P2, 5.1: q.complaint */
    static const char *const channels[] = {"regulator_nfra", "pboc", "gov_12345", "petition"};

    for (size_t i = 0; i < LENGTH(channels); i++) {
        struct classified_case row = matter(CASE_TYPE_consult, "TR06");
        row.channel = text_of(channels[i]);
        run(&row);
        assert_int_equal(row.case_type, CASE_TYPE_complaint);
        assert_int_equal(row.grade, CASE_GRADE_P2);
        assert_true(text_is(row.queue, "q.complaint"));
        assert_true(text_is(row.route, "regulator"));
    }
    struct classified_case row = matter(CASE_TYPE_dispute, "FD01");
    row.channel = TEXT("pboc");
    run(&row);
    assert_int_equal(row.case_type, CASE_TYPE_dispute); /* 5.1: precedence */
}

static void no_other_channel_speaks_for_a_regulator(void **state UNUSED)
{
    static const char *const channels[] = {"phone", "app", "letter", "third_party", "internal"};

    for (size_t i = 0; i < LENGTH(channels); i++)
        assert_int_equal(settle_channel_tags(text_of(channels[i])), 0);
    assert_int_equal(settle_channel_tags((struct text){0}), 0);
    assert_int_equal(
        settle_channel_tags(TEXT("petition")),
        grade_tag_bit(GRADE_TAG_petition_source)
    );
}

static void only_the_channel_makes_a_petition_go_out(void **state UNUSED)
{
    /* 5.15 rule 14 */
    struct classified_case row = matter(CASE_TYPE_complaint, "QT05");

    row.channel = TEXT("petition");
    run(&row);
    assert_int_equal(row.case_type, CASE_TYPE_transfer_out);
    row = matter(CASE_TYPE_complaint, "QT05");
    run(&row);
    assert_int_equal(row.case_type, CASE_TYPE_complaint);
}

static void twenty_who_complain_together_are_major(void **state UNUSED)
{
    /* 4.1 */
    for (int64_t people = 19; people <= 21; people++) {
        struct classified_case row = matter(CASE_TYPE_complaint, "TR06");
        row.complainants = people;
        row.has_complainants = true;
        run(&row);
        assert_int_equal(row.grade, people < 20 ? CASE_GRADE_P3 : CASE_GRADE_P1);
    }
}

static void a_dispute_is_young_for_a_day(void **state UNUSED)
{
    /* 4.1: P2 below 24 hours */
    for (int64_t by = -1; by <= 1; by++) {
        struct classified_case row = matter(CASE_TYPE_dispute, "FD03");
        row.occurred_at = MONDAY_MS - DAY_MS - by;
        row.has_occurred_at = true;
        run(&row);
        assert_int_equal(row.grade, by < 0 ? CASE_GRADE_P2 : CASE_GRADE_P3);
    }
}

static void every_tag_of_a_text_that_grading_knows_reaches_it(void **state UNUSED)
{
    static const struct {
        const char *tag;
        enum case_grade grade;
    } rows[] = {
        {"life_threat", CASE_GRADE_P1},
        {"staff_fraud", CASE_GRADE_P1},
        {"fraud_in_progress", CASE_GRADE_P1},
        {"disaster", CASE_GRADE_P1},
        {"unauthorised", CASE_GRADE_P2},
        {"media", CASE_GRADE_P2},
        {"media,question_only", CASE_GRADE_P3},
        {"vulnerable", CASE_GRADE_P2},
        {"hardship", CASE_GRADE_P2},
        {"named_employee", CASE_GRADE_P2},
        {"abuse", CASE_GRADE_P3},
        {"no_such_tag", CASE_GRADE_P3},
    };

    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct classified_case row = matter(CASE_TYPE_complaint, "TR06");
        row.tags = text_of(rows[i].tag);
        run(&row);
        if (row.grade != rows[i].grade)
            fail_msg("%s makes P%d", rows[i].tag, (int)row.grade);
    }
}

static void wealth_and_party_raise_nothing(void **state UNUSED)
{
    /* 4.1: fair treatment */
    for (enum party party = PARTY_none; party <= PARTY_internal; party++) {
        struct classified_case row = matter(CASE_TYPE_consult, "TR06");
        row.party = party;
        run(&row);
        assert_int_equal(row.grade, CASE_GRADE_P4);
    }
}

static void a_wish_goes_before_the_rules(void **state UNUSED)
{
    /* CL-09 */
    struct classified_case row = matter(CASE_TYPE_consult, "TR06");

    row.wished_type = CASE_TYPE_complaint;
    run(&row);
    assert_int_equal(row.case_type, CASE_TYPE_complaint);
    assert_true(text_is(row.code, "TR06"));
    assert_int_equal(row.decided_by, DECIDER_human);
    row.wished_category = TEXT("credit_card");
    run(&row);
    assert_true(text_is(row.code, "CR01"));
    assert_true(text_is(row.category, "credit_card"));
}

static void a_wish_ends_the_triage_also_without_a_subject(void **state UNUSED)
{
    struct classified_case row = matter(CASE_TYPE_consult, "TR06");

    row.found_outcome = FOUND_OUTCOME_triage;
    row.found_code = (struct text){0};
    run(&row);
    assert_int_equal(row.state, CLASSIFIED_STATE_triage);
    assert_null(row.code.at);
    assert_int_equal(row.decided_by, DECIDER_rule);
    row.wished_type = CASE_TYPE_suggest;
    run(&row);
    assert_int_equal(row.state, CLASSIFIED_STATE_placed);
    assert_true(text_is(row.code, "QT06")); /* 5.1: unknown */
    assert_true(text_is(row.queue, "q.general"));
}

static void limits_count_anew_from_a_reopening(void **state UNUSED)
{
    struct classified_case row = matter(CASE_TYPE_complaint, "TR06");

    row.reopens = 1;
    row.reopened_at = MONDAY_MS + 3 * DAY_MS;
    row.has_reopened_at = true;
    run(&row);
    assert_int_equal(row.due_at, MONDAY_MS + 14 * DAY_MS - 10 * HOUR_MS);
}

static void gives_the_same_answer_again(void **state UNUSED)
{
    struct classified_case row = matter(CASE_TYPE_dispute, "FD01"), again;

    row.tags = TEXT("unauthorised");
    run(&row);
    again = row;
    run(&again);
    assert_memory_equal(&row.due_at, &again.due_at, sizeof(row.due_at));
    assert_true(text_equal(row.reasons, again.reasons));
    assert_true(text_equal(row.skills, again.skills));
    assert_true(text_equal(row.policies, again.policies));
    assert_true(text_starts(row.policies, TEXT("taxonomy 1, rules ")));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_type_has_the_deadline_of_its_own_clock),
        cmocka_unit_test(the_unit_that_accepted_it_has_its_own_working_days),
        cmocka_unit_test(a_graver_case_is_due_earlier),
        cmocka_unit_test(the_date_of_a_regulator_counts_when_it_is_earlier),
        cmocka_unit_test(what_a_regulator_forwards_is_a_complaint),
        cmocka_unit_test(no_other_channel_speaks_for_a_regulator),
        cmocka_unit_test(only_the_channel_makes_a_petition_go_out),
        cmocka_unit_test(twenty_who_complain_together_are_major),
        cmocka_unit_test(a_dispute_is_young_for_a_day),
        cmocka_unit_test(every_tag_of_a_text_that_grading_knows_reaches_it),
        cmocka_unit_test(wealth_and_party_raise_nothing),
        cmocka_unit_test(a_wish_goes_before_the_rules),
        cmocka_unit_test(a_wish_ends_the_triage_also_without_a_subject),
        cmocka_unit_test(limits_count_anew_from_a_reopening),
        cmocka_unit_test(gives_the_same_answer_again),
    };

    return cmocka_run_group_tests(tests, load, drop);
}
