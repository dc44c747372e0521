/* Tests of services/escalation/escalation.c: the table of the service. */
#include "tests/unit/services/escalation/support.h"

static void each_event_has_one_reaction(void **state)
{
    (void)state;
    for (size_t i = 0; i < escalation_service.reaction_count; i++) {
        for (size_t k = 0; k < i; k++)
            assert_int_not_equal(
                escalation_service.reactions[i].type,
                escalation_service.reactions[k].type
            );
        assert_ptr_equal(escalation_service.reactions[i].first, &clocked_case_record);
    }
}

static void looks_for_what_is_due_five_times_a_second(void **state)
{
    (void)state;
    assert_string_equal(escalation_service.chores[0].name, "fire");
    assert_int_equal(escalation_service.chores[0].every_ms, 200);
    assert_int_equal(escalation_service.port, 40);
}

static void announces_its_policies(void **state)
{
    trial_chore(*state, "policies");
    assert_non_null(trial_last(*state, MESSAGE_policy_adopted_v1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_event_has_one_reaction),
        TEST(looks_for_what_is_due_five_times_a_second),
        TEST(announces_its_policies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
