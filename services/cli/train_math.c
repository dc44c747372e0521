/* See train_math.h. */
#include "services/cli/train_math.h"

#include <math.h>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define WIDE __attribute__((optimize("O3", "no-math-errno"), target_clones("avx2", "default")))
#else
#define WIDE
#endif

/* Adam's own numbers, as its authors have them. */
static const float mean_kept = TRAIN_ADAM_MEAN_KEPT;
static const float square_kept = TRAIN_ADAM_SQUARE_KEPT;
static const float least = 1e-8F;

WIDE void train_add(float *to, float factor, const float *from, size_t count)
{
    for (size_t i = 0; i < count; i += TRAIN_LANES) {
        for (size_t lane = 0; lane < TRAIN_LANES; lane++)
            to[i + lane] += factor * from[i + lane];
    }
}

WIDE float train_dot(const float *left, const float *right, size_t count)
{
    float sums[TRAIN_LANES] = {0};
    float sum = 0;

    for (size_t i = 0; i < count; i += TRAIN_LANES) {
        for (size_t lane = 0; lane < TRAIN_LANES; lane++)
            sums[lane] += left[i + lane] * right[i + lane];
    }
    for (size_t lane = 0; lane < TRAIN_LANES; lane++)
        sum += sums[lane];
    return sum;
}

WIDE void train_adam_step(
    float *weights,
    float *io_gradients,
    const struct train_adam *seen,
    float share,
    float rate,
    float square_worth,
    size_t count
)
{
    float *means = seen->means;
    float *squares = seen->squares;

    for (size_t i = 0; i < count; i += TRAIN_LANES) {
        for (size_t at = i; at < i + TRAIN_LANES; at++) {
            float gradient = io_gradients[at] * share;
            means[at] = mean_kept * means[at] + (1 - mean_kept) * gradient;
            squares[at] = square_kept * squares[at] + (1 - square_kept) * gradient * gradient;
            weights[at] -= rate * means[at] / (sqrtf(squares[at] * square_worth) + least);
            io_gradients[at] = 0;
        }
    }
}

void train_softmax(float *scores, size_t count)
{
    float most = scores[0];
    float sum = 0;

    for (size_t i = 1; i < count; i++)
        most = scores[i] > most ? scores[i] : most;
    for (size_t i = 0; i < count; i++) {
        scores[i] = expf(scores[i] - most);
        sum += scores[i];
    }
    for (size_t i = 0; i < count; i++)
        scores[i] /= sum;
}

void train_sigmoid(float *scores, size_t count)
{
    for (size_t i = 0; i < count; i++)
        scores[i] = 1 / (1 + expf(-scores[i]));
}

uint64_t train_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(0x2545F4914F6CDD1D);
}

float train_random_unit(uint64_t *state)
{
    return (float)(train_random(state) >> 40) / 16777216.0F;
}

float train_random_normal(uint64_t *state)
{
    float sum = 0;

    for (int i = 0; i < 12; i++)
        sum += train_random_unit(state);
    return sum - 6;
}
