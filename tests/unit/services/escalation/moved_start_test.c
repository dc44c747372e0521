/* Tests of what an earlier receipt does to a clock that has ended: it is the same period, judged by the limit that it has now
 * (REQUIREMENTS 4.5 rule 9, 4.7 rule 6). */
#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_facts.h"

/* How many events of a type are about K2. */
static size_t count_of_k2(struct trial *trial, int wanted)
{
    size_t found = 0;

    for (size_t i = 0; i < trial_event_count(trial); i++) {
        int type = 0;
        const void *body = trial_emitted(trial, i, &type, NULL);
        if (type != wanted)
            continue;
        if (type == MESSAGE_sla_breached_v1)
            found += text_is(((const struct sla_breached *)body)->clock, "K2");
        if (type == MESSAGE_clock_started_v1)
            found += text_is(((const struct clock_started *)body)->clock, "K2");
        if (type == MESSAGE_clock_stopped_v1)
            found += text_is(((const struct clock_stopped *)body)->clock, "K2");
    }
    return found;
}

/* Received on the website, acknowledged so much later: K2 allows 30 seconds. */
static void receive_and_acknowledge(struct trial *trial, uint8_t n, int64_t after_ms)
{
    receive_on(trial, n, MONDAY, "web");
    acknowledge(trial, n, MONDAY, MONDAY + after_ms);
}

static void a_missed_limit_is_counted_and_told_once_though_the_receipt_was_earlier(void **state)
{
    receive_and_acknowledge(*state, 1, 60 * SECOND_MS);
    assert_int_equal(case_now(*state, 1)->breaches, 1);
    record(*state, 1, RECORDED_FACT_first_receipt, MONDAY - HOUR_MS);
    assert_int_equal(case_now(*state, 1)->breaches, 1);
    assert_int_equal(count_of_k2(*state, MESSAGE_sla_breached_v1), 1);
    assert_int_equal(count_of_k2(*state, MESSAGE_clock_started_v1), 1);
    assert_int_equal(count_of_k2(*state, MESSAGE_clock_stopped_v1), 1);
    const struct case_clock *row = clock_now(*state, 1, "K2");
    assert_int_equal(row->state, CLOCK_STATE_breached);
    assert_int_equal(row->started_at, MONDAY - HOUR_MS);
    assert_int_equal(row->stopped_at, MONDAY + 60 * SECOND_MS);
}

static void an_end_that_was_in_time_is_judged_by_the_earlier_receipt(void **state)
{
    /* acknowledged after 10 seconds; a receipt 20 seconds before: one millisecond below the limit, at it, one above */
    for (uint8_t i = 0; i < 3; i++) {
        bool late = i == 2;
        receive_and_acknowledge(*state, i, 10 * SECOND_MS);
        assert_int_equal(clock_now(*state, i, "K2")->state, CLOCK_STATE_met);
        record(*state, i, RECORDED_FACT_first_receipt, MONDAY - 20 * SECOND_MS + 1 - i);
        const struct case_clock *row = clock_now(*state, i, "K2");
        assert_int_equal(row->due_at, MONDAY + 10 * SECOND_MS + 1 - i);
        assert_int_equal(row->state, late ? CLOCK_STATE_breached : CLOCK_STATE_met);
        assert_int_equal(case_now(*state, i)->breaches, late);
        assert_int_equal(count_of_k2(*state, MESSAGE_sla_breached_v1), late);
        /* said again only when it came out otherwise */
        assert_int_equal(count_of_k2(*state, MESSAGE_clock_stopped_v1), 1 + i + late);
    }
    const struct clock_stopped *stopped = trial_last(*state, MESSAGE_clock_stopped_v1);
    assert_int_equal(stopped->outcome, CLOCK_OUTCOME_breached);
}

static void the_emergency_of_an_earlier_receipt_is_not_begun_again(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    accept(*state, 1, MONDAY, MONDAY + MINUTE_MS);
    assert_int_equal(clock_now(*state, 1, "K3")->state, CLOCK_STATE_met);
    record(*state, 1, RECORDED_FACT_first_receipt, MONDAY - HOUR_MS);
    assert_int_equal(count_events(*state, MESSAGE_emergency_started_v1), 1);
}

static void a_period_that_begins_after_an_end_is_another(void **state)
{
    /* 3.1: the reply ended K9; new facts give it a period of its own, which is begun and missed for itself */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    reply_complaint(*state, 1, MONDAY + HOUR_MS);
    assert_int_equal(clock_now(*state, 1, "K9")->state, CLOCK_STATE_met);
    size_t started = count_events(*state, MESSAGE_clock_started_v1);
    record(*state, 1, RECORDED_FACT_new_facts, at("2026-03-10T10:00:00"));
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, at("2026-03-26T00:00:00"));
    assert_int_equal(count_events(*state, MESSAGE_clock_started_v1), started + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_missed_limit_is_counted_and_told_once_though_the_receipt_was_earlier),
        TEST(an_end_that_was_in_time_is_judged_by_the_earlier_receipt),
        TEST(the_emergency_of_an_earlier_receipt_is_not_begun_again),
        TEST(a_period_that_begins_after_an_end_is_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
