/* See arena.h. Blocks form a list; `current` moves along it, a reset moves it back. */
#include "common/arena.h"

#include <stdarg.h>
#include <stdio.h>

#include "common/memory.h"

enum {
    BLOCK_BYTES = 64 * 1024,
    STEP_BYTES = 1024 * 1024,
    KEEP_BYTES_MIN = 1024 * 1024,
    KEEP_BYTES_MAX = 32 * 1024 * 1024,
    FORGETS = 16,
};

struct arena_block {
    struct arena_block *next;
    size_t size;
    size_t used;
    size_t padding; /* keeps `data` aligned to 16 */
    uint8_t data[];
};

/* Lies in the arena itself. */
struct arena_ending {
    struct arena_ending *before;
    void (*end)(void *thing);
    void *thing;
};

void arena_at_end(struct arena *arena, void (*end)(void *thing), void *thing)
{
    struct arena_ending *ending = ARENA_NEW(arena, struct arena_ending);

    *ending = (struct arena_ending){arena->endings, end, thing};
    arena->endings = ending;
}

static void call_endings(struct arena *arena)
{
    while (arena->endings) {
        struct arena_ending *ending = arena->endings;
        arena->endings = ending->before;
        ending->end(ending->thing);
    }
}

void arena_done(struct arena *arena)
{
    call_endings(arena);
    while (arena->first) {
        struct arena_block *next = arena->first->next;
        memory_free(arena->first);
        arena->first = next;
    }
    *arena = (struct arena){0};
}

/* How much may stay. Only what is far too much goes, so that a turn that is a little smaller costs nothing. */
static size_t keeps(struct arena *arena)
{
    size_t held = 0;

    for (const struct arena_block *block = arena->first; block; block = block->next)
        held += block->size;
    arena->lately = size_max(arena->used, arena->lately - arena->lately / FORGETS);
    size_t room = size_max(arena->lately, KEEP_BYTES_MIN);
    return held > 2 * room ? size_min(room, KEEP_BYTES_MAX) : KEEP_BYTES_MAX;
}

void arena_reset(struct arena *arena)
{
    size_t kept = 0;
    size_t most = keeps(arena);
    struct arena_block **link = &arena->first;

    call_endings(arena);
    while (*link) {
        struct arena_block *block = *link;
        block->used = 0;
        kept += block->size;
        if (kept > most) {
            *link = block->next;
            memory_free(block);
            continue;
        }
        link = &block->next;
    }
    arena->current = arena->first;
    arena->used = 0;
}

/* Few sizes, so that a block serves again what it was made for: powers of two, then whole MiB. */
static size_t block_size(size_t size)
{
    size_t block = BLOCK_BYTES;

    while (block < size && block < STEP_BYTES)
        block *= 2;
    return block >= size ? block : (size + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES;
}

/* The first empty one of the size comes next and the others stay where they are: passed over for a large piece they would be
 * of no use until a reset, and each batch would take as many new ones. */
static struct arena_block *take_from_behind(struct arena_block **link, size_t size)
{
    while (*link && ((*link)->size != size || (*link)->used))
        link = &(*link)->next;
    struct arena_block *block = *link;
    if (block)
        *link = block->next;
    return block;
}

static struct arena_block *block_with(struct arena *arena, size_t size)
{
    struct arena_block **behind = arena->current ? &arena->current->next : &arena->first;
    size_t whole = block_size(size);
    struct arena_block *block = take_from_behind(behind, whole);

    if (!block) {
        block = memory_resize(NULL, sizeof(*block) + whole, 1);
        *block = (struct arena_block){.size = whole};
    }
    block->next = *behind;
    *behind = block;
    arena->current = block;
    return block;
}

void *arena_take(struct arena *arena, size_t size)
{
    size_t rounded = (size + 15) & ~(size_t)15;
    struct arena_block *block = arena->current;

    if (!block || block->size - block->used < rounded)
        block = block_with(arena, rounded);

    void *piece = block->data + block->used;
    block->used += rounded;
    arena->used += rounded;
    return piece;
}

void *arena_zero(struct arena *arena, size_t size)
{
    return memset(arena_take(arena, size), 0, size);
}

struct text arena_text(struct arena *arena, struct text text)
{
    return text_of_bytes(arena_bytes(arena, bytes_of_text(text)));
}

struct bytes arena_bytes(struct arena *arena, struct bytes bytes)
{
    if (!bytes.at)
        return bytes;

    uint8_t *copy = arena_take(arena, bytes.length + 1);
    if (bytes.length)
        memcpy(copy, bytes.at, bytes.length);
    copy[bytes.length] = 0;
    return (struct bytes){copy, bytes.length};
}

struct text arena_format(struct arena *arena, const char *format, ...)
{
    struct arena_block *block = arena->current;
    size_t room = block ? block->size - block->used : 0;
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length =
        vsnprintf(room ? (char *)block->data + block->used : NULL, room, format, arguments);
    va_end(arguments);

    /* Where it had room it lies where it will be taken: sizes of blocks are multiples of 16 as pieces are. */
    size_t size = length > 0 ? (size_t)length : 0;
    char *at = arena_take(arena, size + 1);
    if (size >= room)
        vsnprintf(at, size + 1, format, again);
    at[size] = '\0';
    va_end(again);
    return (struct text){at, size};
}
