/* Tests of services/escalation/timers.c: one timer a case, in the set of its minute (DESIGN 5). */
#include "common/engine/projector_inside.h"
#include "tests/unit/services/escalation/support.h"

static struct projection_ops ops;

static int begin_ops(void **state)
{
    (void)state;
    ops = (struct projection_ops){0};
    return 0;
}

static int end_ops(void **state)
{
    (void)state;
    arena_done(&ops.arena);
    return 0;
}

static struct clocked_case due_at(int64_t ms)
{
    return (struct clocked_case){
        .case_id = case_id(1),
        .has_case_id = true,
        .next_at = ms,
        .has_next_at = true,
    };
}

/* The n-th operation: sign and set. */
static void assert_op(size_t n, const char *sign, const char *set)
{
    assert_true(ops.count >= (n + 1) * 4);
    assert_true(text_is(ops.words[n * 4], sign));
    assert_true(text_is(ops.words[n * 4 + 1], set));
}

static void names_a_set_by_its_minute(void **state)
{
    char set[TIMER_SET_BYTES];

    (void)state;
    assert_string_equal(timer_set(5 * MINUTE_MS - 1, set), "t4");
    assert_string_equal(timer_set(5 * MINUTE_MS, set), "t5");
    assert_string_equal(timer_set(5 * MINUTE_MS + 1, set), "t5");
}

static void a_new_timer_goes_into_its_minute(void **state)
{
    const struct clocked_case is = due_at(5 * MINUTE_MS + 7);

    (void)state;
    escalation_projection.project(&ops, NULL, &is);
    assert_int_equal(ops.count, 4);
    assert_op(0, "#", "t5");
    assert_true(text_is(ops.words[3], "300007"));
}

static void a_timer_that_moves_leaves_its_minute(void **state)
{
    const struct clocked_case was = due_at(5 * MINUTE_MS), is = due_at(6 * MINUTE_MS);

    (void)state;
    escalation_projection.project(&ops, &was, &is);
    assert_op(0, "~", "t5");
    assert_op(1, "#", "t6");
    assert_int_equal(ops.count, 8);
}

static void a_timer_that_moves_within_its_minute_is_only_set_anew(void **state)
{
    const struct clocked_case was = due_at(5 * MINUTE_MS), is = due_at(5 * MINUTE_MS + 1);

    (void)state;
    escalation_projection.project(&ops, &was, &is);
    assert_op(0, "#", "t5");
    assert_int_equal(ops.count, 4);
}

static void a_case_without_a_next_instant_has_no_timer(void **state)
{
    const struct clocked_case was = due_at(5 * MINUTE_MS);
    struct clocked_case is = was;

    (void)state;
    is.has_next_at = false;
    escalation_projection.project(&ops, &was, &is);
    assert_op(0, "~", "t5");
    assert_int_equal(ops.count, 4);
    escalation_projection.project(&ops, &is, &is);
    escalation_projection.project(&ops, &was, &was);
    assert_int_equal(ops.count, 4);
}

static void rebuilding_says_the_same_of_a_row(void **state)
{
    const struct clocked_case is = due_at(5 * MINUTE_MS + 7);
    struct case_timer timer = {
        .case_id = is.case_id,
        .next_at = is.next_at,
        .has_next_at = true,
    };

    (void)state;
    escalation_projection.project(&ops, NULL, &is);
    escalation_projection.project_slice(&ops, &timer);
    assert_int_equal(ops.count, 8);
    for (size_t i = 0; i < 4; i++)
        assert_true(text_equal(ops.words[i], ops.words[i + 4]));
    timer.has_next_at = false;
    escalation_projection.project_slice(&ops, &timer);
    assert_int_equal(ops.count, 8);
}

static void a_slice_is_as_long_as_its_statement_says(void **state)
{
    char limit[32];

    (void)state;
    snprintf(limit, sizeof(limit), "limit %d\n", TIMERS_A_SLICE);
    assert_non_null(strstr(escalation_slice_list.statement->sql, limit));
    assert_int_equal(escalation_projection.slice_keys, TIMERS_A_SLICE);
}

static void redis_proposes_as_many_as_a_batch_fires(void **state)
{
    char most[32];

    (void)state;
    snprintf(most, sizeof(most), "local MEMBERS = %d\n", FIRED_A_BATCH);
    assert_non_null(strstr(escalation_projection.propose_lua, most));
}

#define TIMER(function) cmocka_unit_test_setup_teardown(function, begin_ops, end_ops)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TIMER(names_a_set_by_its_minute),
        TIMER(a_new_timer_goes_into_its_minute),
        TIMER(a_timer_that_moves_leaves_its_minute),
        TIMER(a_timer_that_moves_within_its_minute_is_only_set_anew),
        TIMER(a_case_without_a_next_instant_has_no_timer),
        TIMER(rebuilding_says_the_same_of_a_row),
        TIMER(a_slice_is_as_long_as_its_statement_says),
        TIMER(redis_proposes_as_many_as_a_batch_fires),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
