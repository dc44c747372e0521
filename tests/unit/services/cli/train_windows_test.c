/* Tests of services/cli/train_windows.c. */
#include "services/cli/train_windows.h"

#include "services/cli/train_math.h"
#include "tests/unit/services/cli/trained.h"

static struct arena arena;
static unsigned epochs_told;

static int tear_down(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static void count_epoch(void *context UNUSED, unsigned epoch)
{
    epochs_told = epoch;
}

static const struct train_windows_wish usual = {
    .width = 16,
    .window = 3,
    .hidden = 32,
    .epochs = 200,
    .rate = 0.02F,
    .smoothing = 0.02F,
    .seed = 1,
    .epoch_done = count_epoch,
};

static struct train_set read_places(const char *lines)
{
    struct train_wish wish = trained_wish();
    struct text faults = {0};
    struct train_set set;

    trained_write(lines);
    wish.places = true;
    assert_int_equal(train_set_read(&arena, &wish, &faults, &set), OK);
    return set;
}

static float score_of(const struct train_windows *windows, const struct train_sample *sample)
{
    float scores[MODEL_LABELS_MAX + TRAIN_LANES];
    float best = -1e30F;
    int label = sample->targets[0].labels[0];

    (void)train_windows_score(windows, sample, scores);
    for (int i = 0; i < (int)windows->labels; i++) {
        if (i != label && scores[i] > best)
            best = scores[i];
    }
    return scores[label] - best;
}

/* The same words in another order: what no sum of words, or of any two of them in any order, could tell. */
static const char orders[] = "from\tfrom here to there\nto\tto here from there\n"
                             "from\tfrom home to there\nto\tto home from there\n"
                             "none\there there home\nnone\thome here\n";

static void learns_what_the_order_of_words_means(void **state UNUSED)
{
    struct train_set set = read_places(orders);
    struct train_windows windows = train_windows(&arena, &set, 0, -1, &usual);

    for (size_t i = 0; i < set.count; i++)
        assert_true(score_of(&windows, &set.samples[i]) > 0);
    assert_int_equal(epochs_told, usual.epochs);
}

static void learns_with_much_left_out_at_random(void **state UNUSED)
{
    struct train_windows_wish wish = usual;
    struct train_set set = read_places(orders);

    wish.drops = (struct train_drops){0.2F, 0.1F, 0.2F, 0.3F};
    wish.epochs = 400;
    struct train_windows windows = train_windows(&arena, &set, 0, -1, &wish);
    for (size_t i = 0; i < set.count; i++)
        assert_true(score_of(&windows, &set.samples[i]) > 0);
}

static void the_same_seed_learns_the_same_and_another_something_else(void **state UNUSED)
{
    struct train_windows_wish wish = usual;
    struct train_set set = read_places(orders);

    wish.epochs = 3;
    struct train_windows first = train_windows(&arena, &set, 0, -1, &wish);
    struct train_windows second = train_windows(&arena, &set, 0, -1, &wish);
    size_t bytes = wish.hidden * wish.window * wish.width * sizeof(float);
    wish.seed = 2;
    struct train_windows third = train_windows(&arena, &set, 0, -1, &wish);
    assert_memory_equal(first.filters, second.filters, bytes);
    assert_memory_not_equal(first.filters, third.filters, bytes);
}

static void learns_nothing_from_the_fold_that_is_left_out(void **state UNUSED)
{
    struct train_windows_wish wish = usual;
    struct train_set set = read_places("a\tx\na\tx x\nb\ty\nb\ty y\na\tz\n");

    wish.epochs = 2;
    for (size_t i = 0; i < set.count; i++)
        set.samples[i].fold = i == 4;
    uint32_t left_out = set.samples[4].rows[0];
    struct train_windows windows = train_windows(&arena, &set, 0, 1, &wish);
    for (size_t i = 0; i < wish.width; i++)
        assert_true(windows.weights[left_out * wish.width + i] == 0);
    windows = train_windows(&arena, &set, 0, -1, &wish);
    assert_true(windows.weights[left_out * wish.width] != 0);
}

static void learns_each_of_many_labels_for_itself(void **state UNUSED)
{
    struct train_set set = read_places("a,b\tx y\na\tx\nb\ty\nc\tw\nc\tw z\na,b\ty x z\n");
    struct train_windows windows = train_windows(&arena, &set, 0, -1, &usual);
    float scores[MODEL_LABELS_MAX + TRAIN_LANES];

    (void)train_windows_score(&windows, &set.samples[0], scores);
    assert_true(scores[0] > 0 && scores[1] > 0 && scores[2] < 0);
    (void)train_windows_score(&windows, &set.samples[3], scores);
    assert_true(scores[0] < 0 && scores[1] < 0 && scores[2] > 0);
}

static void tells_the_largest_numbers_of_a_text(void **state UNUSED)
{
    static float weights[] = {[3] = -2.5F, [15] = 1}, filters[16 * 16] = {[3] = -2};
    static float none[256];
    static uint32_t placed[] = {0};
    static uint16_t ends[] = {1};
    const struct train_windows windows =
        {16, 1, 16, 2, TRAIN_LANES, weights, none, filters, none, none, none};
    const struct train_sample sample = {.placed = placed, .ends = ends, .place_count = 1};
    float scores[MODEL_LABELS_MAX + TRAIN_LANES];
    struct train_windows_most most = train_windows_score(&windows, &sample, scores);

    assert_float_equal(most.place, 2.5F, 1e-6F);
    assert_float_equal(most.hidden, 5, 1e-6F);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define LEARNS(test) cmocka_unit_test_teardown(test, tear_down)
        LEARNS(learns_what_the_order_of_words_means),
        LEARNS(learns_with_much_left_out_at_random),
        LEARNS(the_same_seed_learns_the_same_and_another_something_else),
        LEARNS(learns_nothing_from_the_fold_that_is_left_out),
        LEARNS(learns_each_of_many_labels_for_itself),
        LEARNS(tells_the_largest_numbers_of_a_text),
    };
    return cmocka_run_group_tests_name("train_windows", tests, NULL, trained_remove);
}
