/* Tests of services/cli/train_reading.c: gradients are held against what a small change of each weight does. */
#include "services/cli/train_reading.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { WIDTH = 16, WINDOW = 3, HIDDEN = 16, LABELS = 3, ROWS = 4 };

static float weights[ROWS * WIDTH], place_bias[WIDTH], filters[HIDDEN * WINDOW * WIDTH],
    hidden_bias[HIDDEN], dense[HIDDEN * TRAIN_LANES], bias[TRAIN_LANES];
static float to_rows[ROWS * WIDTH], to_place_bias[WIDTH], to_filters[LENGTH(filters)],
    to_hidden_bias[HIDDEN], to_dense[LENGTH(dense)], to_bias[TRAIN_LANES];
static const struct train_windows windows = {
    .width = WIDTH,
    .window = WINDOW,
    .hidden = HIDDEN,
    .labels = LABELS,
    .label_width = TRAIN_LANES,
    .weights = weights,
    .place_bias = place_bias,
    .filters = filters,
    .hidden_bias = hidden_bias,
    .dense = dense,
    .bias = bias,
};
static struct train_reading reading;
static uint32_t placed[] = {0, 1, 2, 1};
static uint16_t ends[] = {1, 3, 3, 4};
static const struct train_sample sample = {.placed = placed, .ends = ends, .place_count = 4};
/* What the loss is: each score times one of these. */
static const float wanted[LABELS] = {1, -0.5F, 0.25F};

static void fill(float *numbers, size_t count, uint64_t seed)
{
    for (size_t i = 0; i < count; i++)
        numbers[i] = train_random_normal(&seed) * 0.5F;
}

static int set_up(void **state UNUSED)
{
    fill(weights, LENGTH(weights), 1);
    fill(place_bias, LENGTH(place_bias), 2);
    fill(filters, LENGTH(filters), 3);
    fill(hidden_bias, LENGTH(hidden_bias), 4);
    fill(dense, LENGTH(dense), 5);
    fill(bias, LENGTH(bias), 6);
    memset(to_rows, 0, sizeof(to_rows));
    memset(to_place_bias, 0, sizeof(to_place_bias));
    memset(to_filters, 0, sizeof(to_filters));
    memset(to_hidden_bias, 0, sizeof(to_hidden_bias));
    memset(to_dense, 0, sizeof(to_dense));
    memset(to_bias, 0, sizeof(to_bias));
    reading.windows = &windows;
    reading.drops = (struct train_drops){0};
    reading.random = 9;
    return 0;
}

static float *to_row(void *context UNUSED, uint32_t row)
{
    return to_rows + row * WIDTH;
}

static double loss(void)
{
    double sum = 0;

    reading.random = 9;
    train_reading_forward(&reading, &sample);
    for (size_t i = 0; i < LABELS; i++)
        sum += (double)(reading.scores[i] * wanted[i]);
    return sum;
}

static void go_back(void)
{
    const struct train_gradients to =
        {to_place_bias, to_filters, to_hidden_bias, to_dense, to_bias, to_row, NULL};

    (void)loss();
    memset(reading.scores, 0, sizeof(reading.scores));
    memcpy(reading.scores, wanted, sizeof(wanted));
    train_reading_backward(&reading, &sample, &to);
}

static void assert_gradients(float *numbers, const float *gradients, size_t count)
{
    size_t moving = 0;

    for (size_t i = 0; i < count; i++) {
        float before = numbers[i];
        numbers[i] = before + 1e-3F;
        double above = loss();
        numbers[i] = before - 1e-3F;
        double below = loss();
        numbers[i] = before;
        double slope = (above - below) / 2e-3;
        if (fabs(slope - (double)gradients[i]) > 0.02 + 0.01 * fabs(slope))
            fail_msg("weight %zu: %f is not %f", i, (double)gradients[i], slope);
        moving += fabs(slope) > 0.02;
    }
    assert_true(moving > 0);
}

static void assert_all_gradients(void)
{
    go_back();
    assert_gradients(weights, to_rows, LENGTH(weights));
    assert_gradients(place_bias, to_place_bias, LENGTH(place_bias));
    assert_gradients(filters, to_filters, LENGTH(filters));
    assert_gradients(hidden_bias, to_hidden_bias, LENGTH(hidden_bias));
    assert_gradients(dense, to_dense, LABELS);
    assert_gradients(bias, to_bias, LABELS);
}

static void gradients_are_what_a_small_change_does(void **state UNUSED)
{
    assert_all_gradients();
}

/* The same are dropped each time, by the same seed. */
static void what_is_dropped_forward_is_dropped_backward(void **state UNUSED)
{
    reading.drops = (struct train_drops){0.3F, 0.2F, 0.3F, 0.4F};
    assert_all_gradients();
}

static void what_is_kept_makes_up_for_what_is_dropped(void **state UNUSED)
{
    double all = loss();
    double sum = 0;

    /* Filters alone: what comes before them is cut where it is below 0, so its mean is another. */
    reading.drops.hidden = 0.5F;
    for (uint64_t seed = 1; seed <= 4000; seed++) {
        reading.random = seed * 77;
        train_reading_forward(&reading, &sample);
        for (size_t i = 0; i < LABELS; i++)
            sum += (double)(reading.scores[i] * wanted[i]);
    }
    assert_true(fabs(sum / 4000 - all) < 0.1 + 0.05 * fabs(all));
}

static void a_sample_without_places_has_what_the_biases_say(void **state UNUSED)
{
    const struct train_sample empty = {0};

    train_reading_forward(&reading, &empty);
    for (size_t i = 0; i < LABELS; i++)
        assert_true(reading.scores[i] == bias[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(gradients_are_what_a_small_change_does, set_up),
        cmocka_unit_test_setup(what_is_dropped_forward_is_dropped_backward, set_up),
        cmocka_unit_test_setup(what_is_kept_makes_up_for_what_is_dropped, set_up),
        cmocka_unit_test_setup(a_sample_without_places_has_what_the_biases_say, set_up),
    };
    return cmocka_run_group_tests_name("train_reading", tests, NULL, NULL);
}
