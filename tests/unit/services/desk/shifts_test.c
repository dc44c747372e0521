/* Tests of services/desk/shifts.c: RO-10. Times are those of the wall clock in Shanghai, UTC+8. */
#include "services/desk/shifts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define HOUR INT64_C(3600000)
/* 2026-11-23 is a Monday; 00:00 there. */
#define MONDAY (INT64_C(1795392000000) - 8 * HOUR)

static struct arena arena;
static struct shifts shifts;

static int done(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static bool pass(const char *text)
{
    struct yaml yaml;

    shifts = (struct shifts){.count = 0};
    assert_int_equal(yaml_read_text(&yaml, &arena, text_of(text)), OK);
    shifts_read(&yaml, &shifts);
    return yaml_ok(&yaml);
}

static bool covers(const char *name, int64_t at_ms)
{
    return shift_covers(shift_find(&shifts, text_of(name)), shifts.zone, at_ms);
}

static void a_day_shift_begins_and_ends_to_the_millisecond(void **state UNUSED)
{
    assert_true(pass("shifts: {day: {days: [mon], from: \"08:30\", to: \"17:30\"}}\n"));
    assert_false(covers("day", MONDAY + 17 * HOUR / 2 - 1));
    assert_true(covers("day", MONDAY + 17 * HOUR / 2));
    assert_true(covers("day", MONDAY + 35 * HOUR / 2 - 1));
    assert_false(covers("day", MONDAY + 35 * HOUR / 2));
    assert_false(covers("day", MONDAY + 24 * HOUR + 9 * HOUR));
}

static void a_night_shift_belongs_to_the_day_on_which_it_begins(void **state UNUSED)
{
    assert_true(pass("shifts: {night: {days: [mon], from: \"22:00\", to: \"08:00\"}}\n"));
    assert_false(covers("night", MONDAY + 7 * HOUR));
    assert_false(covers("night", MONDAY + 22 * HOUR - 1));
    assert_true(covers("night", MONDAY + 22 * HOUR));
    assert_true(covers("night", MONDAY + 32 * HOUR - 1));
    assert_false(covers("night", MONDAY + 32 * HOUR));
    assert_false(covers("night", MONDAY + 46 * HOUR));
}

static void a_whole_day_ends_at_midnight(void **state UNUSED)
{
    assert_true(pass("shifts: {duty: {days: [mon], from: \"00:00\", to: \"24:00\"}}\n"));
    assert_false(covers("duty", MONDAY - 1));
    assert_true(covers("duty", MONDAY));
    assert_true(covers("duty", MONDAY + 24 * HOUR - 1));
    assert_false(covers("duty", MONDAY + 24 * HOUR));
}

static void without_days_it_is_every_day(void **state UNUSED)
{
    assert_true(pass("shifts: {late: {from: \"14:00\", to: \"22:00\"}}\n"));
    for (int day = 0; day < 7; day++)
        assert_true(covers("late", MONDAY + day * 24 * HOUR + 15 * HOUR));
}

static void what_is_no_time_or_day_is_refused(void **state UNUSED)
{
    assert_false(pass("shifts: {a: {from: \"8:30\", to: \"17:30\"}}\n"));
    assert_false(pass("shifts: {a: {from: \"08:60\", to: \"17:30\"}}\n"));
    assert_true(pass("shifts: {a: {from: \"08:59\", to: \"24:00\"}}\n"));
    assert_false(pass("shifts: {a: {from: \"08:59\", to: \"24:01\"}}\n"));
    assert_false(pass("shifts: {a: {from: \"08:00\"}}\n"));
    assert_false(pass("shifts: {a: {days: [monday], from: \"08:00\", to: \"09:00\"}}\n"));
    assert_false(pass("shifts: {a: {days: [], from: \"08:00\", to: \"09:00\"}}\n"));
    assert_false(pass("shifts: {a: {likes: x, from: \"08:00\", to: \"09:00\"}}\n"));
    assert_false(pass("zone: Mars/Olympus\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_shift_begins_and_ends_to_the_millisecond),
        cmocka_unit_test(a_night_shift_belongs_to_the_day_on_which_it_begins),
        cmocka_unit_test(a_whole_day_ends_at_midnight),
        cmocka_unit_test(without_days_it_is_every_day),
        cmocka_unit_test(what_is_no_time_or_day_is_refused),
    };
    return cmocka_run_group_tests_name("desk: shifts", tests, NULL, done);
}
