/* Tests of services/desk/compare.c: DESIGN section 4, depth is compared with PostgreSQL by a chore. */
#include "services/desk/compare.h"

#include "common/metrics.h"
#include "services/desk/propose.h"
#include "tests/unit/services/desk/complaint_steps.h"

static void compare(const char *row, const char *redis, bool busy)
{
    const struct bytes rows = bytes_of_text(text_of(row)),
                       lines = bytes_of_text(text_of(redis));

    trial_list(trial, &desk_waiting_list, &rows, *row != '\0', false);
    trial_list(trial, &desk_candidates_list, &lines, *redis != '\0', busy);
    assert_int_equal(trial_chore(trial, "compare")->outcome, OUTCOME_accepted);
}

/* What is on its way to Redis differs once. */
static void what_redis_and_the_rows_differ_by_twice_is_shown(void **state UNUSED)
{
    static const struct {
        const char *row, *redis;
        bool busy;
        int64_t shown;
    } cases[] = {
        {"q.card|12", "q.card|12", false, 0},
        {"q.card|12", "q.card|11", false, 0}, /* once may be on its way */
        {"q.card|12", "q.card|12", false, 0},
        {"q.card|12", "q.card|9", false, 0},
        {"q.card|12", "q.card|9", false, 3},
        {"q.card|12", "", true, 3}, /* being rebuilt: nothing is known */
        {"q.card|12", "q.loan|12", false, 3},
        {"q.card|12", "q.loan|12", false, 24}, /* queue by queue */
        {"", "q.loan|5", false, 5},
        {"", "", false, 0},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        compare(cases[i].row, cases[i].redis, cases[i].busy);
        assert_int_equal(metric_value(METRIC_shouli_queue_difference), cases[i].shown);
    }
}

/* 20,000 waiting cases are compared; of 20,001 not all may have been read. */
static void of_too_many_cases_nothing_is_said(void **state UNUSED)
{
    static const char *const rows[] = {"q.card|19999", "q.card|20000", "q.card|20001"};

    for (size_t i = 0; i < LENGTH(rows); i++) {
        compare("", "", false);
        compare("", "", false);
        compare(rows[i], "q.card|7", false);
        compare(rows[i], "q.card|7", false);
        assert_int_equal(
            metric_value(METRIC_shouli_queue_difference),
            i == 2 ? 0 : 19992 + (int64_t)i
        );
    }
}

static void a_count_that_is_none_is_left_out(void **state UNUSED)
{
    struct queue_count count = {.cases = 0};

    assert_false(queue_count_read(TEXT(""), &count));
    assert_false(queue_count_read(TEXT("q.card"), &count));
    assert_false(queue_count_read(TEXT("|7"), &count));
    assert_true(queue_count_read(TEXT("q.card|7"), &count));
    assert_string_equal(count.queue, "q.card");
    assert_int_equal(count.cases, 7);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_redis_and_the_rows_differ_by_twice_is_shown),
        TEST(of_too_many_cases_nothing_is_said),
        TEST(a_count_that_is_none_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
