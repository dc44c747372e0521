/* Tests of services/escalation/incident_decide.c: grades, closing, questions (REQUIREMENTS SL-13, 4.1). */
#include "common/metrics.h"
#include "services/escalation/incident.h"
#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_incident.h"

static const struct item *
close_incident(struct trial *trial, struct uuid id, const char *role, const char *reason)
{
    const struct incident_close wish = {
        .incident_id = id,
        .has_incident_id = true,
        .reason = text_of(reason),
    };

    return say(trial, MESSAGE_incident_close_v1, &wish, "E3001", role);
}

static void linked_cases_get_the_grade_of_an_incident_once(void **state)
{
    /* 4.1: system fault hitting 20 similar cases */
    const struct uuid ids[] = {case_id(0), case_id(1), case_id(2), case_id(3)};

    complain_many(*state, 0, 20);
    /* one that turns out to be a question is linked already */
    classify_as(*state, 30, "DI01", CASE_TYPE_complaint, MONDAY, MONDAY + 20 * MINUTE_MS);
    classify_as(*state, 30, "DI01", CASE_TYPE_consult, MONDAY, MONDAY + 21 * MINUTE_MS);
    set_keys(*state, &incident_undone_list, ids, 4);
    assert_true(trial_chore(*state, "incidents")->reply.busy);
    assert_int_equal(count_events(*state, MESSAGE_case_regraded_v1), 4);
    const struct case_regraded *event = trial_last(*state, MESSAGE_case_regraded_v1);
    assert_int_equal(event->grade, CASE_GRADE_P1);
    assert_true(text_is(event->reasons[0], "mass_fault"));
    assert_true(uuid_equal(event->incident_id, incident_now(*state)));
    assert_int_equal(case_now(*state, 0)->grade, CASE_GRADE_P1);
    assert_int_equal(case_now(*state, 4)->grade, CASE_GRADE_P3);
    trial_chore(*state, "incidents");
    assert_int_equal(count_events(*state, MESSAGE_case_regraded_v1), 4);
    /* A question stays what it is. */
    const struct uuid question[] = {case_id(30)};
    set_keys(*state, &incident_undone_list, question, 1);
    assert_false(trial_chore(*state, "incidents")->reply.busy);
    assert_int_equal(count_events(*state, MESSAGE_case_regraded_v1), 4);
    assert_true(case_now(*state, 30)->incident_done);
}

static void a_leader_closes_an_incident_and_cases_count_anew(void **state)
{
    complain_many(*state, 0, 20);
    struct uuid id = incident_now(*state);
    assert_true(is_refused(close_incident(*state, id, "L2", "fixed"), "forbidden"));
    assert_true(is_refused(close_incident(*state, id, "L3", "好了"), "invalid_field"));
    assert_int_equal(close_incident(*state, id, "L3", "fixed")->outcome, OUTCOME_accepted);
    const struct incident_closed *closed = trial_last(*state, MESSAGE_incident_closed_v1);
    assert_int_equal(closed->cause, INCIDENT_CAUSE_person);
    assert_int_equal(closed->cases, 20);
    assert_true(text_is(closed->closed_by, "E3001"));
    assert_true(is_refused(close_incident(*state, id, "L3", "fixed"), "conflict"));
    complain_many(*state, 20, 39);
    assert_int_equal(count_events(*state, MESSAGE_incident_opened_v1), 1);
    complain_many(*state, 39, 40);
    assert_int_equal(count_events(*state, MESSAGE_incident_opened_v1), 2);
}

static void an_incident_without_a_new_case_is_over_by_itself(void **state)
{
    /* quiet_minutes 120 after the receipt of the newest: at, one above */
    complain_many(*state, 0, 20);
    const struct uuid ids[] = {incident_now(*state)};
    const int64_t last = MONDAY + 19 * MINUTE_MS;
    set_keys(*state, &incident_open_list, ids, 1);
    trial_set_time(*state, last + 120 * MINUTE_MS);
    trial_chore(*state, "quiet");
    assert_null(trial_last(*state, MESSAGE_incident_closed_v1));
    assert_int_equal(metric_value(METRIC_shouli_incidents_open), 1);
    trial_set_time(*state, last + 120 * MINUTE_MS + 1);
    trial_chore(*state, "quiet");
    const struct incident_closed *closed = trial_last(*state, MESSAGE_incident_closed_v1);
    assert_int_equal(closed->cause, INCIDENT_CAUSE_quiet);
    assert_int_equal(metric_value(METRIC_shouli_incidents_open), 0);
    trial_chore(*state, "quiet");
    assert_int_equal(count_events(*state, MESSAGE_incident_closed_v1), 1);
}

static void a_backlog_that_is_worked_off_late_opens_one_incident_and_keeps_it(void **state)
{
    /* twenty receipts of the morning are classified five hours later: quiet counts from the opening; at, one above */
    const int64_t opened = MONDAY + 5 * HOUR_MS;

    for (uint8_t n = 0; n < 20; n++)
        classify_as(*state, n, "DI01", CASE_TYPE_complaint, MONDAY + n * MINUTE_MS, opened);
    const struct uuid ids[] = {incident_now(*state)};
    set_keys(*state, &incident_open_list, ids, 1);
    trial_set_time(*state, opened + 120 * MINUTE_MS);
    trial_chore(*state, "quiet");
    assert_null(trial_last(*state, MESSAGE_incident_closed_v1));
    trial_set_time(*state, opened + 120 * MINUTE_MS + 1);
    trial_chore(*state, "quiet");
    assert_int_equal(count_events(*state, MESSAGE_incident_closed_v1), 1);
}

static void says_what_an_incident_is(void **state)
{
    const struct uuid members[] = {case_id(0), case_id(1)};

    complain_many(*state, 0, 20);
    const struct uuid ids[] = {incident_now(*state)};
    const struct incident_get by_id = {.incident_id = ids[0], .has_incident_id = true};
    const struct incident_get by_number = {.incident_no = TEXT("IN1")};
    const struct incident_get by_nothing = {.has_incident_id = false};
    const struct incident_list all = {0};

    assert_true(
        is_refused(say(*state, MESSAGE_incident_get_v1, &by_number, "E1", "L1"), "not_found")
    );
    assert_true(is_refused(
        say(*state, MESSAGE_incident_get_v1, &by_nothing, "E1", "L1"),
        "missing_field"
    ));
    set_keys(*state, &incident_members_list, members, 2);
    const struct item *item = say(*state, MESSAGE_incident_get_v1, &by_id, "E1", "L1");
    assert_int_equal(item->outcome, OUTCOME_answered);
    assert_true(item->reply.result.length > 0);
    set_keys(*state, &incident_number_list, ids, 1);
    item = say(*state, MESSAGE_incident_get_v1, &by_number, "E1", "L1");
    assert_int_equal(item->outcome, OUTCOME_answered);
    set_keys(*state, &incident_newest_list, ids, 1);
    item = say(*state, MESSAGE_incident_list_v1, &all, "E1", "L1");
    assert_int_equal(item->outcome, OUTCOME_answered);
    assert_true(item->reply.result.length > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(linked_cases_get_the_grade_of_an_incident_once),
        TEST(a_leader_closes_an_incident_and_cases_count_anew),
        TEST(an_incident_without_a_new_case_is_over_by_itself),
        TEST(a_backlog_that_is_worked_off_late_opens_one_incident_and_keeps_it),
        TEST(says_what_an_incident_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
