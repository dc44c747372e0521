/* The moments of a clock: what its ladder says happens when (REQUIREMENTS 4.3, 4.7 rules 6 and 11).
 *
 * The limit itself is in time, so the breach is a millisecond after it. A paused or ended clock has none. Each
 * moment happens once: the row keeps which were reached. A refused protective command starts its ladder at once. What climbs waits for as long as answers have held the ladder
 * back (ladder.h), a warning of the night for the opening (night.h). */
#pragma once

#include "services/escalation/clocks.h"

enum { MOMENTS_MAX = SLA_RUNGS_MAX + SLA_PERCENTS_MAX + 1 };

enum moment_kind {
    MOMENT_warning,    /* somebody is told */
    MOMENT_escalation, /* the case goes to a higher line */
    MOMENT_call_again, /* nobody has answered: the next deputy is called */
    MOMENT_breach
};

struct moment {
    int64_t at_ms;
    enum moment_kind kind;
    struct text step;
    struct text who; /* as the ladder says it; absent without a rung */
    int32_t percent; /* of the limit; 0 when it is not one */
    int32_t
        level; /* line that is told: 0 the customer, 1 the owner; of a breach without a rung -1 */
    bool
        takes_over; /* a breach of an internal limit: the line takes the case, graded up (E4) */
};

/* The earliest moment that has not been; false when there is none. */
bool moment_next(const struct clock_view *view, struct moment *ret_moment) MUST_CHECK;

/* Notes in the row that it has been. */
void moment_done(struct clock_view *view, const struct moment *moment, struct arena *arena);

/* The highest line among "owner", "L3", "L3, L4" … */
int32_t moment_level(struct text who);
