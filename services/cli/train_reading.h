/* One sample on its way through a network of windows, and back with what its scores are off by.
 *
 * Forward keeps what backward needs. What is left out at random is left out of both; with nothing to be dropped it is
 * what the network says. */
#pragma once

#include "services/cli/train_math.h"
#include "services/cli/train_windows.h"

enum { TRAIN_PLACES_MAX = FEATURE_PLACES_MAX + MODEL_WINDOW_MAX };

struct train_reading {
    const struct train_windows *windows;
    struct train_drops drops;
    uint64_t random;         /* not 0 */
    bool kept[FEATURES_MAX]; /* n-grams of the sample */
    size_t found
        [MODEL_HIDDEN_UNITS_MAX]; /* in which window a filter found most; TRAIN_PLACES_MAX: in none */
    float places[TRAIN_PLACES_MAX * MODEL_PLACE_COLUMNS_MAX];
    float place_gradients[TRAIN_PLACES_MAX * MODEL_PLACE_COLUMNS_MAX];
    float hidden[MODEL_HIDDEN_UNITS_MAX];
    float
        scores[MODEL_LABELS_MAX + TRAIN_LANES]; /* before backward: what each is too high by */
};

/* Where gradients are added up, each as long as the weights it is for. */
struct train_gradients {
    float *place_bias;
    float *filters;
    float *hidden_bias;
    float *dense;
    float *bias;
    float *(*row)(void *context, uint32_t row); /* that of an n-gram's row */
    void *context;
};

/* Makes the scores. */
void train_reading_forward(struct train_reading *reading, const struct train_sample *sample);

/* After forward with the same sample. */
void train_reading_backward(
    struct train_reading *reading,
    const struct train_sample *sample,
    const struct train_gradients *to
);
