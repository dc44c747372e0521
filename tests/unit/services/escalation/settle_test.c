/* Tests of services/escalation/settle.c through the events that it follows: starting, pausing, resuming and ending of
 * each clock (REQUIREMENTS 4.2, 4.5, 4.7). */
#include "tests/unit/services/escalation/support.h"

static void starts_the_acknowledgement_on_an_asynchronous_channel_only(void **state)
{
    /* REQUIREMENTS 4.7 rule 14 */
    receive_on(*state, 1, MONDAY, "web");
    assert_clock(*state, 1, "K2", CLOCK_STATE_running, MONDAY + 30 * SECOND_MS);
    assert_null(clock_now(*state, 1, "K1"));
    receive_on(*state, 2, MONDAY, "phone");
    assert_null(clock_now(*state, 2, "K2"));
    assert_clock(*state, 2, "K1", CLOCK_STATE_met, MONDAY + 30 * SECOND_MS);
}

static void measures_the_first_response_from_the_ring(void **state)
{
    const struct sealed_contact contact = {
        .ring_at = MONDAY - 40 * SECOND_MS,
        .has_ring_at = true,
        .answered_at = MONDAY - 5 * SECOND_MS,
        .has_answered_at = true,
    };
    const struct case_received body = {
        .channel = TEXT("phone"),
        .received_at = MONDAY,
        .has_received_at = true,
        .publisher = TEXT("/test"),
        .request_id = TEXT("r-1"),
        .text = SEALED,
        .contact = &contact,
    };

    tell_at(*state, MESSAGE_case_received_v1, 1, MONDAY, &body);
    assert_clock(*state, 1, "K1", CLOCK_STATE_breached, MONDAY - 10 * SECOND_MS);
    const struct sla_breached *breached = trial_last(*state, MESSAGE_sla_breached_v1);
    assert_true(text_is(breached->clock, "K1"));
    assert_int_equal(breached->level, 3);
    assert_int_equal(case_now(*state, 1)->breaches, 1);
}

static void is_in_time_at_the_limit_and_late_a_millisecond_after(void **state)
{
    /* 4.7 rule 6, K2: one below, at, one above */
    const int64_t limit = MONDAY + 30 * SECOND_MS;

    for (uint8_t i = 0; i < 3; i++) {
        receive_on(*state, i, MONDAY, "web");
        acknowledge(*state, i, MONDAY, limit - 1 + i);
        const struct case_clock *row = clock_now(*state, i, "K2");
        assert_int_equal(row->state, i < 2 ? CLOCK_STATE_met : CLOCK_STATE_breached);
        assert_int_equal(row->stopped_at, limit - 1 + i);
        const struct clock_stopped *stopped = trial_last(*state, MESSAGE_clock_stopped_v1);
        assert_true(text_is(stopped->cause, "case.acknowledged"));
        assert_int_equal(stopped->outcome, i < 2 ? CLOCK_OUTCOME_met : CLOCK_OUTCOME_breached);
    }
}

static void starts_the_clocks_of_a_complaint_from_its_first_receipt(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    assert_clock(*state, 1, "K3", CLOCK_STATE_running, MONDAY + 10 * MINUTE_MS);
    assert_clock(*state, 1, "K6", CLOCK_STATE_running, at("2026-03-03T17:00:00"));
    assert_clock(*state, 1, "K7", CLOCK_STATE_running, at("2026-03-05T17:00:00"));
    assert_clock(*state, 1, "K8", CLOCK_STATE_running, at("2026-03-13T00:00:00"));
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, at("2026-03-18T00:00:00"));
    assert_null(clock_now(*state, 1, "K8a"));
    assert_null(clock_now(*state, 1, "K10"));
    assert_null(clock_now(*state, 1, "K11"));
    assert_true(text_is(case_now(*state, 1)->profile, "CN-NFRA-2020"));
    const struct clock_started *started = trial_last(*state, MESSAGE_clock_started_v1);
    assert_true(text_is(started->clock, "K9"));
    assert_true(started->statutory);
    assert_true(text_is(started->limit_text, "15 cd"));
    assert_int_equal(started->policies_count, 2);
}

static void gives_each_type_its_own_target(void **state)
{
    /* 4.2: K8 complaint, K8a consultation, K8b suggestion, K8d dispute; K8c from the claim on */
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    assert_clock(*state, 1, "K8a", CLOCK_STATE_running, at("2026-03-03T17:00:00"));
    assert_null(clock_now(*state, 1, "K3"));
    assert_null(clock_now(*state, 1, "K9"));
    take(*state, 2, CASE_TYPE_suggest, CASE_GRADE_P4, MONDAY);
    assert_clock(*state, 2, "K8b.reply", CLOCK_STATE_running, at("2026-03-09T17:00:00"));
    assert_clock(*state, 2, "K8b.decision", CLOCK_STATE_running, at("2026-03-23T17:00:00"));
    take(*state, 3, CASE_TYPE_dispute, CASE_GRADE_P2, MONDAY);
    assert_clock(*state, 3, "K8d.provisional", CLOCK_STATE_running, at("2026-03-04T17:00:00"));
    assert_clock(*state, 3, "K8d.conclusion", CLOCK_STATE_running, at("2026-03-16T17:00:00"));
    assert_clock(*state, 3, "K3", CLOCK_STATE_running, MONDAY + 10 * MINUTE_MS);
    take(*state, 4, CASE_TYPE_apply, CASE_GRADE_P3, MONDAY);
    assert_null(clock_now(*state, 4, "K8c.processing"));
    assert_null(clock_now(*state, 4, "K3"));
    claim(*state, 4, MONDAY + HOUR_MS);
    assert_clock(*state, 4, "K8c.processing", CLOCK_STATE_running, at("2026-03-05T17:00:00"));
}

static void starts_the_emergency_when_the_owner_accepts_a_complaint(void **state)
{
    /* 2.3 row 30: a claim alone is not enough */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    claim(*state, 1, MONDAY + MINUTE_MS);
    assert_clock(*state, 1, "K3", CLOCK_STATE_running, MONDAY + 10 * MINUTE_MS);
    accept(*state, 1, MONDAY, MONDAY + 10 * MINUTE_MS);
    assert_clock(*state, 1, "K3", CLOCK_STATE_met, MONDAY + 10 * MINUTE_MS);
    const struct emergency_started *event = trial_last(*state, MESSAGE_emergency_started_v1);
    assert_true(text_is(event->owner, "specialist-1"));
    assert_int_equal(event->outcome, CLOCK_OUTCOME_met);
    assert_int_equal(event->due_at, MONDAY + 10 * MINUTE_MS);
    assert_int_equal(count_events(*state, MESSAGE_emergency_started_v1), 1);
}

static void starts_the_emergency_of_other_grave_cases_with_the_claim(void **state)
{
    take(*state, 1, CASE_TYPE_urgent, CASE_GRADE_P2, MONDAY);
    claim(*state, 1, MONDAY + MINUTE_MS);
    assert_clock(*state, 1, "K3", CLOCK_STATE_met, MONDAY + 10 * MINUTE_MS);
    assert_non_null(trial_last(*state, MESSAGE_emergency_started_v1));
}

static void ends_the_statutory_limit_only_with_the_reply(void **state)
{
    /* 4.2: a decision that lies in the system has not met the limit */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    decide_complaint(*state, 1, at("2026-03-06T10:00:00"));
    assert_int_equal(clock_now(*state, 1, "K8")->state, CLOCK_STATE_met);
    assert_int_equal(clock_now(*state, 1, "K9")->state, CLOCK_STATE_running);
    close_case(*state, 1, at("2026-03-07T10:00:00"), 10);
    assert_int_equal(clock_now(*state, 1, "K9")->state, CLOCK_STATE_running);
    reply_complaint(*state, 1, at("2026-03-09T10:00:00"));
    assert_int_equal(clock_now(*state, 1, "K9")->state, CLOCK_STATE_met);
}

static void waiting_for_the_customer_leaves_the_statutory_limit_alone(void **state)
{
    /* 4.7 rule 7 */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    ask(*state, 1, at("2026-03-03T10:00:00"), 5);
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, at("2026-03-18T00:00:00"));
    assert_null(trial_last(*state, MESSAGE_clock_suspended_v1));
    assert_clock(*state, 1, "K16", CLOCK_STATE_running, at("2026-03-17T17:00:00"));
    answer(*state, 1, at("2026-03-05T10:00:00"), 6);
    assert_int_equal(clock_now(*state, 1, "K16")->state, CLOCK_STATE_met);
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, at("2026-03-18T00:00:00"));
}

static void keeps_a_paused_limit_as_what_remains(void **state)
{
    /* 4.5 rule 7: K8a of 8 hours, 2 hours counted, an afternoon of waiting */
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    ask(*state, 1, at("2026-03-03T11:00:00"), 5);
    const struct case_clock *row = clock_now(*state, 1, "K8a");
    assert_int_equal(row->state, CLOCK_STATE_paused);
    assert_false(row->has_due_at);
    assert_int_equal(row->remaining_ms, 6 * HOUR_MS);
    const struct clock_suspended *suspended = trial_last(*state, MESSAGE_clock_suspended_v1);
    assert_true(text_is(suspended->clock, "K8a"));
    assert_true(text_is(suspended->reason, "W1"));
    assert_int_equal(suspended->remaining_ms, 6 * HOUR_MS);
    answer(*state, 1, at("2026-03-03T14:00:00"), 6);
    assert_clock(*state, 1, "K8a", CLOCK_STATE_running, at("2026-03-04T12:00:00"));
    const struct clock_resumed *resumed = trial_last(*state, MESSAGE_clock_resumed_v1);
    assert_int_equal(resumed->at, at("2026-03-03T14:00:00"));
    assert_int_equal(resumed->due_at, at("2026-03-04T12:00:00"));
}

static void a_fourth_wait_stops_nothing(void **state)
{
    /* 4.5 rule 3: the third does, the fourth needs L3 */
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    for (int i = 0; i < 3; i++) {
        ask(*state, 1, at("2026-03-03T10:00:00") + i * HOUR_MS, 10 + 2 * i);
        answer(*state, 1, at("2026-03-03T10:30:00") + i * HOUR_MS, 11 + 2 * i);
    }
    assert_clock(*state, 1, "K8a", CLOCK_STATE_running, at("2026-03-04T10:30:00"));
    ask(*state, 1, at("2026-03-03T14:00:00"), 20);
    assert_clock(*state, 1, "K8a", CLOCK_STATE_running, at("2026-03-04T10:30:00"));
}

static void a_fourth_wait_that_the_third_line_allowed_stops_the_clock(void **state)
{
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    for (int i = 0; i < 3; i++) {
        ask(*state, 1, at("2026-03-03T10:00:00") + i * HOUR_MS, 10 + 2 * i);
        answer(*state, 1, at("2026-03-03T10:30:00") + i * HOUR_MS, 11 + 2 * i);
    }
    ask_allowed(*state, 1, at("2026-03-03T14:00:00"), 20);
    assert_int_equal(clock_now(*state, 1, "K8a")->state, CLOCK_STATE_paused);
    const struct clock_suspended *suspended = trial_last(*state, MESSAGE_clock_suspended_v1);
    assert_true(text_is(suspended->reason, "W1!"));
    answer(*state, 1, at("2026-03-03T15:00:00"), 21);
    assert_clock(*state, 1, "K8a", CLOCK_STATE_running, at("2026-03-04T11:30:00"));
}

static void a_reopening_resumes_an_internal_target_where_it_stopped(void **state)
{
    /* 4.5 rule 8 */
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    resolve(*state, 1, at("2026-03-03T11:00:00"), 5);
    assert_int_equal(clock_now(*state, 1, "K8a")->state, CLOCK_STATE_met);
    assert_int_equal(clock_now(*state, 1, "K6")->state, CLOCK_STATE_met);
    reopen(*state, 1, at("2026-03-05T09:00:00"), 6);
    assert_clock(*state, 1, "K8a", CLOCK_STATE_running, at("2026-03-05T15:00:00"));
    assert_int_equal(clock_now(*state, 1, "K6")->state, CLOCK_STATE_met);
    assert_int_equal(clock_now(*state, 1, "K7")->started_at, at("2026-03-05T09:00:00"));
}

static void a_reopening_gives_the_statutory_limit_no_new_time(void **state)
{
    /* 3.1: only new facts do; what was met stays met (4.7 rule 12) */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    reply_complaint(*state, 1, at("2026-03-06T10:00:00"));
    reopen(*state, 1, at("2026-03-10T10:00:00"), 12);
    assert_clock(*state, 1, "K9", CLOCK_STATE_met, at("2026-03-18T00:00:00"));
}

static void a_withdrawal_that_is_taken_back_finds_the_old_statutory_limit(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    withdraw(*state, 1, at("2026-03-06T10:00:00"), 9);
    assert_int_equal(clock_now(*state, 1, "K9")->state, CLOCK_STATE_cancelled);
    reopen(*state, 1, at("2026-03-10T10:00:00"), 12);
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, at("2026-03-18T00:00:00"));
}

static void progress_to_the_customer_begins_a_new_period(void **state)
{
    /* K7: 4.7 rule 2 */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P1, MONDAY);
    assert_clock(*state, 1, "K7", CLOCK_STATE_running, at("2026-03-03T10:00:00"));
    tell_customer(*state, 1, at("2026-03-03T09:00:00"), 5);
    assert_clock(*state, 1, "K7", CLOCK_STATE_running, at("2026-03-04T09:00:00"));
    assert_int_equal(clock_now(*state, 1, "K6")->state, CLOCK_STATE_breached);
    tell_customer(*state, 1, at("2026-03-04T09:00:01"), 6);
    assert_clock(*state, 1, "K7", CLOCK_STATE_running, at("2026-03-05T09:00:01"));
    const struct sla_breached *breached = trial_last(*state, MESSAGE_sla_breached_v1);
    assert_true(text_is(breached->clock, "K7"));
    assert_int_equal(case_now(*state, 1)->breaches, 2);
}

static void a_withdrawal_ends_every_clock_that_day(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    withdraw(*state, 1, MONDAY + 5 * MINUTE_MS, 5);
    const char *clocks[] = {"K3", "K6", "K7", "K8", "K9"};
    for (size_t i = 0; i < LENGTH(clocks); i++)
        assert_int_equal(clock_now(*state, 1, clocks[i])->state, CLOCK_STATE_cancelled);
    assert_false(case_now(*state, 1)->has_next_at);
}

static void a_complaint_on_day_three_has_twelve_days_left(void **state)
{
    /* CL-09 */
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    const int64_t day3 = at("2026-03-05T15:00:00");
    register_complaint(*state, 1, MONDAY, day3);
    queue_at(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY, day3);
    const int64_t due = at("2026-03-18T00:00:00");
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, due);
    assert_int_equal((due - at("2026-03-06T00:00:00")) / DAY_MS, 12);
    assert_int_equal(clock_now(*state, 1, "K8a")->state, CLOCK_STATE_breached);
    /* K3 counts from when it became a complaint: nobody could have started the flow before. */
    assert_clock(*state, 1, "K3", CLOCK_STATE_running, day3 + 10 * MINUTE_MS);
}

static void a_type_told_late_takes_back_what_was_never_missed(void **state)
{
    /* P4: router's first word, a consultation, comes after its second; until the second there was no K3 to miss */
    const int64_t typed = MONDAY + 9 * MINUTE_MS;

    receive_on(*state, 1, MONDAY, "web");
    acknowledge(*state, 1, MONDAY, MONDAY);
    queue_at(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY, typed);
    fire(*state, 1, MONDAY + 10 * MINUTE_MS + 1);
    assert_int_equal(clock_now(*state, 1, "K3")->state, CLOCK_STATE_breached);
    assert_int_equal(case_now(*state, 1)->breaches, 1);
    queue_at(*state, 1, CASE_TYPE_consult, CASE_GRADE_P3, MONDAY, MONDAY);
    assert_clock(*state, 1, "K3", CLOCK_STATE_running, typed + 10 * MINUTE_MS);
    assert_int_equal(case_now(*state, 1)->breaches, 0);
    fire(*state, 1, typed + 10 * MINUTE_MS + 1);
    assert_int_equal(clock_now(*state, 1, "K3")->state, CLOCK_STATE_breached);
    assert_int_equal(case_now(*state, 1)->breaches, 1);
    assert_int_equal(count_events(*state, MESSAGE_sla_breached_v1), 2);
}

static void another_grade_moves_the_limit_from_the_old_start(void **state)
{
    /* 4.7 rule 12 */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    grade(*state, 1, CASE_GRADE_P2, MONDAY + HOUR_MS);
    assert_clock(*state, 1, "K8", CLOCK_STATE_running, at("2026-03-10T00:00:00"));
    assert_clock(*state, 1, "K6", CLOCK_STATE_running, MONDAY + 2 * HOUR_MS);
    const struct clock_moved *moved = trial_last(*state, MESSAGE_clock_moved_v1);
    assert_true(text_is(moved->clock, "K8"));
    assert_int_equal(moved->old_due_at, at("2026-03-13T00:00:00"));
    assert_int_equal(moved->due_at, at("2026-03-10T00:00:00"));
    assert_true(text_is(moved->reason, "grade"));
}

static void a_regulators_date_counts_when_it_is_earlier(void **state)
{
    /* 4.7 rule 13 */
    const int64_t dates[] = {at("2026-03-10T00:00:00"), at("2026-03-20T00:00:00")};
    const int64_t dues[] = {at("2026-03-10T00:00:00"), at("2026-03-18T00:00:00")};

    for (uint8_t i = 0; i < 2; i++) {
        const struct case_classified body = {
            .case_type = CASE_TYPE_complaint,
            .code = TEXT("AC01"),
            .category = TEXT("accounts_deposits"),
            .has_confidence = true,
            .grade = CASE_GRADE_P2,
            .received_at = MONDAY,
            .has_received_at = true,
            .channel = TEXT("regulator_nfra"),
            .outside_due = dates[i],
            .has_outside_due = true,
        };
        tell_at(*state, MESSAGE_case_classified_v1, i, MONDAY, &body);
        assert_clock(*state, i, "K11", CLOCK_STATE_running, dues[i]);
    }
}

static void a_review_starts_its_own_limit(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    reply_complaint(*state, 1, MONDAY + HOUR_MS);
    request_review(*state, 1, at("2026-03-05T10:00:00"));
    assert_clock(*state, 1, "K10", CLOCK_STATE_running, at("2026-04-05T00:00:00"));
    resolve(*state, 1, at("2026-03-20T10:00:00"), 13);
    assert_int_equal(clock_now(*state, 1, "K10")->state, CLOCK_STATE_met);
}

static void the_central_banks_complaints_follow_their_own_profile(void **state)
{
    receive_on(*state, 1, MONDAY, "pboc");
    queue_at(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY, MONDAY);
    assert_true(text_is(case_now(*state, 1)->profile, "CN-PBOC-2020"));
    assert_true(text_is(clock_now(*state, 1, "K9")->profile, "CN-PBOC-2020"));
}

static void says_nothing_of_a_fact_told_twice(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    size_t before = trial_event_count(*state);
    queue_at(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY, MONDAY);
    acknowledge(*state, 1, MONDAY, MONDAY);
    assert_int_equal(trial_event_count(*state), before);
}

static void sets_one_timer_over_all_clocks(void **state)
{
    receive_on(*state, 1, MONDAY, "web");
    assert_int_equal(case_now(*state, 1)->next_at, MONDAY + 30 * SECOND_MS + 1);
    acknowledge(*state, 1, MONDAY, MONDAY + SECOND_MS);
    assert_false(case_now(*state, 1)->has_next_at);
    queue_at(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY, MONDAY + SECOND_MS);
    assert_int_equal(case_now(*state, 1)->next_at, MONDAY + 10 * MINUTE_MS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(starts_the_acknowledgement_on_an_asynchronous_channel_only),
        TEST(measures_the_first_response_from_the_ring),
        TEST(is_in_time_at_the_limit_and_late_a_millisecond_after),
        TEST(starts_the_clocks_of_a_complaint_from_its_first_receipt),
        TEST(gives_each_type_its_own_target),
        TEST(starts_the_emergency_when_the_owner_accepts_a_complaint),
        TEST(starts_the_emergency_of_other_grave_cases_with_the_claim),
        TEST(ends_the_statutory_limit_only_with_the_reply),
        TEST(waiting_for_the_customer_leaves_the_statutory_limit_alone),
        TEST(keeps_a_paused_limit_as_what_remains),
        TEST(a_fourth_wait_stops_nothing),
        TEST(a_fourth_wait_that_the_third_line_allowed_stops_the_clock),
        TEST(a_reopening_resumes_an_internal_target_where_it_stopped),
        TEST(a_reopening_gives_the_statutory_limit_no_new_time),
        TEST(a_withdrawal_that_is_taken_back_finds_the_old_statutory_limit),
        TEST(progress_to_the_customer_begins_a_new_period),
        TEST(a_withdrawal_ends_every_clock_that_day),
        TEST(a_complaint_on_day_three_has_twelve_days_left),
        TEST(a_type_told_late_takes_back_what_was_never_missed),
        TEST(another_grade_moves_the_limit_from_the_old_start),
        TEST(a_regulators_date_counts_when_it_is_earlier),
        TEST(a_review_starts_its_own_limit),
        TEST(the_central_banks_complaints_follow_their_own_profile),
        TEST(says_nothing_of_a_fact_told_twice),
        TEST(sets_one_timer_over_all_clocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
