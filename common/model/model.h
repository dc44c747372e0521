/* A trained classifier of short texts, as `shouli train` writes it: labels with probabilities, and why.
 *
 * A model has heads (code, type, emotion …) that share one pass over the text: each n-gram that training knew adds a
 * row of small integers. Reading a text allocates nothing and computes in integers until the last step, so the same
 * file and text give the same answer everywhere; any bytes may come in. The file is taken into memory as it lies, where nobody
 * changes it any more, and is refused as a whole when its version, any length or number in it, or its SHA-256 is wrong (REQUIREMENTS 5.1, CL-03). */
#pragma once

#include "common/arena.h"
#include "common/error.h"

enum {
    MODEL_HEADS_MAX = 4,
    MODEL_LABELS_MAX = 512,         /* of a head */
    MODEL_TEXT_BYTES_MAX = 8 * 1024 /* what comes after this many bytes is not read */
};

/* How the labels of a head go together. */
enum model_kind {
    MODEL_one,   /* exactly one of them: probabilities add up to 1 */
    MODEL_many,  /* each for itself: any number of them */
    MODEL_value, /* no labels, one number */
};

struct model_head {
    struct text name;
    enum model_kind kind;
    size_t label_count;
    const struct text *labels;
    int out_of_scope; /* the label for what does not belong here; -1: there is none */
    float
        threshold; /* below this the best label is unsure; for MODEL_many: from here on a label holds */
    float value_min; /* of MODEL_value */
    float value_max;
};

struct model;
/* What one text at a time is computed in. */
struct model_scratch;

struct model_guess {
    int label; /* index of a label of the head */
    float probability;
};

/* An n-gram of the text and what it adds to a label's score; less than 0: it speaks against it. */
struct model_reason {
    struct text ngram; /* a view into the text */
    float points;
};

/* Takes the file in; it is let go with the arena's next reset, and so may follow a SIGHUP without a gap. What is done to the
 * file afterwards, even copying another one over it, changes nothing. ERROR_config with one line in `ret_faults` when anything is wrong with it. */
enum error model_open(
    struct arena *arena,
    const char *path,
    struct text *ret_faults,
    struct model **ret_model
) MUST_CHECK;

/* The same from memory, which must stay as long as the model, at an address that is a multiple of 16. `name` is for the
 * faults. */
enum error model_from_bytes(
    struct arena *arena,
    struct bytes bytes,
    const char *name,
    struct text *ret_faults,
    struct model **ret_model
) MUST_CHECK;

/* First 16 hex digits of the file's SHA-256: the model's version, for decisions to store. */
struct text model_version(const struct model *model);

/* Size of the file. */
size_t model_bytes(const struct model *model);

size_t model_head_count(const struct model *model);
const struct model_head *model_head(const struct model *model, int head);

/* -1 when there is no head of that name. */
int model_find_head(const struct model *model, struct text name);

/* About 300 KiB in the arena; may be used again for each text, by one thread. */
struct model_scratch *model_scratch_new(struct arena *arena, const struct model *model);

/* Reads a normalised text, for all heads at once; what follows looks at the text that was read last. */
void model_read(
    const struct model *model,
    struct text normalised,
    struct model_scratch *scratch
);

/* Probabilities of a head by label, label_count of them, valid until the next text; none for MODEL_value. */
const float *model_probabilities(const struct model_scratch *scratch, int head);

/* The best labels, best first, of equal ones the first of the list; returns how many: at most `count` and
 * label_count. */
size_t model_top(
    const struct model *model,
    const struct model_scratch *scratch,
    int head,
    struct model_guess *ret_top,
    size_t count
);

/* model_read and model_top in one. */
size_t model_classify(
    const struct model *model,
    int head,
    struct text normalised,
    struct model_scratch *scratch,
    struct model_guess *ret_top,
    size_t count
);

/* The number that a head of MODEL_value gives, within value_min and value_max. */
float model_value(const struct model_scratch *scratch, int head);

/* How many n-grams of the text the model knew; 0: it says nothing but what is frequent. */
size_t model_known(const struct model_scratch *scratch);

/* The n-grams of the text that was read last, and must still be there, that move a label's score most (of MODEL_value:
 * label 0), strongest first, computed from the linear part. Returns how many, at most `count`. */
size_t model_explain(
    const struct model *model,
    struct text normalised,
    const struct model_scratch *scratch,
    int head,
    int label,
    struct model_reason *ret_reasons,
    size_t count
);
