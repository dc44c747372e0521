/* Tests of services/escalation/regrade.c: up by anyone, down only from L3 on with a reason (REQUIREMENTS 4.1, SL-10). */
#include "services/escalation/regrade.h"

#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_playbook.h"

static bool is_accepted(const struct item *item)
{
    return item->outcome == OUTCOME_accepted;
}

static void anyone_raises_a_grade(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    tell_customer(*state, 1, MONDAY, 2);
    assert_true(is_accepted(regrade_case(*state, 1, CASE_GRADE_P1, "reception", NULL)));
    const struct case_regraded *event = trial_last(*state, MESSAGE_case_regraded_v1);
    assert_int_equal(event->from_grade, CASE_GRADE_P3);
    assert_int_equal(event->grade, CASE_GRADE_P1);
    assert_true(text_is(event->reasons[0], "by_person"));
    assert_true(text_is(event->regraded_by, "E2001"));
    assert_int_equal(case_now(*state, 1)->grade, CASE_GRADE_P1);
    /* All limits follow (4.7 rule 12): K8 of P1 is 5 calendar days. */
    assert_clock(*state, 1, "K8", CLOCK_STATE_running, at("2026-03-08T00:00:00"));
}

static void an_agent_does_not_lower_a_grade(void **state)
{
    /* SL-10 */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY);
    assert_true(is_refused(regrade_case(*state, 1, CASE_GRADE_P3, "L2", "calm"), "forbidden"));
    assert_true(
        is_refused(regrade_case(*state, 1, CASE_GRADE_P3, "L3", NULL), "reason_required")
    );
    assert_int_equal(case_now(*state, 1)->grade, CASE_GRADE_P2);
    assert_true(is_accepted(regrade_case(*state, 1, CASE_GRADE_P3, "L3", "calm")));
    assert_int_equal(case_now(*state, 1)->grade, CASE_GRADE_P3);
    const struct case_regraded *event = trial_last(*state, MESSAGE_case_regraded_v1);
    assert_true(text_is(event->reasons[0], "calm"));
}

static void the_reason_of_a_person_starts_what_is_prepared_for_it(void **state)
{
    /* SL-07: an agent hears the threat that no rule could read; who lowers a grade starts nothing */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY);
    assert_true(is_accepted(regrade_case(*state, 1, CASE_GRADE_P3, "L3", "public_opinion")));
    assert_null(playbook_now(*state, 1, "media"));
    assert_true(
        is_refused(regrade_case(*state, 1, CASE_GRADE_P3, "L1", "leak_suspected"), "conflict")
    );
    assert_true(is_accepted(regrade_case(*state, 1, CASE_GRADE_P1, "L1", "threat_to_life")));
    const struct playbook *row = playbook_now(*state, 1, "violence");
    assert_non_null(row);
    assert_true(text_is(row->cause, "reason:threat_to_life"));
    assert_int_equal(case_now(*state, 1)->grade, CASE_GRADE_P1);
    assert_int_equal(count_events(*state, MESSAGE_playbook_started_v1), 1);
}

static void what_a_regulator_sent_is_never_lowered(void **state)
{
    receive_on(*state, 1, MONDAY, "pboc");
    queue_at(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY, MONDAY);
    assert_true(is_refused(regrade_case(*state, 1, CASE_GRADE_P3, "L6", "calm"), "forbidden"));
    assert_true(is_accepted(regrade_case(*state, 1, CASE_GRADE_P1, "L1", NULL)));
}

static void a_grade_that_a_person_set_outlasts_what_a_limit_raised(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY);
    accept(*state, 1, MONDAY, MONDAY);
    fire(*state, 1, MONDAY + 2 * HOUR_MS + 1);
    assert_int_equal(case_now(*state, 1)->grade, CASE_GRADE_P1);
    assert_true(is_accepted(regrade_case(*state, 1, CASE_GRADE_P3, "L3", "settled")));
    assert_int_equal(case_now(*state, 1)->grade, CASE_GRADE_P3);
}

static void of_two_regrades_of_one_batch_the_second_counts(void **state)
{
    /* `now` is the same for both, and the milder grade must not win */
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    assert_true(is_accepted(regrade_case(*state, 1, CASE_GRADE_P4, "L3", "calm")));
    assert_true(is_accepted(regrade_case(*state, 1, CASE_GRADE_P1, "L3", NULL)));
    const struct case_regraded *event = trial_last(*state, MESSAGE_case_regraded_v1);
    assert_int_equal(event->from_grade, CASE_GRADE_P4);
    assert_int_equal(event->grade, CASE_GRADE_P1);
    assert_int_equal(case_now(*state, 1)->grade, CASE_GRADE_P1);
    assert_clock(*state, 1, "K8", CLOCK_STATE_running, at("2026-03-08T00:00:00"));
}

static void refuses_what_is_no_regrade(void **state)
{
    assert_true(is_refused(regrade_case(*state, 1, CASE_GRADE_P1, "L3", NULL), "not_found"));
    receive_on(*state, 1, MONDAY, "web");
    assert_true(is_refused(regrade_case(*state, 1, CASE_GRADE_P1, "L3", NULL), "conflict"));
    queue_at(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY, MONDAY);
    assert_true(is_refused(regrade_case(*state, 1, CASE_GRADE_P2, "L3", "x"), "conflict"));
    assert_true(
        is_refused(regrade_case(*state, 1, CASE_GRADE_P3, "L3", "张三要求"), "invalid_field")
    );
    assert_true(is_refused(regrade_case(*state, 1, CASE_GRADE_P1, NULL, NULL), "missing_field")
    );
}

static enum error reason_of(struct text reason)
{
    struct arena arena = {0};
    struct reply reply = {0};
    struct call call = {.arena = &arena, .reply = &reply};
    enum error error = regrade_reason(&call, reason);

    assert_int_equal(reply.faults.count, error == OK ? 0 : 1);
    arena_done(&arena);
    return error;
}

static void a_code_has_at_most_64_letters(void **state)
{
    /* none, one, at, one above */
    char text[66];

    (void)state;
    memset(text, 'a', sizeof(text));
    assert_int_equal(reason_of((struct text){text, 0}), ERROR_refused);
    assert_int_equal(reason_of((struct text){text, 1}), OK);
    assert_int_equal(reason_of((struct text){text, 64}), OK);
    assert_int_equal(reason_of((struct text){text, 65}), ERROR_refused);
    assert_int_equal(reason_of(TEXT("a_B-9")), OK);
    assert_int_equal(reason_of(TEXT("a b")), ERROR_refused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(anyone_raises_a_grade),
        TEST(an_agent_does_not_lower_a_grade),
        TEST(the_reason_of_a_person_starts_what_is_prepared_for_it),
        TEST(what_a_regulator_sent_is_never_lowered),
        TEST(a_grade_that_a_person_set_outlasts_what_a_limit_raised),
        TEST(of_two_regrades_of_one_batch_the_second_counts),
        TEST(refuses_what_is_no_regrade),
        TEST(a_code_has_at_most_64_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
