/* Tests of services/escalation/ladder_answer.c: a rung waits for an answer, else the next (REQUIREMENTS 4.3). */
#include "services/escalation/ladder.h"

#include "tests/support/refused_alike.h"
#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_about.h"

static void called_at_ten(struct trial *trial)
{
    take(trial, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    fire(trial, 1, MONDAY + 10 * MINUTE_MS + 1);
}

static void an_answer_holds_the_next_rung_for_its_whole_time(void **state)
{
    called_at_ten(*state);
    trial_set_time(*state, MONDAY + 14 * MINUTE_MS + 1);
    assert_int_equal(
        acknowledge_rung(*state, 1, "K3", "E3001", "L3")->outcome,
        OUTCOME_accepted
    );
    const struct ladder_acknowledged *event =
        trial_last(*state, MESSAGE_ladder_acknowledged_v1);
    assert_true(text_is(event->step, "K3.1"));
    assert_true(text_is(event->acknowledged_by, "E3001"));
    assert_int_equal(event->level, 3);
    assert_int_equal(event->next_at, MONDAY + 24 * MINUTE_MS);
    /* No deputy is called, and the next line ten minutes after the answer: one below, at. */
    fire(*state, 1, MONDAY + 24 * MINUTE_MS - 1);
    assert_int_equal(case_now(*state, 1)->level, 3);
    assert_int_equal(count_events(*state, MESSAGE_duty_called_v1), 1);
    fire(*state, 1, MONDAY + 24 * MINUTE_MS);
    assert_int_equal(case_now(*state, 1)->level, 4);
}

static void without_an_answer_the_next_line_is_told_at_its_time(void **state)
{
    /* SL-05: L3 at 10:00, L4 at 20:00 */
    called_at_ten(*state);
    fire(*state, 1, MONDAY + 20 * MINUTE_MS - 1);
    assert_int_equal(case_now(*state, 1)->level, 3);
    fire(*state, 1, MONDAY + 20 * MINUTE_MS);
    assert_int_equal(case_now(*state, 1)->level, 4);
}

static void an_answer_never_moves_the_limit(void **state)
{
    called_at_ten(*state);
    int64_t due = clock_now(*state, 1, "K3")->due_at;
    acknowledge_rung(*state, 1, "K3", "E3001", "L3");
    assert_int_equal(clock_now(*state, 1, "K3")->due_at, due);
    assert_int_equal(clock_now(*state, 1, "K3")->state, CLOCK_STATE_breached);
}

static void each_rung_is_answered_once(void **state)
{
    called_at_ten(*state);
    acknowledge_rung(*state, 1, "K3", "E3001", "L3");
    assert_true(is_refused(acknowledge_rung(*state, 1, "K3", "E3001", "L3"), "conflict"));
    fire(*state, 1, MONDAY + 20 * MINUTE_MS + 1);
    assert_int_equal(
        acknowledge_rung(*state, 1, "K3", "E4001", "L4")->outcome,
        OUTCOME_accepted
    );
}

static void who_may_answer_is_who_was_called_or_a_line_not_below(void **state)
{
    called_at_ten(*state);
    assert_true(is_refused(acknowledge_rung(*state, 1, "K3", "E2001", "L2"), "forbidden"));
    assert_true(is_refused(acknowledge_rung(*state, 1, "K3", "E2001", "auditor"), "forbidden"));
    assert_int_equal(
        acknowledge_rung(*state, 1, "K3", "E3001", "complaint_specialist")->outcome,
        OUTCOME_accepted
    );
    fire(*state, 1, MONDAY + 20 * MINUTE_MS + 1);
    assert_true(is_refused(acknowledge_rung(*state, 1, "K3", "E3001", "L3"), "forbidden"));
    assert_int_equal(
        acknowledge_rung(*state, 1, "K3", "E5001", "L5")->outcome,
        OUTCOME_accepted
    );
}

/* CL-08: E3001 leads E1001. The answer is the one about a case that is not there. */
static void nobody_answers_for_a_complaint_about_themselves(void **state)
{
    receive_about(*state, 1, MONDAY, "E1001");
    queue_at(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY, MONDAY);
    fire(*state, 1, MONDAY + 10 * MINUTE_MS + 1);
    assert_refused_alike(
        acknowledge_rung(*state, 1, "K3", "E3001", "L3"),
        acknowledge_rung(*state, 9, "K3", "E3001", "L3")
    );
    assert_refused_alike(
        acknowledge_rung(*state, 1, "K3", "E1001", "L6"),
        acknowledge_rung(*state, 9, "K3", "E1001", "L6")
    );
    assert_int_equal(
        acknowledge_rung(*state, 1, "K3", "E3002", "L3")->outcome,
        OUTCOME_accepted
    );
}

static void refuses_what_nobody_waits_for(void **state)
{
    struct ladder_acknowledge wish = {
        .case_id = case_id(1),
        .has_case_id = true,
        .clock = TEXT("K3"),
        .step = TEXT("K3.2"),
    };

    assert_true(is_refused(acknowledge_rung(*state, 1, "K3", "E3001", "L3"), "not_found"));
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    assert_true(is_refused(acknowledge_rung(*state, 1, "K3", "E3001", "L3"), "conflict"));
    assert_true(is_refused(acknowledge_rung(*state, 1, "K99", "E3001", "L3"), "not_found"));
    fire(*state, 1, MONDAY + 10 * MINUTE_MS);
    assert_true(
        is_refused(say(*state, MESSAGE_ladder_acknowledge_v1, &wish, "E3001", "L3"), "conflict")
    );
    wish.step = TEXT("K3.1");
    assert_true(is_refused(
        say(*state, MESSAGE_ladder_acknowledge_v1, &wish, NULL, NULL),
        "missing_field"
    ));
    accept(*state, 1, MONDAY, MONDAY + 11 * MINUTE_MS);
    assert_true(is_refused(acknowledge_rung(*state, 1, "K3", "E3001", "L3"), "conflict"));
}

static void knows_the_lines(void **state)
{
    (void)state;
    assert_int_equal(ladder_line(TEXT("L1")), 1);
    assert_int_equal(ladder_line(TEXT("L6")), 6);
    assert_int_equal(ladder_line(TEXT("L7")), 0);
    assert_int_equal(ladder_line(TEXT("L0")), 0);
    assert_int_equal(ladder_line(TEXT("L33")), 0);
    assert_int_equal(ladder_line(TEXT("ops")), 0);
    assert_int_equal(ladder_line((struct text){0}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_answer_holds_the_next_rung_for_its_whole_time),
        TEST(without_an_answer_the_next_line_is_told_at_its_time),
        TEST(an_answer_never_moves_the_limit),
        TEST(each_rung_is_answered_once),
        TEST(who_may_answer_is_who_was_called_or_a_line_not_below),
        TEST(nobody_answers_for_a_complaint_about_themselves),
        TEST(refuses_what_nobody_waits_for),
        TEST(knows_the_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
