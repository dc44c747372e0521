/* Tests of services/escalation/decide_desk.c: what desk tells. */
#include "tests/unit/services/escalation/support.h"

static void an_inner_note_is_no_contact(void **state)
{
    const struct case_noted body = {
        .version = 5,
        .has_version = true,
        .author = TEXT("agent-7"),
        .text = SEALED,
    };

    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    size_t before = trial_event_count(*state);
    tell_at(*state, MESSAGE_case_noted_v1, 1, MONDAY + MINUTE_MS, &body);
    assert_int_equal(trial_event_count(*state), before);
    assert_int_equal(clock_now(*state, 1, "K6")->state, CLOCK_STATE_running);
}

static void a_release_leaves_the_case_without_owner(void **state)
{
    const struct case_released body = {
        .state = CASE_STATE_queued,
        .version = 3,
        .has_version = true,
        .cause = RELEASE_CAUSE_asked,
        .owner = TEXT("agent-7"),
        .lease_epoch = 1,
        .has_lease_epoch = true,
        .queue = TEXT("q.general"),
    };

    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    claim(*state, 1, MONDAY + MINUTE_MS);
    tell_at(*state, MESSAGE_case_released_v1, 1, MONDAY + 2 * MINUTE_MS, &body);
    assert_null(case_now(*state, 1)->owner.at);
}

static void a_told_time_after_the_acceptance_ends_the_emergency(void **state)
{
    /* 4.2 K3: owner accepted and customer told */
    const int64_t told = MONDAY + 10 * MINUTE_MS + 1;
    const struct complaint_accepted body = {
        .state = CASE_STATE_cp_accepted,
        .version = 4,
        .has_version = true,
        .complaint_no = TEXT("TS-1"),
        .owner = TEXT("specialist-1"),
        .accepted_at = MONDAY + 9 * MINUTE_MS,
        .has_accepted_at = true,
        .told_at = told,
        .has_told_at = true,
        .first_received_at = MONDAY,
        .has_first_received_at = true,
    };

    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    tell_at(*state, MESSAGE_complaint_accepted_v1, 1, told, &body);
    assert_int_equal(clock_now(*state, 1, "K3")->state, CLOCK_STATE_breached);
    assert_int_equal(clock_now(*state, 1, "K3")->stopped_at, told);
    assert_int_equal(clock_now(*state, 1, "K6")->state, CLOCK_STATE_met);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_inner_note_is_no_contact),
        TEST(a_release_leaves_the_case_without_owner),
        TEST(a_told_time_after_the_acceptance_ends_the_emergency),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
