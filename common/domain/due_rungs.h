/* Warnings and rungs of the ladder, read off a clock's course (REQUIREMENTS 4.3, 4.7 rule 11). */
#pragma once

#include "common/domain/due.h"

/* `clock` as it was given to course_compute; the stage is the one that the extensions have reached. A rung of the n-th
 * day is left out when the limit is shorter than n days, and one that is not reached when the clock is paused. */
void due_rungs_compute(
    const struct course_clock *clock,
    const struct course *course,
    const struct sla_stage *stage,
    struct arena *arena,
    struct due_result *result
);
