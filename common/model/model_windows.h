/* What filters find in a text: of each filter the largest sum over all windows of places that follow each other.
 *
 * A convolution with the largest value kept (Kim, EMNLP 2014), in whole numbers: sums do not depend on the order or the
 * width of the machine's registers, so what a machine can do (x86-64 with AVX2, or any) changes nothing but the time. */
#pragma once

#include "common/model/model_file.h"

/* `values` has `width` numbers for each place, MODEL_PLACE_VALUE_MAX from 0 at most; the window that begins at place i are
 * the `span` numbers from there on, `span` a multiple of `width`, and `width` one of MODEL_WIDTH_STEP. `filters` has
 * `span` bytes for each filter, of which there is a multiple of MODEL_WIDTH_STEP. `windows` is at least 1. */
void model_windows_most(
    const int16_t *values,
    size_t width,
    size_t windows,
    const int8_t *filters,
    size_t span,
    size_t filter_count,
    int32_t *ret_most
);

/* The same as any machine does it; model_windows_most is tested against it. */
void model_windows_most_plain(
    const int16_t *values,
    size_t width,
    size_t windows,
    const int8_t *filters,
    size_t span,
    size_t filter_count,
    int32_t *ret_most
);
