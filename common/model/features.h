/* The n-grams that a text is made of, for training and for reading alike.
 *
 * A text is a row of units: a Chinese character is one, a word or a number is one. Out come units alone, in twos and
 * threes, two with one left out between them, and any two that stand near each other, whichever comes first; of words
 * also the letters inside, in ones to fives, `<` and `>` being the word's ends. So Chinese needs no segmentation, a
 * misspelt word keeps most of its letters, and text that mixes both needs no rule of its own. Digits count as what they are only in short numbers; longer ones are known by length. Each
 * n-gram is a 64-bit hash that depends on nothing but its characters. What reads a text in its order asks which n-grams
 * begin with each unit. */
#pragma once

#include "common/basics.h"

enum {
    FEATURES_MAX = 4096,      /* of a text; further ones are left out */
    FEATURE_UNITS_MAX = 2048, /* likewise */
    FEATURE_LETTERS_MAX = 5,
    FEATURE_PAIR_DISTANCE_MAX = 29, /* in units: so near two of a pair must stand */
    FEATURE_PAIR_UNITS_MAX = 64,    /* from the text's begin: pairs are made of these */
    FEATURE_PLACES_MAX = 64,        /* likewise: units that are read in their order */
    FEATURE_TEXT_BYTES_MAX = 65535, /* what comes after this many is not read */
};

/* Which n-grams; a model keeps what it was trained with. */
enum feature_view {
    FEATURE_units_1 = 1 << 0,
    FEATURE_units_2 = 1 << 1,
    FEATURE_units_3 = 1 << 2,
    FEATURE_skip = 1 << 3,    /* two units around a third */
    FEATURE_letters = 1 << 4, /* inside words */
    FEATURE_ends = 1 << 5,    /* the text's begin and end count as units */
    FEATURE_pairs = 1 << 6,   /* two units, in any order, with anything between them */
    FEATURES_all = (1 << 7) - 1,
};

struct feature {
    uint64_t hash;
    uint32_t at;     /* where it stands in the text */
    uint16_t length; /* in bytes */
    uint16_t unit;   /* which one it begins with; FEATURE_UNITS_MAX: of a pair */
};

/* Room for the units of a text. */
struct feature_unit {
    uint64_t hash;
    uint32_t at;
    uint32_t length;
    bool word;
};

/* The n-grams in the order of the text, repeated ones repeated; returns how many. Nothing is allocated; `units` has
 * room for FEATURE_UNITS_MAX. */
size_t features_of(
    struct text normalised,
    unsigned views,
    struct feature_unit *units,
    struct feature ret_features[FEATURES_MAX]
);

/* Which n-grams begin with each of the first FEATURE_PLACES_MAX units; pairs with none. `ret_order` has their numbers, unit
 * by unit, in the order in which they came; `ret_ends`, of each unit, how many of these belong to it and those before.
 * Returns how many units there are. */
size_t features_placed(
    const struct feature *features,
    size_t count,
    uint16_t ret_order[FEATURES_MAX],
    uint16_t ret_ends[FEATURE_PLACES_MAX]
);
