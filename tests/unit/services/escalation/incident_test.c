/* Tests of services/escalation/incident.c: 20 of the same in 30 minutes are exactly one incident (REQUIREMENTS SL-13). */
#include "services/escalation/incident.h"

#include "common/metrics.h"
#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_incident.h"

static void twenty_of_the_same_are_exactly_one_incident(void **state)
{
    /* one below, at, one above */
    int64_t before = metric_value(METRIC_shouli_incidents_total);

    complain_many(*state, 0, 19);
    assert_null(trial_last(*state, MESSAGE_incident_opened_v1));
    complain_many(*state, 19, 20);
    const struct incident_opened *opened = trial_last(*state, MESSAGE_incident_opened_v1);
    assert_non_null(opened);
    assert_int_equal(opened->cases, 20);
    assert_true(text_is(opened->code, "DI01"));
    assert_int_equal(opened->first_at, MONDAY);
    assert_int_equal(opened->opened_at, MONDAY + 19 * MINUTE_MS);
    assert_int_equal(opened->level, 4);
    assert_true(text_is(opened->person, "E4001"));
    assert_int_equal(count_events(*state, MESSAGE_incident_case_linked_v1), 20);
    complain_many(*state, 20, 21);
    assert_int_equal(count_events(*state, MESSAGE_incident_opened_v1), 1);
    assert_int_equal(count_events(*state, MESSAGE_incident_case_linked_v1), 21);
    assert_int_equal(metric_value(METRIC_shouli_incidents_total), before + 1);
}

static void every_case_is_linked_and_there_is_one_notice(void **state)
{
    complain_many(*state, 0, 20);
    struct uuid id = incident_now(*state);
    for (uint8_t n = 0; n < 20; n++) {
        assert_true(case_now(*state, n)->has_incident_id);
        assert_true(uuid_equal(case_now(*state, n)->incident_id, id));
    }
    const struct incident_opened *opened = trial_last(*state, MESSAGE_incident_opened_v1);
    assert_non_null(strstr(opened->notice_zh.at, "尊敬的客户"));
    assert_non_null(strstr(opened->notice_en.at, "Dear customer"));
    assert_true(text_starts(opened->incident_no, TEXT("IN20260302")));
    assert_non_null(memmem(
        opened->notice_zh.at,
        opened->notice_zh.length,
        opened->incident_no.at,
        opened->incident_no.length
    ));
}

static void a_late_joiner_is_linked_once(void **state)
{
    complain_many(*state, 0, 20);
    classify_as(
        *state,
        50,
        "DI01",
        CASE_TYPE_dispute,
        MONDAY + 3 * HOUR_MS,
        MONDAY + 3 * HOUR_MS
    );
    const struct incident_case_linked *linked =
        trial_last(*state, MESSAGE_incident_case_linked_v1);
    assert_true(linked->late);
    assert_int_equal(linked->cases, 21);
    classify_as(
        *state,
        50,
        "DI01",
        CASE_TYPE_dispute,
        MONDAY + 3 * HOUR_MS,
        MONDAY + 4 * HOUR_MS
    );
    assert_int_equal(count_events(*state, MESSAGE_incident_case_linked_v1), 21);
}

static void twenty_in_more_than_30_minutes_are_none(void **state)
{
    for (uint8_t n = 0; n < 40; n++)
        classify_as(
            *state,
            n,
            "DI01",
            CASE_TYPE_complaint,
            MONDAY + n * 95 * SECOND_MS,
            MONDAY + n * 95 * SECOND_MS
        );
    /* 19 × 95 s = 30 min 5 s */
    assert_null(trial_last(*state, MESSAGE_incident_opened_v1));
}

/* The first and the twentieth are received so far from one another; both ends are in. */
static void open_within(struct trial *trial, int64_t span_ms)
{
    for (uint8_t n = 0; n < 20; n++) {
        int64_t ms = MONDAY + (n < 19 ? n * MINUTE_MS : span_ms);
        classify_as(trial, n, "DI01", CASE_TYPE_complaint, ms, ms);
    }
}

static void thirty_minutes_to_the_millisecond_are_one_incident(void **state)
{
    open_within(*state, 30 * MINUTE_MS);
    assert_int_equal(count_events(*state, MESSAGE_incident_opened_v1), 1);
}

static void a_millisecond_more_is_none(void **state)
{
    open_within(*state, 30 * MINUTE_MS + 1);
    assert_int_equal(count_events(*state, MESSAGE_incident_opened_v1), 0);
    /* the second to the twenty-first lie within */
    classify_as(
        *state,
        20,
        "DI01",
        CASE_TYPE_dispute,
        MONDAY + 31 * MINUTE_MS,
        MONDAY + 31 * MINUTE_MS
    );
    assert_int_equal(count_events(*state, MESSAGE_incident_opened_v1), 1);
}

static void other_matters_and_types_do_not_count(void **state)
{
    complain_many(*state, 0, 19);
    classify_as(*state, 20, "DI02", CASE_TYPE_complaint, MONDAY, MONDAY);
    classify_as(*state, 21, "DI01", CASE_TYPE_suggest, MONDAY, MONDAY);
    classify_as(*state, 22, "DI01", CASE_TYPE_consult, MONDAY, MONDAY);
    classify_as(*state, 23, "DI01", CASE_TYPE_apply, MONDAY, MONDAY);
    assert_null(trial_last(*state, MESSAGE_incident_opened_v1));
    classify_as(*state, 24, "DI01", CASE_TYPE_urgent, MONDAY, MONDAY);
    assert_non_null(trial_last(*state, MESSAGE_incident_opened_v1));
}

static void a_case_that_is_about_something_else_counts_here_no_more(void **state)
{
    complain_many(*state, 0, 19);
    classify_as(*state, 0, "DI02", CASE_TYPE_complaint, MONDAY, MONDAY + 19 * MINUTE_MS);
    classify_as(
        *state,
        30,
        "DI01",
        CASE_TYPE_complaint,
        MONDAY + 19 * MINUTE_MS,
        MONDAY + 19 * MINUTE_MS
    );
    assert_null(trial_last(*state, MESSAGE_incident_opened_v1));
    classify_as(*state, 0, "DI01", CASE_TYPE_complaint, MONDAY, MONDAY + 20 * MINUTE_MS);
    assert_non_null(trial_last(*state, MESSAGE_incident_opened_v1));
}

static void what_belongs_to_an_incident_counts_for_no_other(void **state)
{
    /* one case of the incident turns out to be about DI02 */
    complain_many(*state, 0, 20);
    const int64_t later = MONDAY + 19 * MINUTE_MS;
    classify_as(*state, 0, "DI02", CASE_TYPE_complaint, MONDAY, later);
    for (uint8_t n = 100; n < 119; n++)
        classify_as(*state, n, "DI02", CASE_TYPE_complaint, later, later);
    assert_int_equal(count_events(*state, MESSAGE_incident_opened_v1), 1);
    classify_as(*state, 119, "DI02", CASE_TYPE_complaint, later, later);
    const struct incident_opened *opened = trial_last(*state, MESSAGE_incident_opened_v1);
    assert_true(text_is(opened->code, "DI02"));
    assert_int_equal(opened->cases, 20);
    assert_int_equal(opened->first_at, later);
    assert_int_equal(count_events(*state, MESSAGE_incident_case_linked_v1), 40);
    assert_true(uuid_equal(case_now(*state, 0)->incident_id, incident_now(*state)));
}

static void a_case_of_a_type_that_does_not_count_counts_no_more(void **state)
{
    /* neither where it was, nor until it is of such a type again */
    complain_many(*state, 0, 19);
    const int64_t later = MONDAY + 19 * MINUTE_MS;
    classify_as(*state, 0, "DI01", CASE_TYPE_suggest, MONDAY, later);
    assert_int_equal(case_now(*state, 0)->code.length, 0);
    classify_as(*state, 30, "DI01", CASE_TYPE_complaint, later, later);
    assert_null(trial_last(*state, MESSAGE_incident_opened_v1));
    classify_as(*state, 0, "DI01", CASE_TYPE_complaint, MONDAY, later + MINUTE_MS);
    assert_non_null(trial_last(*state, MESSAGE_incident_opened_v1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(twenty_of_the_same_are_exactly_one_incident),
        TEST(every_case_is_linked_and_there_is_one_notice),
        TEST(a_late_joiner_is_linked_once),
        TEST(twenty_in_more_than_30_minutes_are_none),
        TEST(thirty_minutes_to_the_millisecond_are_one_incident),
        TEST(a_millisecond_more_is_none),
        TEST(other_matters_and_types_do_not_count),
        TEST(a_case_that_is_about_something_else_counts_here_no_more),
        TEST(what_belongs_to_an_incident_counts_for_no_other),
        TEST(a_case_of_a_type_that_does_not_count_counts_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
