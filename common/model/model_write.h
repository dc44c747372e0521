/* Makes a model's file from what training found: the numbers become small integers, the file gets its SHA-256.
 *
 * A draft borrows everything. Same draft, same bytes. What the limits of model_file.h do not allow is a fault of the
 * caller and ends the program; training keeps to them. */
#pragma once

#include "common/model/model_file.h"

struct model_draft_member {
    int head;
    size_t hidden; /* hidden units, a multiple of MODEL_WIDTH_STEP; 0: linear */
    size_t window; /* places of a window; 0: no windows, and none of what is about them */
    size_t width;  /* columns of a place, a multiple of MODEL_WIDTH_STEP */
    const float
        *weights; /* a row for each n-gram, of `hidden`, `width` or of the head's labels */
    const float *place_bias; /* for each column */
    const float *filters;    /* hidden × window × width */
    float place_most;        /* columns of a place further from 0 count as this */
    const float *hidden_bias;
    const float *dense; /* hidden × labels; NULL for a linear one */
    const float *bias;  /* for each label */
    float hidden_most;  /* hidden units above this count as this */
    float factor;       /* what its scores count */
};

struct model_draft {
    unsigned views;
    const struct model_head *heads;
    size_t head_count;
    const struct model_draft_member *members;
    size_t member_count;
    const uint64_t *hashes; /* of the n-grams, all different */
    const float *idfs;
    size_t row_count;
};

/* The file in memory, from memory_new; `ret_bytes` how long it is. */
uint8_t *model_write(const struct model_draft *draft, size_t *ret_bytes);

/* Writes it beside `path`, in a file that no other process writes, flushes it and moves it there, so that a reader finds an
 * old one or a new one, whole, whoever else saves there and whenever the machine stops. */
enum error model_save(const struct model_draft *draft, const char *path) MUST_CHECK;
