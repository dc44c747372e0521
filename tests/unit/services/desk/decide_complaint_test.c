/* Tests of services/desk/decide_complaint.c: REQUIREMENTS 2.3 rows 29 to 37, CP-05 to CP-08, CP-11. */
#include "services/desk/decide_complaint.h"

#include "tests/unit/services/desk/complaint_steps.h"

static void registers_with_the_first_receipt(void **state UNUSED)
{
    /* Row 29 */
    place(case_id(1), complaint(CASE_GRADE_P3));
    const struct complaint_registered *event =
        trial_last(trial, MESSAGE_complaint_registered_v1);
    assert_int_equal(event->first_received_at, T0 - MINUTE);
    assert_text(event->about_employee, "E1001");
    assert_int_equal(event->state, CASE_STATE_queued);
}

static void accepting_gives_a_number(void **state UNUSED)
{
    struct uuid id = claimed(1, complaint(CASE_GRADE_P3), "S", "complaint_specialist");

    accept_it(id);
    const struct complaint_accepted *event = trial_last(trial, MESSAGE_complaint_accepted_v1);
    assert_int_equal(event->complaint_no.length, strlen("TS20261121000001"));
    assert_memory_equal(event->complaint_no.at, "TS20261121", 10);
    assert_text(event->owner, "S");
    assert_int_equal(event->first_received_at, T0 - MINUTE);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_cp_accepted);
}

static void the_number_carries_the_date_in_shanghai(void **state UNUSED)
{
    /* 2026-11-21T16:00:00.000Z is midnight there */
    int64_t midnight = (T0 / DAY) * DAY + 16 * 60 * MINUTE;
    trial_set_time(trial, midnight - 1);
    struct uuid before = claimed(1, complaint(CASE_GRADE_P3), "S", "L2");
    accept_it(before);
    assert_memory_equal(row_of_case(before)->complaint_no.at, "TS20261121", 10);
    trial_set_time(trial, midnight);
    struct uuid after = claimed(2, complaint(CASE_GRADE_P3), "S", "L2");
    accept_it(after);
    assert_memory_equal(row_of_case(after)->complaint_no.at, "TS20261122", 10);
}

static void an_older_lease_is_refused_when_it_is_given(void **state UNUSED)
{
    struct uuid id = claimed(1, complaint(CASE_GRADE_P3), "S", "L2");

    assert_refused(
        command(
            MESSAGE_complaint_accept_v1,
            id,
            &(struct complaint_accept){ON_CASE(id), .lease_epoch = 0, .has_lease_epoch = true},
            "S",
            "L2"
        ),
        "lease_lost"
    );
    assert_refused(
        command(
            MESSAGE_complaint_accept_v1,
            id,
            &(struct complaint_accept){ON_CASE(id)},
            "T",
            "L2"
        ),
        "forbidden"
    );
}

static void grading_needs_all_three_facets_and_l3(void **state UNUSED)
{
    /* Row 32, CP-06 */
    struct uuid id = claimed(1, complaint(CASE_GRADE_P3), "S", "L2");
    struct complaint_grade body = {ON_CASE(id), .grade = CASE_GRADE_P2};

    accept_it(id);
    const struct item *item = command(MESSAGE_complaint_grade_v1, id, &body, "T", "L3");
    assert_refused(item, "missing_field");
    assert_int_equal(item->reply.faults.count, 3);
    body.facet_channel = body.facet_business = body.facet_cause = TEXT("x");
    assert_refused(command(MESSAGE_complaint_grade_v1, id, &body, "S", "L2"), "forbidden");
    assert_accepted(command(MESSAGE_complaint_grade_v1, id, &body, "T", "L3"));
    assert_int_equal(row_of_case(id)->grade, CASE_GRADE_P2);
    assert_int_equal(row_of_case(id)->state, CASE_STATE_cp_graded);
}

static void
going_down_needs_a_reason_and_never_happens_to_a_regulator_s_case(void **state UNUSED)
{
    /* REQUIREMENTS 4.1 */
    static const struct text reasons[] = {{"mistaken", 8}};
    struct case_queued outside = complaint(CASE_GRADE_P2);
    struct uuid id = claimed(1, complaint(CASE_GRADE_P2), "S", "L2");
    struct complaint_grade body = {ON_CASE(id), .grade = CASE_GRADE_P3};

    accept_it(id);
    body.facet_channel = body.facet_business = body.facet_cause = TEXT("x");
    assert_refused(
        command(MESSAGE_complaint_grade_v1, id, &body, "T", "L3"),
        "reason_required"
    );
    body.reasons = reasons;
    body.reasons_count = 1;
    assert_accepted(command(MESSAGE_complaint_grade_v1, id, &body, "T", "L3"));
    assert_int_equal(row_of_case(id)->grade, CASE_GRADE_P3);
    outside.outside_no = TEXT("NFRA-1");
    struct uuid other = claimed(2, outside, "S", "L2");
    accept_it(other);
    body.case_id = other;
    assert_refused(command(MESSAGE_complaint_grade_v1, other, &body, "T", "L3"), "forbidden");
}

static void the_investigator_is_never_the_one_complained_about(void **state UNUSED)
{
    /* REQUIREMENTS 2.5 invariant 5, CP-07, CL-08 */
    struct uuid id = claimed(1, complaint(CASE_GRADE_P3), "S", "L2");
    struct complaint_investigate body = {ON_CASE(id), .investigator = TEXT("E1001")};

    accept_it(id);
    grade_it(id, CASE_GRADE_P3);
    assert_refused(
        command(MESSAGE_complaint_investigate_v1, id, &body, "T", "L3"),
        "forbidden"
    );
    body.investigator = TEXT("E3001");
    assert_refused(
        command(MESSAGE_complaint_investigate_v1, id, &body, "T", "L3"),
        "forbidden"
    );
    body.investigator = TEXT("I");
    assert_refused(
        command(MESSAGE_complaint_investigate_v1, id, &body, "S", "L2"),
        "forbidden"
    );
    assert_accepted(command(MESSAGE_complaint_investigate_v1, id, &body, "T", "L3"));
    assert_text(row_of_case(id)->investigator, "I");
}

static void a_draft_says_finding_basis_remedies_and_cause(void **state UNUSED)
{
    struct uuid id = investigated(1, CASE_GRADE_P3);
    struct complaint_draft body = {ON_CASE(id), .answer = TEXT("x")};

    const struct item *item = command(MESSAGE_complaint_draft_v1, id, &body, "I", "L2");
    assert_refused(item, "missing_field");
    assert_int_equal(item->reply.faults.count, 3);
    body.basis = body.remedies = TEXT("x");
    body.finding = FINDING_established;
    assert_refused(command(MESSAGE_complaint_draft_v1, id, &body, "I", "L2"), "missing_field");
    body.root_cause = TEXT("x");
    assert_refused(command(MESSAGE_complaint_draft_v1, id, &body, "S", "L2"), "forbidden");
    assert_accepted(command(MESSAGE_complaint_draft_v1, id, &body, "I", "L2"));
    const struct complaint_drafted *event = trial_last(trial, MESSAGE_complaint_drafted_v1);
    assert_text(event->drafted_by, "I");
    assert_int_equal(event->finding, FINDING_established);
    assert_true(event->root_cause.cipher.length > 0);
    assert_false(row_of_case(id)->has_lease_until);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(registers_with_the_first_receipt),
        TEST(accepting_gives_a_number),
        TEST(the_number_carries_the_date_in_shanghai),
        TEST(an_older_lease_is_refused_when_it_is_given),
        TEST(grading_needs_all_three_facets_and_l3),
        TEST(going_down_needs_a_reason_and_never_happens_to_a_regulator_s_case),
        TEST(the_investigator_is_never_the_one_complained_about),
        TEST(a_draft_says_finding_basis_remedies_and_cause),
    };
    return cmocka_run_group_tests_name("desk: complaints", tests, NULL, NULL);
}
