/* Shared by follow.c (connections and cursors), follow_wire.c (what is said and heard), follow_gather.c (batches)
 * and follow_counts.c (the follower's count). */
#pragma once

#include "common/engine/engine.h"
#include "common/memory.h"
#include "common/msgpack.h"

enum { FOLLOW_QUEUE_SIZE = 2 * FOLLOW_CREDIT, FOLLOW_TYPES_MAX = 128 };

struct received {
    int64_t seq;
    uint8_t hash[32];
    uint8_t *envelope; /* NULL: it does not concern us */
    size_t length;
    const struct reaction *reaction;
};

/* The second of the ledger's two counts (P10): events applied, by type. */
struct follow_count {
    char type[97];
    int64_t value; /* durable */
    int64_t delta; /* of the transaction under way */
};

/* What the followed stream had itself applied of a third one, as its positions say. */
struct upstream_applied {
    char of[64];
    int64_t said; /* at position `at` */
    int64_t at;
    int64_t reached; /* the newest `said` whose `at` our durable cursor has reached */
};

struct follow {
    char stream[64];
    struct socket *socket;
    struct received *queue; /* a ring */
    size_t first, count;
    size_t concerning; /* of them */
    int64_t cursor;    /* durable */
    int64_t gathered;  /* given to a batch */
    int64_t received;
    uint8_t hash[32]; /* of the last event received */
    bool has_hash;
    int64_t upstream_seq; /* its head, as last said */
    int64_t upstream_ms;
    int64_t level_us; /* when everything that it has was last applied */
    int64_t heard_us;
    int64_t asked_us;
    int64_t credited_us;
    int64_t connected_us;
    bool
        broken; /* it said what is no message: nothing more is read before it is connected anew */
    size_t credit; /* outstanding */
    struct follow_count counts[FOLLOW_TYPES_MAX];
    size_t type_count;
    struct upstream_applied applied[STREAMS_FOLLOWED_MAX];
    size_t applied_count;
};

struct follows {
    struct follow follow[STREAMS_FOLLOWED_MAX];
    size_t count;
    struct arena scratch;
};

/* follow_wire.c: asks for everything after what was received. */
void follow_ask(struct engine *engine, struct follow *follow);
void follow_give_credit(struct engine *engine, struct follow *follow);

/* Takes one message of the stream's service. False: a fork; the process must end. */
bool follow_take_message(struct engine *engine, struct follow *follow, struct bytes body);

/* follow_counts.c: the count of a type; the last one stands for all others when there are too many. */
struct follow_count *follow_count_of(struct follow *follow, const char *type);

/* Takes over what the cursor's row says: a JSON object of whole numbers. */
void follow_counts_read(struct follow *follow, struct text json);
