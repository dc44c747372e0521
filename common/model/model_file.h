/* How a model lies in its file, for the one who writes it and the one who reads it.
 *
 * Little-endian, used as it lies, mapped or read. Sections follow each other in the order of model_layout, each at a multiple of
 * MODEL_ALIGN; every place follows from the counts in the header, so there are no offsets that could be wrong. The
 * SHA-256 is that of the whole file with zeroes in its place.
 *
 * A row belongs to one n-gram: its idf, a step for each member, then one signed byte for each column of each member.
 * A member is linear (its columns are labels of its head), a network (its columns are hidden units, behind them a
 * dense layer to the labels) or a network of windows, which reads the text in its order. A text has the value v = (1 + ln count) × idf, divided by the length of all of them, for
 * each n-gram; a column's sum is Σ round(v × step × MODEL_STEP_FACTOR) × byte, below 2^29 for FEATURES_MAX n-grams. A linear member
 * adds sum × scale + bias to a label's score, a network's hidden unit is (sum + bias) × scale, between 0 and
 * MODEL_HIDDEN_VALUE_MAX, without its fraction; its labels get Σ hidden × byte × out_scale + bias.
 *
 * A network of windows has a place for each of the first FEATURE_PLACES_MAX units of the text: for each column
 * (Σ round(step × MODEL_STEP_FACTOR) × byte + bias) × scale over the n-grams that begin there (features.h), without its
 * fraction, at most MODEL_PLACE_VALUE_MAX from 0. A window is so many places that follow each other, the middle one
 * any place of the text; beyond its ends places are 0. Of a filter, a signed byte for each column of each place of a
 * window, the largest sum over all windows counts: × worth + bias it is a hidden unit as above. */
#pragma once

#include "common/model/model.h"

#define MODEL_MAGIC "SHOULIM\n"

/* The largest step, 65535, times the largest value, 1, is to be a signed 16-bit number after rounding. */
#define MODEL_STEP_FACTOR 0.4999F

enum {
    MODEL_FORMAT = 1,
    MODEL_ALIGN = 64,
    MODEL_MEMBERS_MAX = 32,
    MODEL_NAME_BYTES = 16,
    MODEL_LABELS_TOTAL_MAX = MODEL_HEADS_MAX * MODEL_LABELS_MAX,
    MODEL_LABEL_BYTES_MAX = 64,
    MODEL_COLUMNS_MAX = 4096, /* of a row, all members together */
    MODEL_WIDTH_STEP = 16,    /* columns of a member are a multiple of this */
    MODEL_HIDDEN_UNITS_MAX = 512,
    MODEL_HIDDEN_VALUE_MAX = 16383, /* × 127 × HIDDEN_UNITS_MAX stays below 2^31 */
    MODEL_WINDOW_MAX = 5,
    MODEL_PLACE_COLUMNS_MAX = 128,
    MODEL_PLACE_VALUE_MAX = 16383, /* × 127 × WINDOW_MAX × PLACE_COLUMNS_MAX likewise */
    MODEL_ROWS_MAX = 1 << 21,
    MODEL_SLOT_BITS_MAX = 22,
};

struct model_file_header {
    char magic[8];
    uint32_t format;
    uint32_t views; /* enum feature_view */
    uint64_t file_bytes;
    uint32_t head_count;
    uint32_t member_count;
    uint32_t row_count;
    uint32_t slot_bits; /* there are 2^slot_bits slots, and more of them than rows */
    uint32_t label_count;
    uint32_t label_bytes; /* of all labels, each with its zero */
    uint8_t sha256[32];
    uint8_t reserved[48]; /* zeroes */
};

struct model_file_head {
    char name[MODEL_NAME_BYTES]; /* ends with a zero */
    uint32_t kind;               /* enum model_kind */
    uint32_t label_count;        /* 1 for MODEL_value */
    int32_t out_of_scope;
    float threshold;
    float value_min;
    float value_max;
    uint32_t reserved[2];
};

struct model_file_member {
    uint32_t head;
    uint32_t hidden; /* hidden units, or filters; 0: linear */
    uint32_t width;  /* columns in a row */
    uint32_t labels; /* of the head, rounded up to MODEL_WIDTH_STEP */
    float scale;
    float out_scale; /* 0 for a linear one */
    uint32_t window; /* places of a window; 0: it does not read in order */
    uint32_t reserved;
};

/* Where an n-gram's row is found: the first slot from (hash modulo slots) on that has its fingerprint. */
struct model_file_slot {
    uint32_t fingerprint; /* 0: free */
    uint32_t row;
};

static inline uint32_t model_fingerprint(uint64_t hash)
{
    return (uint32_t)(hash >> 32) | 1;
}

static inline size_t model_rounded(size_t size, size_t step)
{
    return (size + step - 1) / step * step;
}

/* Bytes of a row before its columns: the idf as float, then a uint16_t step a member. */
static inline size_t model_row_head_bytes(size_t member_count)
{
    return model_rounded(sizeof(float) + sizeof(uint16_t) * member_count, MODEL_WIDTH_STEP);
}

/* Floats that stand before a member's hidden units and labels. */
static inline size_t model_window_floats(const struct model_file_member *member)
{
    return member->window ? (size_t)member->width + member->hidden : 0;
}

/* Where each section begins. */
struct model_layout {
    size_t heads, members;
    size_t labels; /* texts with their zeroes */
    /* float for each label; of a network before them float for each hidden unit; of one of windows before those float for
     * each column, then each filter's worth */
    size_t biases[MODEL_MEMBERS_MAX];
    size_t dense[MODEL_MEMBERS_MAX];   /* hidden × labels signed bytes */
    size_t filters[MODEL_MEMBERS_MAX]; /* hidden × window × width signed bytes */
    size_t slots;
    size_t rows;
    size_t row_bytes;
    size_t end;
};

/* From counts that are within their limits. */
struct model_layout
model_layout(const struct model_file_header *header, const struct model_file_member *members);
