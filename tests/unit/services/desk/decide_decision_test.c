/* Tests of services/desk/decide_decision.c: REQUIREMENTS 2.3 rows 38 to 47, 2.5 invariants 4 and 5. */
#include "services/desk/decide_decision.h"

#include "tests/unit/services/desk/complaint_steps.h"

static const struct item *review(struct uuid id)
{
    return command(
        MESSAGE_complaint_review_v1,
        id,
        &(struct complaint_review){ON_CASE(id), .reason = TEXT("不服")},
        "R",
        "reception"
    );
}

static void approval_goes_by_grade(void **state UNUSED)
{
    /* Row 38: P4/P3 L3, P2 L4, P1 L5: one below, at, above */
    static const struct {
        enum case_grade grade;
        const char *below, *at;
    } rows[] = {
        {CASE_GRADE_P3, "L2", "L3"},
        {CASE_GRADE_P2, "L3", "L4"},
        {CASE_GRADE_P1, "L4", "L5"},
    };

    for (uint8_t i = 0; i < LENGTH(rows); i++) {
        struct uuid id = investigated(i, rows[i].grade);
        draft_it(id);
        assert_refused(approve(id, "M", rows[i].below), "forbidden");
        assert_accepted(approve(id, "M", rows[i].at));
        assert_int_equal(row_of_case(id)->state, CASE_STATE_cp_decided);
        const struct complaint_decided *event = trial_last(trial, MESSAGE_complaint_decided_v1);
        assert_int_equal(event->grade, rows[i].grade);
        assert_int_equal(event->finding, FINDING_established);
        struct uuid above = investigated((uint8_t)(i + 10), rows[i].grade);
        draft_it(above);
        assert_accepted(approve(above, "M", "L6"));
    }
}

static void who_investigated_does_not_approve(void **state UNUSED)
{
    struct uuid id = investigated(1, CASE_GRADE_P3);

    draft_it(id);
    assert_refused(approve(id, "I", "L5"), "forbidden");
    assert_refused(approve(id, "E3001", "L5"), "not_found"); /* leader of the one it is about */
    assert_accepted(approve(id, "M", "L5"));
}

static void a_decision_that_is_sent_back_is_investigated_again(void **state UNUSED)
{
    struct uuid id = investigated(1, CASE_GRADE_P3);
    struct complaint_return body = {ON_CASE(id)};

    draft_it(id);
    trial_set_time(trial, T0 + DAY);
    assert_refused(
        command(MESSAGE_complaint_return_v1, id, &body, "M", "L3"),
        "reason_required"
    );
    body.reason = TEXT("依据不足");
    assert_refused(command(MESSAGE_complaint_return_v1, id, &body, "I", "L3"), "forbidden");
    assert_accepted(command(MESSAGE_complaint_return_v1, id, &body, "M", "L3"));
    assert_int_equal(row_of_case(id)->state, CASE_STATE_cp_investigating);
    assert_int_equal(row_of_case(id)->lease_until, T0 + DAY + 30 * MINUTE);
    draft_it(id);
    assert_accepted(approve(id, "M", "L3"));
}

static void an_approved_decision_without_owner_waits_in_the_queue(void **state UNUSED)
{
    struct uuid id = investigated(1, CASE_GRADE_P3);
    struct queued_case row;

    draft_it(id);
    row = *row_of_case(id);
    row.owner = (struct text){0};
    trial_put(trial, &queued_case_record, &row);
    assert_accepted(approve(id, "M", "L3"));
    assert_int_equal(row_of_case(id)->state, CASE_STATE_queued);
    assert_accepted(claim(id, "S2", "L2"));
    assert_int_equal(row_of_case(id)->state, CASE_STATE_cp_decided);
}

static void the_answer_carries_proof_and_handler(void **state UNUSED)
{
    /* Row 40 */
    struct uuid id = investigated(1, CASE_GRADE_P3);

    draft_it(id);
    assert_accepted(approve(id, "M", "L3"));
    struct complaint_reply early = {
        ON_CASE(id),
        .proof = TEXT("x"),
        .told_at = T0 + 1,
        .has_told_at = true,
    };
    assert_refused(command(MESSAGE_complaint_reply_v1, id, &early, "S", "L2"), "invalid_field");
    assert_refused(command(MESSAGE_complaint_reply_v1, id, &early, "X", "L2"), "forbidden");
    answer_it(id);
    const struct complaint_replied *event = trial_last(trial, MESSAGE_complaint_replied_v1);
    assert_text(event->proof, "CALL-1");
    assert_text(event->handler, "S");
    assert_int_equal(event->replied_at, T0);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_cp_replied);
    assert_null(row_of_case(id)->owner.at);
    assert_int_equal(row_of_case(id)->wake_at, T0 + 30 * DAY);
}

/* Row 47: it waits from then on, not from its first day, or all rungs of the ladder are reached at the next turn. */
static void what_goes_back_from_a_review_waits_from_now(void **state UNUSED)
{
    struct uuid id = investigated(1, CASE_GRADE_P3);
    int64_t later = T0 + 20 * DAY;

    draft_it(id);
    assert_accepted(approve(id, "M", "L3"));
    answer_it(id);
    trial_set_time(trial, later);
    assert_accepted(review(id));
    assert_accepted(command(
        MESSAGE_complaint_investigate_v1,
        id,
        &(struct complaint_investigate){ON_CASE(id), .investigator = TEXT("I2")},
        "V",
        "L5"
    ));
    assert_true(row_is_waiting(row_of_case(id)));
    assert_int_equal(row_of_case(id)->stage, CASE_STATE_cp_investigating);
    assert_int_equal(row_of_case(id)->queued_at, later);
}

static void a_review_is_asked_for_within_thirty_days_of_the_decision(void **state UNUSED)
{
    /* Row 46: one below, at, above */
    static const int64_t after[] = {30 * DAY - 1, 30 * DAY, 30 * DAY + 1};

    for (uint8_t i = 0; i < LENGTH(after); i++) {
        trial_set_time(trial, T0);
        struct uuid id = investigated(i, CASE_GRADE_P3);
        draft_it(id);
        assert_accepted(approve(id, "M", "L3"));
        answer_it(id);
        trial_set_time(trial, T0 + after[i]);
        if (i < 2)
            assert_accepted(review(id));
        else
            assert_refused(review(id), "illegal_transition");
    }
}

static void the_superior_unit_upholds_or_orders_it_done_again(void **state UNUSED)
{
    /* Row 47 */
    for (uint8_t i = 0; i < 2; i++) {
        struct uuid id = investigated(i, CASE_GRADE_P3);
        draft_it(id);
        assert_accepted(approve(id, "M", "L3"));
        answer_it(id);
        assert_accepted(review(id));
        assert_int_equal(row_of_case(id)->state, CASE_STATE_cp_review);
        struct case_resolve upheld = {
            ON_CASE(id),
            .lease_epoch = 0,
            .has_lease_epoch = true,
            .answer = TEXT("维持原决定"),
        };
        assert_refused(command(MESSAGE_case_resolve_v1, id, &upheld, "M", "L4"), "forbidden");
        if (i == 0) {
            assert_accepted(command(MESSAGE_case_resolve_v1, id, &upheld, "U", "L5"));
            assert_int_equal(row_of_case(id)->state, CASE_STATE_resolved);
            continue;
        }
        assert_accepted(command(
            MESSAGE_complaint_investigate_v1,
            id,
            &(struct complaint_investigate){ON_CASE(id), .investigator = TEXT("J")},
            "U",
            "L5"
        ));
        assert_int_equal(row_of_case(id)->state, CASE_STATE_queued);
        assert_int_equal(row_of_case(id)->stage, CASE_STATE_cp_investigating);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(approval_goes_by_grade),
        TEST(who_investigated_does_not_approve),
        TEST(a_decision_that_is_sent_back_is_investigated_again),
        TEST(an_approved_decision_without_owner_waits_in_the_queue),
        TEST(the_answer_carries_proof_and_handler),
        TEST(what_goes_back_from_a_review_waits_from_now),
        TEST(a_review_is_asked_for_within_thirty_days_of_the_decision),
        TEST(the_superior_unit_upholds_or_orders_it_done_again),
    };
    return cmocka_run_group_tests_name("desk: decisions", tests, NULL, NULL);
}
