/* See train_windows.h. A sample goes forward, what its scores are off by goes back into sums of gradients, and after each
 * batch everything that has such a sum takes a step. */
#include "services/cli/train_windows.h"

#include <math.h>

#include "services/cli/train_math.h"
#include "services/cli/train_reading.h"
#include "services/cli/train_samples.h"

static const float weights_spread = 0.1F;
static const float warm_steps = 200; /* until they are over, the rate rises */

enum { BATCH = 32 };

/* Weights that are stepped together, with what Adam has seen of them. */
struct block {
    float *weights;
    float *gradients;
    struct train_adam seen;
    size_t count;
};

enum { BLOCK_place_bias, BLOCK_filters, BLOCK_hidden_bias, BLOCK_dense, BLOCK_bias, BLOCKS };

struct learning {
    const struct train_set *set;
    const struct train_windows_wish *wish;
    struct train_windows windows;
    size_t head;
    struct block blocks[BLOCKS];
    struct train_adam rows; /* seen of the n-grams' rows */
    uint32_t *touched;      /* rows that have a gradient in this batch */
    uint32_t *slots;        /* of each row, its place in `touched` plus one; 0: none */
    float *row_gradients;   /* of each touched row */
    size_t touched_count;
    bool *learnt; /* rows that were ever stepped */
    unsigned steps;
    unsigned steps_in_all;
    struct train_reading reading;
};

static float *begin_block(
    struct arena *arena,
    struct arena *work,
    struct learning *learning,
    size_t block,
    size_t count
)
{
    learning->blocks[block] = (struct block){
        ARENA_ARRAY(arena, float, count),
        ARENA_ARRAY(work, float, count),
        {ARENA_ARRAY(work, float, count), ARENA_ARRAY(work, float, count)},
        count,
    };
    return learning->blocks[block].weights;
}

static void fill_evenly(struct learning *learning, float *weights, size_t count, float most)
{
    for (size_t i = 0; i < count; i++)
        weights[i] = (2 * train_random_unit(&learning->reading.random) - 1) * most;
}

static void begin_weights(struct arena *arena, struct arena *work, struct learning *learning)
{
    struct train_windows *windows = &learning->windows;
    size_t span = windows->window * windows->width;
    size_t rows = learning->set->row_count;

    windows->place_bias = begin_block(arena, work, learning, BLOCK_place_bias, windows->width);
    windows->filters =
        begin_block(arena, work, learning, BLOCK_filters, windows->hidden * span);
    windows->hidden_bias =
        begin_block(arena, work, learning, BLOCK_hidden_bias, windows->hidden);
    windows->dense =
        begin_block(arena, work, learning, BLOCK_dense, windows->hidden * windows->label_width);
    windows->bias = begin_block(arena, work, learning, BLOCK_bias, windows->label_width);
    windows->weights = arena_take(arena, rows * windows->width * sizeof(float));
    for (size_t i = 0; i < rows * windows->width; i++)
        windows->weights[i] = train_random_normal(&learning->reading.random) * weights_spread;
    fill_evenly(learning, windows->filters, windows->hidden * span, 1 / sqrtf((float)span));
    for (size_t i = 0; i < windows->hidden; i++)
        fill_evenly(
            learning,
            windows->dense + i * windows->label_width,
            windows->labels,
            1 / sqrtf((float)windows->hidden)
        );
}

static void begin(struct arena *arena, struct arena *work, struct learning *learning)
{
    const struct train_windows_wish *wish = learning->wish;
    size_t rows = learning->set->row_count;
    size_t labels = learning->set->heads[learning->head].label_count;

    learning->windows = (struct train_windows){
        .width = wish->width,
        .window = wish->window,
        .hidden = wish->hidden,
        .labels = labels,
        .label_width = model_rounded(labels, TRAIN_LANES),
    };
    learning->reading.windows = &learning->windows;
    learning->reading.drops = wish->drops;
    learning->reading.random = wish->seed * 2 + 1;
    begin_weights(arena, work, learning);
    learning->rows.means = ARENA_ARRAY(work, float, rows * wish->width);
    learning->rows.squares = ARENA_ARRAY(work, float, rows * wish->width);
    learning->slots = ARENA_ARRAY(work, uint32_t, rows);
    learning->learnt = ARENA_ARRAY(work, bool, rows);
    size_t most = size_min(rows, (size_t)BATCH * FEATURES_MAX);
    learning->touched = ARENA_ARRAY(work, uint32_t, most);
    learning->row_gradients = arena_take(work, most * wish->width * sizeof(float));
}

/* Scores become what they are too high by. */
static void compare(struct learning *learning, const struct train_target *target)
{
    const struct train_windows *windows = &learning->windows;
    bool one = learning->set->heads[learning->head].kind == MODEL_one;
    float smoothing = one ? learning->wish->smoothing : 0;
    float *scores = learning->reading.scores;

    if (one)
        train_softmax(scores, windows->labels);
    else
        train_sigmoid(scores, windows->labels);
    for (size_t i = 0; i < windows->labels; i++)
        scores[i] -= smoothing / (float)windows->labels;
    for (size_t i = 0; i < target->count; i++)
        scores[target->labels[i]] -= 1 - smoothing;
    for (size_t i = windows->labels; i < windows->label_width; i++)
        scores[i] = 0;
}

static float *gradient_of(void *context, uint32_t row)
{
    struct learning *learning = context;
    size_t width = learning->windows.width;

    if (learning->slots[row] == 0) {
        learning->touched[learning->touched_count++] = row;
        learning->slots[row] = (uint32_t)learning->touched_count;
        memset(
            learning->row_gradients + (learning->touched_count - 1) * width,
            0,
            width * sizeof(float)
        );
    }
    return learning->row_gradients + (size_t)(learning->slots[row] - 1) * width;
}

/* Everything that has a gradient takes a step against it. */
static void step(struct learning *learning, size_t samples)
{
    size_t width = learning->windows.width;
    float done = (float)++learning->steps;
    float rate = learning->wish->rate * fminf(1, done / warm_steps) *
                 (1 - done / (float)learning->steps_in_all) /
                 (1 - powf(TRAIN_ADAM_MEAN_KEPT, done));
    float square_worth = 1 / (1 - powf(TRAIN_ADAM_SQUARE_KEPT, done));
    float share = 1 / (float)samples;

    for (size_t i = 0; i < BLOCKS; i++) {
        struct block *block = &learning->blocks[i];
        train_adam_step(
            block->weights,
            block->gradients,
            &block->seen,
            share,
            rate,
            square_worth,
            block->count
        );
    }
    for (size_t i = 0; i < learning->touched_count; i++) {
        uint32_t row = learning->touched[i];
        const struct train_adam seen = {
            learning->rows.means + row * width,
            learning->rows.squares + row * width,
        };
        train_adam_step(
            learning->windows.weights + row * width,
            learning->row_gradients + i * width,
            &seen,
            share,
            rate,
            square_worth,
            width
        );
        learning->slots[row] = 0;
        learning->learnt[row] = true;
    }
    learning->touched_count = 0;
}

static void
learn_epoch(struct learning *learning, const struct train_sample **samples, size_t count)
{
    const struct train_gradients to = {
        .place_bias = learning->blocks[BLOCK_place_bias].gradients,
        .filters = learning->blocks[BLOCK_filters].gradients,
        .hidden_bias = learning->blocks[BLOCK_hidden_bias].gradients,
        .dense = learning->blocks[BLOCK_dense].gradients,
        .bias = learning->blocks[BLOCK_bias].gradients,
        .row = gradient_of,
        .context = learning,
    };

    train_shuffle(samples, count, &learning->reading.random);
    for (size_t from = 0; from < count; from += BATCH) {
        size_t end = size_min(from + BATCH, count);
        for (size_t i = from; i < end; i++) {
            train_reading_forward(&learning->reading, samples[i]);
            compare(learning, &samples[i]->targets[learning->head]);
            train_reading_backward(&learning->reading, samples[i], &to);
        }
        step(learning, end - from);
    }
}

/* What no sample has at any of its places, pairs above all, says nothing. */
static void clear_unlearnt(struct learning *learning)
{
    size_t width = learning->windows.width;

    for (size_t row = 0; row < learning->set->row_count; row++) {
        if (!learning->learnt[row])
            memset(learning->windows.weights + row * width, 0, width * sizeof(float));
    }
}

struct train_windows train_windows(
    struct arena *arena,
    const struct train_set *set,
    size_t head,
    int left_out,
    const struct train_windows_wish *wish
)
{
    struct arena work = {0};
    struct learning *learning = ARENA_NEW(&work, struct learning);
    const struct train_sample **samples =
        ARENA_ARRAY(&work, const struct train_sample *, set->count);

    learning->set = set;
    learning->wish = wish;
    learning->head = head;
    begin(arena, &work, learning);
    size_t count = train_set_choose(set, head, left_out, samples);
    learning->steps_in_all = (unsigned)((count + BATCH - 1) / BATCH) * wish->epochs;
    for (unsigned epoch = 0; epoch < wish->epochs; epoch++) {
        learn_epoch(learning, samples, count);
        if (wish->epoch_done)
            wish->epoch_done(wish->context, epoch + 1);
    }
    clear_unlearnt(learning);
    struct train_windows windows = learning->windows;
    arena_done(&work);
    return windows;
}

struct train_windows_most train_windows_score(
    const struct train_windows *windows,
    const struct train_sample *sample,
    float *ret_scores
)
{
    static struct train_reading reading;
    struct train_windows_most most = {0};

    reading.windows = windows;
    reading.random = 1;
    train_reading_forward(&reading, sample);
    memcpy(ret_scores, reading.scores, windows->label_width * sizeof(float));
    size_t columns = (sample->place_count + windows->window) * windows->width;
    for (size_t i = 0; i < columns; i++)
        most.place = fmaxf(most.place, fabsf(reading.places[i]));
    for (size_t i = 0; i < windows->hidden; i++)
        most.hidden = fmaxf(most.hidden, reading.hidden[i]);
    return most;
}
