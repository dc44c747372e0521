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
    .epochs = 30,
    .rate = 0.1F,
    .spread = 0.1F,
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

/* How much more the often label of a text says than the rare one, that nine and three samples of it have. */
static float often_over_rare(float evenness)
{
    struct train_set set = trained_read(
        &arena,
        "often\tx\noften\tx\noften\tx\noften\tx\noften\tx\noften\tx\noften\tx\noften\tx\n"
        "often\tx\nrare\tx\nrare\tx\nrare\tx\nother\ty\n"
    );
    struct train_network_wish wish = usual;
    float scores[MODEL_LABELS_MAX + TRAIN_LANES];

    wish.smoothing = 0;
    wish.drop_hidden = 0;
    wish.drop_ngrams = 0;
    wish.rate = 0.03F;
    wish.epochs = 400;
    wish.evenness = evenness;
    struct train_network network = train_network(&arena, &set, 0, -1, &wish);
    train_network_score(&network, &set.samples[0], scores);
    return scores[set.samples[0].targets[0].labels[0]] -
           scores[set.samples[9].targets[0].labels[0]];
}

/* By frequency ln 9/3; weights are counted with one more of each label, so evenness takes its share of ln 10/4. */
static void evenness_lets_rare_labels_weigh_more(void **state UNUSED)
{
    assert_float_equal(often_over_rare(0), logf(3), 0.15F);
    assert_float_equal(often_over_rare(0.5F), logf(3) - 0.5F * logf(2.5F), 0.15F);
    assert_float_equal(often_over_rare(1), logf(3) - logf(2.5F), 0.15F);
}

/* Nothing is learnt in no epochs: what is there is what it began with. */
static void an_ngram_begins_with_weights_as_large_as_was_wished(void **state UNUSED)
{
    struct train_set set = trained_read(&arena, "a\tx\nb\ty\n");
    struct train_network_wish wish = usual;
    float squares[2] = {0, 0};

    wish.epochs = 0;
    for (int i = 0; i < 2; i++) {
        wish.spread = i ? 0.03F : 0.1F;
        struct train_network network = train_network(&arena, &set, 0, -1, &wish);
        for (size_t at = 0; at < set.row_count * network.hidden; at++)
            squares[i] += network.weights[at] * network.weights[at];
        squares[i] = sqrtf(squares[i] / (float)(set.row_count * network.hidden));
        assert_float_equal(squares[i], wish.spread, 0.3F * wish.spread);
    }
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
        cmocka_unit_test_teardown(evenness_lets_rare_labels_weigh_more, tear_down),
        cmocka_unit_test_teardown(
            an_ngram_begins_with_weights_as_large_as_was_wished,
            tear_down
        ),
    };
    return cmocka_run_group_tests_name("train_network", tests, NULL, trained_remove);
}
