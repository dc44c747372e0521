/* What time it is: wall time for facts and deadlines, a monotone clock for waits and
 * measurements.
 *
 * The wall clock can be replaced, so that a test lives through a year in seconds (DESIGN P11);
 * the monotone one never is, because waits and durations must pass whatever the wall says
 * (REQUIREMENTS OP-07). Nothing else in the code asks the system for the time. Safe to call
 * from any thread; injecting is not. */
#pragma once

#include <stdint.h>

/* Milliseconds since 1970-01-01 UTC; may step back when the host's clock is set. */
int64_t clock_now_ms(void);

/* Microseconds since an arbitrary moment; never goes back. */
int64_t clock_monotone_us(void);

/* Milliseconds since the host was booted, asleep or awake; nobody can set it. The injected time, when there is one. */
int64_t clock_boot_ms(void);

/* Every later clock_now_ms answers what `now_ms` answers; NULL brings the real clock back. */
void clock_inject(int64_t (*now_ms)(void));
