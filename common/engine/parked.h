/* Dead letters, and the cases that wait behind them (DESIGN.md section 3, poison).
 *
 * A message that cannot be processed becomes a dead letter, its body sealed under a key of its own that the
 * vault's key wraps; when it is about a case, the case is parked: later events of it queue behind in order,
 * commands on it are refused with case_parked. An operator retries (the letter goes to the head of the queue,
 * which is replayed in order) or drops it (the queue goes on without it), with a reason. The queue is in
 * PostgreSQL; memory holds which cases are parked, and what is being replayed. */
#pragma once

#include "common/engine/batch.h"
#include "common/store.h"

enum { PARKED_CASES_MAX = 100000, REPLAY_MAX = 200 };

struct engine;
struct parked;

struct parked *parked_new(void);
void parked_destroy(struct parked **parked);

bool parked_has(const struct parked *parked, struct uuid case_id);
size_t parked_count(const struct parked *parked);

/* While taking over: the cases that wait. */
void parked_set(struct engine *engine, const struct rows *rows);

/* Something may be replayed: asks for it when no transaction is under way. */
void parked_turn(struct engine *engine, struct store *store);

/* The connection is lost: ask again. */
void parked_lost(struct parked *parked);

/* Messages that were read and wait to be replayed. */
size_t parked_waiting(const struct parked *parked);
void parked_gather(struct engine *engine, struct batch *batch);

/* Statements for the messages of a transaction that are set aside, parked or replayed. */
void parked_store(
    struct engine *engine,
    struct batch *batch,
    void (*send)(void *lane, const struct statement *statement, const struct params *params),
    void *lane
);

/* After the commit. */
void parked_commit(struct engine *engine, struct batch *batch);
