/* Tests of services/router/decide_desk.c: REQUIREMENTS 2.3 rows 69 and 75, CL-09, 4.1; DESIGN P4. */
#include "tests/unit/services/router/support.h"

#define QUESTION "我不投诉，就想问下手续费怎么收的"

static void a_reopened_case_is_one_grade_graver(void **state UNUSED)
{
    take_text(1, QUESTION);
    trial_set_time(trial, MONDAY_MS + DAY_MS);
    reopen(1, 1, CASE_GRADE_P4);
    assert_int_equal(queued_now()->grade, CASE_GRADE_P3);
    assert_true(queued_now()->reopened);
    assert_true(queued_now()->due_at > MONDAY_MS + DAY_MS);
    assert_int_equal(trial_event_count(trial), 3); /* no new classification */
}

static void the_second_time_it_is_at_least_important(void **state UNUSED)
{
    /* row 69: at least P2 from the 2nd time */
    take_text(1, QUESTION);
    reopen(1, 1, CASE_GRADE_P4);
    reopen(1, 2, CASE_GRADE_P4); /* somebody had graded it down */
    assert_int_equal(queued_now()->grade, CASE_GRADE_P2);
    reopen(1, 3, CASE_GRADE_P2);
    assert_int_equal(queued_now()->grade, CASE_GRADE_P1);
    reopen(1, 4, CASE_GRADE_P1);
    assert_int_equal(queued_now()->grade, CASE_GRADE_P1);
}

static void a_reopening_said_twice_is_one(void **state UNUSED)
{
    take_text(1, QUESTION);
    reopen(1, 1, CASE_GRADE_P4);
    reopen(1, 1, CASE_GRADE_P4);
    assert_int_equal(trial_event_count(trial), 3);
    assert_int_equal(row_now(1)->reopens, 1);
}

static void a_question_that_is_a_complaint_goes_to_the_people_for_complaints(void **state UNUSED
)
{
    /* CL-09: clocks count from the original receipt */
    take_text(1, QUESTION);
    trial_set_time(trial, MONDAY_MS + 3 * DAY_MS);
    wish(1, CASE_TYPE_complaint, NULL, CASE_GRADE_P4);
    const struct case_classified *classified = classified_now();
    const struct case_queued *queued = queued_now();
    assert_int_equal(classified->case_type, CASE_TYPE_complaint);
    assert_true(classified->manual);
    assert_true(queued->manual);
    assert_false(queued->reopened);
    assert_false(queued->has_code_named);
    assert_true(text_is(queued->code, "TR06"));
    assert_true(text_is(queued->queue, "q.complaint"));
    assert_int_equal(queued->grade, CASE_GRADE_P3);
    assert_int_equal(queued->received_at, MONDAY_MS);
    assert_int_equal(queued->due_at, MONDAY_MS + 11 * DAY_MS - 10 * HOUR_MS);
    assert_int_equal(row_now(1)->decided_by, DECIDER_human);
    assert_true(text_is(row_now(1)->wished_by, "E1001"));
}

static void another_subject_keeps_the_type(void **state UNUSED)
{
    take_text(1, QUESTION);
    wish(1, CASE_TYPE_none, "credit_card", CASE_GRADE_P4);
    assert_int_equal(queued_now()->case_type, CASE_TYPE_consult);
    /* The second guess, which lies in the wished category. */
    assert_true(text_is(queued_now()->code, "CR03"));
    assert_true(text_is(queued_now()->queue, "q.card"));
    assert_true(queued_now()->has_code_named);
    assert_false(queued_now()->code_named); /* router chose it: no label for a model */
}

static void a_person_ends_the_triage(void **state UNUSED)
{
    take_text(1, "银行卡");
    assert_non_null(triage_now());
    assert_null(queued_now());
    wish(1, CASE_TYPE_apply, "AC01", CASE_GRADE_P4);
    assert_int_equal(queued_now()->case_type, CASE_TYPE_apply);
    assert_true(text_is(queued_now()->code, "AC01"));
    assert_true(queued_now()->code_named);
    assert_int_equal(row_now(1)->state, CLASSIFIED_STATE_placed);
}

static void another_class_never_lowers_the_grade(void **state UNUSED)
{
    /* 4.1: down only by L3 with a reason */
    take_text(1, "排队等了两个小时没人管，我要投诉");
    assert_int_equal(queued_now()->grade, CASE_GRADE_P3);
    wish(1, CASE_TYPE_consult, NULL, CASE_GRADE_P2); /* escalated in between */
    assert_int_equal(queued_now()->case_type, CASE_TYPE_consult);
    assert_int_equal(queued_now()->grade, CASE_GRADE_P2);
}

static void a_wish_that_names_nothing_is_answered_by_the_old_place(void **state UNUSED)
{
    take_text(1, QUESTION);
    wish(1, CASE_TYPE_none, "no_such_thing", CASE_GRADE_P4);
    const struct case_classified *classified = classified_now();
    assert_true(has_word(classified->reasons, classified->reasons_count, "wish_unknown"));
    assert_false(classified->manual);
    assert_true(text_is(queued_now()->code, "TR06"));
    assert_null(row_now(1)->wished_category.at);
    assert_int_equal(trial_event_count(trial), 4);
}

static void of_a_wish_the_known_half_counts(void **state UNUSED)
{
    take_text(1, QUESTION);
    wish(1, CASE_TYPE_suggest, "no_such_thing", CASE_GRADE_P4);
    assert_int_equal(queued_now()->case_type, CASE_TYPE_suggest);
    assert_true(
        has_word(classified_now()->reasons, classified_now()->reasons_count, "wish_unknown")
    );
}

static void an_unknown_wish_in_triage_stays_in_triage(void **state UNUSED)
{
    take_text(1, "银行卡");
    wish(1, CASE_TYPE_none, "no_such_thing", CASE_GRADE_P4);
    assert_null(queued_now());
    assert_true(has_word(triage_now()->reasons, triage_now()->reasons_count, "wish_unknown"));
    assert_int_equal(trial_event_count(trial), 2);
}

static void says_nothing_before_intake_was_heard(void **state UNUSED)
{
    wish(1, CASE_TYPE_complaint, "TRF", CASE_GRADE_P4);
    reopen(1, 1, CASE_GRADE_P4);
    assert_int_equal(trial_event_count(trial), 0);
    assert_int_equal(row_now(1)->state, CLASSIFIED_STATE_unheard);
}

/* What is stored when the three events come in the n-th order; desk's two keep theirs. */
static struct classified_case *played(int order)
{
    struct case_received body;

    trial_destroy(&trial);
    trial = trial_new(&router_service, MONDAY_MS);
    body = received(1, QUESTION);
    for (int step = 0; step < 3; step++) {
        if (step == order)
            take(1, &body);
        else if (step == (order == 0))
            wish(1, CASE_TYPE_complaint, "payments_transfers", CASE_GRADE_P4);
        else
            reopen(1, 1, CASE_GRADE_P3);
    }
    struct classified_case *copy = arena_take(&kept, sizeof(*copy));
    struct bytes encoded = map_encode(classified_case_record.map, row_now(1), &kept);
    struct faults faults = {.count = 0};
    assert_int_equal(
        map_decode(
            encoded,
            classified_case_record.map,
            DECODE_strict,
            "row",
            &kept,
            &faults,
            copy
        ),
        OK
    );
    return copy;
}

static void ends_the_same_in_whatever_order_the_streams_come(void **state UNUSED)
{
    const struct classified_case *first = played(0);
    struct bytes expected = map_encode(classified_case_record.map, first, &kept);

    for (int order = 1; order < 3; order++) {
        struct bytes other = map_encode(classified_case_record.map, played(order), &kept);
        assert_int_equal(other.length, expected.length);
        assert_memory_equal(other.at, expected.at, expected.length);
        assert_int_equal(queued_now()->grade, CASE_GRADE_P2);
        assert_true(queued_now()->manual);
        assert_true(queued_now()->reopened);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(a_reopened_case_is_one_grade_graver),
        TEST(the_second_time_it_is_at_least_important),
        TEST(a_reopening_said_twice_is_one),
        TEST(a_question_that_is_a_complaint_goes_to_the_people_for_complaints),
        TEST(another_subject_keeps_the_type),
        TEST(a_person_ends_the_triage),
        TEST(another_class_never_lowers_the_grade),
        TEST(a_wish_that_names_nothing_is_answered_by_the_old_place),
        TEST(of_a_wish_the_known_half_counts),
        TEST(an_unknown_wish_in_triage_stays_in_triage),
        TEST(says_nothing_before_intake_was_heard),
        TEST(ends_the_same_in_whatever_order_the_streams_come),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
