/* Tests of services/desk/decide_router.c: CL-08, CL-09, REQUIREMENTS 2.3 rows 29 and 75. */
#include "services/desk/decide_router.h"

#include "tests/unit/services/desk/complaint_steps.h"

static void places_a_case_in_its_queue(void **state UNUSED)
{
    static const struct text skills[] = {{"risk_notice", 11}, {"card", 4}, {"a,b", 3}, {"", 0}};
    struct case_queued body = consultation();

    body.skills = skills;
    body.skills_count = LENGTH(skills);
    place(case_id(1), body);
    const struct queued_case *row = row_of_case(case_id(1));
    assert_int_equal(row->state, CASE_STATE_queued);
    assert_text(row->skills, "card,risk_notice");
    assert_text(row->case_no, "GD20261121000001");
    assert_int_equal(row->due_at, T0 + DAY);
    assert_int_equal(row->grade, CASE_GRADE_P4);
    assert_int_equal(trial_event_count(trial), 0);
}

/* CL-04, CL-08: required, preferred and forbidden, each with a level of the route's; staff.yaml: E1002 has card at 2. */
static void who_may_have_it_follows_the_levels_of_the_route(void **state UNUSED)
{
    static const struct text two[] = {{"card:2", 6}}, three[] = {{"card:3", 6}},
                             bad[] = {{"card", 4}, {"fx:6", 4}}, barred[] = {{"account:3", 9}};
    struct case_queued body = consultation();

    body.skills = two;
    place(case_id(1), body);
    assert_text(row_of_case(case_id(1))->needs, "card:2");
    body.skills = three;
    place(case_id(2), body);
    assert_text(row_of_case(case_id(2))->needs, "card:3");
    body.skills = bad;
    body.skills_count = 2;
    place(case_id(3), body);
    assert_text(row_of_case(case_id(3))->needs, "card:1");
    body = consultation();
    body.forbidden = barred; /* E1002 has account at 3 */
    body.forbidden_count = 1;
    place(case_id(4), body);
    assert_text(row_of_case(case_id(4))->needs, "card:1,!account:3");
    assert_refused(claim(case_id(4), "E1002", "L1"), "queue_empty");
    assert_refused(claim(case_id(2), "E1002", "L1"), "queue_empty");
    assert_accepted(claim(case_id(1), "E1002", "L1"));
    assert_accepted(claim(case_id(2), "A", "L1")); /* L1 has 3 */
}

static void a_consultation_that_becomes_a_complaint_keeps_its_first_receipt(void **state UNUSED)
{
    /* CL-09 */
    struct uuid id = claimed(1, consultation(), "A", "L1");

    trial_set_time(trial, T0 + 3 * DAY);
    place(id, complaint(CASE_GRADE_P3));
    const struct queued_case *row = row_of_case(id);
    assert_int_equal(row->state, CASE_STATE_queued);
    assert_int_equal(row->stage, CASE_STATE_cp_registered);
    assert_null(row->owner.at);
    const struct case_reclassified *event = trial_last(trial, MESSAGE_case_reclassified_v1);
    assert_int_equal(event->from_type, CASE_TYPE_consult);
    assert_int_equal(event->case_type, CASE_TYPE_complaint);
    assert_int_equal(event->received_at, T0 - MINUTE);
    const struct complaint_registered *registered =
        trial_last(trial, MESSAGE_complaint_registered_v1);
    assert_int_equal(registered->first_received_at, T0 - MINUTE);
    size_t events = trial_event_count(trial);
    place(id, complaint(CASE_GRADE_P3));
    assert_int_equal(trial_event_count(trial), events); /* nothing new to say */
}

static void another_code_in_the_same_queue_leaves_the_owner(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");
    struct case_queued body = consultation();

    body.code = TEXT("CR02");
    place(id, body);
    assert_text(row_of_case(id)->owner, "A");
    assert_int_equal(row_of_case(id)->state, CASE_STATE_in_progress);
    assert_non_null(trial_last(trial, MESSAGE_case_reclassified_v1));
}

/* What it tells is a label that a model learns from, or is none. */
static void tells_on_whether_the_code_was_named(void **state UNUSED)
{
    struct case_queued body = consultation();

    for (int known = 0; known <= 2; known++) {
        struct uuid id = claimed((uint8_t)(1 + known), consultation(), "A", "L1");
        body.code = TEXT("CR02");
        body.has_code_named = known > 0;
        body.code_named = known > 1;
        place(id, body);
        const struct case_reclassified *event = trial_last(trial, MESSAGE_case_reclassified_v1);
        assert_int_equal(event->has_code_named, known > 0);
        assert_int_equal(event->code_named, known > 1);
    }
}

static void an_owner_whom_it_turns_out_to_be_about_loses_it(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "E1001", "L1");
    struct case_queued body = consultation();

    body.about_employee = TEXT("E1001");
    place(id, body);
    assert_true(row_is_waiting(row_of_case(id)));
    const struct case_released *event = trial_last(trial, MESSAGE_case_released_v1);
    assert_int_equal(event->cause, RELEASE_CAUSE_recused);
}

static void a_settled_case_changes_its_class_only(void **state UNUSED)
{
    struct uuid id = claimed(1, consultation(), "A", "L1");

    resolve(id, "A", "L1");
    place(id, complaint(CASE_GRADE_P3));
    assert_int_equal(row_of_case(id)->state, CASE_STATE_resolved);
    assert_int_equal(row_of_case(id)->case_type, CASE_TYPE_complaint);
}

static void a_manual_decision_ends_the_triage(void **state UNUSED)
{
    /* Row 11 */
    struct case_triage_needed body = {
        .queue = TEXT("q.triage"),
        .grade = CASE_GRADE_P3,
        .due_at = T0,
        .has_due_at = true,
        .received_at = T0,
        .has_received_at = true,
        .channel = TEXT("web"),
    };

    event_of(MESSAGE_case_triage_needed_v1, case_id(1), &body);
    assert_int_equal(row_of_case(case_id(1))->state, CASE_STATE_triage);
    assert_true(row_is_waiting(row_of_case(case_id(1))));
    assert_accepted(claim(case_id(1), "A", "L1"));
    place(case_id(1), consultation());
    assert_int_equal(row_of_case(case_id(1))->state, CASE_STATE_queued);
    assert_text(row_of_case(case_id(1))->queue, "q.card");
    assert_null(row_of_case(case_id(1))->owner.at);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(places_a_case_in_its_queue),
        TEST(who_may_have_it_follows_the_levels_of_the_route),
        TEST(a_consultation_that_becomes_a_complaint_keeps_its_first_receipt),
        TEST(another_code_in_the_same_queue_leaves_the_owner),
        TEST(tells_on_whether_the_code_was_named),
        TEST(an_owner_whom_it_turns_out_to_be_about_loses_it),
        TEST(a_settled_case_changes_its_class_only),
        TEST(a_manual_decision_ends_the_triage),
    };
    return cmocka_run_group_tests_name("desk: router's events", tests, NULL, NULL);
}
