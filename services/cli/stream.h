/* Follows a service's stream as PROTOCOL.md section 3 tells any follower to, and verifies its hash chain.
 *
 * Credit is given as events are taken; after 5 s of silence it connects anew and goes on behind the last event. An event
 * that is missing, out of order, or does not fit to the chain ends it: STREAM_broken. Only an unfiltered follower that
 * begins at 1 verifies; others take the chain up at their second event. */
#pragma once

#include "common/arena.h"
#include "services/cli/client.h"

enum { STREAM_TYPES_MAX = 16 };

enum stream_word {
    STREAM_event,
    STREAM_position, /* everything up to `seq` was sent or did not match */
    STREAM_silence,  /* nothing within the time */
    STREAM_broken,   /* gap, order or chain; `why` says which */
    STREAM_refused,  /* the service said no; `why` */
};

struct stream_said {
    enum stream_word word;
    int64_t seq;
    struct bytes envelope; /* of an event, lives until the next call */
    char why[200];
};

struct stream_wish {
    const char *service; /* its stream has the same name */
    int64_t from;        /* 1 …; 0: what is new */
    struct text types[STREAM_TYPES_MAX];
    size_t type_count;
};

struct stream;

/* NULL after a line on stderr. Borrows the wish. */
struct stream *stream_new(const struct stream_wish *wish);
void stream_destroy(struct stream **stream);

void stream_next(struct stream *stream, int64_t timeout_ms, struct stream_said *ret_said);

/* The number of the newest event; -1 when the service does not answer within `timeout_ms`. */
int64_t stream_head(const char *service, int64_t timeout_ms);

/* The chain: hash of the first, and of the next (PROTOCOL section 3). */
void chain_begin(const char *stream, uint8_t ret_hash[32]);
void chain_next(
    const uint8_t before[32],
    int64_t seq,
    struct bytes envelope,
    uint8_t ret_hash[32]
);
