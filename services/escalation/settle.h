/* Settling a case: what its facts say of its clocks becomes rows and events, and its one timer is set anew
 * (REQUIREMENTS 4.2, 4.5, 4.7). Doing it twice changes nothing. */
#pragma once

#include "services/escalation/clocks.h"

/* Loads, settles, puts. ERROR_need while rows are not loaded. */
enum error settle_case(struct call *call, struct clocked_case *row) MUST_CHECK;

/* Of clocks that are loaded: rows, events, the case's next instant. Emits at most a few events a clock. */
void settle_clocks(struct clocks *clocks);

/* The end of it alone, when nothing but what was said of the clocks has changed: what they say, and the next instant. */
void settle_timer(struct clocks *clocks);

/* A limit that was missed: the row and the count of the case. */
struct lag {
    bool late;
    int64_t ms;
};
void settle_breach(
    struct clocks *clocks,
    struct clock_view *view,
    int64_t breached_ms,
    int32_t level,
    struct lag lag
);

/* Of a case that has missed so many limits that it is reviewed, and was not (4.3, repeat breaches): the clock that was missed
 * last, or when all of them have begun anew since any; else NULL. */
struct clock_view *settle_unreviewed(const struct clocks *clocks);

struct case_ref settle_ref(const struct clocks *clocks);
