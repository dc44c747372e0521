/* See words.h. */
#include "services/router/words.h"

struct text
words_join(struct arena *arena, const struct text *words, size_t count, size_t length_max)
{
    char *joined = arena_take(arena, length_max + 1);
    size_t length = 0;

    for (size_t i = 0; i < count; i++) {
        size_t comma = length > 0;
        if (words[i].length == 0 || length + comma + words[i].length > length_max)
            continue;
        if (comma)
            joined[length++] = ',';
        memcpy(joined + length, words[i].at, words[i].length);
        length += words[i].length;
    }
    joined[length] = '\0';
    return (struct text){length ? joined : NULL, length};
}

struct words words_split(struct arena *arena, struct text joined)
{
    struct text *words = arena_take(arena, sizeof(struct text) * WORDS_MAX);
    size_t count = 0;

    while (joined.length > 0 && count < WORDS_MAX) {
        const char *comma = memchr(joined.at, ',', joined.length);
        size_t length = comma ? (size_t)(comma - joined.at) : joined.length;
        words[count++] = (struct text){joined.at, length};
        size_t step = size_min(length + 1, joined.length);
        joined = (struct text){joined.at + step, joined.length - step};
    }
    return (struct words){words, count};
}
