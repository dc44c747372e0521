/* What Redis holds of desk: one sorted set for each (queue, needs, line), and the script that proposes cases.
 *
 * A member is the case's id, 16 bytes. Its score is the next internal deadline in ms × 10 plus the grade's digit,
 * so that the deadline orders and the grade decides ties (DESIGN section 4); it stays below 2^53. A case is in
 * the set of its queue while it waits, and in none otherwise; while it is offered to somebody the set has line
 * PROPOSE_OFFERED, in which no claim stands. */
#pragma once

#include "services/desk/case_row.h"

enum { PROPOSE_SCORE_FACTOR = 10, PROPOSE_OFFERED = 9, PROPOSE_PAGES = 3 };

extern const struct projection desk_projection;
extern const struct list_shape desk_candidates_list; /* answered by propose.lua */
extern const struct list_shape desk_slice_list;

/* propose.lua, word for word. */
extern const char desk_propose_lua[];

/* "q.card|account:1,card:2" (needs as in skills.h), and "|2" behind it when a senior line must have the case;
 * zero-terminated. Needs room for PROPOSE_SET_BYTES. */
enum { PROPOSE_SET_BYTES = 2560 };
const char *propose_set(const struct queued_case *row, char ret_set[PROPOSE_SET_BYTES]);
int64_t propose_score(const struct queued_case *row);

/* The line that a claim gives to the script: token, queues, skills, line, page, separated by newlines. The token is
 * the message's own, so that a repeated question finds its own marks. Page 0 is what a claim looks at; the others up to
 * PROPOSE_PAGES - 1 are for an actor who must not have what was proposed. */
struct bytes propose_want(
    struct call *call,
    const struct actor *actor,
    const struct word_set *queues,
    int page
);
