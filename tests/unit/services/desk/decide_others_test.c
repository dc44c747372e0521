/* Tests of services/desk/decide_others.c: REQUIREMENTS 4.3 E4, 2.3 rows 41 to 45, 67, 69, 74. */
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

/* At a version of the case, or, with 0, as survey said it when it named none. */
static void invited_at(struct uuid id, bool call_back, int64_t version)
{
    event_of(
        MESSAGE_survey_invited_v1,
        id,
        &(struct survey_invited){
            .channel = TEXT("phone"),
            .questions = TEXT("csat-1"),
            .call_back = call_back,
            .has_call_back = true,
            .case_version = version,
            .has_case_version = version > 0,
        }
    );
}

static void invited(struct uuid id, bool call_back)
{
    invited_at(id, call_back, 0);
}

static void started(struct uuid id)
{
    event_of(MESSAGE_followup_started_v1, id, &(struct followup_started){.started_at = T0});
}

static void satisfied(struct uuid id)
{
    event_of(
        MESSAGE_followup_satisfied_v1,
        id,
        &(struct followup_satisfied){.score = 5, .has_score = true}
    );
}

static void unreachable(struct uuid id)
{
    event_of(
        MESSAGE_followup_unreachable_v1,
        id,
        &(struct followup_unreachable){.attempts = 3, .has_attempts = true}
    );
}

static void expired(struct uuid id)
{
    event_of(MESSAGE_survey_expired_v1, id, &(struct survey_expired){.expired_at = T0});
}

static struct uuid answered(uint8_t n)
{
    struct uuid id = investigated(n, CASE_GRADE_P3);

    draft_it(id);
    assert_accepted(approve(id, "M", "L3"));
    answer_it(id);
    return id;
}

/* Rows 41 and 42; the quiet period of a complaint counts from when the customer was told. */
static void an_answered_complaint_is_followed_up_and_then_resolved(void **state UNUSED)
{
    struct uuid id = answered(1);
    int64_t wake_at = row_of_case(id)->wake_at;

    invited(id, true);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_cp_replied); /* not due yet */
    started(id);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_follow_up);
    assert_false(row_of_case(id)->has_wake_at); /* no quiet period closes it meanwhile */
    satisfied(id);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_resolved);
    assert_int_equal(row_of_case(id)->resolved_at, row_of_case(id)->replied_at);
    assert_int_equal(row_of_case(id)->wake_at, wake_at);
}

/* Rows 42, 43, 68: the quiet period after the second answer is as long as after the first. */
static void an_answer_after_a_reopening_counts_anew(void **state UNUSED)
{
    struct uuid id = answered(1);

    started(id);
    satisfied(id);
    recover(id);
    trial_set_time(trial, T0 + 10 * DAY);
    assert_accepted(claim(id, "S", "L2"));
    draft_it(id);
    assert_accepted(approve(id, "M", "L4"));
    answer_it(id);
    assert_int_equal(row_of_case(id)->replied_at, T0 + 10 * DAY);
    int64_t wake_at = row_of_case(id)->wake_at;
    started(id);
    unreachable(id);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_resolved);
    assert_int_equal(row_of_case(id)->resolved_at, T0 + 10 * DAY);
    assert_int_equal(row_of_case(id)->wake_at, wake_at);
}

/* What survey says at `version` of the case, of each step of a call-back. */
static void say_of(struct uuid id, int64_t version)
{
    invited_at(id, true, version);
    event_of(
        MESSAGE_followup_started_v1,
        id,
        &(struct followup_started
        ){.started_at = T0, .case_version = version, .has_case_version = true}
    );
}

static void end_of(struct uuid id, int64_t version)
{
    const struct followup_satisfied satisfied =
        {.score = 5, .has_score = true, .case_version = version, .has_case_version = true};
    const struct followup_unreachable unreachable = {
        .attempts = 3,
        .has_attempts = true,
        .case_version = version,
        .has_case_version = true};
    const struct survey_expired expired = {
        .expired_at = T0,
        .case_version = version,
        .has_case_version = true};

    event_of(MESSAGE_followup_satisfied_v1, id, &satisfied);
    event_of(MESSAGE_followup_unreachable_v1, id, &unreachable);
    event_of(MESSAGE_survey_expired_v1, id, &expired);
}

static int64_t answer_again(struct uuid id)
{
    assert_accepted(claim(id, "S", "L2"));
    draft_it(id);
    assert_accepted(approve(id, "M", "L5"));
    answer_it(id);
    return row_of_case(id)->version;
}

/* Row 41: a call-back of the first answer, told hours late, neither begins nor ends that of the second. */
static void a_call_back_of_an_earlier_round_changes_nothing(void **state UNUSED)
{
    struct uuid id = answered(1);
    const int64_t first = row_of_case(id)->version;

    recover(id);
    const int64_t again = row_of_case(id)->version; /* with it the case came back */
    const int64_t second = answer_again(id);
    say_of(id, first);
    say_of(id, again - 1);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_cp_replied);
    assert_int_equal(row_of_case(id)->version, second);
    say_of(id, second);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_follow_up);
    end_of(id, first);
    end_of(id, again - 1);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_follow_up);
    end_of(id, second);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_resolved);
}

/* At the version with which it came back survey knows of that round: none of before. */
static void a_round_begins_with_the_reopening(void **state UNUSED)
{
    struct uuid id = answered(1);

    recover(id);
    const int64_t again = row_of_case(id)->version;
    answer_again(id);
    say_of(id, again);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_follow_up);
}

/* Rows 44 and 46: a review takes the case up again as well. */
static void a_call_back_from_before_a_review_changes_nothing(void **state UNUSED)
{
    struct uuid id = answered(1);
    const int64_t first = row_of_case(id)->version;

    assert_accepted(command(
        MESSAGE_complaint_review_v1,
        id,
        &(struct complaint_review){ON_CASE(id), .reason = TEXT("不服")},
        "R",
        "reception"
    ));
    assert_int_equal(row_of_case(id)->reopened_version, first + 1);
    struct queued_case row = *row_of_case(id);
    row.state = CASE_STATE_resolved; /* upheld */
    trial_put(trial, &queued_case_record, &row);
    say_of(id, first);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_resolved);
}

/* Row 67: whom a person calls is followed up from the resolution on; nobody else. */
static void a_resolved_case_is_followed_up_when_a_person_calls(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");

    resolve(id, "A", "L1");
    invited(id, false);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_resolved);
    invited(id, true);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_follow_up);
    int64_t version = row_of_case(id)->version;
    started(id);
    assert_int_equal(row_of_case(id)->version, version); /* it is followed up already */
}

/* Row 45, and an invitation that nobody answered. */
static void who_is_not_reached_leaves_the_case_resolved(void **state UNUSED)
{
    void (*const ends[])(struct uuid) = {unreachable, expired};

    for (uint8_t i = 0; i < LENGTH(ends); i++) {
        struct uuid id = answered((uint8_t)(i + 1));
        started(id);
        ends[i](id);
        assert_int_equal(row_of_case(id)->state, CASE_STATE_resolved);
        ends[i](id);
        assert_int_equal(row_of_case(id)->state, CASE_STATE_resolved);
    }
}

/* Row 43 */
static void new_facts_in_a_call_back_bring_the_investigation_back(void **state UNUSED)
{
    struct uuid id = answered(1);

    started(id);
    recover(id);
    assert_accepted(claim(id, "S", "L2"));
    assert_int_equal(row_of_case(id)->state, CASE_STATE_cp_investigating);
    satisfied(id); /* of the round before: too late */
    assert_int_equal(row_of_case(id)->state, CASE_STATE_cp_investigating);
}

/* Row 44: within 30 days of the decision, and not a millisecond later. */
static void a_review_is_asked_for_during_the_call_back(void **state UNUSED)
{
    for (uint8_t i = 0; i < 2; i++) {
        trial_set_time(trial, T0);
        struct uuid id = answered((uint8_t)(i + 1));
        started(id);
        trial_set_time(trial, row_of_case(id)->decided_at + 30 * DAY + i);
        const struct item *item = command(
            MESSAGE_complaint_review_v1,
            id,
            &(struct complaint_review){ON_CASE(id), .reason = TEXT("不同意")},
            "A",
            "L1"
        );
        if (i == 0)
            assert_accepted(item);
        else
            assert_refused(item, "illegal_transition");
        assert_int_equal(
            row_of_case(id)->state,
            i == 0 ? CASE_STATE_cp_review : CASE_STATE_follow_up
        );
    }
}

static void
a_case_that_is_followed_up_may_be_closed_early_unless_it_is_a_complaint(void **state UNUSED)
{
    struct uuid dispute = claimed(1, consultation(), "A", "L1"), other = answered(2);

    resolve(dispute, "A", "L1");
    invited(dispute, true);
    started(other);
    assert_accepted(command(
        MESSAGE_case_close_v1,
        dispute,
        &(struct case_close){ON_CASE(dispute)},
        "A",
        "L1"
    ));
    assert_refused(
        command(MESSAGE_case_close_v1, other, &(struct case_close){ON_CASE(other)}, "A", "L1"),
        "illegal_transition"
    );
}

static void a_call_back_about_an_unknown_case_changes_nothing(void **state UNUSED)
{
    started(case_id(1));
    assert_null(row_of_case(case_id(1)));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_regrade_counts_at_once),
        TEST(a_higher_line_takes_the_case_over),
        TEST(a_low_score_brings_a_closed_case_back),
        TEST(an_answered_complaint_is_investigated_again),
        TEST(an_answered_complaint_is_followed_up_and_then_resolved),
        TEST(an_answer_after_a_reopening_counts_anew),
        TEST(a_call_back_of_an_earlier_round_changes_nothing),
        TEST(a_round_begins_with_the_reopening),
        TEST(a_call_back_from_before_a_review_changes_nothing),
        TEST(a_resolved_case_is_followed_up_when_a_person_calls),
        TEST(who_is_not_reached_leaves_the_case_resolved),
        TEST(new_facts_in_a_call_back_bring_the_investigation_back),
        TEST(a_review_is_asked_for_during_the_call_back),
        TEST(a_case_that_is_followed_up_may_be_closed_early_unless_it_is_a_complaint),
        TEST(a_call_back_about_an_unknown_case_changes_nothing),
        TEST(a_low_score_about_an_unknown_or_destroyed_case_changes_nothing),
    };
    return cmocka_run_group_tests_name("desk: others' events", tests, NULL, NULL);
}
