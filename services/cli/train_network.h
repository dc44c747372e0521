/* The network part of a model: one layer of hidden units between n-grams and labels.
 *
 * Rectified units, trained by AdaGrad (Duchi et al., JMLR 12, 2011) with one rate for each row, sample by sample; units
 * and n-grams are dropped at random (Srivastava et al., JMLR 15, 2014), so several with different seeds err differently
 * and together know better than one. One label each: softmax against smoothed labels; many: a sigmoid for each. */
#pragma once

#include "services/cli/train_set.h"

struct train_network_wish {
    size_t hidden; /* a multiple of MODEL_WIDTH_STEP */
    unsigned epochs;
    float rate;
    float spread; /* of the weights that an n-gram begins with */
    float drop_hidden;
    float drop_ngrams;
    float smoothing; /* of the labels */
    float
        evenness; /* 0: each sample weighs the same; 1: each label, so rare ones more; of one label */
    uint64_t seed;
    void (*epoch_done)(void *context, unsigned epoch); /* may be NULL */
    void *context;
};

struct train_network {
    size_t hidden;
    size_t labels;
    size_t width;   /* labels rounded up to TRAIN_LANES */
    float *weights; /* a row for each n-gram, of `hidden` */
    float *hidden_bias;
    float *dense; /* hidden × width */
    float *bias;
};

/* Learns from all samples but those of fold `left_out` (-1: from all). Memory is the arena's. */
struct train_network train_network(
    struct arena *arena,
    const struct train_set *set,
    size_t head,
    int left_out,
    const struct train_network_wish *wish
);

/* A score for each label; returns the largest hidden unit. `ret_scores` has room for MODEL_LABELS_MAX + TRAIN_LANES. */
float train_network_score(
    const struct train_network *network,
    const struct train_sample *sample,
    float *ret_scores
);
