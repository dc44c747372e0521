/* Tests of services/desk/rungs.c: CL-10, RO-11. */
#include "services/desk/rungs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena arena;
static struct ladder ladder;

static int done(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static bool pass(const char *text)
{
    struct yaml yaml;

    ladder = (struct ladder){.count = 0};
    assert_int_equal(yaml_read_text(&yaml, &arena, text_of(text)), OK);
    ladder_read(&yaml, &ladder);
    return yaml_ok(&yaml);
}

static const char usual[] = "ladder:\n"
                            "  - {after_percent: 25, widening: levels}\n"
                            "  - {after_percent: 50, widening: pool}\n"
                            "  - {after_percent: 90, widening: alarm}\n";

static struct queued_case waiting(int64_t queued_at, int64_t due_at)
{
    return (struct queued_case
    ){.queued_at = queued_at, .has_queued_at = true, .due_at = due_at, .has_due_at = true};
}

static void a_rung_is_reached_when_its_share_is_over(void **state UNUSED)
{
    struct queued_case row = waiting(1000, 2000);

    assert_true(pass(usual));
    assert_int_equal(rungs_reached(&ladder, &row, 1249), 0);
    assert_int_equal(rungs_reached(&ladder, &row, 1250), 1);
    assert_int_equal(rungs_reached(&ladder, &row, 1251), 1);
    assert_int_equal(rungs_reached(&ladder, &row, 1500), 2);
    assert_int_equal(rungs_reached(&ladder, &row, 1900), 3);
    assert_int_equal(rungs_reached(&ladder, &row, 9999), 3);
}

static void the_next_rung_has_a_time_until_there_is_none(void **state UNUSED)
{
    struct queued_case row = waiting(1000, 2000);

    assert_true(pass(usual));
    assert_int_equal(rung_next_ms(&ladder, &row), 1250);
    row.rung = 2;
    assert_int_equal(rung_next_ms(&ladder, &row), 1900);
    row.rung = 3;
    assert_int_equal(rung_next_ms(&ladder, &row), INT64_MAX);
}

static void what_a_rung_widens_stays_so(void **state UNUSED)
{
    struct queued_case row = waiting(1000, 2000);

    assert_true(pass(usual));
    assert_false(rung_does(&ladder, &row, WIDENING_levels));
    row.rung = 2;
    assert_true(rung_does(&ladder, &row, WIDENING_levels));
    assert_true(rung_does(&ladder, &row, WIDENING_pool));
    assert_false(rung_does(&ladder, &row, WIDENING_alarm));
}

static void a_case_that_was_late_from_the_beginning_stands_on_the_last_rung(void **state UNUSED)
{
    struct queued_case row = waiting(1000, 900);

    assert_true(pass(usual));
    assert_int_equal(rungs_reached(&ladder, &row, 999), 0);
    assert_int_equal(rungs_reached(&ladder, &row, 1000), 3);
}

static void without_a_deadline_there_is_no_ladder(void **state UNUSED)
{
    struct queued_case row = {.queued_at = 1000, .has_queued_at = true};

    assert_true(pass(usual));
    assert_int_equal(rungs_reached(&ladder, &row, INT64_MAX - 1), 0);
    assert_int_equal(rung_next_ms(&ladder, &row), INT64_MAX);
}

static void shares_of_years_do_not_overflow(void **state UNUSED)
{
    struct queued_case row = waiting(0, INT64_C(253402300799000));

    assert_int_equal(share_over_ms(&row, 1000), INT64_C(2534023007990000));
    assert_int_equal(share_over_ms(&row, 50), INT64_C(126701150399500));
}

static void a_ladder_rises_and_ends_with_an_alarm(void **state UNUSED)
{
    assert_true(pass("ladder: []\n"));
    assert_true(pass("ladder: [{after_percent: 0, widening: alarm}]\n"));
    assert_false(pass("ladder: [{after_percent: 25, widening: offer}]\n"));
    assert_false(pass("ladder: [{after_percent: 25, widening: shout}]\n"));
    assert_false(pass(
        "ladder: [{after_percent: 25, widening: pool}, {after_percent: 24, widening: alarm}]\n"
    ));
    assert_true(pass("ladder: [{after_percent: 1000, widening: alarm}]\n"));
    assert_false(pass("ladder: [{after_percent: 1001, widening: alarm}]\n"));
}

static void a_ladder_has_at_most_16_rungs(void **state UNUSED)
{
    char text[2048] = "ladder:\n";

    for (int i = 0; i < 15; i++)
        strncat(text, "  - {after_percent: 1, widening: pool}\n", 60);
    size_t length = strlen(text);
    strncat(text, "  - {after_percent: 1, widening: alarm}\n", 60);
    assert_true(pass(text));
    assert_int_equal(ladder.count, RUNGS_MAX);
    text[length] = '\0';
    strncat(text, "  - {after_percent: 1, widening: pool}\n", 60);
    strncat(text, "  - {after_percent: 1, widening: alarm}\n", 60);
    assert_false(pass(text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rung_is_reached_when_its_share_is_over),
        cmocka_unit_test(the_next_rung_has_a_time_until_there_is_none),
        cmocka_unit_test(what_a_rung_widens_stays_so),
        cmocka_unit_test(a_case_that_was_late_from_the_beginning_stands_on_the_last_rung),
        cmocka_unit_test(without_a_deadline_there_is_no_ladder),
        cmocka_unit_test(shares_of_years_do_not_overflow),
        cmocka_unit_test(a_ladder_rises_and_ends_with_an_alarm),
        cmocka_unit_test(a_ladder_has_at_most_16_rungs),
    };
    return cmocka_run_group_tests_name("desk: the overflow ladder", tests, NULL, done);
}
