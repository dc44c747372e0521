/* Tests of services/desk/fit.c: CL-08, CL-11, RW-02. */
#include "services/desk/fit.h"

#include "tests/unit/services/desk/shipped_policy.h"

static struct queued_case waiting(void)
{
    return (struct queued_case){
        .state = CASE_STATE_queued,
        .case_type = CASE_TYPE_consult,
        .grade = CASE_GRADE_P4,
        .queue = TEXT("q.card"),
        .needs = TEXT("card:1"),
    };
}

static struct actor agent(const char *id, const char *role)
{
    struct actor actor;

    assert_true(actor_of(policy, text_of(id), text_of(role), &actor));
    return actor;
}

static void refused(const struct queued_case *row, struct actor actor, enum refusal why)
{
    assert_int_equal(fit_refusal(policy, &actor, row, T0), why);
}

static void each_reason_is_named(void **state UNUSED)
{
    static const struct text cards[] = {{"q.card", 6}};
    struct queued_case row = waiting();
    struct actor actor = agent("A", "L1");

    refused(&row, actor, REFUSAL_none);
    row.needs = TEXT("complaint:1");
    refused(&row, actor, REFUSAL_skill);
    row.needs = TEXT("card:4"); /* L1 has level 3 */
    refused(&row, actor, REFUSAL_level);
    row = waiting();
    row.state = CASE_STATE_second_line;
    refused(&row, actor, REFUSAL_line);
    refused(&row, agent("A", "L2"), REFUSAL_none);
    row = waiting();
    row.queue = TEXT("q.loan");
    actor.queues = (struct word_set){cards, 1, false};
    refused(&row, actor, REFUSAL_queue);
    row.needs = TEXT("card:1,^q.card"); /* it may overflow to there by now */
    refused(&row, actor, REFUSAL_none);
    row = waiting();
    row.about_employee = TEXT("E1001");
    refused(&row, agent("E1001", "L1"), REFUSAL_recused);
    refused(&row, agent("E3001", "L3"), REFUSAL_recused);
    refused(&row, agent("E1002", "L1"), REFUSAL_none);
}

static void staff_of_an_excluded_unit_may_not_have_it(void **state UNUSED)
{
    struct queued_case row = waiting();
    struct actor actor = agent("A", "L1");

    row.wishes = TEXT("+card,@hd-0102,@hd-07");
    refused(&row, actor, REFUSAL_none);
    actor.unit = TEXT("hd-07");
    refused(&row, actor, REFUSAL_unit);
    actor.unit = TEXT("hd-0102");
    refused(&row, actor, REFUSAL_unit);
    actor.unit = TEXT("hd-01");
    refused(&row, actor, REFUSAL_none);
}

static void weighs_type_and_grade(void **state UNUSED)
{
    struct queued_case row = waiting();

    assert_int_equal(fit_weight(policy, &row), 1);
    row.case_type = CASE_TYPE_complaint;
    assert_int_equal(fit_weight(policy, &row), 2);
    row.grade = CASE_GRADE_P1;
    assert_int_equal(fit_weight(policy, &row), 4);
    row.case_type = CASE_TYPE_none;
    row.grade = CASE_GRADE_none;
    assert_int_equal(fit_weight(policy, &row), 1);
}

static void the_capacity_is_reached_and_not_exceeded(void **state UNUSED)
{
    struct queued_case row = waiting();
    struct actor actor = agent("A", "L1"); /* 20 points */

    row.case_type = CASE_TYPE_complaint; /* 2 points */
    assert_int_equal(fit_capacity(policy, &actor, 17, &row, false), REFUSAL_none);
    assert_int_equal(fit_capacity(policy, &actor, 18, &row, false), REFUSAL_none);
    assert_int_equal(fit_capacity(policy, &actor, 19, &row, false), REFUSAL_capacity);
    assert_int_equal(fit_capacity(policy, &actor, 19, &row, true), REFUSAL_capacity);
}

static void only_an_offer_of_urgent_work_may_use_the_reserve(void **state UNUSED)
{
    struct queued_case row = waiting();
    struct actor actor = agent("A", "L1"); /* 20 points and 6 in reserve */

    row.grade = CASE_GRADE_P1; /* 3 points */
    assert_int_equal(fit_capacity(policy, &actor, 18, &row, false), REFUSAL_capacity);
    assert_int_equal(fit_capacity(policy, &actor, 22, &row, true), REFUSAL_none);
    assert_int_equal(fit_capacity(policy, &actor, 23, &row, true), REFUSAL_none);
    assert_int_equal(fit_capacity(policy, &actor, 24, &row, true), REFUSAL_capacity);
}

static void what_is_offered_is_kept_free_until_it_lapses(void **state UNUSED)
{
    struct worker worker = {
        .load = 5,
        .offer_weight = 3,
        .offer_until = T0,
        .has_offer_until = true,
    };

    assert_int_equal(fit_taken(&worker, T0 - 1), 8);
    assert_int_equal(fit_taken(&worker, T0), 8);
    assert_int_equal(fit_taken(&worker, T0 + 1), 5);
    assert_int_equal(fit_taken(NULL, T0), 0);
}

static void counts_the_preferred_skills_that_are_there(void **state UNUSED)
{
    struct queued_case row = waiting();
    struct actor actor = agent("E1002", "L1"); /* card and account */

    row.wishes = TEXT("+card,+account,+loan,!trainee");
    assert_int_equal(fit_preferred(&actor, &row, T0), 2);
    row.wishes = TEXT("+card:2,+account:3"); /* as staff.yaml has them */
    assert_int_equal(fit_preferred(&actor, &row, T0), 2);
    row.wishes = TEXT("+card:3,+account:4");
    assert_int_equal(fit_preferred(&actor, &row, T0), 0);
    row.wishes = (struct text){0};
    assert_int_equal(fit_preferred(&actor, &row, T0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_reason_is_named),
        cmocka_unit_test(staff_of_an_excluded_unit_may_not_have_it),
        cmocka_unit_test(weighs_type_and_grade),
        cmocka_unit_test(the_capacity_is_reached_and_not_exceeded),
        cmocka_unit_test(only_an_offer_of_urgent_work_may_use_the_reserve),
        cmocka_unit_test(what_is_offered_is_kept_free_until_it_lapses),
        cmocka_unit_test(counts_the_preferred_skills_that_are_there),
    };
    return cmocka_run_group_tests_name(
        "desk: who may have a case",
        tests,
        policy_begin,
        policy_end
    );
}
