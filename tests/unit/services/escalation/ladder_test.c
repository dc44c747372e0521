/* Tests of services/escalation/ladder.c: a rung calls whoever has the duty (REQUIREMENTS 4.3, RO-11). */
#include "services/escalation/ladder.h"

#include "common/engine/engine.h"
#include "common/metrics.h"
#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_about.h"

static const struct duty_called *called_now(struct trial *trial)
{
    return trial_last(trial, MESSAGE_duty_called_v1);
}

static void a_rung_calls_the_person_on_duty(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    fire(*state, 1, MONDAY + 10 * MINUTE_MS - 1);
    assert_null(called_now(*state));
    fire(*state, 1, MONDAY + 10 * MINUTE_MS + 1);
    const struct duty_called *called = called_now(*state);
    assert_true(text_is(called->person, "E3001"));
    assert_true(text_is(called->slot, "L3"));
    assert_true(text_is(called->step, "K3.1"));
    assert_int_equal(called->level, 3);
    assert_false(called->deputy);
    assert_int_equal(called->answer_by, MONDAY + 11 * MINUTE_MS + 1);
    const struct case_escalated *event = trial_last(*state, MESSAGE_case_escalated_v1);
    assert_true(text_is(event->person, "E3001"));
}

static void who_does_not_answer_is_followed_by_the_deputies_then_by_the_next_rung(void **state)
{
    /* answer_seconds: one below, at */
    static const char *const deputies[] = {"E3002", "E3003"};
    int64_t now = MONDAY + 10 * MINUTE_MS;

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    fire(*state, 1, now);
    for (size_t i = 0; i < LENGTH(deputies); i++) {
        now += MINUTE_MS;
        fire(*state, 1, now - 1);
        assert_int_equal(count_events(*state, MESSAGE_duty_called_v1), i + 1);
        fire(*state, 1, now);
        assert_true(text_is(called_now(*state)->person, deputies[i]));
        assert_true(called_now(*state)->deputy);
        assert_true(text_is(called_now(*state)->step, "K3.1"));
    }
    assert_false(called_now(*state)->has_answer_by);
    fire(*state, 1, MONDAY + 20 * MINUTE_MS - 1);
    assert_int_equal(count_events(*state, MESSAGE_duty_called_v1), 3);
    fire(*state, 1, MONDAY + 20 * MINUTE_MS);
    assert_true(text_is(called_now(*state)->person, "E4001"));
    assert_true(text_is(called_now(*state)->step, "K3.2"));
}

static void after_an_outage_each_deputy_has_the_whole_time_to_answer(void **state)
{
    /* nothing was looked at for nine minutes after the first call */
    const int64_t back = MONDAY + 19 * MINUTE_MS;

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    fire(*state, 1, MONDAY + 10 * MINUTE_MS);
    fire(*state, 1, back);
    assert_int_equal(count_events(*state, MESSAGE_duty_called_v1), 2);
    assert_true(text_is(called_now(*state)->person, "E3002"));
    assert_int_equal(called_now(*state)->answer_by, back + MINUTE_MS);
    assert_int_equal(clock_now(*state, 1, "K3")->call_again_at, back + MINUTE_MS);
}

static void nobody_is_called_when_the_clock_has_ended(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    fire(*state, 1, MONDAY + 10 * MINUTE_MS);
    accept(*state, 1, MONDAY, MONDAY + 10 * MINUTE_MS + SECOND_MS);
    fire(*state, 1, MONDAY + 15 * MINUTE_MS);
    assert_int_equal(count_events(*state, MESSAGE_duty_called_v1), 1);
}

static void an_empty_duty_goes_to_the_next_line_at_once_and_says_so(void **state)
{
    /* 4.3: absent duty person, 0 s; RO-11 */
    int64_t before = metric_value_labelled(METRIC_shouli_duty_empty_total, "L3");

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    empty_l3(*state, MONDAY);
    fire(*state, 1, MONDAY + 10 * MINUTE_MS);
    const struct duty_slot_empty *empty = trial_last(*state, MESSAGE_duty_slot_empty_v1);
    assert_true(text_is(empty->slot, "L3"));
    assert_int_equal(empty->next_level, 4);
    assert_true(text_is(empty->clock, "K3"));
    assert_int_equal(empty->at, MONDAY + 10 * MINUTE_MS);
    assert_true(text_is(called_now(*state)->person, "E4001"));
    assert_int_equal(called_now(*state)->called_at, MONDAY + 10 * MINUTE_MS);
    const struct case_escalated *event = trial_last(*state, MESSAGE_case_escalated_v1);
    assert_int_equal(event->level, 4);
    assert_int_equal(case_now(*state, 1)->level, 4);
    assert_int_equal(metric_value_labelled(METRIC_shouli_duty_empty_total, "L3"), before + 1);
}

static void when_every_line_is_empty_it_is_said_of_each(void **state)
{
    static const char *const people[] =
        {"E4001", "E4002", "E4003", "E5001", "E5002", "E6001", "E6002"};

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    empty_l3(*state, MONDAY);
    for (size_t i = 0; i < LENGTH(people); i++)
        set_absent(*state, people[i], MONDAY, MONDAY + DAY_MS);
    fire(*state, 1, MONDAY + 10 * MINUTE_MS);
    assert_int_equal(count_events(*state, MESSAGE_duty_slot_empty_v1), 4);
    assert_null(called_now(*state));
    const struct case_escalated *event = trial_last(*state, MESSAGE_case_escalated_v1);
    assert_int_equal(event->level, 3);
    assert_int_equal(event->person.length, 0);
    const struct duty_slot_empty *empty = trial_last(*state, MESSAGE_duty_slot_empty_v1);
    assert_int_equal(empty->level, 6);
    assert_false(empty->has_next_level);
}

static void a_deputy_who_is_called_first_is_named_as_one(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    set_absent(*state, "E3001", MONDAY, MONDAY + DAY_MS);
    fire(*state, 1, MONDAY + 10 * MINUTE_MS);
    assert_true(text_is(called_now(*state)->person, "E3002"));
    assert_true(called_now(*state)->deputy);
}

/* CL-08: who is complained about, and who leads them, is as good as absent; here E3001, then E3001 and L4's E4001. */
static void nobody_is_called_about_a_complaint_about_themselves(void **state)
{
    static const char *const about[] = {"E1001", "E3001"};

    for (uint8_t n = 1; n <= 2; n++) {
        receive_about(*state, n, MONDAY, about[n - 1]);
        queue_at(*state, n, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY, MONDAY);
        fire(*state, n, MONDAY + 10 * MINUTE_MS);
        assert_true(text_is(called_now(*state)->person, "E3002"));
        assert_true(called_now(*state)->deputy);
        const struct case_escalated *event = trial_last(*state, MESSAGE_case_escalated_v1);
        assert_true(text_is(event->person, "E3002"));
        fire(*state, n, MONDAY + 11 * MINUTE_MS);
        assert_true(text_is(called_now(*state)->person, "E3003"));
        fire(*state, n, MONDAY + 20 * MINUTE_MS);
        assert_true(text_is(called_now(*state)->person, n == 1 ? "E4001" : "E4002"));
        trial_set_time(*state, MONDAY);
    }
}

static void a_warning_names_who_has_the_duty_and_calls_nobody(void **state)
{
    take(*state, 1, CASE_TYPE_urgent, CASE_GRADE_P2, MONDAY);
    claim(*state, 1, MONDAY);
    fire(*state, 1, MONDAY + HOUR_MS);
    const struct sla_warning *warning = trial_last(*state, MESSAGE_sla_warning_v1);
    assert_int_equal(warning->level, 1);
    assert_int_equal(warning->person.length, 0);
    fire(*state, 1, MONDAY + 90 * MINUTE_MS);
    warning = trial_last(*state, MESSAGE_sla_warning_v1);
    assert_int_equal(warning->level, 3);
    assert_true(text_is(warning->person, "E3001"));
    assert_null(called_now(*state));
}

static void the_core_duty_is_called_beside_its_line(void **state)
{
    /* 4.3, K4 silent for 3 minutes: L4 and core duty */
    const struct moment moment = {
        .step = TEXT("K4.2"),
        .who = TEXT("L4, core_duty"),
        .level = 4};
    struct policy_set set = {.count = 0};
    struct batch batch = {.now_ms = MONDAY};
    struct engine engine = {.service = &escalation_service};
    struct deciding deciding = {.batch = &batch, .engine = &engine};
    struct reply reply = {.noted = NULL};
    struct clocked_case row = {.case_id = case_id(1)};
    struct case_clock clock = {.clock = TEXT("K4")};
    struct clock_view view = {.plan.id = TEXT("K4"), .row = &clock};

    (void)state;
    assert_int_equal(clock_policies_load(&batch.arena, "deploy/config", &set), OK);
    struct call call = {
        .now_ms = MONDAY,
        .arena = &batch.arena,
        .policies = set.policies,
        .reply = &reply,
        .deciding = &deciding};
    struct clocks clocks = {.call = &call, .policy = set.policies, .row = &row};
    ladder_call(&clocks, &view, &moment, TEXT("E4001"), 4);
    assert_int_equal(deciding.emitted_count, 2);
    for (size_t i = 0; i < 2; i++) {
        struct duty_called called;
        struct faults faults = {.count = 0};
        const struct emitted *emitted = &deciding.emitted[i];
        const struct map_shape *shape = engine_message_shape(&engine, emitted->type)->data;
        assert_int_equal(
            map_decode(
                emitted->data,
                shape,
                DECODE_strict,
                "data",
                &batch.arena,
                &faults,
                &called
            ),
            OK
        );
        assert_true(text_is(called.slot, i ? "core_duty" : "L4"));
        assert_true(text_is(called.person, i ? "E4101" : "E4001"));
    }
    arena_done(&batch.arena);
}

static void a_restarted_clock_waits_for_nobody(void **state)
{
    struct case_clock row = {
        .has_called_at = true,
        .has_call_again_at = true,
        .has_acknowledged_at = true,
        .has_held_ms = true,
        .held_ms = 5,
        .has_quiet_until = true,
        .called_step = TEXT("K3.1"),
    };

    (void)state;
    ladder_reset(&row);
    assert_false(row.has_called_at || row.has_call_again_at || row.has_acknowledged_at);
    assert_false(row.has_held_ms || row.has_quiet_until);
    assert_int_equal(row.held_ms, 0);
    assert_int_equal(row.called_step.length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_rung_calls_the_person_on_duty),
        TEST(who_does_not_answer_is_followed_by_the_deputies_then_by_the_next_rung),
        TEST(after_an_outage_each_deputy_has_the_whole_time_to_answer),
        TEST(nobody_is_called_when_the_clock_has_ended),
        TEST(an_empty_duty_goes_to_the_next_line_at_once_and_says_so),
        TEST(when_every_line_is_empty_it_is_said_of_each),
        TEST(a_deputy_who_is_called_first_is_named_as_one),
        TEST(nobody_is_called_about_a_complaint_about_themselves),
        TEST(a_warning_names_who_has_the_duty_and_calls_nobody),
        TEST(the_core_duty_is_called_beside_its_line),
        TEST(a_restarted_clock_waits_for_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
