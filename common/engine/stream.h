/* The stream of a service: its head, the chain, and the recent events in memory.
 *
 * A ring keeps what was committed last, so that followers that keep up never cost PostgreSQL anything, and
 * remembers what had been applied of other streams at each batch's head. */
#pragma once

#include "common/engine/batch.h"
#include "common/msgpack.h"

enum { STREAMS_FOLLOWED_MAX = 8 };

struct engine;
struct stream;

struct kept_event {
    int64_t seq;
    struct uuid case_id;
    bool has_case;
    struct text type;
    struct bytes envelope;
    uint8_t hash[32];
};

struct stream *stream_new(const char *name, size_t ring_bytes_max);
void stream_destroy(struct stream **stream);

/* Hash before the first event: SHA-256 of the name. */
void stream_first_hash(const char *name, uint8_t ret_hash[32]);
void stream_hash(
    const uint8_t previous[32],
    int64_t seq,
    struct bytes envelope,
    uint8_t ret_hash[32]
);

/* The envelope of an event of ours, encoded once. */
struct bytes stream_envelope(
    struct engine *engine,
    struct batch *batch,
    int64_t seq,
    const struct item *item,
    const struct emitted *emitted
);

/* The committed head. */
int64_t stream_seq(const struct stream *stream);
const uint8_t *stream_head_hash(const struct stream *stream);
void stream_set_head(struct stream *stream, int64_t seq, const uint8_t hash[32]);

/* A committed batch: its events join the ring, the cursors become what was applied at its head. */
void stream_commit(struct engine *engine, const struct batch *batch);

/* The cursors, as read when the stream was taken, are what was applied at its head. */
void stream_note_applied(struct engine *engine);

/* NULL when it is not in memory. */
const struct kept_event *stream_kept(const struct stream *stream, int64_t seq);
int64_t stream_oldest_kept(const struct stream *stream);

/* Writes a map {stream: seq}: what is known to have been applied of others when `seq` was the head. */
void stream_put_applied(struct engine *engine, int64_t seq, struct pack_writer *writer);
