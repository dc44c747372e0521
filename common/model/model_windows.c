/* See model_windows.h. Two filters are made wide once and then held against four windows at a time. */
#include "common/model/model_windows.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static int32_t sum_of(const int16_t *values, const int8_t *filter, size_t span)
{
    int32_t sum = 0;

    for (size_t i = 0; i < span; i++)
        sum += values[i] * filter[i];
    return sum;
}

void model_windows_most_plain(
    const int16_t *values,
    size_t width,
    size_t windows,
    const int8_t *filters,
    size_t span,
    size_t filter_count,
    int32_t *ret_most
)
{
    for (size_t i = 0; i < filter_count; i++) {
        const int8_t *filter = filters + i * span;
        ret_most[i] = sum_of(values, filter, span);
        for (size_t window = 1; window < windows; window++) {
            int32_t sum = sum_of(values + window * width, filter, span);
            ret_most[i] = sum > ret_most[i] ? sum : ret_most[i];
        }
    }
}

#if defined(__x86_64__)
#define WIDE      __attribute__((target("avx2")))
#define WIDE_PART __attribute__((target("avx2"), always_inline)) static inline

enum {
    AT_ONCE = 4,  /* windows */
    TOGETHER = 2, /* filters */
    STEPS_MAX = MODEL_WINDOW_MAX * MODEL_PLACE_COLUMNS_MAX / MODEL_WIDTH_STEP,
};

/* Filters side by side, a step of each after the other. */
struct filters {
    __m256i steps[STEPS_MAX][TOGETHER];
};

WIDE_PART __m128i joined(const __m256i sums[AT_ONCE])
{
    __m256i low = _mm256_hadd_epi32(sums[0], sums[1]);
    __m256i high = _mm256_hadd_epi32(sums[2], sums[3]);
    __m256i all = _mm256_hadd_epi32(low, high);

    return _mm_add_epi32(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1));
}

/* Four windows, each `width` numbers behind the one before, against both filters. */
WIDE_PART void hold_against(
    const int16_t *values,
    size_t width,
    const struct filters *filters,
    size_t steps,
    __m128i io_most[TOGETHER]
)
{
    __m256i first[AT_ONCE] = {0};
    __m256i second[AT_ONCE] = {0};

    for (size_t i = 0; i < steps; i++, values += MODEL_WIDTH_STEP) {
#pragma GCC unroll 4
        for (size_t at = 0; at < AT_ONCE; at++) {
            __m256i window = _mm256_loadu_si256((const void *)(values + at * width));
            __m256i one = _mm256_madd_epi16(window, filters->steps[i][0]);
            __m256i other = _mm256_madd_epi16(window, filters->steps[i][1]);
            first[at] = _mm256_add_epi32(first[at], one);
            second[at] = _mm256_add_epi32(second[at], other);
        }
    }
    io_most[0] = _mm_max_epi32(io_most[0], joined(first));
    io_most[1] = _mm_max_epi32(io_most[1], joined(second));
}

WIDE_PART int32_t most_of(__m128i four)
{
    four = _mm_max_epi32(four, _mm_shuffle_epi32(four, _MM_SHUFFLE(1, 0, 3, 2)));
    four = _mm_max_epi32(four, _mm_shuffle_epi32(four, _MM_SHUFFLE(2, 3, 0, 1)));
    return _mm_cvtsi128_si32(four);
}

WIDE_PART void
take_filters(const int8_t *from, size_t span, size_t steps, struct filters *ret_filters)
{
    for (size_t i = 0; i < steps; i++, from += MODEL_WIDTH_STEP) {
        for (size_t at = 0; at < TOGETHER; at++)
            ret_filters->steps[i][at] =
                _mm256_cvtepi8_epi16(_mm_loadu_si128((const void *)(from + at * span)));
    }
}

/* The last windows are held against filters once more where they are no multiple of four, so there must be four. */
WIDE static void most_wide(
    const int16_t *values,
    size_t width,
    size_t windows,
    const int8_t *filters,
    size_t span,
    size_t filter_count,
    int32_t *ret_most
)
{
    struct filters taken;
    size_t steps = span / MODEL_WIDTH_STEP;

    for (size_t i = 0; i < filter_count; i += TOGETHER) {
        __m128i most[TOGETHER] = {_mm_set1_epi32(INT32_MIN), _mm_set1_epi32(INT32_MIN)};
        take_filters(filters + i * span, span, steps, &taken);
        for (size_t next = 0; next < windows; next += AT_ONCE) {
            size_t from = size_min(next, windows - AT_ONCE);
            hold_against(values + from * width, width, &taken, steps, most);
        }
        ret_most[i] = most_of(most[0]);
        ret_most[i + 1] = most_of(most[1]);
    }
}
#endif

void model_windows_most(
    const int16_t *values,
    size_t width,
    size_t windows,
    const int8_t *filters,
    size_t span,
    size_t filter_count,
    int32_t *ret_most
)
{
#if defined(__x86_64__)
    if (windows >= AT_ONCE && __builtin_cpu_supports("avx2")) {
        most_wide(values, width, windows, filters, span, filter_count, ret_most);
        return;
    }
#endif
    model_windows_most_plain(values, width, windows, filters, span, filter_count, ret_most);
}
