/* See model_sums.h. Of a block of columns the sums stay in registers while all rows are added. */
#include "common/model/model_sums.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static uint32_t weight_of(const uint8_t *row, size_t member, float value)
{
    uint16_t step;

    memcpy(&step, row + sizeof(float) + member * sizeof(step), sizeof(step));
    return (uint32_t)((float)step * value * MODEL_STEP_FACTOR + 0.5F);
}

static void weigh_plain(
    const uint8_t *const rows[2],
    const float values[2],
    size_t member_count,
    struct model_pair_weights *weights
)
{
    for (size_t i = 0; i < member_count; i++)
        weights->of[i] = weight_of(rows[0], i, values[0]) | weight_of(rows[1], i, values[1])
                                                                << 16;
}

void model_addends_add_plain(
    const struct model_addends *addends,
    size_t member,
    size_t column,
    size_t width,
    int32_t *sums
)
{
    for (size_t pair = 0; pair < addends->pair_count; pair++) {
        const int8_t *first = addends->columns[2 * pair] + column;
        const int8_t *second = addends->columns[2 * pair + 1] + column;
        int32_t weight = (int32_t)(addends->weights[pair].of[member] & 0xFFFF);
        int32_t other = (int32_t)(addends->weights[pair].of[member] >> 16);
        for (size_t i = 0; i < width; i++)
            sums[i] += weight * first[i] + other * second[i];
    }
}

#if defined(__x86_64__)
#define WIDE      __attribute__((target("avx2")))
#define WIDE_PART __attribute__((target("avx2"), always_inline)) static inline

enum { BLOCK_MOST = 4 /* times MODEL_WIDTH_STEP columns: all that the registers hold */ };

/* MODEL_SUMS_STEP weights of a row. No product is joined with its sum, so they are those of weight_of. */
WIDE_PART __m256i weigh_row(const uint8_t *row, size_t member, float value)
{
    const void *steps = row + sizeof(float) + member * sizeof(uint16_t);
    __m256 weights = _mm256_cvtepi32_ps(_mm256_cvtepu16_epi32(_mm_loadu_si128(steps)));

    weights = _mm256_mul_ps(weights, _mm256_set1_ps(value));
    weights = _mm256_mul_ps(weights, _mm256_set1_ps(MODEL_STEP_FACTOR));
    return _mm256_cvttps_epi32(_mm256_add_ps(weights, _mm256_set1_ps(0.5F)));
}

WIDE static void weigh_wide(
    const uint8_t *const rows[2],
    const float values[2],
    size_t member_count,
    struct model_pair_weights *weights
)
{
    for (size_t i = 0; i < member_count; i += MODEL_SUMS_STEP) {
        __m256i first = weigh_row(rows[0], i, values[0]);
        __m256i second = _mm256_slli_epi32(weigh_row(rows[1], i, values[1]), 16);
        __m256i *to = (__m256i *)(void *)&weights->of[i];
        _mm256_storeu_si256(to, _mm256_or_si256(first, second));
    }
}

/* Of 16 columns the sums of 0 to 3 and 8 to 11 are in one register, the others in the next: so the halves of registers
 * come out of unpacking. */
WIDE_PART void begin_block(const int32_t *sums, size_t steps, __m256i block[2 * BLOCK_MOST])
{
#pragma GCC unroll 4
    for (size_t i = 0; i < steps; i++) {
        const __m256i *at = (const __m256i *)(const void *)(sums + i * MODEL_WIDTH_STEP);
        __m256i low = _mm256_loadu_si256(at), high = _mm256_loadu_si256(at + 1);
        block[2 * i] = _mm256_permute2x128_si256(low, high, 0x20);
        block[2 * i + 1] = _mm256_permute2x128_si256(low, high, 0x31);
    }
}

WIDE_PART void end_block(int32_t *sums, size_t steps, const __m256i block[2 * BLOCK_MOST])
{
#pragma GCC unroll 4
    for (size_t i = 0; i < steps; i++) {
        __m256i *at = (__m256i *)(void *)(sums + i * MODEL_WIDTH_STEP);
        _mm256_storeu_si256(
            at,
            _mm256_permute2x128_si256(block[2 * i], block[2 * i + 1], 0x20)
        );
        _mm256_storeu_si256(
            at + 1,
            _mm256_permute2x128_si256(block[2 * i], block[2 * i + 1], 0x31)
        );
    }
}

WIDE_PART __m256i sixteen(const int8_t *columns)
{
    return _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)columns));
}

/* `steps` is known where it is called, so that the block is in registers. */
WIDE_PART void add_block(
    const struct model_addends *addends,
    size_t member,
    size_t column,
    size_t steps,
    int32_t *sums
)
{
    __m256i block[2 * BLOCK_MOST];

    begin_block(sums, steps, block);
    for (size_t pair = 0; pair < addends->pair_count; pair++) {
        const int8_t *first = addends->columns[2 * pair] + column;
        const int8_t *second = addends->columns[2 * pair + 1] + column;
        __m256i weights = _mm256_set1_epi32((int32_t)addends->weights[pair].of[member]);
#pragma GCC unroll 4
        for (size_t i = 0; i < steps; i++) {
            __m256i one = sixteen(first + i * MODEL_WIDTH_STEP);
            __m256i other = sixteen(second + i * MODEL_WIDTH_STEP);
            __m256i low = _mm256_madd_epi16(_mm256_unpacklo_epi16(one, other), weights);
            __m256i high = _mm256_madd_epi16(_mm256_unpackhi_epi16(one, other), weights);
            block[2 * i] = _mm256_add_epi32(block[2 * i], low);
            block[2 * i + 1] = _mm256_add_epi32(block[2 * i + 1], high);
        }
    }
    end_block(sums, steps, block);
}

WIDE static void add_wide(
    const struct model_addends *addends,
    size_t member,
    size_t column,
    size_t width,
    int32_t *sums
)
{
    size_t at = 0;

    for (; width - at >= 4 * MODEL_WIDTH_STEP; at += 4 * MODEL_WIDTH_STEP)
        add_block(addends, member, column + at, 4, sums + at);
    if (width - at >= 2 * MODEL_WIDTH_STEP) {
        add_block(addends, member, column + at, 2, sums + at);
        at += 2 * MODEL_WIDTH_STEP;
    }
    if (width - at >= MODEL_WIDTH_STEP)
        add_block(addends, member, column + at, 1, sums + at);
}
#endif

static bool is_wide(void)
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2");
#else
    return false;
#endif
}

static void weigh_pair(
    const uint8_t *const rows[2],
    const float values[2],
    size_t member_count,
    struct model_pair_weights *weights
)
{
#if defined(__x86_64__)
    if (is_wide()) {
        weigh_wide(rows, values, member_count, weights);
        return;
    }
#endif
    weigh_plain(rows, values, member_count, weights);
}

void model_addends_weigh(
    const uint8_t *const *rows,
    const float *values,
    size_t count,
    size_t head_bytes,
    size_t member_count,
    struct model_addends *ret_addends
)
{
    for (size_t i = 0; i < count; i += 2) {
        bool odd = i + 1 == count;
        const uint8_t *both[2] = {rows[i], rows[odd ? i : i + 1]};
        const float each[2] = {values[i], odd ? 0 : values[i + 1]};
        weigh_pair(both, each, member_count, &ret_addends->weights[i / 2]);
        for (size_t at = 0; at < 2; at++)
            ret_addends->columns[i + at] = (const int8_t *)both[at] + head_bytes;
    }
    ret_addends->pair_count = (count + 1) / 2;
}

void model_addends_add(
    const struct model_addends *addends,
    size_t member,
    size_t column,
    size_t width,
    int32_t *sums
)
{
#if defined(__x86_64__)
    if (is_wide()) {
        add_wide(addends, member, column, width, sums);
        return;
    }
#endif
    model_addends_add_plain(addends, member, column, width, sums);
}
