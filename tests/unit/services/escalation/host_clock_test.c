/* Tests of services/escalation/host_clock.c: a clock that was set is said once, and when it is over (OP-07). */
#include "services/escalation/host_clock.h"

#include "common/clock_watch.h"
#include "tests/unit/services/escalation/support.h"

static void a_step_is_said_once_and_when_it_is_over(void **state)
{
    struct clock_watch *clock = trial_clock(*state);

    trial_chore(*state, "clock");
    assert_int_equal(trial_event_count(*state), 0);
    clock->step_ms = HOUR_MS;
    trial_chore(*state, "clock");
    trial_chore(*state, "clock");
    assert_int_equal(count_events(*state, MESSAGE_host_clock_stepped_v1), 1);
    const struct host_clock_stepped *stepped =
        trial_last(*state, MESSAGE_host_clock_stepped_v1);
    assert_int_equal(stepped->step_ms, HOUR_MS);
    assert_int_equal(stepped->wall_at, MONDAY + HOUR_MS);
    clock->step_ms = 0;
    clock->settled = 1;
    trial_chore(*state, "clock");
    trial_chore(*state, "clock");
    assert_int_equal(count_events(*state, MESSAGE_host_clock_settled_v1), 1);
    const struct host_clock_settled *settled =
        trial_last(*state, MESSAGE_host_clock_settled_v1);
    assert_int_equal(settled->moved_ms, 0);
}

static void another_step_is_another_event(void **state)
{
    struct clock_watch *clock = trial_clock(*state);

    clock->step_ms = HOUR_MS;
    trial_chore(*state, "clock");
    clock->step_ms = HOUR_MS + CLOCK_STEP_MS;
    trial_chore(*state, "clock");
    assert_int_equal(count_events(*state, MESSAGE_host_clock_stepped_v1), 1);
    clock->step_ms = -HOUR_MS;
    trial_chore(*state, "clock");
    assert_int_equal(count_events(*state, MESSAGE_host_clock_stepped_v1), 2);
}

static void a_restart_believes_the_wall_clock(void **state)
{
    struct clock_watch *clock = trial_clock(*state);

    clock->step_ms = -HOUR_MS;
    trial_chore(*state, "clock");
    *clock = (struct clock_watch){.begun = true};
    trial_chore(*state, "clock");
    const struct host_clock_settled *settled =
        trial_last(*state, MESSAGE_host_clock_settled_v1);
    assert_int_equal(settled->moved_ms, -HOUR_MS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_step_is_said_once_and_when_it_is_over),
        TEST(another_step_is_another_event),
        TEST(a_restart_believes_the_wall_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
