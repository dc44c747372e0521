/* Tests of services/cli/train_linear.c: what LIBLINEAR learns, and that it learns the same again. */
#include "services/cli/train_linear.h"

#include <math.h>

#include "tests/unit/services/cli/trained.h"

static struct arena arena;

static int tear_down(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static int best(const struct train_linear *linear, const struct train_sample *sample)
{
    float scores[MODEL_LABELS_MAX];
    int found = 0;

    train_linear_score(linear, sample, scores);
    for (size_t i = 1; i < linear->labels; i++)
        found = scores[i] > scores[found] ? (int)i : found;
    return found;
}

static void learns_labels_that_words_tell_apart(void **state UNUSED)
{
    struct train_set set = trained_matters(&arena, 8);
    struct train_linear linear = train_linear(&arena, &set, 0, -1, 1);

    assert_int_equal(linear.labels, 3);
    for (size_t i = 0; i < set.count; i++)
        assert_int_equal(best(&linear, &set.samples[i]), set.samples[i].targets[0].labels[0]);
}

static void learns_the_same_from_the_same(void **state UNUSED)
{
    struct train_set set = trained_matters(&arena, 8);
    struct train_linear first = train_linear(&arena, &set, 0, -1, 1);
    struct train_linear second = train_linear(&arena, &set, 0, -1, 1);

    assert_memory_equal(
        first.weights,
        second.weights,
        set.row_count * first.labels * sizeof(float)
    );
}

static void never_sees_what_is_left_out(void **state UNUSED)
{
    struct train_set set = trained_matters(&arena, 8);
    struct train_linear linear = train_linear(&arena, &set, 0, (int)set.samples[0].fold, 1);

    for (size_t at = 0; at < set.samples[0].count; at++) {
        uint32_t row = set.samples[0].rows[at];
        for (size_t label = 0; set.seen_by[row] == 1 && label < 3; label++)
            assert_true(linear.weights[row * 3 + label] == 0);
    }
    assert_int_equal(best(&linear, &set.samples[0]), set.samples[0].targets[0].labels[0]);
}

static void learns_each_of_many_labels_for_itself(void **state UNUSED)
{
    struct train_set set = trained_read(
        &arena,
        "a,b\tx y\na\tx\nb\ty\na,b\ty x z\na\tx z\nb\ty z\nc\tw\nc\tw z\nall,c\tw q\nall\tq\n"
    );
    struct train_linear linear = train_linear(&arena, &set, 0, -1, 10);
    float scores[8];

    assert_int_equal(set.heads[0].kind, MODEL_many);
    train_linear_score(&linear, &set.samples[0], scores); /* labels: a, all, b, c */
    assert_true(scores[0] > 0 && scores[2] > 0 && scores[3] < 0);
    train_linear_score(&linear, &set.samples[6], scores);
    assert_true(scores[0] < 0 && scores[2] < 0 && scores[3] > 0);
}

static void learns_a_number(void **state UNUSED)
{
    struct train_set set = trained_read(
        &arena,
        "a\tb\t3\tfurious awful\na\tb\t3\tfurious bad\nb\tc\t0\tthanks fine\nb\tb\t0\tthanks "
        "ok\n"
        "a\tb\t3\tfurious\nb\tc\t0\tthanks\n"
    );
    struct train_linear linear = train_linear(&arena, &set, 2, -1, 1);
    float angry, calm;

    train_linear_score(&linear, &set.samples[4], &angry);
    train_linear_score(&linear, &set.samples[5], &calm);
    assert_int_equal(linear.labels, 1);
    assert_true(angry > 2 && calm < 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(learns_labels_that_words_tell_apart, tear_down),
        cmocka_unit_test_teardown(learns_the_same_from_the_same, tear_down),
        cmocka_unit_test_teardown(never_sees_what_is_left_out, tear_down),
        cmocka_unit_test_teardown(learns_each_of_many_labels_for_itself, tear_down),
        cmocka_unit_test_teardown(learns_a_number, tear_down),
    };
    return cmocka_run_group_tests_name("train_linear", tests, NULL, trained_remove);
}
