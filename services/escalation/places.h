/* A text with places to be filled in, such as {number}: notices and templates of a policy. */
#pragma once

#include "common/arena.h"

struct place {
    struct text word; /* with its braces */
    struct text value;
};

/* Each place becomes its value, as often as it occurs; braces around anything else stay as they are. */
struct text
places_fill(struct text from, const struct place *places, size_t count, struct arena *arena);
