/* Notices that the host's wall clock was set, and does not follow it until it is clear which time is right.
 *
 * Deadlines are wall time, so a clock that is set by an hour would fire an hour of timers falsely, or none for an hour
 * (REQUIREMENTS OP-07). Wall time is compared with the time since boot, which nobody can set and which counts while the host
 * sleeps: as long as both run alike the wall clock is believed, small corrections are followed. After a step the time that
 * counts goes on as before, by the time since boot. It ends when the wall clock is set back; a step forward is also
 * believed after CLOCK_HOLD_MS, a step back never, because time that counts does not run backwards. Pure. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
    CLOCK_STEP_MS = 2000,  /* a difference that is no step is followed: at most this */
    CLOCK_HOLD_MS = 900000 /* so long a step forward is not believed */
};

struct clock_watch {
    bool begun;
    int64_t ahead_ms; /* believed wall time less time since boot */
    int64_t step_ms;  /* how far the wall clock is from the time that counts; 0: they agree */
    int64_t since_ms; /* by the time since boot: when the step was noticed */
    int64_t steps;    /* steps noticed so far */
    int64_t settled;  /* steps that are over, however */
    int64_t moved_ms; /* how far the end of the newest step has moved the time that counts */
};

/* The time that counts. `wall_ms` and `boot_ms` are read together. */
int64_t clock_watch_now(struct clock_watch *watch, int64_t wall_ms, int64_t boot_ms);
