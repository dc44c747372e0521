/* The inner loops of training, over rows of floats whose length is a multiple of TRAIN_LANES.
 *
 * Sums are taken in TRAIN_LANES lanes in a fixed order, so that the same data gives the same model whatever registers
 * the machine has. */
#pragma once

#include "common/basics.h"

enum { TRAIN_LANES = 8 };

#define TRAIN_ADAM_MEAN_KEPT   0.9F
#define TRAIN_ADAM_SQUARE_KEPT 0.999F

/* to += factor × from */
void train_add(float *to, float factor, const float *from, size_t count);

float train_dot(const float *left, const float *right, size_t count);

/* What Adam (Kingma and Ba, ICLR 2015) has seen of a row of weights: means of the gradients and of their squares. */
struct train_adam {
    float *means;
    float *squares;
};

/* One step of a row against `share` × `io_gradients`, which become 0. `rate` is corrected for the beginning by the caller, as are
 * squares by `square_worth`. */
void train_adam_step(
    float *weights,
    float *io_gradients,
    const struct train_adam *seen,
    float share,
    float rate,
    float square_worth,
    size_t count
);

/* Scores become probabilities that add up to 1. */
void train_softmax(float *scores, size_t count);

/* 1 / (1 + e^-score) each. */
void train_sigmoid(float *scores, size_t count);

/* A sequence of pseudo-random numbers, xorshift64*; the state is not 0. */
uint64_t train_random(uint64_t *state);

/* 0 <= x < 1. */
float train_random_unit(uint64_t *state);

/* About normal, mean 0, deviation 1: the sum of twelve uniform ones. */
float train_random_normal(uint64_t *state);
