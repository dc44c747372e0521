/* Tests of services/desk/decide_others.c: REQUIREMENTS 4.3 E4, 2.3 rows 43, 69, 74. */
#include "services/desk/decide_others.h"

#include "tests/unit/services/desk/complaint_steps.h"

static void escalate(struct uuid id, int64_t level, bool take_over)
{
    event_of(
        MESSAGE_case_escalated_v1,
        id,
        &(struct case_escalated){
            .level = level,
            .has_level = true,
            .has_from_level = true,
            .step = TEXT("E4"),
            .reason = TEXT("breach"),
            .take_over = take_over,
            .has_take_over = true,
        }
    );
}

static void recover(struct uuid id)
{
    event_of(
        MESSAGE_survey_recovery_needed_v1,
        id,
        &(struct survey_recovery_needed){
            .cause = RECOVERY_CAUSE_low_score,
            .score = 1,
            .has_score = true,
        }
    );
}

static void a_regrade_counts_at_once(void **state UNUSED)
{
    struct case_regraded up = {
        .from_grade = CASE_GRADE_P4,
        .grade = CASE_GRADE_P2,
        .due_at = T0 + 7,
        .has_due_at = true,
    };

    place(case_id(1), consultation());
    event_of(MESSAGE_case_regraded_v1, case_id(1), &up);
    assert_int_equal(row_of_case(case_id(1))->grade, CASE_GRADE_P2);
    assert_int_equal(row_of_case(case_id(1))->due_at, T0 + 7);
    assert_int_equal(propose_score(row_of_case(case_id(1))), (T0 + 7) * 10 + 2);
}

static void a_higher_line_takes_the_case_over(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");

    escalate(id, 3, false);
    assert_text(row_of_case(id)->owner, "A");
    escalate(id, 4, true);
    assert_null(row_of_case(id)->owner.at);
    const struct case_released *event = trial_last(trial, MESSAGE_case_released_v1);
    assert_int_equal(event->cause, RELEASE_CAUSE_regraded);
    assert_refused(claim(id, "T", "L3"), "queue_empty");
    assert_accepted(claim(id, "M", "L4"));
    escalate(id, 4, true);
    assert_text(row_of_case(id)->owner, "M"); /* stands in that line already */
}

static void a_low_score_brings_a_closed_case_back(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");
    struct case_close close = {ON_CASE(id)};

    resolve(id, "A", "L1");
    assert_accepted(command(MESSAGE_case_close_v1, id, &close, "A", "L1"));
    trial_set_time(trial, T0 + 8 * DAY); /* later than a customer may reopen it */
    recover(id);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_queued);
    const struct case_reopened *event = trial_last(trial, MESSAGE_case_reopened_v1);
    assert_int_equal(event->cause, REOPEN_CAUSE_survey);
    assert_true(event->reason.cipher.length > 0);
    recover(id);
    assert_int_equal(row_of_case(id)->reopen_count, 1); /* open already */
}

static void an_answered_complaint_is_investigated_again(void **state UNUSED)
{
    /* Row 43 */
    struct uuid id = investigated(1, CASE_GRADE_P3);

    draft_it(id);
    assert_accepted(approve(id, "M", "L3"));
    answer_it(id);
    recover(id);
    assert_accepted(claim(id, "S", "L2"));
    assert_int_equal(row_of_case(id)->state, CASE_STATE_cp_investigating);
}

static void a_low_score_about_an_unknown_or_destroyed_case_changes_nothing(void **state UNUSED)
{
    struct case_queued body = consultation();

    recover(case_id(1));
    assert_null(row_of_case(case_id(1)));
    event_of(MESSAGE_case_queued_v1, case_id(2), &body); /* no key */
    struct queued_case row = *row_of_case(case_id(2));
    row.state = CASE_STATE_closed;
    trial_put(trial, &queued_case_record, &row);
    recover(case_id(2));
    assert_int_equal(row_of_case(case_id(2))->state, CASE_STATE_closed);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_regrade_counts_at_once),
        TEST(a_higher_line_takes_the_case_over),
        TEST(a_low_score_brings_a_closed_case_back),
        TEST(an_answered_complaint_is_investigated_again),
        TEST(a_low_score_about_an_unknown_or_destroyed_case_changes_nothing),
    };
    return cmocka_run_group_tests_name("desk: others' events", tests, NULL, NULL);
}
