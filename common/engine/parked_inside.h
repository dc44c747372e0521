/* Shared by parked.c (which cases wait, replay), parked_store.c (statements) and parked_letter.c (sealing). */
#pragma once

#include "common/engine/engine.h"
#include "common/engine/letter.h"
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
    size_t most;         /* PARKED_CASES_MAX; a test may do with fewer */
    bool over;           /* there are more, or were when last asked */
    bool commands;       /* commands wait as open letters, or may … */
    bool commands_since; /* … because one was set aside since that was asked */
    bool look;           /* something may be ready to be replayed */
    bool asking;
    struct arena asking_arena;
    struct arena arena;
    struct replayed replay[REPLAY_MAX];
    size_t replay_count;
    size_t replaying; /* given to a batch that is not committed */
};

/* {e, w: wrapped key, k, n: nonce, c: cipher}: readable with the vault's key alone. Absent when that fails: what it
 * would have kept is lost unless the transaction is given up. */
struct bytes
letter_seal(const struct vault *vault, struct uuid id, struct bytes body, struct arena *arena);
