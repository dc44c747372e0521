/* Tests that what escalation decides at once fits into one decision, also of cases that have as many clocks as a case can have:
 * one event too many would end the service, and end it again each time it came back (STYLE 0.5; P2). */
#include "services/escalation/decide_policy.h"
#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_facts.h"
#include "tests/unit/services/escalation/support_incident.h"

#define CONTENT                                                                                \
    "name: CN\nversion: 9\nzone: Asia/Shanghai\nyears: [2027]\noff: "                          \
    "[2027-01-01..2027-01-05]\n"                                                               \
    "fixed: [01-01, 05-01, 05-02, 10-01, 10-02, 10-03]\nhours: [[\"09:00\", \"17:00\"]]\n"

#define DECEMBER at("2026-12-31T16:00:00")

/* A complaint with a task for each department that can have one, a review and a question to the customer. */
static void burden(struct trial *trial, uint8_t n, enum case_grade grade, int64_t ms)
{
    take(trial, n, CASE_TYPE_complaint, grade, ms);
    for (int64_t task = 1; task <= PLAN_TASKS_MAX; task++)
        record_task(trial, n, RECORDED_FACT_task_opened, ms, task);
    record(trial, n, RECORDED_FACT_protection_requested, ms);
    record(trial, n, RECORDED_FACT_dispute_registered, ms);
    ask(trial, n, ms, 3);
}

/* An application with a task for each department, every step of which lies beyond the end of the year. */
static void burden_application(struct trial *trial, uint8_t n, int64_t ms)
{
    take(trial, n, CASE_TYPE_apply, CASE_GRADE_P3, ms);
    claim(trial, n, ms);
    for (int64_t task = 1; task <= PLAN_TASKS_MAX; task++)
        record_task(trial, n, RECORDED_FACT_task_opened, ms, task);
    record(trial, n, RECORDED_FACT_materials_received, ms);
    record(trial, n, RECORDED_FACT_entry_completed, ms);
    record(trial, n, RECORDED_FACT_approval_requested, ms);
}

static void cases_that_a_calendar_moves_fit_in_one_decision(void **state)
{
    const struct calendar_publish wish = {TEXT("CN"), TEXT("9"), TEXT(CONTENT)};
    struct uuid ids[RECALCULATED_A_TURN];

    trial_set_time(*state, DECEMBER);
    for (uint8_t n = 0; n < RECALCULATED_A_TURN; n++) {
        burden_application(*state, n, DECEMBER);
        ids[n] = case_id(n);
    }
    say(*state, MESSAGE_calendar_publish_v1, &wish, "E6001", "L6");
    set_keys(*state, &escalation_stale_list, ids, RECALCULATED_A_TURN);
    size_t before = count_events(*state, MESSAGE_clock_moved_v1);
    trial_chore(*state, "calendars");
    /* K6, K7, K8c.materials, .review, .approval, .processing, and 16 of K20 */
    assert_int_equal(
        count_events(*state, MESSAGE_clock_moved_v1) - before,
        RECALCULATED_A_TURN * (6 + PLAN_TASKS_MAX)
    );
    for (uint8_t n = 0; n < RECALCULATED_A_TURN; n++)
        assert_int_equal(case_now(*state, n)->calendar_version, 9);
}

/* Everything is missed while the service was down: then it fires in turns, each of which fits. */
static void a_case_whose_every_limit_was_missed_fires_in_turns(void **state)
{
    burden(*state, 1, CASE_GRADE_P3, MONDAY);
    fire(*state, 1, at("2026-03-31T10:00:00"));
    for (int64_t task = 1; task <= PLAN_TASKS_MAX; task++) {
        char id[16];
        snprintf(id, sizeof(id), task == 1 ? "K20" : "K20.%d", (int)task);
        assert_true(clock_now(*state, 1, id)->has_breached_at);
    }
    assert_int_equal(count_events(*state, MESSAGE_quality_review_needed_v1), 1);
}

/* The last word of a case that ran late ends all of its clocks, each of which is missed. */
static void a_case_that_is_closed_late_ends_all_its_clocks_at_once(void **state)
{
    burden(*state, 1, CASE_GRADE_P3, MONDAY);
    close_case(*state, 1, at("2026-03-31T10:00:00"), 9);
    for (int64_t task = 1; task <= PLAN_TASKS_MAX; task++) {
        char id[16];
        snprintf(id, sizeof(id), task == 1 ? "K20" : "K20.%d", (int)task);
        assert_int_equal(clock_now(*state, 1, id)->state, CLOCK_STATE_breached);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(cases_that_a_calendar_moves_fit_in_one_decision),
        TEST(a_case_whose_every_limit_was_missed_fires_in_turns),
        TEST(a_case_that_is_closed_late_ends_all_its_clocks_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
