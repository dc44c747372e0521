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
    assert_int_equal(policy->repeat_ms, INT64_C(7) * 86400000); /* WO-08 */
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

static void the_shipped_files_say_how_work_is_given(void **state UNUSED)
{
    struct policy_set set;
    const struct desk_policy *policy = shipped(&set);

    assert_int_equal(policy->assignment.type_weight[CASE_TYPE_complaint], 2);
    assert_int_equal(policy->assignment.grade_weight[CASE_GRADE_P1], 2);
    assert_int_equal(policy->assignment.reserve, 6);
    assert_true(policy->offers.at_once[CASE_GRADE_P1]);
    assert_false(policy->offers.at_once[CASE_GRADE_P2]);
    assert_int_equal(policy->offers.for_ms[CASE_GRADE_P1], 30000);
    assert_int_equal(policy->ladder.count, 4);
    assert_true(text_is(pool_owner(policy, TEXT("q.card")), "L3"));
    assert_true(text_is(pool_owner(policy, TEXT("q.service")), "L4"));
    assert_null(pool_find(policy, TEXT("q.service")));
    assert_int_equal(pool_find(policy, TEXT("q.card"))->overflow_count, 2);
}

static void what_is_given_to_people_has_limits(void **state UNUSED)
{
    static const struct {
        const char *below, *at, *above;
    } limits[] = {
        {"assignment: {recusal_leaders: -1}",
         "assignment: {recusal_leaders: 6}",
         "assignment: {recusal_leaders: 7}"},
        {"assignment: {reserve: -1}",
         "assignment: {reserve: 100}",
         "assignment: {reserve: 101}"},
        {"assignment: {guard_percent: -1}",
         "assignment: {guard_percent: 100}",
         "assignment: {guard_percent: 101}"},
        {"assignment: {weights: {complaint: 0}}",
         "assignment: {weights: {complaint: 100}}",
         "assignment: {weights: {complaint: 101}}"},
        {"assignment: {grade_weights: {P1: -1}}",
         "assignment: {grade_weights: {P1: 100}}",
         "assignment: {grade_weights: {P1: 101}}"},
        {"offers: {seconds: {P1: 4}}",
         "offers: {seconds: {P1: 5}}",
         "offers: {seconds: {P1: 3601}}"},
        {"offers: {retry_seconds: 0}",
         "offers: {retry_seconds: 1}",
         "offers: {retry_seconds: 3601}"},
        {"offers: {missed_max: 0}", "offers: {missed_max: 1}", "offers: {missed_max: 101}"},
    };

    for (size_t i = 0; i < LENGTH(limits); i++) {
        assert_false(limits_pass(limits[i].below));
        assert_true(limits_pass(limits[i].at));
        assert_false(limits_pass(limits[i].above));
    }
}

static void names_that_do_not_exist_are_refused(void **state UNUSED)
{
    assert_false(limits_pass("assignment: {weights: {question: 1}}"));
    assert_false(limits_pass("assignment: {grade_weights: {P5: 1}}"));
    assert_false(limits_pass("assignment: {likes: 1}"));
    assert_false(limits_pass("offers: {at_once: [P0]}"));
    assert_false(limits_pass("offers: {likes: 1}"));
    assert_true(limits_pass("offers: {at_once: [P1, P4]}"));
    assert_true(limits_pass("pools: [{queue: q.a, overflow: [q.b]}]"));
    assert_false(limits_pass("pools: [{overflow: [q.b]}]"));
    assert_false(limits_pass("pools: [{queue: q.a, overflow: ['q|b']}]"));
    assert_false(limits_pass("pools: [{queue: q.a, overflow: [a, b, c, d, e, f, g, h, i]}]"));
    assert_true(limits_pass("pools: [{queue: q.a, overflow: [a, b, c, d, e, f, g, h]}]"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_files_say_what_the_requirements_say),
        cmocka_unit_test(a_person_may_have_more_or_less_than_the_role),
        cmocka_unit_test(recuses_the_employee_and_the_direct_leader_only),
        cmocka_unit_test(limits_have_limits),
        cmocka_unit_test(the_shipped_files_say_how_work_is_given),
        cmocka_unit_test(what_is_given_to_people_has_limits),
        cmocka_unit_test(names_that_do_not_exist_are_refused),
    };
    return cmocka_run_group_tests_name("desk: policy", tests, NULL, done);
}
