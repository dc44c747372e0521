/* Chores of every service that only look: is the own chain still what was written, what becomes of the database.
 *
 * The chain is walked without an end, a slice of WATCH_CHAIN_SLICE events each WATCH_CHAIN_EVERY_MS, computed in
 * PostgreSQL from the stored envelopes (P8, PROTOCOL section 3). A walk that reaches the head sets
 * shouli_chain_verified_timestamp_seconds; an event that was changed, is missing or stands out of order sets
 * shouli_chain_broken_seq to its number, until a later walk finds all well. 5 million events take 83 minutes.
 * Metrics are no state: nothing depends on them. */
#pragma once

#include "common/engine/call.h"

enum {
    WATCH_CHAIN_SLICE = 500, /* as in chain_slice.sql */
    WATCH_CHAIN_EVERY_MS = 500,
    WATCH_DATABASE_EVERY_MS = 15000
};

extern const struct list_shape watch_chain_list;
extern const struct list_shape watch_database_list;

/* Both lists are asked beside the writer (overview.h). Key of the chain: "<seq>|<hash in hex>", after which the slice
 * begins. */
struct bytes watch_chain_key(struct arena *arena, const char *stream);
enum error watch_chain(struct call *call);
enum error watch_database(struct call *call);

/* Shows as 0 the counters that alerts look at: one that appears with its first refusal has not risen. Before the
 * engine's loop; those of Redis only `with_redis`. */
void watch_begin(bool with_redis);

/* "9|<hex>|7|<hex>|0" as chain_slice.sql writes it. False when it is not that. */
enum { WATCH_HEX_BYTES = 65 };
struct chain_slice {
    long long head, reached, broken;
    char head_hash[WATCH_HEX_BYTES], hash[WATCH_HEX_BYTES];
};
bool chain_slice_read(struct text line, struct chain_slice *ret_slice) MUST_CHECK;
