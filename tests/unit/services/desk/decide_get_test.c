/* Tests of services/desk/decide_get.c: PROTOCOL section 7, REQUIREMENTS 1.21, CL-08. */
#include "services/desk/decide_get.h"

#include "tests/unit/services/desk/desk_trial.h"

static const struct item *get(struct case_get body, const char *actor, const char *role)
{
    return command(MESSAGE_case_get_v1, (struct uuid){{0}}, &body, actor, role);
}

static void shows_the_case_by_id_and_by_number(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");
    struct case_view view;
    const struct item *item = get((struct case_get){ON_CASE(id)}, "R", "reception");

    assert_int_equal(item->outcome, OUTCOME_answered);
    result_of(item, &case_view_shape, &view);
    assert_int_equal(view.state, CASE_STATE_in_progress);
    assert_text(view.owner, "A");
    assert_text(view.queue, "q.card");
    assert_int_equal(view.grade, CASE_GRADE_P4);
    assert_true(view.legal_count > 0);
    trial_list(trial, &desk_by_number_list, &(struct bytes){id.b, 16}, 1, false);
    item = get((struct case_get){.case_no = TEXT("GD20261121000001")}, "A", "L1");
    assert_int_equal(item->outcome, OUTCOME_answered);
    result_of(item, &case_view_shape, &view);
    assert_true(uuid_equal(view.case_id, id));
}

static void needs_an_id_or_a_number_that_fit(void **state UNUSED)
{
    place(case_id(1), consultation());
    assert_refused(get((struct case_get){.has_version = false}, "A", "L1"), "missing_field");
    assert_refused(get((struct case_get){.case_no = TEXT("GD1")}, "A", "L1"), "not_found");
    assert_refused(
        get((struct case_get){ON_CASE(case_id(1)), .case_no = TEXT("GD1")}, "A", "L1"),
        "not_found"
    );
}

static void only_roles_that_read_cases_see_them(void **state UNUSED)
{
    place(case_id(1), complaint(CASE_GRADE_P3));
    struct case_get body = {ON_CASE(case_id(1))};
    assert_refused(get(body, "A", "sysadmin"), "forbidden");
    assert_refused(get(body, "A", "ops"), "forbidden");
    assert_refused(get(body, "E1001", "L2"), "not_found"); /* it is about E1001 */
    assert_int_equal(get(body, "A", "auditor")->outcome, OUTCOME_answered);
}

static void a_stale_version_conflicts(void **state UNUSED)
{
    place(case_id(1), consultation());
    struct case_get body = {ON_CASE(case_id(1)), .version = 1, .has_version = true};
    assert_int_equal(get(body, "A", "L1")->outcome, OUTCOME_answered);
    body.version = 2;
    assert_refused(get(body, "A", "L1"), "conflict");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(shows_the_case_by_id_and_by_number),
        TEST(needs_an_id_or_a_number_that_fit),
        TEST(only_roles_that_read_cases_see_them),
        TEST(a_stale_version_conflicts),
    };
    return cmocka_run_group_tests_name("desk: case.get", tests, NULL, NULL);
}
