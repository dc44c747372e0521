/* The overflow ladder: what happens when nobody takes a case (CL-10, RO-11).
 *
 * A rung is reached when a share of the time from queueing to deadline is over; what it widens stays so until
 * somebody has the case. The last rung of a ladder is the alarm, which the loader insists on. Pure. */
#pragma once

#include "common/yaml.h"
#include "services/desk/records.h"

enum { RUNGS_MAX = 16, RUNG_PERCENT_MAX = 1000 };

struct rung {
    int64_t after_percent;
    enum widening widening;
};

struct ladder {
    struct rung rungs[RUNGS_MAX];
    size_t count;
};

void ladder_read(struct yaml *yaml, struct ladder *ladder);

/* When this share of the time from queued_at to due_at is over; a deadline that was past from the beginning: at
 * queued_at. INT64_MAX without a deadline. */
int64_t share_over_ms(const struct queued_case *row, int64_t percent);

/* How many rungs a waiting case has reached. */
size_t
rungs_reached(const struct ladder *ladder, const struct queued_case *row, int64_t now_ms);

/* When the one after row->rung is reached; INT64_MAX: there is none. */
int64_t rung_next_ms(const struct ladder *ladder, const struct queued_case *row);

/* Whether one of the rungs up to row->rung does this. */
bool rung_does(
    const struct ladder *ladder,
    const struct queued_case *row,
    enum widening widening
);
