/* Overviews: what a chore counts over many rows, such as how many cases wait in each queue.
 *
 * Counting a million rows takes a second. In a lane of the writer every message would wait for it, so a chore
 * that names its list as an overview gets the answer from a connection of its own: asked when the chore is due, read
 * while the writer goes on, and given to the chore when it is there, as call_list of that list with the key that was
 * asked for.
 * What it says is as old as the counting took. After that the chore rests at least OVERVIEW_REST times as long as the
 * counting took, so that PostgreSQL is not kept busy with it. A failure is logged, and the chore's turn is passed over; no
 * answer within OVERVIEW_ANSWER_MAX_MS is one. It asks the server that the writer writes to, and moves after it. */
#pragma once

#include "common/engine/batch.h"
#include "common/socket.h"

enum { OVERVIEW_REST = 10, OVERVIEWS_MAX = 8, OVERVIEW_ANSWER_MAX_MS = 60 * 1000 };

struct overviews;

/* NULL when no chore of the service has one. The engine must outlive it. */
struct overviews *overviews_new(const struct engine *engine);
void overviews_destroy(struct overviews **overviews);

/* At most one descriptor. Every function takes NULL for a service without overviews. */
size_t overviews_wait(const struct overviews *overviews, struct waited *waited);

/* Asks for the chores that are due (due_ms one for each chore of the service), one after the other. */
void overviews_turn(struct overviews *overviews, int64_t *due_ms, int64_t now_ms);

/* Whether what the chore needs is there; true for a chore without an overview. */
bool overview_is_ready(const struct overviews *overviews, const struct chore *chore);

/* Gives what is there to the batch, and says for how many ms the chore rests at least. */
int64_t
overview_give(struct overviews *overviews, const struct chore *chore, struct batch *batch);
