/* Tests that what is told late makes no timer late (REQUIREMENTS 4.3, 4.7; DESIGN 5): its rungs go off at once and in order, the
 * limit was missed when it was missed, but the lag of a timer counts from when the service could know. */
#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_facts.h"

/* K4 of a case of P2 ends after 60 s; its rungs are at 60 s, 3 min and 10 min (4.2, 4.3). */
static void request_protection(struct trial *trial, uint8_t n, int64_t ms, int64_t told_ms)
{
    take(trial, n, CASE_TYPE_dispute, CASE_GRADE_P2, MONDAY);
    trial_set_time(trial, told_ms);
    assert_int_equal(
        record_as(
            trial,
            n,
            (struct fact_record){.fact = RECORDED_FACT_protection_requested, .at = ms},
            "L4"
        )
            ->outcome,
        OUTCOME_accepted
    );
}

/* How often a clock was said to be missed, and the last time: trial_emitted counts from the newest. */
static size_t
breaches_of(struct trial *trial, const char *clock, const struct sla_breached **ret_last)
{
    size_t count = 0;

    for (size_t i = 0; i < trial_event_count(trial); i++) {
        int type = 0;
        const struct sla_breached *event = trial_emitted(trial, i, &type, NULL);
        if (type != MESSAGE_sla_breached_v1 || !text_is(event->clock, clock))
            continue;
        if (count++ == 0)
            *ret_last = event;
    }
    return count;
}

static void a_fact_that_is_recorded_late_makes_no_timer_late(void **state)
{
    const struct sla_breached *event = NULL;

    request_protection(*state, 1, MONDAY, MONDAY + 5 * MINUTE_MS);
    assert_int_equal(clock_now(*state, 1, "K4")->known_at, MONDAY + 5 * MINUTE_MS);
    fire(*state, 1, MONDAY + 5 * MINUTE_MS);
    assert_int_equal(breaches_of(*state, "K4", &event), 1);
    assert_false(event->late);
    assert_false(event->has_lag_ms);
    /* It was missed then, not now: only a regrade misses a limit when it is made (4.7 rule 12). */
    assert_int_equal(clock_now(*state, 1, "K4")->breached_at, MONDAY + MINUTE_MS + 1);
    assert_int_equal(event->due_at, MONDAY + MINUTE_MS);
    /* The rungs that lie behind have been reached, in their order. */
    assert_true(text_is(clock_now(*state, 1, "K4")->fired, "K4.1|K4.2"));
}

static void a_timer_that_fires_late_after_a_late_fact_is_late_from_when_it_was_told(void **state
)
{
    const struct sla_breached *event = NULL;

    request_protection(*state, 1, MONDAY, MONDAY + 5 * MINUTE_MS);
    /* FIRE_LATE_MS: no more than that is in time */
    fire(*state, 1, MONDAY + 5 * MINUTE_MS + 1000);
    assert_int_equal(breaches_of(*state, "K4", &event), 1);
    assert_false(event->late);
    request_protection(*state, 2, MONDAY, MONDAY + 10 * MINUTE_MS);
    fire(*state, 2, MONDAY + 10 * MINUTE_MS + 1001);
    assert_int_equal(breaches_of(*state, "K4", &event), 2);
    assert_true(event->late);
    assert_int_equal(event->lag_ms, 1001);
}

static void a_fact_that_is_recorded_in_time_leaves_the_timer_its_lateness(void **state)
{
    const struct sla_breached *event = NULL;

    request_protection(
        *state,
        1,
        MONDAY,
        MONDAY + MINUTE_MS
    ); /* at the first rung: none lies before */
    assert_false(clock_now(*state, 1, "K4")->has_known_at);
    fire(*state, 1, MONDAY + 5 * MINUTE_MS);
    assert_int_equal(breaches_of(*state, "K4", &event), 1);
    assert_true(event->late);
    assert_int_equal(event->lag_ms, 4 * MINUTE_MS - 1);
    request_protection(*state, 2, MONDAY, MONDAY + MINUTE_MS + 1); /* a millisecond after it */
    assert_true(clock_now(*state, 2, "K4")->has_known_at);
}

/* What is told now does not excuse the timer that has been due since before. */
static void another_fact_does_not_excuse_a_timer_that_is_late(void **state)
{
    const struct sla_breached *event = NULL;

    request_protection(*state, 1, MONDAY, MONDAY);
    record(*state, 1, RECORDED_FACT_leak_known, MONDAY + 5 * MINUTE_MS);
    assert_false(clock_now(*state, 1, "K4")->has_known_at);
    fire(*state, 1, MONDAY + 5 * MINUTE_MS);
    assert_int_equal(breaches_of(*state, "K4", &event), 1);
    assert_true(event->late);
}

/* 4.2, K4: a refusal starts the ladder at once; that it was refused ten seconds after is told half an hour later. */
static void a_refusal_that_is_recorded_late_makes_no_timer_late(void **state)
{
    const struct fact_record wish = {
        .fact = RECORDED_FACT_protection_failed,
        .at = MONDAY + 10 * SECOND_MS,
    };

    request_protection(*state, 1, MONDAY, MONDAY);
    trial_set_time(*state, MONDAY + 50 * SECOND_MS);
    assert_int_equal(record_as(*state, 1, wish, "L4")->outcome, OUTCOME_accepted);
    assert_int_equal(clock_now(*state, 1, "K4")->known_at, MONDAY + 50 * SECOND_MS);
    assert_int_equal(case_now(*state, 1)->next_at, MONDAY + 10 * SECOND_MS);
}

/* Streams: what desk learned late is no lateness of a timer; what this service was told late is. */
static void a_stream_is_told_when_the_other_service_said_it(void **state)
{
    const struct customer_info_requested body = {
        .state = CASE_STATE_wait_customer,
        .version = 3,
        .has_version = true,
        .asked_by = TEXT("agent-7"),
        .asked_at = MONDAY,
        .has_asked_at = true,
        .text = SEALED,
    };
    const int64_t told = at("2026-03-06T12:00:00"); /* behind K16's reminder of day 3 */

    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    fire(*state, 1, told); /* what was due by then is no matter of this one */
    tell_at(*state, MESSAGE_customer_info_requested_v1, 1, told, &body);
    assert_int_equal(clock_now(*state, 1, "K16")->known_at, told);
}

/* A clock that begins anew is known from its own beginning. */
static void a_new_period_is_not_excused_by_the_one_before(void **state)
{
    request_protection(*state, 1, MONDAY, MONDAY + 5 * MINUTE_MS);
    record(*state, 1, RECORDED_FACT_protection_active, MONDAY + 6 * MINUTE_MS);
    record(*state, 1, RECORDED_FACT_protection_requested, MONDAY + 7 * MINUTE_MS);
    assert_false(clock_now(*state, 1, "K4")->has_known_at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_fact_that_is_recorded_late_makes_no_timer_late),
        TEST(a_timer_that_fires_late_after_a_late_fact_is_late_from_when_it_was_told),
        TEST(a_fact_that_is_recorded_in_time_leaves_the_timer_its_lateness),
        TEST(another_fact_does_not_excuse_a_timer_that_is_late),
        TEST(a_refusal_that_is_recorded_late_makes_no_timer_late),
        TEST(a_stream_is_told_when_the_other_service_said_it),
        TEST(a_new_period_is_not_excused_by_the_one_before),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
