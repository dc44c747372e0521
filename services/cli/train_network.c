/* See train_network.h. */
#include "services/cli/train_network.h"

#include <math.h>

#include "common/model/features.h"
#include "services/cli/train_math.h"
#include "services/cli/train_samples.h"

static const float dense_spread = 1.0F;  /* by the square root of the hidden units */
static const float weights_seen = 1e-6F; /* squares that AdaGrad begins with */
static const float dense_seen = 1e-3F;
static const float bias_rate = 0.05F;

struct learning {
    const struct train_set *set;
    const struct train_network_wish *wish;
    struct train_network network;
    size_t head;
    uint64_t random;
    float rate;
    float *row_seen;   /* for each n-gram */
    float *dense_seen; /* for each hidden unit */
    float hidden[MODEL_HIDDEN_UNITS_MAX];
    float back[MODEL_HIDDEN_UNITS_MAX];
    float scores[MODEL_LABELS_MAX + TRAIN_LANES];
    float weights[MODEL_LABELS_MAX]; /* of a sample, by its label; 1 in the mean */
    bool kept[FEATURES_MAX];
};

static void begin(struct arena *arena, struct learning *learning)
{
    struct train_network *network = &learning->network;
    size_t rows = learning->set->row_count;

    network->hidden = learning->wish->hidden;
    network->labels = learning->set->heads[learning->head].label_count;
    network->width = model_rounded(network->labels, TRAIN_LANES);
    network->weights = arena_take(arena, rows * network->hidden * sizeof(float));
    network->hidden_bias = ARENA_ARRAY(arena, float, network->hidden);
    network->dense = ARENA_ARRAY(arena, float, network->hidden * network->width);
    network->bias = ARENA_ARRAY(arena, float, network->width);
    learning->row_seen = ARENA_ARRAY(arena, float, rows);
    learning->dense_seen = ARENA_ARRAY(arena, float, network->hidden);
    learning->random = learning->wish->seed * 2 + 1;
    for (size_t i = 0; i < rows * network->hidden; i++)
        network->weights[i] = train_random_normal(&learning->random) * learning->wish->spread;
    float spread = dense_spread / sqrtf((float)network->hidden);
    for (size_t i = 0; i < network->hidden; i++) {
        for (size_t label = 0; label < network->labels; label++)
            network->dense[i * network->width + label] =
                train_random_normal(&learning->random) * spread;
        learning->dense_seen[i] = dense_seen;
    }
    for (size_t i = 0; i < rows; i++)
        learning->row_seen[i] = weights_seen;
}

static float *row_of(struct train_network *network, uint32_t row)
{
    return network->weights + row * network->hidden;
}

/* From a sample to scores, with some n-grams and units left out. */
static void forward(struct learning *learning, const struct train_sample *sample)
{
    struct train_network *network = &learning->network;
    float keep_ngrams = 1 - learning->wish->drop_ngrams;
    float keep_hidden = 1 - learning->wish->drop_hidden;

    memcpy(learning->hidden, network->hidden_bias, network->hidden * sizeof(float));
    for (size_t i = 0; i < sample->count; i++) {
        learning->kept[i] = train_random_unit(&learning->random) < keep_ngrams;
        if (learning->kept[i])
            train_add(
                learning->hidden,
                sample->values[i] / keep_ngrams,
                row_of(network, sample->rows[i]),
                network->hidden
            );
    }
    memcpy(learning->scores, network->bias, network->width * sizeof(float));
    for (size_t i = 0; i < network->hidden; i++) {
        bool off =
            learning->hidden[i] < 0 || train_random_unit(&learning->random) >= keep_hidden;
        learning->hidden[i] = off ? 0 : learning->hidden[i] / keep_hidden;
        if (!off)
            train_add(
                learning->scores,
                learning->hidden[i],
                network->dense + i * network->width,
                network->width
            );
    }
}

/* Scores become what they are too high by. */
static void compare(struct learning *learning, const struct train_target *target)
{
    float *scores = learning->scores;
    size_t labels = learning->network.labels;
    float smoothing = learning->wish->smoothing;

    if (learning->set->heads[learning->head].kind == MODEL_one) {
        train_softmax(scores, labels);
        for (size_t i = 0; i < labels; i++)
            scores[i] -= smoothing / (float)labels;
    } else {
        train_sigmoid(scores, labels);
        smoothing = 0;
    }
    for (size_t i = 0; i < target->count; i++)
        scores[target->labels[i]] -= 1 - smoothing;
    for (size_t i = labels; i < learning->network.width; i++)
        scores[i] = 0;
    if (learning->set->heads[learning->head].kind == MODEL_one) {
        float weight = learning->weights[target->labels[0]];
        for (size_t i = 0; i < labels; i++)
            scores[i] *= weight;
    }
}

/* One step against the gradient `value × by`, where `io_seen` is the sum of what its squares have been. */
static void step(
    float *weights,
    float *io_seen,
    float value,
    const float *by,
    float square,
    size_t count,
    float rate
)
{
    *io_seen += value * value * square / (float)count;
    train_add(weights, -rate * value / sqrtf(*io_seen), by, count);
}

static void backward(struct learning *learning, const struct train_sample *sample)
{
    struct train_network *network = &learning->network;
    float keep_ngrams = 1 - learning->wish->drop_ngrams;
    float keep_hidden = 1 - learning->wish->drop_hidden;
    const float *error = learning->scores;
    float error_square = train_dot(error, error, network->width);

    for (size_t i = 0; i < network->hidden; i++) {
        float *dense = network->dense + i * network->width;
        float hidden = learning->hidden[i];
        learning->back[i] =
            hidden > 0 ? train_dot(error, dense, network->width) / keep_hidden : 0;
        if (hidden > 0)
            step(
                dense,
                &learning->dense_seen[i],
                hidden,
                error,
                error_square,
                network->width,
                learning->rate
            );
    }
    train_add(network->bias, -learning->rate * bias_rate, error, network->width);
    train_add(
        network->hidden_bias,
        -learning->rate * bias_rate,
        learning->back,
        network->hidden
    );
    float back_square = train_dot(learning->back, learning->back, network->hidden);
    for (size_t i = 0; i < sample->count; i++) {
        uint32_t row = sample->rows[i];
        if (learning->kept[i])
            step(
                row_of(network, row),
                &learning->row_seen[row],
                sample->values[i] / keep_ngrams,
                learning->back,
                back_square,
                network->hidden,
                learning->rate
            );
    }
}

/* A sample weighs its label's frequency to the power of -evenness. */
static void
weigh(struct learning *learning, const struct train_sample *const *samples, size_t count)
{
    float *weights = learning->weights;
    float frequencies[MODEL_LABELS_MAX] = {0};
    float sum = 0;

    if (learning->set->heads[learning->head].kind != MODEL_one)
        return;
    for (size_t i = 0; i < count; i++)
        frequencies[samples[i]->targets[learning->head].labels[0]]++;
    for (size_t i = 0; i < learning->network.labels; i++) {
        weights[i] = powf(frequencies[i] + 1, -learning->wish->evenness);
        sum += weights[i] * frequencies[i];
    }
    for (size_t i = 0; i < learning->network.labels; i++)
        weights[i] *= (float)count / sum;
}

struct train_network train_network(
    struct arena *arena,
    const struct train_set *set,
    size_t head,
    int left_out,
    const struct train_network_wish *wish
)
{
    struct arena work = {0};
    struct learning *learning = ARENA_NEW(&work, struct learning);
    const struct train_sample **samples =
        ARENA_ARRAY(&work, const struct train_sample *, set->count);

    learning->set = set;
    learning->wish = wish;
    learning->head = head;
    begin(arena, learning);
    size_t count = train_set_choose(set, head, left_out, samples);
    weigh(learning, samples, count);
    for (unsigned epoch = 0; epoch < wish->epochs; epoch++) {
        learning->rate = wish->rate * (1 - (float)epoch / (float)wish->epochs);
        train_shuffle(samples, count, &learning->random);
        for (size_t i = 0; i < count; i++) {
            forward(learning, samples[i]);
            compare(learning, &samples[i]->targets[head]);
            backward(learning, samples[i]);
        }
        if (wish->epoch_done)
            wish->epoch_done(wish->context, epoch + 1);
    }
    struct train_network network = learning->network;
    arena_done(&work);
    return network;
}

float train_network_score(
    const struct train_network *network,
    const struct train_sample *sample,
    float *ret_scores
)
{
    float hidden[MODEL_HIDDEN_UNITS_MAX];
    float most = 0;

    memcpy(hidden, network->hidden_bias, network->hidden * sizeof(float));
    for (size_t i = 0; i < sample->count; i++)
        train_add(
            hidden,
            sample->values[i],
            network->weights + sample->rows[i] * network->hidden,
            network->hidden
        );
    memcpy(ret_scores, network->bias, network->width * sizeof(float));
    for (size_t i = 0; i < network->hidden; i++) {
        most = hidden[i] > most ? hidden[i] : most;
        if (hidden[i] > 0)
            train_add(
                ret_scores,
                hidden[i],
                network->dense + i * network->width,
                network->width
            );
    }
    return most;
}
