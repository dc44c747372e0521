/* Lists of words as a row keeps them: joined by commas, so that a person can read the row.
 *
 * The words are codes, tags, skills: none has a comma. An empty list is absent. */
#pragma once

#include "common/arena.h"

enum { WORDS_MAX = 64 };

struct words {
    const struct text *at;
    size_t count;
};

/* Zero-terminated, of at most `length_max` bytes; what does not fit whole is left out. */
struct text
words_join(struct arena *arena, const struct text *words, size_t count, size_t length_max);

/* At most WORDS_MAX, views into `joined`. */
struct words words_split(struct arena *arena, struct text joined);
