/* See clock_watch.h. */
#include "common/clock_watch.h"

#include <stdlib.h>

static void settle(struct clock_watch *watch, int64_t ahead_ms, int64_t moved_ms)
{
    watch->ahead_ms = ahead_ms;
    watch->step_ms = 0;
    watch->settled++;
    watch->moved_ms = moved_ms;
}

int64_t clock_watch_now(struct clock_watch *watch, int64_t wall_ms, int64_t boot_ms)
{
    int64_t ahead_ms = wall_ms - boot_ms;

    if (!watch->begun) {
        watch->begun = true;
        watch->ahead_ms = ahead_ms;
    }
    int64_t differs_ms = ahead_ms - watch->ahead_ms;
    bool agrees = llabs(differs_ms) <= CLOCK_STEP_MS;

    if (!watch->step_ms && agrees) {
        watch->ahead_ms = ahead_ms;
    } else if (!watch->step_ms) {
        watch->step_ms = differs_ms;
        watch->since_ms = boot_ms;
        watch->steps++;
    } else if (agrees) {
        settle(watch, ahead_ms, 0);
    } else if (llabs(differs_ms - watch->step_ms) > CLOCK_STEP_MS) {
        /* Set again, to yet another time. */
        watch->settled++;
        watch->moved_ms = 0;
        watch->step_ms = differs_ms;
        watch->since_ms = boot_ms;
        watch->steps++;
    } else if (differs_ms > 0 && boot_ms - watch->since_ms >= CLOCK_HOLD_MS) {
        settle(watch, ahead_ms, differs_ms);
    }
    return watch->ahead_ms + boot_ms;
}
