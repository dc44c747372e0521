/* The events that escalation says of a case's clocks, one function each; every one is counted, so that a decision
 * stays below the number of events that it may emit. */
#pragma once

#include "services/escalation/moments.h"
#include "services/escalation/regrade.h"
#include "services/escalation/settle.h"

void announce_started(struct clocks *clocks, const struct clock_view *view);
void announce_suspended(struct clocks *clocks, const struct clock_view *view);
void announce_resumed(struct clocks *clocks, const struct clock_view *view);
void announce_moved(
    struct clocks *clocks,
    const struct clock_view *view,
    const struct case_clock *was
);
void announce_stopped(
    struct clocks *clocks,
    const struct clock_view *view,
    enum clock_outcome outcome,
    int64_t at_ms,
    struct text cause
);
void announce_emergency(
    struct clocks *clocks,
    const struct clock_view *view,
    enum clock_outcome outcome
);
void announce_breached(
    struct clocks *clocks,
    const struct clock_view *view,
    int32_t level,
    struct lag lag
);
void announce_warning(
    struct clocks *clocks,
    const struct clock_view *view,
    const struct moment *moment,
    struct text person,
    struct lag lag
);

/* A protective command is not in force, and a rung of its ladder was reached. */
void announce_protection(
    struct clocks *clocks,
    const struct clock_view *view,
    const struct moment *moment
);

/* Sets the case's level; `clock` and the person on duty may be absent. */
void announce_escalated(
    struct clocks *clocks,
    struct text clock,
    struct text step,
    const char *reason,
    int32_t level,
    struct text person,
    bool take_over
);

/* `due_ms`: the next internal limit under the new grade; 0: none. */
void announce_regraded(
    struct clocks *clocks,
    const struct regrade *change,
    enum grade from,
    int64_t due_ms
);

/* The case has missed so many limits, this clock's last, that its handling is reviewed. */
void announce_review(struct clocks *clocks, const struct clock_view *view, int32_t level);
