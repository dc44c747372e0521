/* Dead letters, and the cases that wait behind them (DESIGN.md section 3, poison).
 *
 * A message that cannot be processed becomes a dead letter, its body sealed under a key of its own that the
 * vault's key wraps; when it is about a case, the case is parked: later events of it queue behind in order,
 * commands on it are refused with case_parked. An operator retries (the letter goes to the head of the queue,
 * which is replayed in order) or drops it (the queue goes on without it), with a reason. The queue is in
 * PostgreSQL; memory holds which cases are parked, and what is being replayed.
 *
 * More than PARKED_CASES_MAX parked cases cannot be told from others: then nothing is followed and commands on cases
 * are answered `busy` until operators have decided about enough letters; queries and operators go on (P4 before P6). */
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

/* There are more than can be known: see above. */
bool parked_is_over(const struct parked *parked);

/* A command may wait as an open letter; false: there is none. */
bool parked_has_commands(const struct parked *parked);

/* While taking over: asks for the cases that wait. */
void parked_ask(struct engine *engine, struct store *store);
/* The answer: at most one more than may be known. */
void parked_set(struct engine *engine, const struct rows *rows);

/* Something may be replayed: asks for it when no transaction is under way. */
void parked_turn(struct engine *engine, struct store *store);
/* It has something to ask: no batch is begun beside another until it has its turn, or under load it would never. */
bool parked_wants_turn(const struct parked *parked);

/* The connection is lost: ask again. */
void parked_lost(struct parked *parked);

/* Messages that were read and wait to be replayed. */
size_t parked_waiting(const struct parked *parked);
void parked_gather(struct engine *engine, struct batch *batch);

/* Statements for the messages of a transaction that are set aside, parked or replayed. ERROR_poison: a letter could
 * not be sealed or opened; the transaction must not be committed, it would lose the message. */
enum error parked_store(
    struct engine *engine,
    struct batch *batch,
    void (*send)(void *lane, const struct statement *statement, const struct params *params),
    void *lane
) MUST_CHECK;

/* Answers a command as one that waits for an operator. */
void item_refuse_as_letter(struct item *item, struct arena *arena, struct text code);

/* After the commit. */
void parked_commit(struct engine *engine, struct batch *batch);
