/* The parts that a head of a model is put together from: one linear part and some networks, and what they say.
 *
 * Scores of the linear part and the mean of the networks' scores are added up, each times a factor; the factors are
 * fitted on samples that the parts have not learnt from, together with the threshold, and make probabilities that mean
 * what they say (temperature scaling, Guo et al., ICML 2017, with two temperatures). */
#pragma once

#include "common/model/model_write.h"
#include "services/cli/train_linear.h"
#include "services/cli/train_network.h"

enum { TRAIN_NETWORKS_MAX = 8 };

struct train_plan {
    size_t networks; /* of each head */
    size_t hidden;
    unsigned epochs;
    unsigned folds;
    void (*progress
    )(const char *what, const struct model_head *head, unsigned done, unsigned of);
};

struct train_parts {
    struct train_linear linear;
    struct train_network networks[TRAIN_NETWORKS_MAX];
    size_t network_count;
};

/* What was found on samples that were held out. */
struct train_fit {
    float linear_factor;
    float network_factor;
    float threshold;
    size_t tested;
    double
        right; /* share: of samples, or micro-F1 where labels are many; of a number: correlation */
    double kept; /* share of samples that belong here and are over the threshold */
};

/* How the networks of a head learn, but for seed and progress. Rare labels weigh more in narrow ones alone: wide ones
 * find more of them too, but not more texts in all. A narrow one with fewer hidden units than labels gets twice as many and
 * drops few of them; a wide one of pairs drops most. What a narrow one begins with is small, so that n-grams seldom seen,
 * which learn little, add little noise. */
struct train_network_wish
train_parts_wish(const struct train_set *set, size_t head, const struct train_plan *plan);

/* Learns a head from all samples but those of fold `left_out` (-1: from all). A number has no networks. */
struct train_parts train_parts(
    struct arena *arena,
    const struct train_set *set,
    size_t head,
    int left_out,
    const struct train_plan *plan
);

/* Learns with folds left out in turn, until enough samples were tested, and fits. */
struct train_fit
train_fit(const struct train_set *set, size_t head, const struct train_plan *plan);

/* Adds the parts of a head to a draft. What they point to must stay. */
void train_parts_draft(
    const struct train_parts *parts,
    const struct train_set *set,
    size_t head,
    const struct train_fit *fit,
    struct arena *arena,
    struct model_draft_member *io_members,
    size_t *io_count
);
