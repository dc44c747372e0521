/* A region of memory that is given out in pieces and taken back all at once.
 *
 * Everything a batch decodes, copies and encodes lives in the batch's arena: no piece is freed alone,
 * nothing outlives the batch, and the blocks are kept for the next one, so that a message costs no
 * malloc. Not for threads. */
#pragma once

#include "common/basics.h"

struct arena_block;
struct arena_ending;

struct arena {
    struct arena_block *first;    /* all blocks, in the order they were made */
    struct arena_block *current;  /* where the next piece comes from */
    size_t used;                  /* bytes given out since the last reset */
    size_t lately;                /* what the last turns used at most; forgets a 16th a reset */
    struct arena_ending *endings; /* what is to be called when the pieces go, latest first */
};

/* Zeroed `struct arena` is ready for use. */
void arena_done(struct arena *arena);

/* Calls `end` with `thing` when the pieces are taken back, by a reset or for good; the latest first. For what an arena
 * holds that is not its own: memory of the system, an open file. */
void arena_at_end(struct arena *arena, void (*end)(void *thing), void *thing);

/* Forgets all pieces and keeps the memory, at most 32 MiB of it; when it is more than twice what was used lately, so after a
 * backlog, what is beyond that goes, down to 1 MiB. */
void arena_reset(struct arena *arena);

/* `size` bytes aligned to 16, not zeroed; never NULL. */
void *arena_take(struct arena *arena, size_t size);

/* The same, zeroed. */
void *arena_zero(struct arena *arena, size_t size);

struct text arena_text(struct arena *arena, struct text text);
struct bytes arena_bytes(struct arena *arena, struct bytes bytes);

/* printf into the arena; zero-terminated, the length does not count the zero. */
struct text arena_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

#define ARENA_NEW(arena, type)          ((type *)arena_zero((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_zero((arena), sizeof(type) * (count)))
