/* Tests of common/model/model_windows.c: what filters find most of, beside the same taken number by number. */
#include "common/model/model_windows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum {
    FILTERS = MODEL_WIDTH_STEP,
    SPAN_MAX = MODEL_WINDOW_MAX * MODEL_PLACE_COLUMNS_MAX,
    WINDOWS = 9,
};

static int16_t values[(WINDOWS + MODEL_WINDOW_MAX) * MODEL_PLACE_COLUMNS_MAX];
static int8_t filters[FILTERS * SPAN_MAX];

static uint32_t next_random(void)
{
    static uint64_t state = 20261122;

    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33);
}

/* Any values that a place may have, any bytes, -128 among them. */
static int set_up(void **state UNUSED)
{
    for (size_t i = 0; i < LENGTH(values); i++)
        values[i] = (int16_t
        )((int)(next_random() % (2 * MODEL_PLACE_VALUE_MAX + 1)) - MODEL_PLACE_VALUE_MAX);
    for (size_t i = 0; i < LENGTH(filters); i++)
        filters[i] = (int8_t)next_random();
    return 0;
}

static int32_t sum_at(size_t window, size_t width, size_t filter, size_t span)
{
    int32_t sum = 0;

    for (size_t i = 0; i < span; i++)
        sum += values[window * width + i] * filters[filter * span + i];
    return sum;
}

/* Windows below, at and above what is taken at once; every width; windows of one place to the most. */
static void the_largest_sum_is_that_of_the_numbers_one_by_one(void **state UNUSED)
{
    for (size_t width = MODEL_WIDTH_STEP; width <= MODEL_PLACE_COLUMNS_MAX;
         width += MODEL_WIDTH_STEP) {
        for (size_t window = 1; window <= MODEL_WINDOW_MAX; window++) {
            for (size_t count = 1; count <= WINDOWS; count++) {
                int32_t most[FILTERS], plain[FILTERS];
                size_t span = window * width;
                model_windows_most(values, width, count, filters, span, FILTERS, most);
                model_windows_most_plain(values, width, count, filters, span, FILTERS, plain);
                assert_memory_equal(most, plain, sizeof(most));
                int32_t largest = sum_at(0, width, FILTERS - 1, span);
                for (size_t at = 1; at < count; at++) {
                    int32_t sum = sum_at(at, width, FILTERS - 1, span);
                    largest = sum > largest ? sum : largest;
                }
                assert_int_equal(most[FILTERS - 1], largest);
            }
        }
    }
}

static void the_largest_numbers_of_the_longest_window_fit_a_sum(void **state UNUSED)
{
    int32_t most[FILTERS], plain[FILTERS];

    for (size_t i = 0; i < LENGTH(values); i++)
        values[i] = -MODEL_PLACE_VALUE_MAX;
    memset(filters, 0x80, sizeof(filters));
    model_windows_most(
        values,
        MODEL_PLACE_COLUMNS_MAX,
        WINDOWS,
        filters,
        SPAN_MAX,
        FILTERS,
        most
    );
    model_windows_most_plain(
        values,
        MODEL_PLACE_COLUMNS_MAX,
        WINDOWS,
        filters,
        SPAN_MAX,
        FILTERS,
        plain
    );
    assert_int_equal(most[0], 128 * SPAN_MAX * MODEL_PLACE_VALUE_MAX);
    assert_memory_equal(most, plain, sizeof(most));
}

static void of_sums_below_zero_the_nearest_to_it_counts(void **state UNUSED)
{
    int32_t most[FILTERS];

    memset(values, 0, sizeof(values));
    memset(filters, 1, sizeof(filters));
    for (size_t i = 0; i < 5; i++)
        values[i * MODEL_WIDTH_STEP] = (int16_t)(-10 * (int)(5 - i));
    model_windows_most(values, MODEL_WIDTH_STEP, 5, filters, MODEL_WIDTH_STEP, FILTERS, most);
    for (size_t i = 0; i < FILTERS; i++)
        assert_int_equal(most[i], -10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define WINDOWS_TEST(test) cmocka_unit_test_setup(test, set_up)
        WINDOWS_TEST(the_largest_sum_is_that_of_the_numbers_one_by_one),
        WINDOWS_TEST(the_largest_numbers_of_the_longest_window_fit_a_sum),
        WINDOWS_TEST(of_sums_below_zero_the_nearest_to_it_counts),
    };
    return cmocka_run_group_tests_name("model_windows", tests, NULL, NULL);
}
