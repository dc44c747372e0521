/* See places.h. */
#include "services/escalation/places.h"

static const struct place *place_at(struct text rest, const struct place *places, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text_starts(rest, places[i].word))
            return &places[i];
    }
    return NULL;
}

struct text
places_fill(struct text from, const struct place *places, size_t count, struct arena *arena)
{
    size_t size = 0, used = 0;

    for (size_t i = 0; i < from.length;) {
        const struct place *place =
            place_at((struct text){from.at + i, from.length - i}, places, count);
        size += place ? place->value.length : 1;
        i += place ? place->word.length : 1;
    }
    char *at = arena_take(arena, size + 1);
    for (size_t i = 0; i < from.length;) {
        const struct place *place =
            place_at((struct text){from.at + i, from.length - i}, places, count);
        struct text piece = place ? place->value : (struct text){from.at + i, 1};
        memcpy(at + used, piece.at, piece.length);
        used += piece.length;
        i += place ? place->word.length : 1;
    }
    return (struct text){at, used};
}
