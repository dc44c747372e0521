/* Tests of services/desk/measure.c: cases by queue, state and grade (REQUIREMENTS OP-04). */
#include "services/desk/measure.h"

#include "common/metrics.h"
#include "tests/unit/services/desk/complaint_steps.h"

static int64_t shown(const char *queue, const char *state, const char *grade)
{
    return metric_value_labelled(METRIC_shouli_queue_cases, queue, state, grade);
}

static void answer(const char *const *lines, size_t count)
{
    struct bytes keys[8];

    for (size_t i = 0; i < count; i++)
        keys[i] = bytes_of_text(text_of(lines[i]));
    trial_list(trial, &desk_cases_list, keys, count, false);
    assert_int_equal(trial_chore(trial, "cases")->outcome, OUTCOME_accepted);
}

static void cases_are_shown_by_queue_state_and_grade(void **state UNUSED)
{
    static const char *const lines[] = {
        "q.card|queued|P2|12",
        "q.card|in_progress|P2|3",
        "q.loan|queued|P4|1"};

    answer(LIST(lines));
    assert_int_equal(shown("q.card", "queued", "P2"), 12);
    assert_int_equal(shown("q.card", "in_progress", "P2"), 3);
    assert_int_equal(shown("q.loan", "queued", "P4"), 1);
    assert_int_equal(shown("q.loan", "queued", "P1"), 0);
    assert_int_equal(trial_event_count(trial), 0);
}

static void what_is_there_no_more_goes_back_to_zero(void **state UNUSED)
{
    static const char *const before[] = {"q.card|queued|P1|2", "q.card|triage|P1|4"};
    static const char *const after[] = {"q.card|triage|P1|5"};

    answer(LIST(before));
    answer(LIST(after));
    assert_int_equal(shown("q.card", "queued", "P1"), 0);
    assert_int_equal(shown("q.card", "triage", "P1"), 5);
}

static void a_line_that_is_none_is_left_out(void **state UNUSED)
{
    static const char *const lines[] = {"nonsense", "q.vip|queued|P3|6"};
    struct queue_cases cases;

    assert_false(queue_cases_read(TEXT(""), &cases));
    assert_false(queue_cases_read(TEXT("q.card|queued|P2"), &cases));
    assert_false(queue_cases_read(TEXT("q.card|queued|P2|many"), &cases));
    assert_true(queue_cases_read(TEXT("q.card|queued|P2|7"), &cases));
    assert_string_equal(cases.state, "queued");
    assert_int_equal(cases.cases, 7);
    answer(LIST(lines));
    assert_int_equal(shown("q.vip", "queued", "P3"), 6);
}

static void a_line_has_room_for_159_bytes(void **state UNUSED)
{
    /* leading zeros make any length; one below, at and above */
    char line[256];
    struct queue_cases cases;

    for (int length = 158; length <= 160; length++) {
        snprintf(line, sizeof(line), "q|queued|P2|%0*d", length - 12, 5);
        assert_int_equal(strlen(line), length);
        assert_int_equal(queue_cases_read(text_of(line), &cases), length < 160);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(cases_are_shown_by_queue_state_and_grade),
        TEST(what_is_there_no_more_goes_back_to_zero),
        TEST(a_line_that_is_none_is_left_out),
        TEST(a_line_has_room_for_159_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
