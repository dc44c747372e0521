/* The linear part of a model, by LIBLINEAR: the only file that knows it.
 *
 * One label each: multi-class support vectors after Crammer and Singer (JMLR 2, 2001), whose scores of different labels
 * can be compared. Many: support vectors for each label against the rest. A number: support vector regression. LIBLINEAR draws its
 * order from rand(), which is seeded anew each time, so that the same data gives the same weights. */
#pragma once

#include "services/cli/train_set.h"

struct train_linear {
    size_t labels;  /* 1 for a number */
    float *weights; /* a row for each n-gram, of `labels` */
    float *bias;    /* for each label */
};

/* Learns from all samples but those of fold `left_out` (-1: from all). Memory is the arena's. */
struct train_linear train_linear(
    struct arena *arena,
    const struct train_set *set,
    size_t head,
    int left_out,
    double cost
);

/* What it says about a sample: a score for each label. */
void train_linear_score(
    const struct train_linear *linear,
    const struct train_sample *sample,
    float *ret_scores
);
