/* Tests of services/desk/decide_chores.c: CL-11, REQUIREMENTS 2.3 rows 13 and 68. */
#include "services/desk/decide_chores.h"

#include "common/memory.h"
#include "common/metrics.h"
#include "tests/unit/services/desk/complaint_steps.h"

static void wake(struct uuid id)
{
    trial_list(trial, &desk_awake_list, &(struct bytes){id.b, 16}, 1, false);
    assert_int_equal(trial_chore(trial, "awake")->outcome, OUTCOME_accepted);
}

static void a_lapsed_lease_returns_the_case(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");

    trial_set_time(trial, T0 + 30 * MINUTE);
    wake(id);
    assert_text(row_of_case(id)->owner, "A"); /* good to its last millisecond */
    trial_set_time(trial, T0 + 30 * MINUTE + 1);
    wake(id);
    assert_true(row_is_waiting(row_of_case(id)));
    const struct case_released *event = trial_last(trial, MESSAGE_case_released_v1);
    assert_int_equal(event->cause, RELEASE_CAUSE_lapsed);
    assert_text(event->owner, "A");
    const struct worker *worker = trial_record(trial, &worker_record, bytes_of_text(TEXT("A")));
    assert_int_equal(worker->held, 0);
    wake(id); /* again: there is nothing to do */
    assert_int_equal(row_of_case(id)->version, 3);
}

static void a_complaint_comes_back_to_where_its_work_stood(void **state UNUSED)
{
    struct uuid id = investigated(1, CASE_GRADE_P3);

    trial_set_time(trial, T0 + DAY);
    wake(id);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_queued);
    assert_accepted(claim(id, "S2", "L2"));
    assert_int_equal(row_of_case(id)->state, CASE_STATE_cp_investigating);
}

static void a_quiet_period_that_is_over_closes_the_case(void **state UNUSED)
{
    /* Row 68: 3 days; one below, at */
    struct uuid id = claimed(1, consultation(), "A", "L1");

    resolve(id, "A", "L1");
    trial_set_time(trial, T0 + 3 * DAY - 1);
    wake(id);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_resolved);
    trial_set_time(trial, T0 + 3 * DAY);
    wake(id);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_closed);
    const struct case_closed *event = trial_last(trial, MESSAGE_case_closed_v1);
    assert_int_equal(event->cause, CLOSE_CAUSE_quiet);
    assert_int_equal(event->closed_at, T0 + 3 * DAY);
}

static void a_complaint_is_quiet_for_thirty_days(void **state UNUSED)
{
    struct uuid id = investigated(1, CASE_GRADE_P3);

    draft_it(id);
    assert_accepted(approve(id, "M", "L3"));
    answer_it(id);
    trial_set_time(trial, T0 + 30 * DAY - 1);
    wake(id);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_cp_replied);
    trial_set_time(trial, T0 + 30 * DAY);
    wake(id);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_closed);
    const struct case_closed *event = trial_last(trial, MESSAGE_case_closed_v1);
    assert_int_equal(event->complaint_no.length, 16);
    assert_text(event->resolved_by, "S");
}

/* What router's answer to an old wish made of a complaint that was told meanwhile. */
static void a_complaint_that_became_a_consultation_closes_all_the_same(void **state UNUSED)
{
    struct uuid id = investigated(1, CASE_GRADE_P3);
    struct case_queued body = consultation();

    draft_it(id);
    assert_accepted(approve(id, "M", "L3"));
    assert_accepted(command(
        MESSAGE_case_reclassify_v1,
        id,
        &(struct case_reclassify
        ){ON_CASE(id), .type = CASE_TYPE_consult, .reason = TEXT("只是咨询")},
        "S",
        "L2"
    ));
    answer_it(id);
    event_of(MESSAGE_case_queued_v1, id, &body);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_cp_replied);
    assert_int_equal(row_of_case(id)->case_type, CASE_TYPE_consult);
    trial_set_time(trial, T0 + 30 * DAY);
    wake(id);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_closed);
    assert_false(row_of_case(id)->has_wake_at);
}

/* One that no step fits would be the first of every slice, and sixteen of them stop all that desk does by time. */
static void what_no_step_fits_is_not_looked_at_again(void **state UNUSED)
{
    struct queued_case row = {
        .case_id = case_id(1),
        .has_case_id = true,
        .state = CASE_STATE_cp_drafted,
        .queue = TEXT("q.complaint"),
        .version = 7,
        .has_version = true,
        .has_lease_epoch = true,
        .wake_at = T0,
        .has_wake_at = true};
    int64_t before = metric_value(METRIC_shouli_wakes_unanswered_total);

    trial_put(trial, &queued_case_record, &row);
    wake(case_id(1));
    assert_false(row_of_case(case_id(1))->has_wake_at);
    assert_int_equal(row_of_case(case_id(1))->state, CASE_STATE_cp_drafted);
    assert_int_equal(row_of_case(case_id(1))->version, 7);
    assert_int_equal(metric_value(METRIC_shouli_wakes_unanswered_total), before + 1);
    wake(case_id(1));
    assert_int_equal(metric_value(METRIC_shouli_wakes_unanswered_total), before + 1);
}

static void the_counter_that_an_alert_looks_at_begins_at_zero(void **state UNUSED)
{
    char *page = NULL;
    size_t length;

    assert_ptr_equal(desk_service.show, desk_show);
    metrics_done();
    desk_show();
    metrics_write(METRICS_prometheus, &page, &length);
    assert_non_null(strstr(page, "shouli_wakes_unanswered_total 0\n"));
    memory_free(page);
}

static void a_full_turn_asks_for_another(void **state UNUSED)
{
    struct uuid ids[AWAKE_SLICE];
    struct bytes keys[AWAKE_SLICE];

    for (uint8_t i = 0; i < AWAKE_SLICE; i++) {
        ids[i] = claimed(i, consultation(), i % 2 ? "A" : "B", "L1");
        keys[i] = (struct bytes){ids[i].b, 16};
    }
    trial_set_time(trial, T0 + DAY);
    trial_list(trial, &desk_awake_list, keys, AWAKE_SLICE, false);
    assert_true(trial_chore(trial, "awake")->more);
    for (uint8_t i = 0; i < AWAKE_SLICE; i++)
        assert_true(row_is_waiting(row_of_case(ids[i])));
    trial_list(trial, &desk_awake_list, keys, AWAKE_SLICE - 1, false);
    assert_false(trial_chore(trial, "awake")->more);
}

static void depth_is_shown_and_goes_back_to_zero(void **state UNUSED)
{
    struct text line = TEXT("q.card|P2|12|340000");

    trial_list(
        trial,
        &desk_depth_list,
        &(struct bytes){(const uint8_t *)line.at, line.length},
        1,
        false
    );
    trial_chore(trial, "depth");
    assert_int_equal(metric_value_labelled(METRIC_shouli_queue_depth, "q.card", "P2"), 12);
    assert_int_equal(
        metric_value_labelled(METRIC_shouli_queue_oldest_age_seconds, "q.card", "P2"),
        340000000
    );
    trial_list(trial, &desk_depth_list, NULL, 0, false);
    trial_chore(trial, "depth");
    assert_int_equal(metric_value_labelled(METRIC_shouli_queue_depth, "q.card", "P2"), 0);
}

static void a_line_that_is_none_is_left_out(void **state UNUSED)
{
    struct queue_depth depth;

    assert_false(queue_depth_read(TEXT(""), &depth));
    assert_false(queue_depth_read(TEXT("q.card|P2|12"), &depth));
    assert_true(queue_depth_read(TEXT("q.card|P2|12|0"), &depth));
    assert_string_equal(depth.queue, "q.card");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_lapsed_lease_returns_the_case),
        TEST(a_complaint_comes_back_to_where_its_work_stood),
        TEST(a_quiet_period_that_is_over_closes_the_case),
        TEST(a_complaint_is_quiet_for_thirty_days),
        TEST(a_complaint_that_became_a_consultation_closes_all_the_same),
        TEST(what_no_step_fits_is_not_looked_at_again),
        TEST(the_counter_that_an_alert_looks_at_begins_at_zero),
        TEST(a_full_turn_asks_for_another),
        TEST(depth_is_shown_and_goes_back_to_zero),
        TEST(a_line_that_is_none_is_left_out),
    };
    return cmocka_run_group_tests_name("desk: chores", tests, NULL, NULL);
}
