/* Tests of services/escalation/announce.c: what each event says. */
#include "services/escalation/announce.h"

#include "common/metrics.h"
#include "tests/unit/services/escalation/support.h"

static void a_start_names_the_policy_and_calendar_it_was_computed_from(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    const struct clock_started *started = trial_last(*state, MESSAGE_clock_started_v1);
    assert_true(text_is(started->policies[0].name, "CN-NFRA-2020"));
    assert_true(text_is(started->policies[0].version, "1"));
    assert_true(text_is(started->policies[1].name, "calendar.CN"));
    assert_int_equal(started->kind, CLOCK_KIND_calendar_days);
    assert_int_equal(started->due_at, at("2026-03-18T00:00:00"));
}

static void a_breach_is_counted_by_clock(void **state)
{
    int64_t before = metric_value_labelled(METRIC_shouli_sla_breaches_total, "K2");

    receive_on(*state, 1, MONDAY, "web");
    fire(*state, 1, MONDAY + MINUTE_MS);
    assert_int_equal(metric_value_labelled(METRIC_shouli_sla_breaches_total, "K2"), before + 1);
    const struct sla_breached *breached = trial_last(*state, MESSAGE_sla_breached_v1);
    assert_int_equal(breached->due_at, MONDAY + 30 * SECOND_MS);
    assert_int_equal(breached->breaches, 1);
    assert_false(breached->statutory);
}

static void a_level_never_goes_down(void **state)
{
    /* K3 has brought it to L6; E4 says L4 takes it over, the level stays */
    take(*state, 1, CASE_TYPE_dispute, CASE_GRADE_P1, MONDAY);
    fire(*state, 1, MONDAY + 45 * MINUTE_MS);
    assert_int_equal(case_now(*state, 1)->level, 6);
    fire(*state, 1, MONDAY + HOUR_MS + 1);
    const struct case_escalated *event = trial_last(*state, MESSAGE_case_escalated_v1);
    assert_true(text_is(event->clock, "K6"));
    assert_int_equal(event->from_level, 6);
    assert_int_equal(event->level, 6);
    assert_true(event->take_over);
    assert_null(trial_last(*state, MESSAGE_case_regraded_v1)); /* P1 stays P1 */
}

static void a_regrade_gives_the_next_internal_limit(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY);
    accept(*state, 1, MONDAY, MONDAY);
    fire(*state, 1, MONDAY + 2 * HOUR_MS + 1);
    const struct case_regraded *event = trial_last(*state, MESSAGE_case_regraded_v1);
    assert_int_equal(event->grade, CASE_GRADE_P1);
    assert_true(text_is(event->reasons[0], "limit_missed"));
    /* P1 is major: management is to be told within the hour. */
    assert_int_equal(event->due_at, clock_now(*state, 1, "K19.management")->due_at);
    assert_int_equal(event->due_at, MONDAY + 3 * HOUR_MS + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_start_names_the_policy_and_calendar_it_was_computed_from),
        TEST(a_breach_is_counted_by_clock),
        TEST(a_level_never_goes_down),
        TEST(a_regrade_gives_the_next_internal_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
