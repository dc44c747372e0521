/* Tests of services/escalation/decide_extend.c: lawful extensions of statutory limits (REQUIREMENTS 2.3 rows 35 and 36, 3.1,
 * 4.7 rule 8; invariant 2.5.6). */
#include "services/escalation/decide_extend.h"

#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_facts.h"

#define DUE    at("2026-03-18T00:00:00")
#define DAY_10 at("2026-03-12T10:00:00")

static void extends_a_complaint_in_two_steps(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    trial_set_time(*state, DAY_10);
    assert_int_equal(extend_as(*state, 1, 30, DAY_10, "L4")->outcome, OUTCOME_accepted);
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, at("2026-04-02T00:00:00"));
    const struct clock_extended *event = trial_last(*state, MESSAGE_clock_extended_v1);
    assert_true(text_is(event->clock, "K9"));
    assert_true(text_is(event->proof, "sms-17"));
    assert_true(text_is(event->approved_by, "E4001"));
    assert_int_equal(event->line, 4);
    assert_int_equal(event->days, 30);
    assert_int_equal(event->old_due_at, DUE);
    assert_int_equal(event->due_at, at("2026-04-02T00:00:00"));
    assert_non_null(trial_last(*state, MESSAGE_clock_moved_v1));
    trial_set_time(*state, at("2026-03-30T10:00:00"));
    assert_int_equal(extend_as(*state, 1, 60, DAY_10, "L6")->outcome, OUTCOME_accepted);
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, at("2026-05-02T00:00:00"));
    /* No third one. */
    assert_refused(extend_as(*state, 1, 61, DAY_10, "L6"), "conflict", "data.days");
    /* The ladder is that of the stage reached. */
    fire(*state, 1, at("2026-04-21T09:00:00"));
    const struct sla_warning *warning = trial_last(*state, MESSAGE_sla_warning_v1);
    assert_true(text_is(warning->step, "day 50"));
}

static void asks_for_the_line_that_the_profile_names(void **state)
{
    /* L4 to 30 days, L6 to 60: one below, at */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    trial_set_time(*state, DAY_10);
    assert_refused(extend_as(*state, 1, 30, DAY_10, "L3"), "forbidden", NULL);
    assert_refused(extend_as(*state, 1, 30, DAY_10, NULL), "forbidden", NULL);
    assert_int_equal(extend_as(*state, 1, 30, DAY_10, "L4")->outcome, OUTCOME_accepted);
    assert_refused(extend_as(*state, 1, 60, DAY_10, "L5"), "forbidden", NULL);
    assert_int_equal(extend_as(*state, 1, 60, DAY_10, "L6")->outcome, OUTCOME_accepted);
}

static void a_role_that_only_names_a_line_approves_nothing(void **state)
{
    static const char *const roles[] = {"L1 for L6", "x, L6", "L6trainee", "L45", " L6", "l6"};

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    trial_set_time(*state, DAY_10);
    for (size_t i = 0; i < LENGTH(roles); i++)
        assert_refused(extend_as(*state, 1, 30, DAY_10, roles[i]), "forbidden", NULL);
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, DUE);
}

static void allows_only_what_the_profile_allows(void **state)
{
    /* one below and one above what stage one allows: 16 to 30 */
    static const int64_t wrong[] = {1, 15, 31, 60};

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    trial_set_time(*state, DAY_10);
    for (size_t i = 0; i < LENGTH(wrong); i++)
        assert_refused(extend_as(*state, 1, wrong[i], DAY_10, "L6"), "conflict", "data.days");
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, DUE);
    assert_int_equal(extend_as(*state, 1, 16, DAY_10, "L6")->outcome, OUTCOME_accepted);
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, at("2026-03-19T00:00:00"));
}

static void the_central_bank_allows_sixty_days_at_once(void **state)
{
    receive_on(*state, 1, MONDAY, "pboc");
    queue_at(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY, MONDAY);
    trial_set_time(*state, DAY_10);
    assert_int_equal(extend_as(*state, 1, 60, DAY_10, "L6")->outcome, OUTCOME_accepted);
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, at("2026-05-02T00:00:00"));
}

static void the_customer_is_told_before_the_limit_ends(void **state)
{
    /* at the limit in time, a millisecond after it not */
    for (uint8_t i = 0; i < 2; i++) {
        take(*state, i, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
        trial_set_time(*state, DUE + i);
        const struct item *item = extend_as(*state, i, 30, DUE + i, "L4");
        if (i == 0)
            assert_int_equal(item->outcome, OUTCOME_accepted);
        else
            assert_refused(item, "conflict", "data.told_at");
    }
    take(*state, 3, CASE_TYPE_complaint, CASE_GRADE_P3, DUE);
    assert_refused(extend_as(*state, 3, 30, DUE + 2, "L4"), "invalid_field", "data.told_at");
}

static void refuses_what_has_no_such_limit(void **state)
{
    assert_refused(extend_as(*state, 1, 30, MONDAY, "L6"), "not_found", "data.case_id");
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    assert_refused(extend_as(*state, 1, 30, MONDAY, "L6"), "not_found", "data.clock");
    take(*state, 2, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    reply_complaint(*state, 2, MONDAY + HOUR_MS);
    trial_set_time(*state, MONDAY + HOUR_MS);
    assert_refused(extend_as(*state, 2, 30, MONDAY, "L6"), "conflict", "data.clock");
}

static void extends_while_an_appraisal_runs(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    record(*state, 1, RECORDED_FACT_appraisal_begun, at("2026-03-05T10:00:00"));
    assert_int_equal(extend_as(*state, 1, 30, MONDAY, "L4")->outcome, OUTCOME_accepted);
    const struct clock_extended *event = trial_last(*state, MESSAGE_clock_extended_v1);
    assert_false(event->has_old_due_at);
    assert_int_equal(clock_now(*state, 1, "K9")->remaining_days, 28);
    record(*state, 1, RECORDED_FACT_appraisal_ended, at("2026-03-06T10:00:00"));
    assert_clock(*state, 1, "K9", CLOCK_STATE_running, at("2026-04-03T00:00:00"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(extends_a_complaint_in_two_steps),
        TEST(asks_for_the_line_that_the_profile_names),
        TEST(a_role_that_only_names_a_line_approves_nothing),
        TEST(allows_only_what_the_profile_allows),
        TEST(the_central_bank_allows_sixty_days_at_once),
        TEST(the_customer_is_told_before_the_limit_ends),
        TEST(refuses_what_has_no_such_limit),
        TEST(extends_while_an_appraisal_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
