/* Tests of services/survey/decide_expire.c: REQUIREMENTS 4.6, 7 days. */
#include "tests/unit/services/survey/support.h"

static void list_lapsed(struct trial *trial, size_t count)
{
    static struct uuid ids[LAPSED_A_TURN];
    struct bytes keys[LAPSED_A_TURN];

    for (size_t i = 0; i < count; i++) {
        ids[i] = case_id((uint8_t)i);
        keys[i] = (struct bytes){ids[i].b, 16};
    }
    trial_list(trial, &survey_lapsed_list, keys, count, false);
}

static void ends_an_invitation_after_7_days(void **state)
{
    struct case_ref of;
    int type = 0;

    close_case(*state, 0, CASE_TYPE_consult);
    list_lapsed(*state, 1);
    trial_set_time(*state, MONDAY_MS + DAYS_MS(7) - 1);
    trial_chore(*state, "expire");
    assert_int_equal(invitation_now(*state, 0)->state, SURVEY_STATE_invited);
    trial_set_time(*state, MONDAY_MS + DAYS_MS(7));
    trial_chore(*state, "expire");
    assert_int_equal(invitation_now(*state, 0)->state, SURVEY_STATE_expired);
    const struct survey_expired *event = trial_emitted(*state, 0, &type, &of);
    assert_int_equal(type, MESSAGE_survey_expired_v1);
    assert_int_equal(event->expired_at, MONDAY_MS + DAYS_MS(7));
    assert_true(event->has_case_version);
    assert_int_equal(event->case_version, 5);
    assert_true(uuid_equal(event->survey_id, invitation_now(*state, 0)->survey_id));
    assert_true(uuid_equal(of.id, case_id(0)));
}

static void says_it_once(void **state)
{
    close_case(*state, 0, CASE_TYPE_consult);
    list_lapsed(*state, 1);
    trial_set_time(*state, MONDAY_MS + DAYS_MS(8));
    trial_chore(*state, "expire");
    size_t events = trial_event_count(*state);
    trial_chore(*state, "expire");
    assert_int_equal(trial_event_count(*state), events);
}

static void leaves_a_case_alone_that_is_open_again(void **state)
{
    close_case(*state, 0, CASE_TYPE_complaint);
    reopen_case(*state, 0, CASE_TYPE_complaint);
    list_lapsed(*state, 1);
    trial_set_time(*state, MONDAY_MS + DAYS_MS(8));
    trial_chore(*state, "expire");
    assert_int_equal(invitation_now(*state, 0)->state, SURVEY_STATE_open);
}

static void asks_for_another_turn_when_its_list_is_full(void **state)
{
    list_lapsed(*state, LAPSED_A_TURN - 1);
    assert_false(trial_chore(*state, "expire")->more);
    for (uint8_t i = 0; i < LAPSED_A_TURN; i++)
        close_case(*state, i, CASE_TYPE_complaint);
    size_t events = trial_event_count(*state);
    list_lapsed(*state, LAPSED_A_TURN);
    trial_set_time(*state, MONDAY_MS + DAYS_MS(8));
    assert_true(trial_chore(*state, "expire")->more);
    assert_int_equal(trial_event_count(*state), events + LAPSED_A_TURN);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(ends_an_invitation_after_7_days),
        TEST(says_it_once),
        TEST(leaves_a_case_alone_that_is_open_again),
        TEST(asks_for_another_turn_when_its_list_is_full),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
