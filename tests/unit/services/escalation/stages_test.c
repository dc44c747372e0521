/* Tests of services/escalation/stages.c: how long each stage of a case took (REQUIREMENTS SL-12). */
#include "services/escalation/stages.h"

#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_facts.h"

static struct arena arena;

static const struct stage_times *stages(struct trial *trial, uint8_t n)
{
    const struct stages_get query = {.case_id = case_id(n), .has_case_id = true};
    const struct item *item = say(trial, MESSAGE_stages_get_v1, &query, "E1001", "L1");
    struct stage_times *times = ARENA_NEW(&arena, struct stage_times);
    struct faults faults = {.count = 0};

    assert_int_equal(item->outcome, OUTCOME_answered);
    assert_int_equal(
        map_decode(
            item->reply.result,
            &stage_times_shape,
            DECODE_strict,
            "result",
            &arena,
            &faults,
            times
        ),
        OK
    );
    return times;
}

/* Each begins where the one before ended, and together they are the whole. */
static void assert_adds_up(const struct stage_times *times)
{
    int64_t sum = 0;

    for (size_t i = 0; i < times->stages_count; i++) {
        sum += times->stages[i].ms;
        assert_int_equal(times->stages[i].stage, SERVICE_STAGE_answering + i);
        if (i > 0)
            assert_int_equal(times->stages[i].from, times->stages[i - 1].to);
    }
    assert_int_equal(sum, times->total_ms);
}

static void the_stages_add_up_to_the_whole(void **state)
{
    static const int64_t minutes[] = {1, 10, 200, 40, 1440};

    receive_on(*state, 1, MONDAY, "web");
    acknowledge(*state, 1, MONDAY, MONDAY + MINUTE_MS);
    queue_at(*state, 1, CASE_TYPE_complaint, CASE_GRADE_P3, MONDAY, MONDAY + MINUTE_MS);
    claim(*state, 1, MONDAY + 11 * MINUTE_MS);
    decide_complaint(*state, 1, MONDAY + 211 * MINUTE_MS);
    reply_complaint(*state, 1, MONDAY + 251 * MINUTE_MS);
    close_case(*state, 1, MONDAY + 1691 * MINUTE_MS, 20);
    const struct stage_times *times = stages(*state, 1);
    assert_int_equal(times->stages_count, 5);
    for (size_t i = 0; i < LENGTH(minutes); i++)
        assert_int_equal(times->stages[i].ms, minutes[i] * MINUTE_MS);
    assert_adds_up(times);
    assert_true(times->ended);
    assert_int_equal(times->total_ms, 1691 * MINUTE_MS);
}

static void the_stage_that_lasts_counts_up_to_now(void **state)
{
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    trial_set_time(*state, MONDAY + 5 * MINUTE_MS);
    const struct stage_times *times = stages(*state, 1);
    assert_int_equal(times->stages_count, 2);
    assert_false(times->stages[1].has_to);
    assert_int_equal(times->total_ms, 5 * MINUTE_MS);
    assert_adds_up(times);
    assert_false(times->ended);
}

static void a_stage_that_was_passed_over_takes_no_time(void **state)
{
    /* resolved without a claim: consulting is nothing, all is processing */
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    resolve(*state, 1, MONDAY + 7 * MINUTE_MS, 5);
    const struct stage_times *times = stages(*state, 1);
    assert_int_equal(times->stages_count, 5);
    assert_int_equal(times->stages[1].ms, 0);
    assert_int_equal(times->stages[2].ms, 7 * MINUTE_MS);
    assert_adds_up(times);
}

static void after_a_reopening_it_is_processed_again(void **state)
{
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    claim(*state, 1, MONDAY + MINUTE_MS);
    resolve(*state, 1, MONDAY + 7 * MINUTE_MS, 5);
    close_case(*state, 1, MONDAY + 8 * MINUTE_MS, 6);
    assert_true(stages(*state, 1)->ended);
    reopen(*state, 1, MONDAY + 9 * MINUTE_MS, 7);
    trial_set_time(*state, MONDAY + 20 * MINUTE_MS);
    const struct stage_times *times = stages(*state, 1);
    assert_false(times->ended);
    assert_int_equal(times->stages_count, 3);
    assert_int_equal(times->stages[2].ms, 19 * MINUTE_MS);
    assert_adds_up(times);
}

static void a_case_that_nobody_knows_has_none(void **state)
{
    const struct stages_get query = {.case_id = case_id(9), .has_case_id = true};

    assert_refused(
        say(*state, MESSAGE_stages_get_v1, &query, "E1001", "L1"),
        "not_found",
        "data.case_id"
    );
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_stages_add_up_to_the_whole),
        TEST(the_stage_that_lasts_counts_up_to_now),
        TEST(a_stage_that_was_passed_over_takes_no_time),
        TEST(after_a_reopening_it_is_processed_again),
        TEST(a_case_that_nobody_knows_has_none),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_done(&arena);
    return failed;
}
