/* Tests of services/escalation/measure.c: clocks counted, stored limits computed again (DESIGN 5). */
#include "services/escalation/measure.h"

#include "common/memory.h"
#include "common/metrics.h"
#include "tests/unit/services/escalation/support.h"

static void sample(struct trial *trial, uint8_t count)
{
    struct uuid ids[20];
    struct bytes keys[20];

    for (uint8_t i = 0; i < count; i++) {
        ids[i] = case_id(i);
        keys[i] = (struct bytes){ids[i].b, 16};
    }
    trial_list(trial, &escalation_sample_list, keys, count, false);
    trial_chore(trial, "sample");
}

static void a_stored_limit_is_what_is_computed(void **state)
{
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    ask(*state, 1, at("2026-03-03T11:00:00"), 5);
    sample(*state, 2);
    assert_int_equal(metric_value(METRIC_shouli_clocks_different), 0);
}

static void a_limit_that_somebody_changed_is_counted(void **state)
{
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    change_due(*state, 1, "K6", 1);
    sample(*state, 2);
    assert_int_equal(metric_value(METRIC_shouli_clocks_different), 1);
    change_due(*state, 1, "K8a", 1);
    sample(*state, 2);
    assert_int_equal(metric_value(METRIC_shouli_clocks_different), 2);
    change_due(*state, 1, "K6", -1);
    change_due(*state, 1, "K8a", -1);
    sample(*state, 2);
    assert_int_equal(metric_value(METRIC_shouli_clocks_different), 0);
}

static void a_sample_over_many_cases_stays_within_one_decision(void **state)
{
    /* SAMPLE_CASES is 12: the wrong limit of the 12th case is found, that of the 13th is not looked at */
    for (uint8_t i = 0; i < 20; i++)
        take(*state, i, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    change_due(*state, 11, "K9", 1);
    change_due(*state, 12, "K9", 1);
    sample(*state, 20);
    assert_int_equal(metric_value(METRIC_shouli_clocks_different), 1);
}

/* 4.4: a year that is not published gives provisional dates, and they are counted. */
static void counts_what_is_provisional_and_zero_when_nothing_is(void **state)
{
    const struct bytes some[] = {bytes_of_text(TEXT("1203"))};

    trial_list(*state, &escalation_provisional_list, some, 1, false);
    trial_chore(*state, "provisional");
    assert_int_equal(metric_value(METRIC_shouli_clocks_provisional), 1203);
    trial_list(*state, &escalation_provisional_list, NULL, 0, false);
    trial_chore(*state, "provisional");
    assert_int_equal(metric_value(METRIC_shouli_clocks_provisional), 0);
}

static void a_case_that_is_gone_is_passed_over(void **state)
{
    sample(*state, 3);
    assert_int_equal(metric_value(METRIC_shouli_clocks_different), 0);
}

static void shows_clocks_by_state_and_zero_for_what_is_gone(void **state)
{
    struct bytes lines[] = {
        bytes_of_text(TEXT("K9|running|7")),
        bytes_of_text(TEXT("K8b.decision|paused|2")),
        bytes_of_text(TEXT("broken")),
    };

    trial_list(*state, &escalation_counts_list, lines, 3, false);
    trial_chore(*state, "counts");
    assert_int_equal(metric_value_labelled(METRIC_shouli_clocks, "K9", "running"), 7);
    assert_int_equal(metric_value_labelled(METRIC_shouli_clocks, "K8b.decision", "paused"), 2);
    trial_list(*state, &escalation_counts_list, lines, 1, false);
    trial_chore(*state, "counts");
    assert_int_equal(metric_value_labelled(METRIC_shouli_clocks, "K8b.decision", "paused"), 0);
}

static void counters_that_alerts_look_at_begin_at_zero(void **state)
{
    /* Before the first decision: what appears with its first count has not risen. K20.16: the last task of PLAN_TASKS_MAX. */
    static const char *const lines[] = {
        "shouli_facts_dropped_total 0\n",
        "shouli_playbook_steps_overdue_total 0\n",
        "shouli_clocks_unsettled_total{why=\"profile\"} 0\n",
        "shouli_clocks_unsettled_total{why=\"lines\"} 0\n",
        "shouli_sla_breaches_total{clock=\"K1\"} 0\n",
        "shouli_sla_breaches_total{clock=\"K9\"} 0\n",
        "shouli_sla_breaches_total{clock=\"K20\"} 0\n",
        "shouli_sla_breaches_total{clock=\"K20.16\"} 0\n",
    };
    char *page = NULL;
    size_t length;

    (void)state;
    assert_ptr_equal(escalation_service.show, measure_show);
    metrics_done();
    measure_show();
    metrics_write(METRICS_prometheus, &page, &length);
    for (size_t i = 0; i < LENGTH(lines); i++)
        assert_non_null(strstr(page, lines[i]));
    assert_null(strstr(page, "K20.17"));
    memory_free(page);
}

static void the_sample_begins_elsewhere_each_time_and_is_the_same_for_one_instant(void **state)
{
    struct arena arena = {0};

    (void)state;
    struct text a = measure_sample_key(&arena, MONDAY);
    assert_true(text_equal(a, measure_sample_key(&arena, MONDAY)));
    assert_false(text_equal(a, measure_sample_key(&arena, MONDAY + 10000)));
    for (int64_t i = 0; i < 100; i++) {
        struct uuid id;
        assert_true(uuid_from_text(measure_sample_key(&arena, MONDAY + i * 10000), &id));
        assert_in_range(
            uuid_time_ms(id),
            MONDAY + i * 10000 - 60 * (int64_t)DAY_MS,
            MONDAY + i * 10000
        );
    }
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_stored_limit_is_what_is_computed),
        TEST(a_limit_that_somebody_changed_is_counted),
        TEST(a_sample_over_many_cases_stays_within_one_decision),
        TEST(counts_what_is_provisional_and_zero_when_nothing_is),
        TEST(a_case_that_is_gone_is_passed_over),
        TEST(shows_clocks_by_state_and_zero_for_what_is_gone),
        TEST(counters_that_alerts_look_at_begin_at_zero),
        TEST(the_sample_begins_elsewhere_each_time_and_is_the_same_for_one_instant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
