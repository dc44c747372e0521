/* Tests of common/model/model_sums.c: sums of rows that are made up, beside the same sums taken number by number. */
#include "common/model/model_sums.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum {
    MEMBERS = MODEL_MEMBERS_MAX,
    HEAD_BYTES = 80,
    COLUMNS = 12 * MODEL_WIDTH_STEP,
    ROW_BYTES = HEAD_BYTES + COLUMNS,
    ROWS = MODEL_SUMS_ROWS_MAX,
};

static uint8_t rows[ROWS][ROW_BYTES];
static float values[ROWS];
static const uint8_t *row_list[ROWS];
static struct model_addends addends;

static uint32_t next_random(void)
{
    static uint64_t state = 20260204;

    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 33);
}

static void put_step(size_t row, size_t member, uint16_t step)
{
    memcpy(&rows[row][sizeof(float) + member * sizeof(step)], &step, sizeof(step));
}

static uint16_t step_of(size_t row, size_t member)
{
    uint16_t step;

    memcpy(&step, &rows[row][sizeof(float) + member * sizeof(step)], sizeof(step));
    return step;
}

/* Any bytes, -128 among them, and values from 0 to 1. */
static int set_up(void **state UNUSED)
{
    for (size_t row = 0; row < ROWS; row++) {
        for (size_t i = 0; i < ROW_BYTES; i++)
            rows[row][i] = (uint8_t)next_random();
        values[row] = (float)(next_random() % 1001) / 1000.0F;
        row_list[row] = rows[row];
    }
    return 0;
}

static void weigh(size_t count)
{
    model_addends_weigh(row_list, values, count, HEAD_BYTES, MEMBERS, &addends);
}

static int32_t weight_of(size_t row, size_t member)
{
    return (int32_t)((float)step_of(row, member) * values[row] * MODEL_STEP_FACTOR + 0.5F);
}

static int32_t sum_of(size_t count, size_t member, size_t column)
{
    int32_t sum = 0;

    for (size_t row = 0; row < count; row++)
        sum += weight_of(row, member) * (int8_t)rows[row][HEAD_BYTES + column];
    return sum;
}

static void rows_weigh_their_step_times_their_value(void **state UNUSED)
{
    weigh(ROWS);
    assert_int_equal(addends.pair_count, MODEL_SUMS_PAIRS_MAX);
    for (size_t row = 0; row < ROWS; row++) {
        for (size_t member = 0; member < MEMBERS; member++) {
            uint32_t both = addends.weights[row / 2].of[member];
            assert_int_equal(row % 2 ? both >> 16 : both & 0xFFFF, weight_of(row, member));
        }
    }
}

static void the_largest_weight_leaves_the_sign_alone(void **state UNUSED)
{
    for (size_t row = 0; row < 2; row++) {
        values[row] = 1;
        put_step(row, 0, UINT16_MAX);
    }
    weigh(2);
    assert_int_equal(addends.weights[0].of[0] & 0xFFFF, addends.weights[0].of[0] >> 16);
    assert_in_range(addends.weights[0].of[0] >> 16, 32000, INT16_MAX);
    for (size_t row = 0; row < 2; row++)
        memset(&rows[row][HEAD_BYTES], 0x80, MODEL_WIDTH_STEP);
    int32_t sums[MODEL_WIDTH_STEP] = {0};
    model_addends_add(&addends, 0, 0, MODEL_WIDTH_STEP, sums);
    for (size_t i = 0; i < MODEL_WIDTH_STEP; i++)
        assert_int_equal(sums[i], 2 * -128 * weight_of(0, 0));
}

/* Every width from one step to all columns, so that blocks of each size come, and every begin. */
static void sums_are_those_of_the_numbers_one_by_one(void **state UNUSED)
{
    static const size_t counts[] = {1, 2, 3, 64, ROWS - 1, ROWS};

    for (size_t i = 0; i < LENGTH(counts); i++) {
        weigh(counts[i]);
        for (size_t column = 0; column < COLUMNS; column += MODEL_WIDTH_STEP) {
            size_t width = COLUMNS - column;
            size_t member = column / MODEL_WIDTH_STEP;
            int32_t sums[COLUMNS] = {0}, plain[COLUMNS] = {0};
            model_addends_add(&addends, member, column, width, sums);
            model_addends_add_plain(&addends, member, column, width, plain);
            for (size_t at = 0; at < width; at++)
                assert_int_equal(sums[at], sum_of(counts[i], member, column + at));
            assert_memory_equal(sums, plain, sizeof(sums));
        }
    }
}

static void sums_are_added_to_what_was_there(void **state UNUSED)
{
    int32_t sums[MODEL_WIDTH_STEP + 1], plain[MODEL_WIDTH_STEP + 1];

    for (int32_t i = 0; i <= MODEL_WIDTH_STEP; i++)
        sums[i] = plain[i] = 1000 * i;
    weigh(5);
    model_addends_add(&addends, 3, 0, MODEL_WIDTH_STEP, sums);
    model_addends_add_plain(&addends, 3, 0, MODEL_WIDTH_STEP, plain);
    for (int32_t i = 0; i < MODEL_WIDTH_STEP; i++)
        assert_int_equal(sums[i], 1000 * i + sum_of(5, 3, (size_t)i));
    assert_int_equal(sums[MODEL_WIDTH_STEP], 1000 * MODEL_WIDTH_STEP);
    assert_memory_equal(sums, plain, sizeof(sums));
}

static void the_last_of_an_odd_number_counts_once(void **state UNUSED)
{
    weigh(1);
    assert_int_equal(addends.pair_count, 1);
    assert_ptr_equal(addends.columns[1], addends.columns[0]);
    for (size_t member = 0; member < MEMBERS; member++)
        assert_int_equal(addends.weights[0].of[member] >> 16, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define SUMS(test) cmocka_unit_test_setup(test, set_up)
        SUMS(rows_weigh_their_step_times_their_value),
        SUMS(the_largest_weight_leaves_the_sign_alone),
        SUMS(sums_are_those_of_the_numbers_one_by_one),
        SUMS(sums_are_added_to_what_was_there),
        SUMS(the_last_of_an_odd_number_counts_once),
    };
    return cmocka_run_group_tests_name("model_sums", tests, NULL, NULL);
}
