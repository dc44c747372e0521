/* Redis as a projection of the service's own rows (P3): applied after each commit, checked, rebuilt.
 *
 * Every script checks {epoch, generation, cursor}; a mismatch answers STALE and starts generation g + 1 from
 * the rows, in slices that travel through batches, so that they are in order with what is committed. Until the
 * switch lists that ask Redis are `busy`. A Redis error never fails a commit.
 *
 * Keys: <service>:active = generation in use; <service>:<g>:state = {epoch, cursor}; <service>:<g>:sets = names of
 * its sets; <service>:<g>:z:<set> = sorted set; <service>:<g>:z:index = numbered sets by their number. The propose script gets ARGV = service, epoch, generation, cursor,
 * now in ms, then one want each, and answers 'STALE' or a list of lists of members. What was sent and
 * not yet answered is kept, so that a lost connection needs no rebuild as long as Redis kept its data. */
#pragma once

#include "common/engine/batch.h"
#include "common/socket.h"

struct engine;
struct projector;

struct projector *projector_new(struct engine *engine);
void projector_destroy(struct projector **projector);
size_t projector_wait(struct projector *projector, struct waited *waited);
void projector_turn(struct engine *engine);

/* True when the next slice of a rebuild should be gathered; then adds the item that loads it. */
bool projector_wants_slice(const struct projector *projector);
void projector_gather(struct engine *engine, struct batch *batch);

/* The decision of ITEM_slice: reads 200 rows. */
enum error projector_decide(struct engine *engine, struct call *call);

/* Asks for lists that are answered by Redis; they are loaded (or busy) when the answer comes. */
void projector_ask(struct engine *engine, struct batch *batch);
bool projector_is_asking(const struct projector *projector);

/* A committed batch, in order: what its records say goes to Redis. */
void projector_commit(struct engine *engine, struct batch *batch);

/* This batch will be decided again: what Redis still answers to its questions concerns nobody. */
void projector_forget(struct engine *engine, const struct batch *batch);
