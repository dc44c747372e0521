/* Tests of common/clock.c. */
#include "common/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <time.h>

#include "common/basics.h"

#include <cmocka.h>

static int64_t fixed_now_ms;

static int64_t fixed(void)
{
    return fixed_now_ms;
}

static void tells_the_systems_time_in_milliseconds(void **state UNUSED)
{
    int64_t before_ms = (int64_t)time(NULL) * 1000 - 1000;

    assert_true(clock_now_ms() >= before_ms);
    assert_true(clock_now_ms() <= before_ms + 60 * 1000);
}

static void tells_what_is_injected_until_it_is_taken_back(void **state UNUSED)
{
    clock_inject(fixed);
    fixed_now_ms = 1767225600000;
    assert_int_equal(clock_now_ms(), 1767225600000);
    fixed_now_ms = -1;
    assert_int_equal(clock_now_ms(), -1);
    clock_inject(NULL);
    assert_true(clock_now_ms() > 0);
}

static void counts_microseconds_forward_only(void **state UNUSED)
{
    int64_t last_us = clock_monotone_us();
    int64_t first_us = last_us;

    while (last_us - first_us < 2000) {
        int64_t us = clock_monotone_us();
        assert_true(us >= last_us);
        last_us = us;
    }
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    assert_in_range(last_us / 1000000, now.tv_sec - 60, now.tv_sec);
}

/* REQUIREMENTS OP-07: a jump of the wall clock does not touch waits. */
static void keeps_the_monotone_clock_apart_from_the_injected_one(void **state UNUSED)
{
    int64_t before_us = clock_monotone_us();

    clock_inject(fixed);
    fixed_now_ms = 3600 * 1000;
    int64_t after_us = clock_monotone_us();
    clock_inject(NULL);
    assert_in_range(after_us - before_us, 0, 60 * 1000 * 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_the_systems_time_in_milliseconds),
        cmocka_unit_test(tells_what_is_injected_until_it_is_taken_back),
        cmocka_unit_test(counts_microseconds_forward_only),
        cmocka_unit_test(keeps_the_monotone_clock_apart_from_the_injected_one),
    };
    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
