/* Tests of services/escalation/clocks.c: limits beside the rows that keep them. */
#include "tests/unit/services/escalation/support.h"

static void a_key_is_the_case_and_the_clock(void **state)
{
    struct arena arena = {0};

    (void)state;
    assert_true(text_is(
        clock_key(&arena, case_id(1), TEXT("K8b.reply")),
        "01020304-0506-7008-800a-0b0c0d0e0f01/K8b.reply"
    ));
    arena_done(&arena);
}

static void lists_the_clocks_of_a_case(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    assert_true(text_is(case_now(*state, 1)->clocks, "K2 K3 K6 K7 K8 K9"));
}

static void a_limit_goes_on_under_a_grade_that_has_none(void **state)
{
    /* 4.3: an escalation never stops a clock; K8a has no limit for P2 */
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P3, MONDAY);
    const int64_t due = clock_now(*state, 1, "K8a")->due_at;
    grade(*state, 1, CASE_GRADE_P2, MONDAY + HOUR_MS);
    assert_clock(*state, 1, "K8a", CLOCK_STATE_running, due);
    assert_int_equal(clock_now(*state, 1, "K8a")->grade, CASE_GRADE_P3);
    assert_int_equal(clock_now(*state, 1, "K6")->grade, CASE_GRADE_P2);
    take(*state, 2, CASE_TYPE_consult, CASE_GRADE_P2, MONDAY);
    assert_null(clock_now(*state, 2, "K8a"));
}

static void what_is_missed_keeps_the_grade_it_was_missed_with(void **state)
{
    take(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY);
    accept(*state, 1, MONDAY, MONDAY);
    const int64_t due = clock_now(*state, 1, "K6")->due_at;
    fire(*state, 1, due + 1);
    assert_int_equal(case_now(*state, 1)->grade, CASE_GRADE_P2);
    assert_clock(*state, 1, "K6", CLOCK_STATE_breached, due);
    assert_int_equal(clock_now(*state, 1, "K6")->grade, CASE_GRADE_P3);
    assert_int_equal(clock_now(*state, 1, "K8")->grade, CASE_GRADE_P2);
}

static void a_channel_that_was_taken_away_stops_nobody(void **state)
{
    receive_on(*state, 1, MONDAY, "telex");
    queue_at(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY, MONDAY);
    assert_non_null(clock_now(*state, 1, "K9"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_key_is_the_case_and_the_clock),
        TEST(lists_the_clocks_of_a_case),
        TEST(a_limit_goes_on_under_a_grade_that_has_none),
        TEST(what_is_missed_keeps_the_grade_it_was_missed_with),
        TEST(a_channel_that_was_taken_away_stops_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
