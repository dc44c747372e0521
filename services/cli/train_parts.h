/* The parts that a head of a model is put together from: one linear part, some networks and some of windows, and what
 * they say.
 *
 * Scores of the linear part and the mean of the scores of either kind of network are added up, each times a factor; the factors are
 * fitted on samples that the parts have not learnt from, together with the threshold, and make probabilities that mean
 * what they say (temperature scaling, Guo et al., ICML 2017, with a temperature for each kind). */
#pragma once

#include "common/model/model_write.h"
#include "services/cli/train_linear.h"
#include "services/cli/train_network.h"
#include "services/cli/train_windows.h"

enum { TRAIN_NETWORKS_MAX = 8, TRAIN_WINDOWS_MAX = 4, TRAIN_COUNT_usual = -1 };

/* A network is wide that has so many hidden units. */
enum { TRAIN_HIDDEN_WIDE = 128 };

struct train_plan {
    int networks; /* of each head */
    int windows;  /* networks of windows of each head; samples must know their places */
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
    struct train_windows windows[TRAIN_WINDOWS_MAX];
    size_t windows_count;
};

/* What was found on samples that were held out. */
struct train_fit {
    float linear_factor;
    float network_factor;
    float windows_factor;
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

/* Puts numbers where the plan says TRAIN_COUNT_usual. Texts of words are long, and more than one network of windows would
 * take half of the time that an answer has; in short ones of characters a second one is worth two other networks. */
void train_parts_count(const struct train_set *set, struct train_plan *io_plan);

/* How the networks of windows learn, but for seed and progress: as was found by trying (README.md of common/model). */
struct train_windows_wish train_parts_windows_wish(void);

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
