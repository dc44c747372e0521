/* What model.c loads and model_read.c computes with; nobody else includes it. */
#pragma once

#include "common/model/features.h"
#include "common/model/model_file.h"
#include "common/model/model_sums.h"
#include "common/model/model_windows.h"

struct model_member {
    const struct model_file_member *file;
    const float *place_bias;   /* of a network of windows, for each column */
    const float *filter_worth; /* likewise, for each filter */
    const int8_t *filters;     /* likewise */
    const float *hidden_bias;  /* of a network */
    const float *bias;         /* for each label */
    const int8_t *dense;       /* of a network */
    size_t column;             /* its first in a row */
};

struct model {
    const struct model_file_header *file;
    struct model_head heads[MODEL_HEADS_MAX];
    size_t first_label[MODEL_HEADS_MAX]; /* of each head among all probabilities */
    struct model_member members[MODEL_MEMBERS_MAX];
    const struct model_file_slot *slots;
    const uint8_t *rows;
    size_t row_bytes;
    size_t row_head_bytes;
    size_t columns;
    bool has_windows;
    void *mapped; /* NULL: memory of somebody else */
    size_t mapped_bytes;
    char version[17];
};

enum { MODEL_ROW_none = UINT32_MAX };

/* What is known of the text's places. */
struct model_places {
    uint16_t order[FEATURES_MAX]; /* these and ends: see features_placed */
    uint16_t ends[FEATURE_PLACES_MAX];
    size_t count;
    /* Of one member. Places before the first and behind the last are 0. */
    int16_t values[(FEATURE_PLACES_MAX + MODEL_WINDOW_MAX) * MODEL_PLACE_COLUMNS_MAX];
    int32_t most[MODEL_HIDDEN_UNITS_MAX];
};

/* Rows by number while the text is read; a power of two, twice FEATURES_MAX. */
enum { MODEL_SEEN_SLOTS = 2 * FEATURES_MAX };

struct model_scratch {
    struct feature_unit units[FEATURE_UNITS_MAX];
    struct feature features[FEATURES_MAX];
    uint32_t seen[MODEL_SEEN_SLOTS]; /* place in `rows`, plus one; 0: free */
    uint32_t seen_slots[FEATURES_MAX];
    uint32_t rows[FEATURES_MAX]; /* distinct, in the order of the text */
    uint32_t counts[FEATURES_MAX];
    uint32_t first_features[FEATURES_MAX]; /* where each row stood first */
    float values[FEATURES_MAX];
    size_t row_count;
    size_t feature_count;
    uint32_t feature_rows[FEATURES_MAX]; /* of each n-gram of the text; MODEL_ROW_none */
    struct model_places places;
    struct model_addends addends;
    int32_t sums[MODEL_COLUMNS_MAX];
    int32_t hidden_sums[MODEL_LABELS_MAX + MODEL_WIDTH_STEP];
    float probabilities[MODEL_LABELS_TOTAL_MAX];
    size_t first_label[MODEL_HEADS_MAX];
};

/* The hidden units of member `at`, one of windows, after the rows of the text were found. */
void model_places_read(
    const struct model *model,
    size_t at,
    struct model_scratch *scratch,
    float ret_hidden[MODEL_HIDDEN_UNITS_MAX]
);

static inline const uint8_t *model_row(const struct model *model, uint32_t row)
{
    return model->rows + row * model->row_bytes;
}
