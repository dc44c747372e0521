/* Each number of deploy/config/desk.yaml, roles.yaml and skills.yaml, where it begins to count: one below, at, one above.
 * `tests/mutation/run` changes each of them; a change that no test here tells is one that a bank would not notice either.
 * REQUIREMENTS 1.21, 2.3 rows 13, 46, 68, 69; CL-08, CL-10, CL-11, RO-11, WO-08. */
#include "services/desk/choose.h"
#include "services/desk/fit.h"
#include "services/desk/present.h"
#include "services/desk/repeats.h"
#include "tests/unit/services/desk/shipped_policy.h"

static const char *const roles[] = {
    "reception",
    "L1",
    "complaint_specialist",
    "L2",
    "L3",
    "L4",
    "L5",
    "L6",
    "auditor",
    "sysadmin",
    "ops",
};

/* Roles by name: line and points at a time. */
static const int64_t lines[] = {0, 1, 1, 2, 3, 4, 5, 6, 0, 0, 0};
static const int64_t capacities[] = {0, 20, 20, 20, 30, 30, 30, 30, 0, 0, 0};

static struct actor agent(const char *role)
{
    struct actor actor;

    assert_true(actor_of(policy, TEXT("X"), text_of(role), &actor));
    return actor;
}

static struct queued_case of(enum case_type type, enum case_grade grade)
{
    return (struct queued_case){
        .state = CASE_STATE_queued,
        .case_type = type,
        .grade = grade,
        .queue = TEXT("q.card"),
        .needs = TEXT("card:1"),
        .queued_at = T0,
        .has_queued_at = true,
        .due_at = T0 + 1000,
        .has_due_at = true,
    };
}

/* The levels of 1.21: what takes line n is for that line, not for the one below. */
static void each_role_stands_in_its_line_and_no_other_is_there(void **state UNUSED)
{
    assert_int_equal(policy->staff.role_count, LENGTH(roles));
    for (size_t i = 0; i < LENGTH(roles); i++) {
        assert_int_equal(agent(roles[i]).line, lines[i]);
        assert_int_equal(agent(roles[i]).capacity, capacities[i]);
    }
}

/* CL-11: the last point that fits, and one too much; only an offer of the gravest may use the reserve of 6 on top. */
static void nobody_has_more_than_the_role_allows(void **state UNUSED)
{
    struct queued_case usual = of(CASE_TYPE_consult, CASE_GRADE_P4); /* 1 point */
    struct queued_case gravest =
        of(CASE_TYPE_consult, CASE_GRADE_P1); /* 3 points, may interrupt */

    for (size_t i = 0; i < LENGTH(roles); i++) {
        const struct actor actor = agent(roles[i]);
        if (!capacities[i])
            continue;
        const int64_t full = capacities[i];
        assert_int_equal(fit_capacity(policy, &actor, full - 1, &usual, true), REFUSAL_none);
        assert_int_equal(fit_capacity(policy, &actor, full, &usual, true), REFUSAL_capacity);
        assert_int_equal(
            fit_capacity(policy, &actor, full + 6 - 3, &gravest, true),
            REFUSAL_none
        );
        assert_int_equal(
            fit_capacity(policy, &actor, full + 6 - 2, &gravest, true),
            REFUSAL_capacity
        );
        assert_int_equal(
            fit_capacity(policy, &actor, full - 2, &gravest, false),
            REFUSAL_capacity
        );
    }
}

/* RW-02: a complaint and a dispute are as much work as two others; P1 is two points more, P2 one. */
static void each_type_and_grade_has_its_weight(void **state UNUSED)
{
    static const int64_t of_type[CASE_TYPES + 1] = {
        [CASE_TYPE_consult] = 1,
        [CASE_TYPE_apply] = 1,
        [CASE_TYPE_complaint] = 2,
        [CASE_TYPE_suggest] = 1,
        [CASE_TYPE_dispute] = 2,
        [CASE_TYPE_urgent] = 1,
        [CASE_TYPE_transfer_out] = 1,
    };
    static const int64_t of_grade[CASE_GRADES + 1] = {
        [CASE_GRADE_P1] = 2,
        [CASE_GRADE_P2] = 1,
        [CASE_GRADE_P3] = 0,
        [CASE_GRADE_P4] = 0,
    };

    for (int type = 1; type <= CASE_TYPES; type++) {
        for (int grade = 1; grade <= CASE_GRADES; grade++) {
            struct queued_case row = of((enum case_type)type, (enum case_grade)grade);
            assert_int_equal(fit_weight(policy, &row), of_type[type] + of_grade[grade]);
        }
    }
}

/* CL-08: the direct leader, not the one above. */
static void one_leader_upwards_is_recused(void **state UNUSED)
{
    assert_true(actor_is_recused(policy, TEXT("E1001"), TEXT("E1001")));
    assert_true(actor_is_recused(policy, TEXT("E3001"), TEXT("E1001")));
    assert_false(actor_is_recused(policy, TEXT("E4001"), TEXT("E1001")));
}

/* CL-10: from three quarters of its time on a case goes before every preference. */
static void an_old_case_is_guarded_from_three_quarters_of_its_time_on(void **state UNUSED)
{
    struct queued_case row = of(CASE_TYPE_consult, CASE_GRADE_P4);

    assert_false(choose_is_guarded(policy, &row, T0 + 749));
    assert_true(choose_is_guarded(policy, &row, T0 + 750));
    assert_true(choose_is_guarded(policy, &row, T0 + 751));
}

/* RO-11: each rung of the overflow ladder, one millisecond below and at. */
static void the_overflow_ladder_climbs_at_its_shares(void **state UNUSED)
{
    static const struct {
        int64_t after_ms; /* of 1000 */
        enum widening widening;
    } rungs[] = {
        {250, WIDENING_levels},
        {500, WIDENING_pool},
        {750, WIDENING_offer},
        {900, WIDENING_alarm},
    };
    struct queued_case row = of(CASE_TYPE_consult, CASE_GRADE_P4);

    assert_int_equal(policy->ladder.count, LENGTH(rungs));
    for (size_t i = 0; i < LENGTH(rungs); i++) {
        assert_int_equal(policy->ladder.rungs[i].widening, rungs[i].widening);
        assert_int_equal(rungs_reached(&policy->ladder, &row, T0 + rungs[i].after_ms - 1), i);
        assert_int_equal(rungs_reached(&policy->ladder, &row, T0 + rungs[i].after_ms), i + 1);
    }
}

/* CL-08: what is offered at once, for how long, how often, and when it is tried again. */
static void offers_stand_for_so_long(void **state UNUSED)
{
    static const int64_t seconds[CASE_GRADES + 1] = {
        [CASE_GRADE_P1] = 30,
        [CASE_GRADE_P2] = 60,
        [CASE_GRADE_P3] = 180,
        [CASE_GRADE_P4] = 300,
    };

    for (int grade = 1; grade <= CASE_GRADES; grade++) {
        assert_int_equal(policy->offers.for_ms[grade], seconds[grade] * 1000);
        assert_int_equal(policy->offers.at_once[grade], grade == CASE_GRADE_P1);
    }
    assert_int_equal(policy->offers.retry_ms, 15 * 1000);
    assert_int_equal(policy->offers.missed_max, 3);
}

/* RO-11: who took work counts as there for a quarter of an hour; then nobody is. */
static void who_took_work_is_there_for_a_quarter_of_an_hour(void **state UNUSED)
{
    const int64_t seen = 15 * MINUTE;
    struct present one = {.actor = agent("L1"), .seen_ms = T0};

    assert_true(present_is_there(policy, &one, T0 + seen - 1));
    assert_true(present_is_there(policy, &one, T0 + seen));
    assert_false(present_is_there(policy, &one, T0 + seen + 1));
    assert_int_equal(policy->assignment.empty_ms, MINUTE);
}

/* RO-11: an empty pool has an owner. */
static void pools_have_owners(void **state UNUSED)
{
    static const char *const queues[] =
        {"q.urgent", "q.fraud", "q.card", "q.account", "q.payment"};

    assert_int_equal(policy->pool_count, LENGTH(queues));
    for (size_t i = 0; i < LENGTH(queues); i++)
        assert_text(pool_owner(policy, text_of(queues[i])), "L3");
    assert_text(pool_owner(policy, TEXT("q.service")), "L4");
}

/* Rows 13, 46, 68, 69, WO-08; below, at and above them is played in decide_*_test.c, which read the same file. */
static void times_are_what_the_requirements_say(void **state UNUSED)
{
    assert_int_equal(policy->lease_ms, 30 * MINUTE);
    assert_int_equal(policy->quiet_ms, 3 * DAY);
    assert_int_equal(policy->quiet_complaint_ms, 30 * DAY);
    assert_int_equal(policy->reopen_ms, 7 * DAY);
    assert_int_equal(policy->repeat_ms, 7 * DAY);
    assert_int_equal(policy->review_ms, 30 * DAY);
}

/* CL-04: the least level by grade, and English, which urgent callers need less of. */
static void skills_ask_for_their_levels(void **state UNUSED)
{
    static const int64_t least[CASE_GRADES + 1] = {
        [CASE_GRADE_P1] = 3,
        [CASE_GRADE_P2] = 2,
        [CASE_GRADE_P3] = 1,
        [CASE_GRADE_P4] = 1,
    };

    assert_int_equal(policy->skills.count, 23);
    for (int grade = 1; grade <= CASE_GRADES; grade++) {
        for (size_t i = 0; i < policy->skills.count; i++) {
            const struct text name = policy->skills.at[i].name;
            const bool english = grade == CASE_GRADE_P1 && text_is(name, "english");
            assert_int_equal(
                skill_least(&policy->skills, name, (enum case_grade)grade),
                english ? 2 : least[grade]
            );
        }
    }
}

/* L1 knows its skills to the third level, which is what P1 asks for, and no further; the others know all of them. */
static void roles_know_their_skills_to_a_level(void **state UNUSED)
{
    for (size_t i = 0; i < LENGTH(roles); i++) {
        const struct actor actor = agent(roles[i]);
        const int64_t level = !capacities[i] ? 0 : strcmp(roles[i], "L1") == 0 ? 3 : 5;
        assert_int_equal(skill_level(&actor.skills, TEXT("card"), T0), level);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_role_stands_in_its_line_and_no_other_is_there),
        cmocka_unit_test(nobody_has_more_than_the_role_allows),
        cmocka_unit_test(each_type_and_grade_has_its_weight),
        cmocka_unit_test(one_leader_upwards_is_recused),
        cmocka_unit_test(an_old_case_is_guarded_from_three_quarters_of_its_time_on),
        cmocka_unit_test(the_overflow_ladder_climbs_at_its_shares),
        cmocka_unit_test(offers_stand_for_so_long),
        cmocka_unit_test(who_took_work_is_there_for_a_quarter_of_an_hour),
        cmocka_unit_test(pools_have_owners),
        cmocka_unit_test(times_are_what_the_requirements_say),
        cmocka_unit_test(skills_ask_for_their_levels),
        cmocka_unit_test(roles_know_their_skills_to_a_level),
    };
    return cmocka_run_group_tests_name(
        "desk: the numbers that are shipped",
        tests,
        policy_begin,
        policy_end
    );
}
