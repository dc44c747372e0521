/* Which units of a text each of its n-grams needs, so that learning can leave out a word with everything made of it.
 *
 * An n-gram left out alone is hardly missed: those that overlap it say the same. A word left out with all of its n-grams is
 * a text that somebody could have written, and what is learnt must do with the words that remain. */
#pragma once

#include "common/model/features.h"

enum { TRAIN_SPAN_UNITS = 64 }; /* further units of a text are never left out */

struct train_span {
    uint64_t hash;
    uint64_t units; /* a bit for each unit; of pairs and of skips only the two */
    unsigned view;  /* the one of enum feature_view that it belongs to */
};

/* The n-grams of the text, one view after the other; returns how many, at most FEATURES_MAX. `ret_units` is the number of
 * units, at most TRAIN_SPAN_UNITS. Not for threads. */
size_t train_spans(
    struct text normalised,
    unsigned views,
    size_t *ret_units,
    struct train_span ret_spans[FEATURES_MAX]
);
