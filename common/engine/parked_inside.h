/* Shared by parked.c (which cases wait, replay), parked_store.c (statements) and parked_letter.c (sealing). */
#pragma once

#include "common/engine/case_set.h"
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

/* Cases that are asked for at once: as many as a replay was about, which may be done, and as many more. */
enum { PARKED_ASK_MAX = 2 * REPLAY_MAX };

/* Open letters, and what of them are commands. */
struct letter_count {
    int64_t open, commands;
};

struct parked {
    struct case_set known; /* cases that wait, sorted */
    struct case_set ready; /* of these may be replayed, in no order; some may stand twice */
    size_t most;           /* PARKED_CASES_MAX; a test may do with fewer */
    bool over;             /* there are more, or were when last asked */
    bool
        all; /* must be asked for anew: at first, after a lost connection, where not all are known */
    bool counted;                /* `letters` is known */
    struct letter_count letters; /* after the newest commit … */
    struct letter_count since; /* … and what it has changed by since the count was asked for */
    bool look;                 /* something may be ready to be replayed */
    bool asking;
    struct case_set asked; /* sorted: what the answer that is awaited is about … */
    size_t ask_max;        /* … at most so many */
    struct arena asking_arena;
    struct arena arena;
    struct replayed replay[REPLAY_MAX];
    size_t replay_count;
    size_t replaying; /* given to a batch that is not committed */
};

/* Kept as evidence and never retried: nobody could read it (PROTOCOL section 2). */
bool parked_is_unreadable(const struct item *item);

/* {e, w: wrapped key, k, n: nonce, c: cipher}: readable with the vault's key alone. Absent when that fails: what it
 * would have kept is lost unless the transaction is given up. */
struct bytes
letter_seal(const struct vault *vault, struct uuid id, struct bytes body, struct arena *arena);
