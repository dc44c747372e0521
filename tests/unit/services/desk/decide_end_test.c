/* Tests of services/desk/decide_end.c: REQUIREMENTS 2.3 rows 17, 18, 50, 68, 69, 75. */
#include "services/desk/decide_end.h"

#include "tests/unit/services/desk/desk_trial.h"

static const struct item *reopen(struct uuid id)
{
    return command(
        MESSAGE_case_reopen_v1,
        id,
        &(struct case_reopen){ON_CASE(id), .reason = TEXT("没解决")},
        "R",
        "reception"
    );
}

static void resolving_ends_the_claim_and_says_what_survey_needs(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");

    resolve(id, "A", "L1");
    const struct queued_case *row = row_of_case(id);
    assert_int_equal(row->state, CASE_STATE_resolved);
    assert_null(row->owner.at);
    assert_text(row->resolved_by, "A");
    assert_int_equal(row->wake_at, T0 + 3 * DAY);
    const struct case_resolved *event = trial_last(trial, MESSAGE_case_resolved_v1);
    assert_text(event->channel, "app");
    assert_text(event->code, "CR01");
    assert_int_equal(event->received_at, T0 - MINUTE);
    assert_true(event->answer.cipher.length > 0);
}

static void a_complaint_is_not_resolved_but_answered(void **state UNUSED)
{
    /* REQUIREMENTS 2.5 invariant 4 */
    struct uuid id = claimed(1, complaint(CASE_GRADE_P3), "S", "L2");

    assert_refused(
        command(
            MESSAGE_case_resolve_v1,
            id,
            &(struct case_resolve){WITH_LEASE(id), .answer = TEXT("x")},
            "S",
            "L2"
        ),
        "illegal_transition"
    );
}

static void closes_early_only_what_is_resolved(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");
    struct case_close body = {ON_CASE(id)};

    assert_refused(command(MESSAGE_case_close_v1, id, &body, "A", "L1"), "illegal_transition");
    resolve(id, "A", "L1");
    assert_accepted(command(MESSAGE_case_close_v1, id, &body, "A", "L1"));
    assert_int_equal(row_of_case(id)->state, CASE_STATE_closed);
    assert_false(row_of_case(id)->has_wake_at);
    const struct case_closed *event = trial_last(trial, MESSAGE_case_closed_v1);
    assert_int_equal(event->cause, CLOSE_CAUSE_early);
    assert_text(event->resolved_by, "A");
    assert_int_equal(event->reopened, 0);
}

static void reopens_within_seven_days(void **state UNUSED)
{
    /* Row 69: one below, at, one above */
    static const int64_t after[] = {7 * DAY - 1, 7 * DAY, 7 * DAY + 1};

    for (uint8_t i = 0; i < LENGTH(after); i++) {
        trial_set_time(trial, T0);
        struct uuid id = claimed(i, consultation(), "A", "L1");
        resolve(id, "A", "L1");
        trial_set_time(trial, T0 + after[i]);
        if (i < 2)
            assert_accepted(reopen(id));
        else
            assert_refused(reopen(id), "illegal_transition");
    }
}

static void reopening_grades_up_and_from_the_second_time_to_p2(void **state UNUSED)
{
    static const enum case_grade grades[] = {CASE_GRADE_P3, CASE_GRADE_P2, CASE_GRADE_P1};
    struct uuid id = case_id(1);

    place(id, consultation());
    for (size_t i = 0; i < LENGTH(grades); i++) {
        assert_accepted(claim(id, "A", "L1"));
        resolve(id, "A", "L1");
        assert_accepted(reopen(id));
        assert_int_equal(row_of_case(id)->grade, grades[i]);
        assert_int_equal(row_of_case(id)->state, CASE_STATE_queued);
        assert_int_equal(row_of_case(id)->reopen_count, i + 1);
    }
    const struct case_reopened *event = trial_last(trial, MESSAGE_case_reopened_v1);
    assert_int_equal(event->times, 3);
    assert_int_equal(event->grade, CASE_GRADE_P2);
    assert_int_equal(event->cause, REOPEN_CAUSE_customer);
}

static void reopening_needs_a_reason_and_somebody_who_serves(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");
    struct case_reopen body = {ON_CASE(id)};

    resolve(id, "A", "L1");
    assert_refused(command(MESSAGE_case_reopen_v1, id, &body, "A", "L1"), "reason_required");
    body.reason = TEXT("x");
    assert_refused(command(MESSAGE_case_reopen_v1, id, &body, "A", "sysadmin"), "forbidden");
    assert_refused(command(MESSAGE_case_reopen_v1, id, &body, "A", "auditor"), "forbidden");
    assert_accepted(command(MESSAGE_case_reopen_v1, id, &body, "A", "L1"));
}

static void withdrawal_ends_the_case_the_same_day(void **state UNUSED)
{
    struct uuid id = claimed(1, complaint(CASE_GRADE_P3), "S", "L2");

    assert_accepted(command(
        MESSAGE_case_withdraw_v1,
        id,
        &(struct case_withdraw){ON_CASE(id), .reason = TEXT("本人来电撤回")},
        "S",
        "L2"
    ));
    assert_int_equal(row_of_case(id)->state, CASE_STATE_withdrawn);
    assert_null(row_of_case(id)->owner.at);
    const struct case_closed *event = trial_last(trial, MESSAGE_case_closed_v1);
    assert_int_equal(event->cause, CLOSE_CAUSE_withdrawn);
    assert_int_equal(event->state, CASE_STATE_withdrawn);
    assert_non_null(trial_last(trial, MESSAGE_case_withdrawn_v1));
}

static void l4_confirms_a_withdrawal_of_p1_or_from_a_regulator(void **state UNUSED)
{
    /* Row 50 */
    struct case_queued major = complaint(CASE_GRADE_P1), outside = complaint(CASE_GRADE_P2);

    outside.outside_no = TEXT("NFRA-1");
    place(case_id(1), major);
    place(case_id(2), outside);
    for (uint8_t i = 1; i <= 2; i++) {
        struct case_withdraw body = {ON_CASE(case_id(i)), .reason = TEXT("x")};
        assert_refused(
            command(MESSAGE_case_withdraw_v1, case_id(i), &body, "T", "L3"),
            "forbidden"
        );
        assert_accepted(command(MESSAGE_case_withdraw_v1, case_id(i), &body, "M", "L4"));
    }
}

static void a_wish_is_recorded_and_changes_no_state(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");
    int64_t version = row_of_case(id)->version;
    struct case_reclassify body = {ON_CASE(id), .type = CASE_TYPE_complaint};

    assert_refused(
        command(MESSAGE_case_reclassify_v1, id, &body, "A", "L1"),
        "reason_required"
    );
    body.reason = TEXT("客户不满");
    assert_refused(command(MESSAGE_case_reclassify_v1, id, &body, "B", "L1"), "forbidden");
    assert_accepted(command(MESSAGE_case_reclassify_v1, id, &body, "A", "L1"));
    assert_int_equal(row_of_case(id)->state, CASE_STATE_in_progress);
    assert_int_equal(row_of_case(id)->version, version + 1);
    const struct case_reclassify_requested *event =
        trial_last(trial, MESSAGE_case_reclassify_requested_v1);
    assert_int_equal(event->wished_type, CASE_TYPE_complaint);
    assert_int_equal(event->case_type, CASE_TYPE_consult);
    assert_int_equal(event->received_at, T0 - MINUTE);
    assert_accepted(command(MESSAGE_case_reclassify_v1, id, &body, "T", "L3"));
    body.type = CASE_TYPE_none;
    assert_refused(command(MESSAGE_case_reclassify_v1, id, &body, "A", "L1"), "missing_field");
}

static void the_customer_who_never_answers_does_not_hold_a_case_open(void **state UNUSED)
{
    /* Row 17: general cases only */
    struct uuid id = claimed(1, consultation(), "A", "L1");

    assert_accepted(command(
        MESSAGE_case_ask_customer_v1,
        id,
        &(struct case_ask_customer){WITH_LEASE(id), .text = TEXT("?")},
        "A",
        "L1"
    ));
    trial_set_time(trial, T0 + 14 * DAY);
    resolve(id, "A", "L1");
    assert_int_equal(row_of_case(id)->state, CASE_STATE_resolved);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(resolving_ends_the_claim_and_says_what_survey_needs),
        TEST(a_complaint_is_not_resolved_but_answered),
        TEST(closes_early_only_what_is_resolved),
        TEST(reopens_within_seven_days),
        TEST(reopening_grades_up_and_from_the_second_time_to_p2),
        TEST(reopening_needs_a_reason_and_somebody_who_serves),
        TEST(withdrawal_ends_the_case_the_same_day),
        TEST(l4_confirms_a_withdrawal_of_p1_or_from_a_regulator),
        TEST(a_wish_is_recorded_and_changes_no_state),
        TEST(the_customer_who_never_answers_does_not_hold_a_case_open),
    };
    return cmocka_run_group_tests_name("desk: ends", tests, NULL, NULL);
}
