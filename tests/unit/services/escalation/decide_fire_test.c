/* Tests of services/escalation/decide_fire.c: warnings, breaches, the ladder, late timers (REQUIREMENTS 4.3). */
#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_facts.h"

static const struct case_escalated *escalated_now(struct trial *trial)
{
    return trial_last(trial, MESSAGE_case_escalated_v1);
}

static void a_complaint_nobody_accepts_climbs_a_line_every_ten_minutes(void **state)
{
    /* 4.3: 10:00 L3, 20:00 L4, 30:00 L5, 40:00 L6; nothing a millisecond before */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    for (int line = 3; line <= 6; line++) {
        int64_t instant = MONDAY + (line - 2) * 10 * MINUTE_MS;
        fire(*state, 1, instant - 1);
        assert_int_equal(case_now(*state, 1)->level, line == 3 ? 0 : line - 1);
        fire(*state, 1, instant);
        assert_int_equal(escalated_now(*state)->level, line);
        assert_int_equal(escalated_now(*state)->from_level, line == 3 ? 0 : line - 1);
        assert_true(text_is(escalated_now(*state)->clock, "K3"));
        assert_int_equal(case_now(*state, 1)->level, line);
    }
    assert_int_equal(count_events(*state, MESSAGE_case_escalated_v1), 4);
    assert_int_equal(count_events(*state, MESSAGE_sla_breached_v1), 1);
}

static void at_the_limit_it_is_not_late(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    fire(*state, 1, MONDAY + 10 * MINUTE_MS);
    assert_int_equal(clock_now(*state, 1, "K3")->state, CLOCK_STATE_running);
    fire(*state, 1, MONDAY + 10 * MINUTE_MS + 1);
    assert_int_equal(clock_now(*state, 1, "K3")->state, CLOCK_STATE_breached);
    assert_int_equal(case_now(*state, 1)->breaches, 1);
}

static void an_escalation_never_stops_the_clock(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    fire(*state, 1, MONDAY + 15 * MINUTE_MS);
    assert_false(clock_now(*state, 1, "K3")->has_stopped_at);
    accept(*state, 1, MONDAY, MONDAY + 16 * MINUTE_MS);
    const struct case_clock *row = clock_now(*state, 1, "K3");
    assert_int_equal(row->state, CLOCK_STATE_breached);
    assert_int_equal(row->stopped_at, MONDAY + 16 * MINUTE_MS);
    fire(*state, 1, MONDAY + 20 * MINUTE_MS);
    assert_int_equal(case_now(*state, 1)->level, 3);
}

static void warns_at_50_75_and_90_per_cent(void **state)
{
    /* E1 to E3 on K6 of grade P2: 2 hours */
    const struct {
        int64_t minutes;
        int percent, level;
        const char *step;
    } rungs[] = {{60, 50, 1, "E1"}, {90, 75, 3, "E2"}, {108, 90, 4, "E3"}};

    take(*state, 1, CASE_TYPE_urgent, CASE_GRADE_P2, MONDAY);
    claim(*state, 1, MONDAY);
    for (size_t i = 0; i < LENGTH(rungs); i++) {
        int64_t instant = MONDAY + rungs[i].minutes * MINUTE_MS;
        fire(*state, 1, instant - 1);
        assert_int_equal(count_events(*state, MESSAGE_sla_warning_v1), i);
        fire(*state, 1, instant);
        const struct sla_warning *warning = trial_last(*state, MESSAGE_sla_warning_v1);
        assert_true(text_is(warning->clock, "K6"));
        assert_int_equal(warning->percent, rungs[i].percent);
        assert_int_equal(warning->level, rungs[i].level);
        assert_true(text_is(warning->step, rungs[i].step));
        assert_true(text_is(warning->owner, "agent-7"));
        assert_false(warning->late);
    }
}

static void a_missed_internal_limit_goes_to_l4_and_up_a_grade(void **state)
{
    /* E4 */
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P3, MONDAY);
    const int64_t due = at("2026-03-03T17:00:00");
    fire(*state, 1, due);
    assert_null(trial_last(*state, MESSAGE_sla_breached_v1));
    fire(*state, 1, due + 1);
    /* K6 and K8a end at the same instant and raise the grade once, to P2; what K7 has there is over, too, and raises no
     * more (4.7 rule 12). */
    const struct sla_breached *breached = trial_last(*state, MESSAGE_sla_breached_v1);
    assert_true(text_is(breached->clock, "K7"));
    assert_int_equal(breached->level, 4);
    assert_int_equal(breached->breaches, 3);
    assert_int_equal(clock_now(*state, 1, "K6")->state, CLOCK_STATE_breached);
    assert_int_equal(clock_now(*state, 1, "K8a")->state, CLOCK_STATE_breached);
    const struct case_regraded *regraded = trial_last(*state, MESSAGE_case_regraded_v1);
    assert_int_equal(regraded->from_grade, CASE_GRADE_P3);
    assert_int_equal(regraded->grade, CASE_GRADE_P2);
    assert_true(text_is(regraded->reasons[0], "p3_breached"));
    assert_true(text_is(regraded->clock, "K6"));
    assert_int_equal(case_now(*state, 1)->grade, CASE_GRADE_P2);
    assert_int_equal(count_events(*state, MESSAGE_case_regraded_v1), 1);
    int taken_over = 0;
    for (size_t i = 0; i < trial_event_count(*state); i++) {
        int type = 0;
        const struct case_escalated *event = trial_emitted(*state, i, &type, NULL);
        taken_over += type == MESSAGE_case_escalated_v1 && event->take_over;
        if (type == MESSAGE_case_escalated_v1 && event->take_over)
            assert_true(event->level >= 4);
    }
    assert_int_equal(taken_over, 3);
}

static void the_days_after_a_missed_limit_go_to_l5_and_l6(void **state)
{
    /* E5, E6: closing of the first and second business day after the limit */
    take(*state, 1, CASE_TYPE_apply, CASE_GRADE_P3, MONDAY);
    tell_customer(*state, 1, MONDAY, 2); /* K6 */
    claim(*state, 1, MONDAY + MINUTE_MS);
    tell_customer(*state, 1, at("2026-03-04T10:00:00"), 3); /* K7 */
    fire(*state, 1, at("2026-03-05T17:00:00") + 1);         /* K8c.processing */
    fire(*state, 1, at("2026-03-06T17:00:00") - 1);
    assert_int_equal(case_now(*state, 1)->level, 4);
    fire(*state, 1, at("2026-03-06T17:00:00"));
    assert_int_equal(case_now(*state, 1)->level, 5);
    assert_true(text_is(escalated_now(*state)->reason, "limit_missed"));
    fire(*state, 1, at("2026-03-09T17:00:00"));
    assert_int_equal(case_now(*state, 1)->level, 6);
}

static void the_statutory_limit_has_its_days(void **state)
{
    /* 4.3: day 8 owner, 11 L3, 12 decide, 13 L4, 14 L5, the end of day 15 L6 */
    const struct {
        const char *at;
        const char *step;
        int level;
    } rungs[] = {
        {"2026-03-10T09:00:00", "day 8", 1},
        {"2026-03-13T09:00:00", "day 11", 3},
        {"2026-03-14T09:00:00", "day 12 decide on extension", 4},
        {"2026-03-15T09:00:00", "day 13", 4},
        {"2026-03-16T09:00:00", "day 14", 5},
    };

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    accept(*state, 1, MONDAY, MONDAY);
    tell_customer(*state, 1, MONDAY + MINUTE_MS, 6);
    decide_complaint(*state, 1, MONDAY + HOUR_MS);
    for (int day = 0; day < 5; day++)
        tell_customer(*state, 1, MONDAY + HOUR_MS + day * DAY_MS, 7 + day);
    for (size_t i = 0; i < LENGTH(rungs); i++) {
        tell_customer(*state, 1, at(rungs[i].at) - HOUR_MS, 20 + (int64_t)i);
        fire(*state, 1, at(rungs[i].at));
        const struct sla_warning *warning = trial_last(*state, MESSAGE_sla_warning_v1);
        assert_true(text_is(warning->clock, "K9"));
        assert_true(text_is(warning->step, rungs[i].step));
        assert_int_equal(warning->level, rungs[i].level);
    }
    tell_customer(*state, 1, at("2026-03-17T09:00:00"), 30);
    fire(*state, 1, at("2026-03-18T00:00:00"));
    assert_int_equal(clock_now(*state, 1, "K9")->state, CLOCK_STATE_running);
    fire(*state, 1, at("2026-03-18T00:00:00") + 1);
    const struct sla_breached *breached = trial_last(*state, MESSAGE_sla_breached_v1);
    assert_true(text_is(breached->clock, "K9"));
    assert_true(breached->statutory);
    assert_int_equal(breached->level, 6);
    assert_int_equal(escalated_now(*state)->level, 6);
    assert_false(escalated_now(*state)->take_over);
    assert_int_equal(count_events(*state, MESSAGE_case_regraded_v1), 0);
}

static void late_timers_fire_once_in_order_and_say_how_late(void **state)
{
    /* DESIGN 5; the limit of lateness is a second: at, one above */
    const char *steps[] = {"K3.1", "K3.2"};

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    fire(*state, 1, MONDAY + 25 * MINUTE_MS);
    size_t seen = 0;
    for (size_t i = trial_event_count(*state); i-- > 0;) {
        int type = 0;
        const struct case_escalated *event = trial_emitted(*state, i, &type, NULL);
        if (type == MESSAGE_case_escalated_v1)
            assert_true(text_is(event->step, steps[seen++]));
    }
    assert_int_equal(seen, 2);
    const struct sla_breached *breached = trial_last(*state, MESSAGE_sla_breached_v1);
    assert_true(breached->late);
    assert_int_equal(breached->lag_ms, 15 * MINUTE_MS - 1);
    size_t before = trial_event_count(*state);
    fire(*state, 1, MONDAY + 25 * MINUTE_MS + 1);
    assert_int_equal(trial_event_count(*state), before);
    for (uint8_t i = 2; i < 4; i++) {
        receive_on(*state, i, MONDAY, "web");
        fire(*state, i, MONDAY + 30 * SECOND_MS + 1 + FIRE_LATE_MS + i - 2);
        breached = trial_last(*state, MESSAGE_sla_breached_v1);
        assert_int_equal(breached->late, i == 3);
    }
}

static void the_third_missed_limit_goes_to_l5(void **state)
{
    /* 4.3 repeat breaches: after two none, with the third one */
    receive_on(*state, 1, MONDAY, "web");
    fire(*state, 1, MONDAY + MINUTE_MS);
    queue_at(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY, MONDAY + MINUTE_MS);
    fire(*state, 1, MONDAY + 11 * MINUTE_MS);
    assert_int_equal(case_now(*state, 1)->breaches, 2);
    assert_int_equal(case_now(*state, 1)->level, 3);
    accept(*state, 1, MONDAY, MONDAY + 12 * MINUTE_MS);
    fire(*state, 1, MONDAY + 2 * HOUR_MS + 1);
    assert_int_equal(case_now(*state, 1)->breaches, 3);
    bool repeated = false;
    for (size_t i = 0; i < trial_event_count(*state); i++) {
        int type = 0;
        const struct case_escalated *event = trial_emitted(*state, i, &type, NULL);
        if (type == MESSAGE_case_escalated_v1 && text_is(event->reason, "repeated_breaches"))
            repeated = event->level == 5;
    }
    assert_true(repeated);
}

static void a_regrade_misses_a_passed_limit_at_its_own_moment_once(void **state)
{
    /* 4.7 rule 12 */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    accept(*state, 1, MONDAY, MONDAY);
    const int64_t now = at("2026-03-02T15:00:00");
    grade(*state, 1, CASE_GRADE_P2, now); /* K6: 2 hours, used up at 12:00 */
    fire(*state, 1, now);
    const struct case_clock *row = clock_now(*state, 1, "K6");
    assert_int_equal(row->state, CLOCK_STATE_breached);
    assert_int_equal(row->breached_at, now);
    const struct sla_breached *breached = trial_last(*state, MESSAGE_sla_breached_v1);
    assert_false(breached->late);
    assert_int_equal(count_events(*state, MESSAGE_sla_breached_v1), 1);
    /* No cascade: what a regrade has made late does not raise the grade again. */
    assert_int_equal(count_events(*state, MESSAGE_case_regraded_v1), 0);
}

static void an_end_that_was_known_too_late_undoes_the_breach(void **state)
{
    receive_on(*state, 1, MONDAY, "web");
    fire(*state, 1, MONDAY + MINUTE_MS);
    assert_int_equal(case_now(*state, 1)->breaches, 1);
    acknowledge(*state, 1, MONDAY, MONDAY + SECOND_MS);
    assert_int_equal(clock_now(*state, 1, "K2")->state, CLOCK_STATE_met);
    assert_int_equal(case_now(*state, 1)->breaches, 0);
}

static void does_nothing_while_redis_is_away_or_says_too_much(void **state)
{
    const struct uuid id = case_id(1);
    const struct bytes key = {id.b, 16};

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    trial_set_time(*state, MONDAY + HOUR_MS);
    trial_list(*state, &escalation_due_list, &key, 1, true);
    size_t before = trial_event_count(*state);
    trial_chore(*state, "fire");
    assert_int_equal(trial_event_count(*state), before);
    /* A timer that is still in Redis although its row has moved on. */
    trial_set_time(*state, MONDAY + MINUTE_MS);
    trial_list(*state, &escalation_due_list, &key, 1, false);
    trial_chore(*state, "fire");
    assert_int_equal(trial_event_count(*state), before);
}

static void asks_for_another_turn_when_there_is_more(void **state)
{
    /* FIRED_A_TURN: at, one above; then the second part does the rest */
    struct uuid ids[FIRED_A_TURN + 1];
    struct bytes keys[FIRED_A_TURN + 1];

    for (uint8_t i = 0; i < FIRED_A_TURN + 1; i++) {
        ids[i] = case_id(i);
        keys[i] = (struct bytes){ids[i].b, 16};
        receive_on(*state, i, MONDAY, "web");
    }
    trial_set_time(*state, MONDAY + MINUTE_MS);
    trial_list(*state, &escalation_due_list, keys, FIRED_A_TURN, false);
    assert_false(trial_chore(*state, "fire")->reply.busy);
    assert_int_equal(count_events(*state, MESSAGE_sla_breached_v1), FIRED_A_TURN);
    trial_list(*state, &escalation_due_list, keys, FIRED_A_TURN + 1, false);
    assert_true(trial_chore(*state, "fire")->reply.busy);
    assert_int_equal(count_events(*state, MESSAGE_sla_breached_v1), FIRED_A_TURN);
    assert_false(trial_chore_part(*state, "fire", 1)->reply.busy);
    assert_int_equal(count_events(*state, MESSAGE_sla_breached_v1), FIRED_A_TURN + 1);
}

static void cases_that_have_no_clocks_yet_are_loaded_together(void **state)
{
    /* Each asked for rows in a round of its own: more rounds than a decision has. */
    struct uuid ids[FIRED_A_TURN];
    struct bytes keys[FIRED_A_TURN];
    char journal[128];

    snprintf(
        journal,
        sizeof(journal),
        "%lld received 0 0\n%lld typed 3 0\n%lld graded 3 0\n",
        (long long)MONDAY,
        (long long)MONDAY,
        (long long)MONDAY
    );
    for (uint8_t i = 0; i < FIRED_A_TURN; i++) {
        const struct clocked_case row = {
            .case_id = case_id(i),
            .has_case_id = true,
            .journal = text_of(journal),
            .channel = TEXT("web"),
            .has_level = true,
            .has_breaches = true,
            .next_at = MONDAY,
            .has_next_at = true,
        };
        trial_put(*state, &clocked_case_record, &row);
        ids[i] = case_id(i);
        keys[i] = (struct bytes){ids[i].b, 16};
    }
    trial_list(*state, &escalation_due_list, keys, FIRED_A_TURN, false);
    while (trial_chore(*state, "fire")->reply.busy)
        ;
    for (uint8_t i = 0; i < FIRED_A_TURN; i++)
        assert_true(case_now(*state, i)->next_at > MONDAY);
}

static void the_third_missed_limit_asks_for_a_quality_review_once(void **state)
{
    /* 4.3, repeat breaches: one below, at, one above */
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P3, MONDAY);
    fire(*state, 1, at("2026-03-03T17:00:00") + 1);
    const struct quality_review_needed *event =
        trial_last(*state, MESSAGE_quality_review_needed_v1);
    assert_int_equal(event->breaches, 3);
    assert_int_equal(event->clocks_count, 3);
    assert_int_equal(event->level, 5);
    fire(*state, 1, at("2026-04-30T17:00:00"));
    assert_int_equal(count_events(*state, MESSAGE_quality_review_needed_v1), 1);
    take(*state, 2, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY);
    fire(*state, 2, MONDAY + 2 * HOUR_MS + 1); /* K3, K6 */
    assert_int_equal(case_now(*state, 2)->breaches, 2);
    assert_int_equal(count_events(*state, MESSAGE_quality_review_needed_v1), 1);
}

/* 4.3, repeat breaches: three tasks are answered a second after their limit, before a timer has looked. */
static void a_third_limit_that_was_ended_late_asks_for_a_quality_review_too(void **state)
{
    const struct survey_suppressed suppressed = {.cause = SUPPRESS_CAUSE_not_sampled};
    int64_t end = at("2026-03-05T17:00:00"); /* K20 of P4: 3 bd */

    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    for (int64_t task = 1; task <= 3; task++)
        record_task(*state, 1, RECORDED_FACT_task_opened, MONDAY, task);
    resolve(*state, 1, MONDAY + HOUR_MS, 5);
    tell_at(*state, MESSAGE_survey_suppressed_v1, 1, MONDAY + HOUR_MS, &suppressed);
    for (int64_t task = 1; task <= 3; task++) {
        assert_int_equal(case_now(*state, 1)->breaches, task - 1);
        assert_true(case_now(*state, 1)->next_at <= end);
        record_task(*state, 1, RECORDED_FACT_task_answered, end + SECOND_MS, task);
    }
    assert_int_equal(case_now(*state, 1)->breaches, 3);
    assert_int_equal(count_events(*state, MESSAGE_quality_review_needed_v1), 0);
    assert_int_equal(case_now(*state, 1)->next_at, end + SECOND_MS);
    fire(*state, 1, end + SECOND_MS);
    const struct quality_review_needed *event =
        trial_last(*state, MESSAGE_quality_review_needed_v1);
    assert_non_null(event);
    assert_int_equal(event->breaches, 3);
    assert_int_equal(event->clocks_count, 3);
    assert_int_equal(event->level, 5);
    assert_int_equal(escalated_now(*state)->level, 5);
    assert_false(
        case_now(*state, 1)->has_next_at && case_now(*state, 1)->next_at <= end + SECOND_MS
    );
    fire(*state, 1, end + HOUR_MS);
    assert_int_equal(count_events(*state, MESSAGE_quality_review_needed_v1), 1);
}

static void a_year_passes_with_every_limit_said_once(void **state)
{
    /* P11: time is injected; nobody touches a complaint for a year */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    int64_t end = MONDAY + 365 * (int64_t)DAY_MS;
    int turns = 0;
    while (case_now(*state, 1)->has_next_at && case_now(*state, 1)->next_at < end) {
        int64_t next = case_now(*state, 1)->next_at;
        fire(*state, 1, next);
        assert_true(!case_now(*state, 1)->has_next_at || case_now(*state, 1)->next_at > next);
        assert_true(++turns < 100);
    }
    assert_false(case_now(*state, 1)->has_next_at);
    assert_int_equal(case_now(*state, 1)->level, 6);
    assert_int_equal(case_now(*state, 1)->grade, CASE_GRADE_P1);
    /* K19 from when it had become P1 */
    const char *clocks[] = {"K3", "K6", "K7", "K8", "K9", "K19.management", "K19.regulator"};
    assert_int_equal(count_events(*state, MESSAGE_sla_breached_v1), LENGTH(clocks));
    for (size_t i = 0; i < LENGTH(clocks); i++)
        assert_int_equal(clock_now(*state, 1, clocks[i])->state, CLOCK_STATE_breached);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_complaint_nobody_accepts_climbs_a_line_every_ten_minutes),
        TEST(at_the_limit_it_is_not_late),
        TEST(an_escalation_never_stops_the_clock),
        TEST(warns_at_50_75_and_90_per_cent),
        TEST(a_missed_internal_limit_goes_to_l4_and_up_a_grade),
        TEST(the_days_after_a_missed_limit_go_to_l5_and_l6),
        TEST(the_statutory_limit_has_its_days),
        TEST(late_timers_fire_once_in_order_and_say_how_late),
        TEST(the_third_missed_limit_goes_to_l5),
        TEST(a_regrade_misses_a_passed_limit_at_its_own_moment_once),
        TEST(an_end_that_was_known_too_late_undoes_the_breach),
        TEST(does_nothing_while_redis_is_away_or_says_too_much),
        TEST(asks_for_another_turn_when_there_is_more),
        TEST(cases_that_have_no_clocks_yet_are_loaded_together),
        TEST(the_third_missed_limit_asks_for_a_quality_review_once),
        TEST(a_third_limit_that_was_ended_late_asks_for_a_quality_review_too),
        TEST(a_year_passes_with_every_limit_said_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
