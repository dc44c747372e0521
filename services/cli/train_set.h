/* What `shouli train` learns from: labelled texts read from TSV files, as rows of a vocabulary with values.
 *
 * A line is `label TAB text`, or several cells before the text, one for each head; an empty cell or `-` says nothing for
 * that head. A head whose cells hold several labels joined by `|`, `,`, `+` or `<div>` takes them one by one (the first
 * of these that joins labels that also stand alone, or with others); one that is called a value is a number. Labels have
 * at most MODEL_LABEL_BYTES_MAX bytes. A line that begins with `#` is a comment. */
#pragma once

#include "common/model/features.h"
#include "common/model/model_file.h"

enum {
    TRAIN_SAMPLES_MAX = 2000000,
    TRAIN_LINE_BYTES_MAX = 64 * 1024,
    TRAIN_FOLDS_MAX = 16,
    TRAIN_SKIP_LEAST =
        3, /* samples that have two units around a third, where one is enough for others */
};

/* Which n-grams are learnt from texts of words, and of Chinese characters: there fewer units carry more. Pairs make a
 * model several times as large and half as fast; without them characters are skipped instead. Found by trying (README.md
 * of common/model). */
enum {
    TRAIN_VIEWS_OF_WORDS = FEATURE_units_1 | FEATURE_units_2 | FEATURE_letters,
    TRAIN_VIEWS_OF_CHARACTERS = TRAIN_VIEWS_OF_WORDS | FEATURE_ends | FEATURE_pairs,
    TRAIN_VIEWS_OF_CHARACTERS_NEAR = TRAIN_VIEWS_OF_WORDS | FEATURE_ends | FEATURE_skip,
};

/* Whether two units that stand apart are an n-gram. */
enum train_pairs {
    TRAIN_PAIRS_of_characters, /* where more than half is Chinese */
    TRAIN_PAIRS_never,
    TRAIN_PAIRS_always,
};

/* What a sample is for one head. */
struct train_target {
    const int *labels;
    size_t count;
    float value;
    bool known; /* false: the line says nothing for this head */
};

struct train_sample {
    uint32_t *rows; /* of the vocabulary, ascending */
    float *values;  /* their squares add up to 1 */
    size_t count;
    uint32_t
        *placed;    /* only where wished for: rows unit by unit, as features_placed has them */
    uint16_t *ends; /* of each unit, how many of them belong to it and those before */
    size_t place_count; /* units */
    struct text label;  /* the first head's cell */
    struct text text;   /* as it was */
    const char *path;   /* of its file, and the line there */
    size_t line;
    unsigned fold; /* by a hash of the text, so that equal texts stay together */
    struct train_target targets[MODEL_HEADS_MAX];
};

struct train_set {
    struct arena *arena;
    struct model_head heads[MODEL_HEADS_MAX];
    struct text
        separators[MODEL_HEADS_MAX]; /* what joins a head's labels; empty: each text has one */
    size_t head_count;
    struct train_sample *samples;
    size_t count;
    unsigned views;
    uint64_t *hashes;
    float *idfs;
    uint32_t *seen_by; /* samples that have the row */
    size_t row_count;
};

struct train_wish {
    const char *const *paths;
    size_t path_count;
    const char *heads;        /* "code,type,emotion:value"; NULL: as many as there are cells */
    const char *separator;    /* between several labels; NULL: found out, "": never */
    const char *out_of_scope; /* labels, joined by commas, that mean so */
    unsigned views;           /* 0: by what the first file is written in */
    enum train_pairs pairs;   /* where views is 0 */
    unsigned folds;
    bool places;             /* samples know what stands at each unit */
    size_t rows_min_samples; /* fewer leave an n-gram out; 1: but see TRAIN_SKIP_LEAST */
};

/* Everything lies in the arena. ERROR_config with one line in `ret_faults`. */
enum error train_set_read(
    struct arena *arena,
    const struct train_wish *wish,
    struct text *ret_faults,
    struct train_set *ret_set
) MUST_CHECK;
