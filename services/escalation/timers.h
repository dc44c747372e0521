/* The timers in Redis: one for each case that something will be due for, its next instant over all clocks.
 *
 * A member stands in the sorted set of its minute, which is small enough to be packed (30 B a timer measured against 128 B
 * in one set, DESIGN 5); the set `index` names the minutes. The rows are the truth: this is a projection of them. */
#pragma once

#include "common/engine/service.h"

extern const struct projection escalation_projection;

/* Cases that are due now, the earliest first, at most FIRED_A_BATCH; the key is empty. */
extern const struct list_shape escalation_due_list;

/* For rebuilding. */
extern const struct list_shape escalation_slice_list;

enum {
    TIMER_MINUTE_MS = 60000,
    TIMER_SET_BYTES = 32,
    TIMERS_A_SLICE = 4000 /* as case_slice.sql */
};

/* The set of an instant: "t" and its minute. */
const char *timer_set(int64_t at_ms, char ret_set[TIMER_SET_BYTES]);
