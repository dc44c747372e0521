/* The streams that a service follows: unfiltered, in order, with the chain verified.
 *
 * Received events wait here until a batch takes them; the cursor moves in the transaction of their effects.
 * Credit bounds what waits. A stream that is silent for 5 s is asked again from the cursor; one that
 * contradicts what was seen (fork) stops the process: a person must look. */
#pragma once

#include "common/engine/batch.h"
#include "common/socket.h"

enum { FOLLOW_CREDIT = 4096, FOLLOW_SILENCE_MS = 5000, FOLLOW_CREDIT_EVERY_MS = 500 };

struct engine;
struct follows;

/* Takes the cursors as read from PostgreSQL, then connects. */
enum error follows_open(struct engine *engine) MUST_CHECK;
void follows_close(struct engine *engine);

/* While taking over: one row of the cursor table. */
void follows_set_cursor(
    struct engine *engine,
    struct text stream,
    int64_t seq,
    struct bytes hash,
    struct text counts
);

size_t follows_wait(struct follows *follows, struct waited *waited);
/* ERROR_fenced: the stream contradicts what was seen. */
enum error follows_turn(struct engine *engine) MUST_CHECK;

/* Events that wait and concern this service. */
size_t follows_waiting(const struct follows *follows);

/* True when a cursor can move although no message waits. */
bool follows_idle_progress(const struct follows *follows);

/* Moves up to `max` events into the batch, and the cursors that the batch will store. */
void follows_gather(struct engine *engine, struct batch *batch, size_t max);

/* How far the transaction under way moves a cursor; false: not at all. */
bool follow_move(
    const struct batch *batch,
    const struct cursor_move *all,
    struct cursor_move *ret_move
);

/* The batch was committed: its cursors are durable. */
void follows_commit(struct engine *engine, const struct batch *batch);

/* What is durably applied: stream name and seq, by index; NULL at the end. */
const char *follows_name(const struct follows *follows, size_t index);
int64_t follows_cursor(const struct follows *follows, size_t index);

bool follows_count(
    const struct follows *follows,
    size_t cursor,
    size_t index,
    struct text *ret_type,
    int64_t *ret_count
);

/* What `stream` had applied of `of` at a position that our durable cursor has reached; 0: not known. */
int64_t
follows_upstream_applied(const struct follows *follows, const char *stream, const char *of);

/* Name of the stream of a follow, and the follower's own count (P10) as JSON with the batch counted in. */
const char *follow_stream(const struct follow *follow);
struct text
follow_counts(struct follow *follow, const struct batch *batch, struct arena *arena);
