/* Numbers for n-grams, in the order in which they come, and how many samples have each. */
#pragma once

#include "common/arena.h"

struct train_words {
    struct arena *arena;
    uint64_t *hashes;  /* by number */
    uint32_t *seen_by; /* by number */
    uint8_t *views;    /* by number: of enum feature_view, 0 until it is marked */
    size_t count;
    size_t room;     /* for numbers */
    uint32_t *slots; /* number plus one; 0: free */
    size_t slot_count;
};

void train_words_init(struct train_words *words, struct arena *arena);

/* The number of an n-gram, a new one when it is new. */
uint32_t train_words_take(struct train_words *words, uint64_t hash);

/* One more sample has it. */
void train_words_see(struct train_words *words, uint32_t number);

/* The n-gram, a new one when it is new, is of that view. */
void train_words_mark(struct train_words *words, uint64_t hash, unsigned view);
