/* Tests of common/clock_watch.c: a wall clock that was set is not followed (REQUIREMENTS OP-07). */
#include "common/clock_watch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { BOOT_MS = 1000, HOUR_MS = 3600000 };
static const int64_t wall_ms = 1700000000000;

static struct clock_watch begun(void)
{
    struct clock_watch watch = {.begun = false};

    assert_int_equal(clock_watch_now(&watch, wall_ms, BOOT_MS), wall_ms);
    return watch;
}

static void follows_the_wall_clock_while_it_runs_as_the_host_does(void **state)
{
    struct clock_watch watch = begun();

    (void)state;
    assert_int_equal(clock_watch_now(&watch, wall_ms + 500, BOOT_MS + 500), wall_ms + 500);
    assert_int_equal(watch.steps, 0);
}

static void a_small_correction_is_followed_and_a_step_is_not(void **state)
{
    /* CLOCK_STEP_MS: at, one above, in both directions */
    struct clock_watch watch = begun();

    (void)state;
    assert_int_equal(
        clock_watch_now(&watch, wall_ms + CLOCK_STEP_MS, BOOT_MS),
        wall_ms + CLOCK_STEP_MS
    );
    assert_int_equal(clock_watch_now(&watch, wall_ms, BOOT_MS), wall_ms);
    assert_int_equal(watch.steps, 0);
    assert_int_equal(clock_watch_now(&watch, wall_ms + CLOCK_STEP_MS + 1, BOOT_MS), wall_ms);
    assert_int_equal(watch.step_ms, CLOCK_STEP_MS + 1);
    assert_int_equal(watch.steps, 1);
    watch = begun();
    assert_int_equal(clock_watch_now(&watch, wall_ms - CLOCK_STEP_MS - 1, BOOT_MS), wall_ms);
    assert_int_equal(watch.step_ms, -CLOCK_STEP_MS - 1);
}

static void time_goes_on_while_a_step_is_not_believed(void **state)
{
    struct clock_watch watch = begun();

    (void)state;
    for (int64_t ms = 0; ms < 10000; ms += 100)
        assert_int_equal(
            clock_watch_now(&watch, wall_ms + HOUR_MS + ms, BOOT_MS + ms),
            wall_ms + ms
        );
    assert_int_equal(watch.steps, 1);
    watch = begun();
    for (int64_t ms = 0; ms < 10000; ms += 100)
        assert_int_equal(
            clock_watch_now(&watch, wall_ms - HOUR_MS + ms, BOOT_MS + ms),
            wall_ms + ms
        );
    assert_int_equal(watch.steps, 1);
}

static void a_clock_that_is_set_back_settles_it(void **state)
{
    struct clock_watch watch = begun();

    (void)state;
    (void)clock_watch_now(&watch, wall_ms + HOUR_MS, BOOT_MS);
    assert_int_equal(clock_watch_now(&watch, wall_ms + 5000, BOOT_MS + 5000), wall_ms + 5000);
    assert_int_equal(watch.step_ms, 0);
    assert_int_equal(watch.settled, 1);
    assert_int_equal(watch.moved_ms, 0);
}

static void a_step_forward_is_believed_after_a_while(void **state)
{
    /* CLOCK_HOLD_MS: one below, at */
    struct clock_watch watch = begun();
    const int64_t before = CLOCK_HOLD_MS - 1;

    (void)state;
    (void)clock_watch_now(&watch, wall_ms + HOUR_MS, BOOT_MS);
    assert_int_equal(
        clock_watch_now(&watch, wall_ms + HOUR_MS + before, BOOT_MS + before),
        wall_ms + before
    );
    assert_int_equal(
        clock_watch_now(&watch, wall_ms + HOUR_MS + CLOCK_HOLD_MS, BOOT_MS + CLOCK_HOLD_MS),
        wall_ms + HOUR_MS + CLOCK_HOLD_MS
    );
    assert_int_equal(watch.step_ms, 0);
    assert_int_equal(watch.moved_ms, HOUR_MS);
}

static void a_step_back_is_never_believed(void **state)
{
    struct clock_watch watch = begun();
    const int64_t later = 24 * (int64_t)HOUR_MS;

    (void)state;
    (void)clock_watch_now(&watch, wall_ms - HOUR_MS, BOOT_MS);
    assert_int_equal(
        clock_watch_now(&watch, wall_ms - HOUR_MS + later, BOOT_MS + later),
        wall_ms + later
    );
    assert_int_equal(watch.step_ms, -HOUR_MS);
}

static void a_clock_that_is_set_twice_is_two_steps(void **state)
{
    struct clock_watch watch = begun();

    (void)state;
    (void)clock_watch_now(&watch, wall_ms + HOUR_MS, BOOT_MS);
    assert_int_equal(clock_watch_now(&watch, wall_ms - HOUR_MS, BOOT_MS), wall_ms);
    assert_int_equal(watch.steps, 2);
    assert_int_equal(watch.step_ms, -HOUR_MS);
    /* The second one has its own time of doubt. */
    assert_int_equal(
        clock_watch_now(&watch, wall_ms + HOUR_MS, BOOT_MS + CLOCK_HOLD_MS),
        wall_ms + CLOCK_HOLD_MS
    );
    assert_int_equal(watch.steps, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_the_wall_clock_while_it_runs_as_the_host_does),
        cmocka_unit_test(a_small_correction_is_followed_and_a_step_is_not),
        cmocka_unit_test(time_goes_on_while_a_step_is_not_believed),
        cmocka_unit_test(a_clock_that_is_set_back_settles_it),
        cmocka_unit_test(a_step_forward_is_believed_after_a_while),
        cmocka_unit_test(a_step_back_is_never_believed),
        cmocka_unit_test(a_clock_that_is_set_twice_is_two_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
