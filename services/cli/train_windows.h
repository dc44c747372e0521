/* The part of a model that reads a text in its order: windows over its units, and filters that look for something there.
 *
 * A unit is the sum of the rows of the n-grams that begin there, so a misspelt or unknown word is still something; a filter
 * sees several units beside each other, and what it finds most of in any window is a hidden unit (Kim, EMNLP 2014). It
 * is as good as a network of the whole text alone, and errs elsewhere: together they know better than more of either.
 * Learnt by Adam in small batches; n-grams, units, columns and filters are dropped at random. Deterministic. */
#pragma once

#include "services/cli/train_set.h"

/* Shares that are dropped, 0 up to less than 1. */
struct train_drops {
    float ngrams;
    float units;
    float columns;
    float hidden; /* filters */
};

struct train_windows_wish {
    size_t width;  /* columns of a unit, a multiple of MODEL_WIDTH_STEP */
    size_t window; /* units */
    size_t hidden; /* filters, a multiple of MODEL_WIDTH_STEP */
    unsigned epochs;
    float rate;
    struct train_drops drops;
    float smoothing; /* of the labels */
    uint64_t seed;
    void (*epoch_done)(void *context, unsigned epoch); /* may be NULL */
    void *context;
};

struct train_windows {
    size_t width;
    size_t window;
    size_t hidden;
    size_t labels;
    size_t label_width; /* labels rounded up to TRAIN_LANES */
    float *weights;     /* a row for each n-gram, of `width`; 0 where nothing was learnt */
    float *place_bias;
    float *filters; /* hidden × window × width */
    float *hidden_bias;
    float *dense; /* hidden × label_width */
    float *bias;
};

/* The largest numbers that a text makes. */
struct train_windows_most {
    float place; /* of a column, whatever its sign */
    float hidden;
};

/* Learns from all samples but those of fold `left_out` (-1: from all), whose places must be known. Memory is the arena's. */
struct train_windows train_windows(
    struct arena *arena,
    const struct train_set *set,
    size_t head,
    int left_out,
    const struct train_windows_wish *wish
);

/* A score for each label; returns the largest numbers. `ret_scores` has room for MODEL_LABELS_MAX + TRAIN_LANES. */
struct train_windows_most train_windows_score(
    const struct train_windows *windows,
    const struct train_sample *sample,
    float *ret_scores
);
