/* Shared by parked.c (which cases wait, replay), parked_store.c (statements) and parked_letter.c (sealing). */
#pragma once

#include "common/engine/engine.h"
#include "common/engine/records.h"
#include "common/memory.h"

/* The origin of a letter that was a command of ours; otherwise it is the name of a stream. */
#define PARKED_COMMANDS "commands"

/* A message read back from the queue of parked ones. */
struct replayed {
    int64_t position, seq;
    struct uuid case_id;
    bool has_case;
    struct text stream;
    struct bytes envelope;
};

struct parked {
    struct uuid *cases; /* sorted */
    size_t count, size;
    bool look; /* something may be ready to be replayed */
    bool asking;
    struct arena arena;
    struct replayed replay[REPLAY_MAX];
    size_t replay_count;
    size_t replaying; /* given to a batch that is not committed */
};

/* {e, w: wrapped key, k, n: nonce, c: cipher}: readable with the vault's key alone. An empty map when that fails. */
struct bytes
letter_seal(struct engine *engine, struct uuid id, struct bytes body, struct arena *arena);

/* Absent, and logged, when it cannot be read. */
struct bytes
letter_open(struct engine *engine, const struct dead_row *row, struct arena *arena);
