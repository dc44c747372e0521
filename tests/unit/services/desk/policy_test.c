/* Tests of services/desk/policy.c, deploy/config/desk.yaml and deploy/config/roles.yaml: REQUIREMENTS 1.21, CL-08. */
#include "services/desk/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena arena;

enum { NOW = 1000000 };

static int done(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static const struct desk_policy *shipped(struct policy_set *set)
{
    *set = (struct policy_set){.count = 0};
    assert_int_equal(desk_policies_load(&arena, "deploy/config", set), OK);
    return set->policies;
}

static void the_shipped_files_say_what_the_requirements_say(void **state UNUSED)
{
    struct policy_set set;
    const struct desk_policy *policy = shipped(&set);

    assert_int_equal(set.count, 4);
    assert_int_equal(policy->lease_ms, 30 * 60000);
    assert_int_equal(policy->quiet_ms, INT64_C(3) * 86400000);
    assert_int_equal(policy->quiet_complaint_ms, INT64_C(30) * 86400000);
    assert_int_equal(policy->reopen_ms, INT64_C(7) * 86400000);
    assert_int_equal(policy->review_ms, INT64_C(30) * 86400000);
}

static void a_person_may_have_more_or_less_than_the_role(void **state UNUSED)
{
    struct policy_set set;
    const struct desk_policy *policy = shipped(&set);
    struct actor actor;

    assert_true(actor_of(policy, TEXT("nobody"), TEXT("L1"), &actor));
    assert_int_equal(actor.capacity, 20);
    assert_true(skill_level(&actor.skills, TEXT("loan"), NOW) > 0);
    assert_false(skill_level(&actor.skills, TEXT("complaint"), NOW) > 0);
    assert_true(actor_of(policy, TEXT("E1002"), TEXT("L1"), &actor));
    assert_int_equal(actor.capacity, 10);
    assert_false(skill_level(&actor.skills, TEXT("loan"), NOW) > 0);
    assert_false(actor_of(policy, TEXT("E1002"), TEXT("L7"), &actor));
}

static void recuses_the_employee_and_the_direct_leader_only(void **state UNUSED)
{
    struct policy_set set;
    const struct desk_policy *policy = shipped(&set);

    assert_true(actor_is_recused(policy, TEXT("E1001"), TEXT("E1001")));
    assert_true(actor_is_recused(policy, TEXT("E3001"), TEXT("E1001")));
    assert_false(actor_is_recused(policy, TEXT("E4001"), TEXT("E1001")));
    assert_false(actor_is_recused(policy, TEXT("E1001"), TEXT("E1002")));
    assert_false(actor_is_recused(policy, TEXT("E1001"), (struct text){0}));
    assert_true(actor_is_recused(policy, TEXT("stranger"), TEXT("stranger")));
}

static bool limits_pass(const char *text)
{
    struct desk_policy policy = {.lease_ms = 0};
    struct yaml yaml;

    assert_int_equal(yaml_read_text(&yaml, &arena, text_of(text)), OK);
    desk_policy_read_limits(&yaml, &policy);
    return yaml_ok(&yaml);
}

static void limits_have_limits(void **state UNUSED)
{
    assert_true(limits_pass("version: 1\nlease_minutes: 1\nquiet_minutes: 0\n"));
    assert_false(limits_pass("version: 1\nlease_minutes: 0\n"));
    assert_true(limits_pass("version: 1\nlease_minutes: 1440\n"));
    assert_false(limits_pass("version: 1\nlease_minutes: 1441\n"));
    assert_false(limits_pass("version: 1\nquiet_minutes: -1\n"));
    assert_false(limits_pass("version: 1\nlease: 3\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_files_say_what_the_requirements_say),
        cmocka_unit_test(a_person_may_have_more_or_less_than_the_role),
        cmocka_unit_test(recuses_the_employee_and_the_direct_leader_only),
        cmocka_unit_test(limits_have_limits),
    };
    return cmocka_run_group_tests_name("desk: policy", tests, NULL, done);
}
