/* The ladder calls people and waits for them (REQUIREMENTS 4.3, RO-11).
 *
 * A rung that takes a case to a higher line calls whoever has the duty of that line; when nobody answers within the
 * roster's time, the deputies in turn; then the next rung goes off at its own time. Whoever the complaint is about is never
 * called, nor who leads them (CL-08). An answer holds the later rungs back by as long as it took, so that each waits its whole
 * time from the answer; it never moves the limit or the warnings. A duty that nobody has is said, and the next line is called
 * at once. */
#pragma once

#include "services/escalation/moments.h"

#define LADDER_BOOK "duty" /* the one row of duty_book */

enum { LADDER_LEVEL_MAX = 6, LADDER_LEVEL_DUTY = 3 /* from here on there is a duty roster */ };

/* The book of absences, once for a decision. ERROR_need. */
enum error ladder_load(struct call *call, const struct absences **ret_absences) MUST_CHECK;

/* Who is told: the first person on duty from `*level` upwards, with `*level` raised past lines that have nobody, each of
 * which is said. Absent when no line has anybody, or the line has no roster (owner, customer). */
struct text ladder_person(
    struct clocks *clocks,
    const struct clock_view *view,
    struct text step,
    int32_t *level
);

/* Calls the person; the row waits for the answer. */
void ladder_call(
    struct clocks *clocks,
    struct clock_view *view,
    const struct moment *moment,
    struct text person,
    int32_t level
);

/* Nobody has answered: the next deputy, who has the whole time from now on, however late the call is. */
void ladder_call_again(struct clocks *clocks, struct clock_view *view);

/* A clock that begins anew waits for nobody. */
void ladder_reset(struct case_clock *row);

/* Command ladder.acknowledge: whoever was called, or somebody of that line or above, never who is recused
 * (reading.h). not_found, conflict, forbidden. */
enum error ladder_decide_acknowledge(struct call *call, const struct ladder_acknowledge *wish);

/* The line of a role such as L3; 0 when it is none. */
int32_t ladder_line(struct text role);

/* Whoever acts must be said. ERROR_refused. */
enum error ladder_actor(struct call *call) MUST_CHECK;
