/* See train_words.h. An open table that doubles; what it leaves behind in the arena is as much again. */
#include "services/cli/train_words.h"

enum { SLOTS_FIRST = 1 << 16 };

void train_words_init(struct train_words *words, struct arena *arena)
{
    *words = (struct train_words){.arena = arena, .slot_count = SLOTS_FIRST};
    words->room = SLOTS_FIRST / 2;
    words->slots = ARENA_ARRAY(arena, uint32_t, words->slot_count);
    words->hashes = ARENA_ARRAY(arena, uint64_t, words->room);
    words->seen_by = ARENA_ARRAY(arena, uint32_t, words->room);
    words->views = ARENA_ARRAY(arena, uint8_t, words->room);
}

static size_t slot_of(const struct train_words *words, uint64_t hash)
{
    size_t at = hash % words->slot_count;

    while (words->slots[at] && words->hashes[words->slots[at] - 1] != hash)
        at = (at + 1) % words->slot_count;
    return at;
}

static void grow(struct train_words *words)
{
    struct train_words old = *words;

    words->slot_count *= 2;
    words->room *= 2;
    words->slots = ARENA_ARRAY(words->arena, uint32_t, words->slot_count);
    words->hashes = ARENA_ARRAY(words->arena, uint64_t, words->room);
    words->seen_by = ARENA_ARRAY(words->arena, uint32_t, words->room);
    words->views = ARENA_ARRAY(words->arena, uint8_t, words->room);
    memcpy(words->hashes, old.hashes, old.count * sizeof(old.hashes[0]));
    memcpy(words->seen_by, old.seen_by, old.count * sizeof(old.seen_by[0]));
    memcpy(words->views, old.views, old.count * sizeof(old.views[0]));
    for (size_t i = 0; i < old.count; i++)
        words->slots[slot_of(words, old.hashes[i])] = (uint32_t)i + 1;
}

uint32_t train_words_take(struct train_words *words, uint64_t hash)
{
    size_t at = slot_of(words, hash);

    if (words->slots[at])
        return words->slots[at] - 1;
    if (words->count == words->room) {
        grow(words);
        at = slot_of(words, hash);
    }
    words->hashes[words->count++] = hash;
    words->slots[at] = (uint32_t)words->count;
    return (uint32_t)words->count - 1;
}

void train_words_see(struct train_words *words, uint32_t number)
{
    words->seen_by[number]++;
}

void train_words_mark(struct train_words *words, uint64_t hash, unsigned view)
{
    uint32_t number = train_words_take(words, hash);

    words->views[number] = (uint8_t)view;
}
