/* The writer: it alone changes the service's rows, one transaction a batch, and knows whether it still may.
 *
 *                    lock taken, epoch + 1 committed, cursors read
 *     opening ──► electing ─────────────────────────────────────────► active
 *        ▲            │ lock held by another: wait (standby)            │
 *        │            ▼                                                 │ connection lost, or too slow:
 *        └────────────┴──────────────────── doubt ◄─────────────────────┘ was the batch committed?
 *
 * A slot, one for each connection, carries one batch:
 *
 *     idle ─gather─► loading ⇄ deciding ─► held ─► filling ─► waiting ─► committing ─► idle (release)
 *
 * `held`: it touches a row of the batch before it, so that not even its statements may go out yet; `waiting`: its
 * statements are done, the batch before it is not known to be committed. Head update, cursors and COMMIT go out in
 * one pipeline only then (a guard sent earlier is wrong, tried). Replies, events and Redis are released strictly
 * in the order of batches. A small batch of new messages, beside which nothing is begun, skips `loading`: its whole
 * transaction is one round trip, and its look-up stands in it (guard.c).
 *
 * The advisory lock is election only. The fence is the row of the stream: see schema/0001_engine.sql. */
#pragma once

#include "common/engine/batch.h"
#include "common/socket.h"
#include "common/store.h"

struct engine;
struct writer;

struct writer *writer_new(struct engine *engine);
void writer_destroy(struct writer **writer);
size_t writer_wait(struct writer *writer, struct waited *waited);

/* Moves everything on that can move. ERROR_fenced: another process is the writer, end. */
enum error writer_turn(struct engine *engine) MUST_CHECK;

bool writer_is_active(const struct writer *writer);

/* Its connections are open: engine->store_first says to which server. `writer` may be NULL. */
bool writer_is_connected(const struct writer *writer);

/* Another process has taken the stream: this one may write no more. */
bool writer_is_overtaken(const struct writer *writer);

/* No message is between gathering and release. */
bool writer_is_empty(const struct writer *writer);

/* No transaction is under way: policies may change. A batch that waits to be tried again, also while PostgreSQL is
 * away, keeps those that it was gathered with, because what it says next stands in the stream before the new ones are adopted;
 * so it takes store_timeout_ms at most until this is true. Two sets are kept: while a batch still has the set before, no third
 * is read. */
bool writer_may_reload(const struct writer *writer);

/* No batch under way and nothing to count: the process may end. */
bool writer_is_idle(const struct writer *writer);

/* Stores that the end is clean; answers through writer_is_idle. */
void writer_finish(struct engine *engine);

/* Milliseconds until something must be looked at. */
int64_t writer_timeout_ms(struct engine *engine);

int64_t writer_epoch(const struct writer *writer);
