/* What parts of a model do with the samples that they learn from, or are tested by. */
#pragma once

#include "services/cli/train_set.h"

/* The rows of a sample's places get other numbers; UINT32_MAX: they are left out. */
void train_sample_keep(struct train_sample *io_sample, const uint32_t *renumbered);

/* The samples that a head learns from, all but those of fold `left_out` (-1: all); returns how many. */
size_t train_set_choose(
    const struct train_set *set,
    size_t head,
    int left_out,
    const struct train_sample **ret_samples
);

/* Into an order that depends on nothing but `random`. */
void train_shuffle(const struct train_sample **samples, size_t count, uint64_t *random);

/* A sample as it looks to a model that never saw its fold: n-grams that only the fold has are unknown. `seen_by_fold` is
 * how many of the fold's samples have each row. */
struct train_sample train_sample_forget(
    struct arena *arena,
    const struct train_set *set,
    const uint32_t *seen_by_fold,
    const struct train_sample *sample
);
