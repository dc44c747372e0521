/* Tests of services/cli/train_samples.c. */
#include "services/cli/train_samples.h"

#include "tests/unit/services/cli/trained.h"

static struct arena arena;

static int tear_down(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static struct train_sample placed_sample(void)
{
    static uint32_t placed[5];
    static uint16_t ends[4];

    memcpy(placed, (const uint32_t[]){3, 1, 2, 3, 0}, sizeof(placed));
    memcpy(ends, (const uint16_t[]){2, 2, 4, 5}, sizeof(ends));
    return (struct train_sample){.placed = placed, .ends = ends, .place_count = 4};
}

static void rows_that_are_left_out_leave_their_places(void **state UNUSED)
{
    static const uint32_t renumbered[] = {UINT32_MAX, 7, UINT32_MAX, 5};
    struct train_sample sample = placed_sample();

    train_sample_keep(&sample, renumbered);
    assert_int_equal(sample.place_count, 4);
    assert_memory_equal(sample.ends, ((const uint16_t[]){2, 2, 3, 3}), 4 * sizeof(uint16_t));
    assert_memory_equal(sample.placed, ((const uint32_t[]){5, 7, 5}), 3 * sizeof(uint32_t));
}

static void a_sample_without_places_keeps_none(void **state UNUSED)
{
    struct train_sample sample = {0};

    train_sample_keep(&sample, NULL);
    assert_null(sample.placed);
}

/* Row 1 stands in no sample of another fold. */
static void what_only_its_fold_has_is_forgotten_everywhere(void **state UNUSED)
{
    uint32_t rows[] = {0, 1, 3}, seen_by[] = {4, 2, 3, 1}, seen_by_fold[] = {1, 2, 0, 0};
    float values[] = {0.6F, 0.64F, 0.48F};
    const struct train_set set = {.seen_by = seen_by, .row_count = 4};
    struct train_sample sample = placed_sample();

    sample.rows = rows;
    sample.values = values;
    sample.count = 3;
    struct train_sample seen = train_sample_forget(&arena, &set, seen_by_fold, &sample);
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.rows[1], 3);
    assert_float_equal(
        seen.values[0] * seen.values[0] + seen.values[1] * seen.values[1],
        1,
        1e-5F
    );
    assert_memory_equal(seen.ends, ((const uint16_t[]){1, 1, 3, 4}), 4 * sizeof(uint16_t));
    assert_memory_equal(seen.placed, ((const uint32_t[]){3, 2, 3, 0}), 4 * sizeof(uint32_t));
    assert_int_equal(sample.ends[3], 5);
    assert_int_equal(sample.count, 3);
}

static void a_head_learns_from_the_other_folds_and_from_what_it_knows(void **state UNUSED)
{
    struct train_sample samples[6] = {0};
    const struct train_set set = {.samples = samples, .count = 6};
    const struct train_sample *chosen[6];

    for (unsigned i = 0; i < 6; i++) {
        samples[i].fold = i % 3;
        samples[i].targets[1].known = i != 4;
    }
    assert_int_equal(train_set_choose(&set, 1, 0, chosen), 3);
    assert_ptr_equal(chosen[0], &samples[1]);
    assert_ptr_equal(chosen[2], &samples[5]);
    assert_int_equal(train_set_choose(&set, 1, -1, chosen), 5);
    assert_int_equal(train_set_choose(&set, 0, -1, chosen), 0);
}

static void shuffling_keeps_all_and_depends_on_nothing_but_its_seed(void **state UNUSED)
{
    struct train_sample samples[50] = {0};
    const struct train_sample *first[50], *second[50];
    uint64_t one = 5, same = 5;
    size_t moved = 0, sum = 0;

    for (size_t i = 0; i < 50; i++)
        first[i] = second[i] = &samples[i];
    train_shuffle(first, 50, &one);
    train_shuffle(second, 50, &same);
    assert_memory_equal(first, second, sizeof(first));
    for (size_t i = 0; i < 50; i++) {
        moved += first[i] != &samples[i];
        sum += (size_t)(first[i] - samples);
    }
    assert_true(moved > 40);
    assert_int_equal(sum, 49 * 50 / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_that_are_left_out_leave_their_places),
        cmocka_unit_test(a_sample_without_places_keeps_none),
        cmocka_unit_test_teardown(what_only_its_fold_has_is_forgotten_everywhere, tear_down),
        cmocka_unit_test(a_head_learns_from_the_other_folds_and_from_what_it_knows),
        cmocka_unit_test(shuffling_keeps_all_and_depends_on_nothing_but_its_seed),
    };
    return cmocka_run_group_tests_name("train_samples", tests, NULL, trained_remove);
}
