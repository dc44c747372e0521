/* Sums of weighted rows of small integers: what nearly all of the time of a text goes into.
 *
 * Rows are taken by twos: two columns that stand beside each other are multiplied by their weights and added in one
 * step of the machine. Sums of integers do not depend on the order or the width of the machine's registers, so what a
 * machine can do (x86-64 with AVX2, or any) changes nothing but the time. */
#pragma once

#include "common/model/model_file.h"

enum {
    MODEL_SUMS_ROWS_MAX = 128, /* added at once; of more, some and then the others */
    MODEL_SUMS_PAIRS_MAX = MODEL_SUMS_ROWS_MAX / 2,
    MODEL_SUMS_STEP = 8, /* weights of so many members are computed at once */
};

/* Of two rows, what each weighs: 0 to 32767 both. */
struct model_pair_weights {
    uint32_t of[MODEL_MEMBERS_MAX]; /* by member: the second row's in the upper half */
};

/* Rows that are to be added; after an odd number of them the last one stands again, with weight 0. */
struct model_addends {
    const int8_t *columns[MODEL_SUMS_ROWS_MAX];
    struct model_pair_weights weights[MODEL_SUMS_PAIRS_MAX];
    size_t pair_count;
};

/* What the rows weigh for each member: step × value × MODEL_STEP_FACTOR, rounded. `rows` begin with an idf and a step a
 * member, as in the file, and have MODEL_WIDTH_STEP bytes behind the steps; `head_bytes` behind their begin are the
 * columns. `count` is at least 1, at most MODEL_SUMS_ROWS_MAX. */
void model_addends_weigh(
    const uint8_t *const *rows,
    const float *values,
    size_t count,
    size_t head_bytes,
    size_t member_count,
    struct model_addends *ret_addends
);

/* Adds to each of `width` sums, a multiple of MODEL_WIDTH_STEP, the columns from `column` on times what their rows weigh
 * for the member. */
void model_addends_add(
    const struct model_addends *addends,
    size_t member,
    size_t column,
    size_t width,
    int32_t *sums
);

/* The same as any machine does it; model_addends_add is tested against it. */
void model_addends_add_plain(
    const struct model_addends *addends,
    size_t member,
    size_t column,
    size_t width,
    int32_t *sums
);
