/* Tests of services/escalation/moments.c: what a ladder says happens when (REQUIREMENTS 4.3). */
#include "services/escalation/moments.h"

#include "tests/unit/services/escalation/support.h"

static void reads_the_highest_line_of_a_rung(void **state)
{
    (void)state;
    assert_int_equal(moment_level(TEXT("owner")), 1);
    assert_int_equal(moment_level(TEXT("owner, L3")), 3);
    assert_int_equal(moment_level(TEXT("L3, L4")), 4);
    assert_int_equal(moment_level(TEXT("L4, core_duty")), 4);
    assert_int_equal(moment_level(TEXT("customer")), 0);
    assert_int_equal(moment_level(TEXT("L0")), 0);
    assert_int_equal(moment_level(TEXT("L6")), 6);
    assert_int_equal(moment_level(TEXT("L7")), 0);
    assert_int_equal(moment_level((struct text){0}), 0);
}

/* A clock with a limit at 1000, two rungs at 400 and 800, without a rung at the limit. */
static struct due_result due;
static struct sla_clock sla;
static struct case_clock row;
static struct due_rung rungs[2];

static struct clock_view view(void)
{
    sla = (struct sla_clock){.id = TEXT("K9")};
    rungs[0] = (struct due_rung){TEXT("day 1"), TEXT("owner"), 400, false};
    rungs[1] = (struct due_rung){TEXT("day 11"), TEXT("L3"), 800, false};
    due = (struct due_result){.clock = &sla, .due_ms = 1000, .rungs = rungs, .rung_count = 2};
    row = (struct case_clock){.clock = TEXT("K9")};
    return (struct clock_view){.row = &row, .computed = true, .due = due};
}

static void comes_one_after_the_other_and_each_once(void **state)
{
    struct clock_view clock = view();
    struct arena arena = {0};
    struct moment moment;
    const int64_t wanted[] = {400, 800, 1001};

    (void)state;
    for (size_t i = 0; i < LENGTH(wanted); i++) {
        assert_true(moment_next(&clock, &moment));
        assert_int_equal(moment.at_ms, wanted[i]);
        moment_done(&clock, &moment, &arena);
    }
    assert_int_equal(moment.kind, MOMENT_breach);
    assert_int_equal(moment.level, -1);
    assert_int_equal(row.breached_at, 1001);
    assert_true(text_is(row.fired, "day 1|day 11"));
    assert_false(moment_next(&clock, &moment));
    arena_done(&arena);
}

static void a_step_is_not_taken_for_one_that_begins_like_it(void **state)
{
    struct clock_view clock = view();
    struct moment moment;

    (void)state;
    row.fired = TEXT("day 11");
    assert_true(moment_next(&clock, &moment));
    assert_true(text_is(moment.step, "day 1"));
}

static void a_clock_that_stands_or_has_ended_has_none(void **state)
{
    struct clock_view clock = view();
    struct moment moment;

    (void)state;
    clock.due.paused = true;
    assert_false(moment_next(&clock, &moment));
    clock = view();
    clock.plan.stopped = true;
    assert_false(moment_next(&clock, &moment));
    clock = view();
    clock.computed = false;
    assert_false(moment_next(&clock, &moment));
}

static void warns_by_percent_where_a_profile_has_no_ladder(void **state)
{
    struct due_warning warnings[] = {{50, 500}, {75, 750}, {90, 900}};
    const char *steps[] = {"50 %", "75 %", "90 %"};
    struct clock_view clock = view();
    struct arena arena = {0};
    struct moment moment;

    (void)state;
    clock.due.rung_count = 0;
    clock.due.warnings = warnings;
    clock.due.warning_count = 3;
    for (size_t i = 0; i < 3; i++) {
        assert_true(moment_next(&clock, &moment));
        assert_int_equal(moment.percent, warnings[i].percent);
        assert_int_equal(moment.at_ms, warnings[i].at_ms);
        assert_true(text_is(moment.step, steps[i]));
        moment_done(&clock, &moment, &arena);
    }
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_highest_line_of_a_rung),
        cmocka_unit_test(comes_one_after_the_other_and_each_once),
        cmocka_unit_test(a_step_is_not_taken_for_one_that_begins_like_it),
        cmocka_unit_test(a_clock_that_stands_or_has_ended_has_none),
        cmocka_unit_test(warns_by_percent_where_a_profile_has_no_ladder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
