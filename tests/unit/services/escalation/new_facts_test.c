/* Tests of what new facts do to a statutory limit: it begins anew, with its ladder, and what was missed before stays missed
 * (REQUIREMENTS 3.1, 4.3, 4.7 rule 6). */
#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_facts.h"

static void the_period_before_is_ended_and_the_next_one_started(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    record(*state, 1, RECORDED_FACT_new_facts, at("2026-03-10T10:00:00"));
    const struct clock_stopped *stopped = trial_last(*state, MESSAGE_clock_stopped_v1);
    assert_true(text_is(stopped->clock, "K9"));
    assert_int_equal(stopped->outcome, CLOCK_OUTCOME_cancelled);
    assert_true(text_is(stopped->cause, "fact.recorded"));
    assert_int_equal(stopped->due_at, at("2026-03-18T00:00:00"));
    const struct clock_started *started = trial_last(*state, MESSAGE_clock_started_v1);
    assert_true(text_is(started->clock, "K9"));
    assert_int_equal(started->due_at, at("2026-03-26T00:00:00"));
}

/* How many events of a type are about K9. */
static size_t count_of_k9(struct trial *trial, int wanted)
{
    size_t found = 0;

    for (size_t i = 0; i < trial_event_count(trial); i++) {
        int type = 0;
        const void *body = trial_emitted(trial, i, &type, NULL);
        if (type == wanted && type == MESSAGE_sla_breached_v1)
            found += text_is(((const struct sla_breached *)body)->clock, "K9");
        if (type == wanted && type == MESSAGE_sla_warning_v1)
            found += text_is(((const struct sla_warning *)body)->clock, "K9");
    }
    return found;
}

/* The complaint of 2 March, missed on the 18th, with new facts on the 20th. */
static void miss_then_tell_new_facts(struct trial *trial)
{
    take(trial, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    accept(trial, 1, MONDAY, MONDAY);
    fire(trial, 1, at("2026-03-19T10:00:00"));
    assert_int_equal(clock_now(trial, 1, "K9")->state, CLOCK_STATE_breached);
    record(trial, 1, RECORDED_FACT_new_facts, at("2026-03-20T10:00:00"));
}

static void a_limit_missed_again_is_said_again_with_each_rung_before_it(void **state)
{
    /* the limit itself is in time, a millisecond after it is not */
    const int64_t due = at("2026-04-05T00:00:00");

    miss_then_tell_new_facts(*state);
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, due);
    size_t warned = count_of_k9(*state, MESSAGE_sla_warning_v1);
    int64_t breaches = case_now(*state, 1)->breaches;
    assert_true(warned > 0);
    fire(*state, 1, due);
    assert_int_equal(count_of_k9(*state, MESSAGE_sla_warning_v1), 2 * warned);
    assert_int_equal(count_of_k9(*state, MESSAGE_sla_breached_v1), 1);
    fire(*state, 1, due + 1);
    assert_int_equal(count_of_k9(*state, MESSAGE_sla_breached_v1), 2);
    assert_int_equal(clock_now(*state, 1, "K9")->state, CLOCK_STATE_breached);
    assert_int_equal(clock_now(*state, 1, "K9")->breached_at, due + 1);
    assert_true(case_now(*state, 1)->breaches > breaches);
}

static void a_reply_in_time_takes_no_missed_limit_of_the_period_before_back(void **state)
{
    miss_then_tell_new_facts(*state);
    int64_t breaches = case_now(*state, 1)->breaches;
    reply_complaint(*state, 1, at("2026-03-24T10:00:00"));
    assert_int_equal(clock_now(*state, 1, "K9")->state, CLOCK_STATE_met);
    assert_int_equal(case_now(*state, 1)->breaches, breaches);
}

static void
a_missed_limit_that_no_timer_has_said_is_said_when_the_next_period_begins(void **state)
{
    /* DESIGN P5; at the limit, one above */
    for (uint8_t i = 0; i < 2; i++) {
        take(*state, i, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
        record(*state, i, RECORDED_FACT_new_facts, at("2026-03-18T00:00:00") + i);
        assert_int_equal(count_of_k9(*state, MESSAGE_sla_breached_v1), i);
        assert_int_equal(clock_now(*state, i, "K9")->state, CLOCK_STATE_running);
    }
}

static void what_lies_before_the_limit_and_is_told_after_it_takes_the_breach_back(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    fire(*state, 1, at("2026-03-19T10:00:00"));
    int64_t breaches = case_now(*state, 1)->breaches;
    const struct fact_record wish = {
        .fact = RECORDED_FACT_new_facts,
        .at = at("2026-03-17T10:00:00"),
    };
    assert_int_equal(record_as(*state, 1, wish, "L4")->outcome, OUTCOME_accepted);
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, at("2026-04-02T00:00:00"));
    assert_int_equal(case_now(*state, 1)->breaches, breaches - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_period_before_is_ended_and_the_next_one_started),
        TEST(a_limit_missed_again_is_said_again_with_each_rung_before_it),
        TEST(a_reply_in_time_takes_no_missed_limit_of_the_period_before_back),
        TEST(a_missed_limit_that_no_timer_has_said_is_said_when_the_next_period_begins),
        TEST(what_lies_before_the_limit_and_is_told_after_it_takes_the_breach_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
