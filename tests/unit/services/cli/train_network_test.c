/* Tests of services/cli/train_network.c. */
#include "services/cli/train_network.h"

#include <math.h>

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

static const struct train_network_wish usual = {
    .hidden = 32,
    .views = FEATURES_all,
    .gain = 1,
    .epochs = 30,
    .rate = 0.1F,
    .drop_hidden = 0.3F,
    .drop_ngrams = 0.2F,
    .smoothing = 0.1F,
    .seed = 1,
    .epoch_done = count_epoch,
};

static void learns_labels_that_words_tell_apart(void **state UNUSED)
{
    struct train_set set = trained_matters(&arena, 8);
    struct train_network network = train_network(&arena, &set, 0, -1, &usual);
    float scores[MODEL_LABELS_MAX + TRAIN_LANES];

    for (size_t i = 0; i < set.count; i++) {
        int label = set.samples[i].targets[0].labels[0];
        assert_true(train_network_score(&network, &set.samples[i], scores) > 0);
        for (int other = 0; other < 3; other++)
            assert_true(other == label || scores[label] > scores[other]);
    }
    assert_int_equal(epochs_told, 30);
}

/* What no single word tells: x and y together are one thing, alone or with neither the other. */
static void learns_what_words_mean_together(void **state UNUSED)
{
    struct train_network_wish wish = usual;
    float scores[MODEL_LABELS_MAX + TRAIN_LANES];

    wish.drop_hidden = 0;
    wish.drop_ngrams = 0;
    wish.epochs = 200;
    struct train_set set = trained_read(&arena, "odd\tx p\nodd\ty p\neven\tx y\neven\tp q\n");
    struct train_network network = train_network(&arena, &set, 0, -1, &wish);
    for (size_t i = 0; i < set.count; i++) {
        train_network_score(&network, &set.samples[i], scores);
        int label = set.samples[i].targets[0].labels[0];
        assert_true(scores[label] > scores[1 - label]);
    }
}

static void the_same_seed_learns_the_same_and_another_something_else(void **state UNUSED)
{
    struct train_set set = trained_matters(&arena, 6);
    struct train_network_wish wish = usual;
    struct train_network first = train_network(&arena, &set, 0, -1, &wish);
    struct train_network second = train_network(&arena, &set, 0, -1, &wish);
    size_t bytes = set.row_count * first.hidden * sizeof(float);

    wish.seed = 2;
    struct train_network third = train_network(&arena, &set, 0, -1, &wish);
    assert_memory_equal(first.weights, second.weights, bytes);
    assert_memory_not_equal(first.weights, third.weights, bytes);
}

static void learns_each_of_many_labels_for_itself(void **state UNUSED)
{
    struct train_set set = trained_read(
        &arena,
        "a,b\tx y\na\tx\nb\ty\na,b\ty x z\na\tx z\nb\ty z\nc\tw\nc\tw z\n"
    );
    struct train_network network = train_network(&arena, &set, 0, -1, &usual);
    float scores[MODEL_LABELS_MAX + TRAIN_LANES];

    train_network_score(&network, &set.samples[0], scores);
    assert_true(scores[0] > 0 && scores[1] > 0 && scores[2] < 0);
    train_network_score(&network, &set.samples[6], scores);
    assert_true(scores[0] < 0 && scores[1] < 0 && scores[2] > 0);
}

/* The largest weight of the only row that a text of one unit or pair has in that view. */
static float
weight_in(const struct train_set *set, const struct train_network *network, unsigned view)
{
    float most = 0;

    for (size_t row = 0; row < set->row_count; row++) {
        for (size_t i = 0; i < network->hidden && set->row_views[row] == view; i++)
            most = fmaxf(most, fabsf(network->weights[row * network->hidden + i]));
    }
    return most;
}

static void does_not_see_views_that_are_left_to_others(void **state UNUSED)
{
    struct train_wish with_pairs = trained_wish();
    struct train_network_wish wish = usual;
    struct train_set set;
    struct text faults;

    trained_write("loan\tmy loan is late\ncard\tmy card is lost\nloan\ta late loan\n");
    with_pairs.views = FEATURE_units_1 | FEATURE_pairs;
    assert_int_equal(train_set_read(&arena, &with_pairs, &faults, &set), OK);
    struct train_network all = train_network(&arena, &set, 0, -1, &wish);
    assert_true(weight_in(&set, &all, FEATURE_pairs) > 0);
    assert_true(weight_in(&set, &all, FEATURE_units_1) > 0);
    wish.views = FEATURES_all & ~(unsigned)FEATURE_pairs;
    struct train_network some = train_network(&arena, &set, 0, -1, &wish);
    assert_true(weight_in(&set, &some, FEATURE_pairs) == 0);
    assert_true(weight_in(&set, &some, FEATURE_units_1) > 0);
}

/* A gain of 2 starts from the same hidden units as weights twice as large, and says of a text what they would. */
static void the_gain_is_in_the_weights_when_it_has_learnt(void **state UNUSED)
{
    struct train_set set = trained_matters(&arena, 4);
    struct train_network_wish wish = usual;

    wish.epochs = 1;
    wish.rate = 0;
    struct train_network plain = train_network(&arena, &set, 0, -1, &wish);
    wish.gain = 2;
    struct train_network doubled = train_network(&arena, &set, 0, -1, &wish);
    for (size_t i = 0; i < set.row_count * plain.hidden; i++)
        assert_true(fabsf(doubled.weights[i] - 2 * plain.weights[i]) < 1e-6F);
}

/* "late" always stands beside "loan", which is rarer elsewhere; a learner that loses words must learn both. */
static void words_left_out_leave_more_to_the_others(void **state UNUSED)
{
    struct train_set set = trained_read(
        &arena,
        "loan\tloan late\nloan\tloan late\nloan\tloan late\ncard\tcard lost\ncard\tcard lost\n"
    );
    struct train_network_wish wish = usual;

    wish.drop_ngrams = 0;
    wish.drop_hidden = 0;
    struct train_network kept = train_network(&arena, &set, 0, -1, &wish);
    wish.drop_units = 0.5F;
    struct train_network dropped = train_network(&arena, &set, 0, -1, &wish);
    float one_word[2][MODEL_LABELS_MAX + TRAIN_LANES];
    struct train_sample late = set.samples[0];
    late.count = 1;
    late.values = (float[]){1};
    train_network_score(&kept, &late, one_word[0]);
    train_network_score(&dropped, &late, one_word[1]);
    assert_true(one_word[1][1] - one_word[1][0] > one_word[0][1] - one_word[0][0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(learns_labels_that_words_tell_apart, tear_down),
        cmocka_unit_test_teardown(learns_what_words_mean_together, tear_down),
        cmocka_unit_test_teardown(
            the_same_seed_learns_the_same_and_another_something_else,
            tear_down
        ),
        cmocka_unit_test_teardown(learns_each_of_many_labels_for_itself, tear_down),
        cmocka_unit_test_teardown(does_not_see_views_that_are_left_to_others, tear_down),
        cmocka_unit_test_teardown(the_gain_is_in_the_weights_when_it_has_learnt, tear_down),
        cmocka_unit_test_teardown(words_left_out_leave_more_to_the_others, tear_down),
    };
    return cmocka_run_group_tests_name("train_network", tests, NULL, trained_remove);
}
