/* How good a model's answers to labelled texts are: accuracy, F1, what it mixes up, whether its confidence means what it
 * says, and how right it is when it may leave the unsure ones to people.
 *
 * Counted answer by answer, computed at the end. A text that means out of scope (the model's own such label, or one of
 * out_of_scope, oos, outofdomain) is right when it is left, and says how many such texts the confidence keeps away while
 * 95 % of the others stay; where the model has no such label it counts for nothing else. Any other label that the model
 * does not know is a wrong answer, and one more label without a single hit for macro-F1. */
#pragma once

#include "services/cli/classify_groups.h"

enum {
    COVERAGES = 7,
    CONFUSIONS_MAX = 10,
    CALIBRATION_BINS = 15,
    UNKNOWN_LABELS_MAX = 256, /* told apart; further ones count as the last of them */
};

/* One text and what was said. */
struct classify_answer {
    int label; /* its own group; -1: unknown */
    int guess;
    float confidence; /* of the guess */
    float belongs;    /* the best probability of anything but out of scope */
    bool out_of_scope;
    bool grave; /* must not pass for anything harmless */
    bool guess_grave;
};

struct classify_measure {
    struct arena *arena;
    const struct model_head *head;
    const struct classify_groups *groups;
    struct text
        grave; /* groups that must not pass for others, joined by commas; absent: none */
    struct text
        separator; /* between several labels; absent: any of label_separators, empty: none */
    struct classify_answer *answers;
    float *microseconds;
    size_t count;
    size_t room;
    struct text
        unknown[UNKNOWN_LABELS_MAX]; /* labels that the model does not know, as they came */
    size_t unknown_count;
    size_t unknown_texts;
    size_t hit, said, there, exact; /* of MODEL_many */
    size_t *label_hit, *label_said, *label_there;
    double x, y, xx, yy, xy, off; /* of MODEL_value */
};

struct classify_confusion {
    int label, guess;
    size_t count;
};

struct classify_result {
    size_t count;
    double accuracy; /* of MODEL_many: texts whose labels are all right and none too many */
    double macro_f1;
    double micro_f1;                /* of MODEL_many */
    double correlation, mean_error; /* of MODEL_value */
    double calibration_error;       /* expected, by CALIBRATION_BINS of equal width */
    double coverage_accuracy[COVERAGES];
    size_t out_of_scope;
    double kept_threshold;    /* where 95 % of what belongs here is kept */
    double out_of_scope_left; /* share of what does not that is left there */
    size_t grave;
    double
        grave_passed; /* share of the grave ones accepted as something else at 95 % coverage */
    double p50_us, p99_us;
    struct classify_confusion confusions[CONFUSIONS_MAX];
    size_t confusion_count;
};

extern const double classify_coverages[COVERAGES];

void classify_measure_init(
    struct classify_measure *measure,
    struct arena *arena,
    const struct model_head *head,
    const struct classify_groups *groups,
    const char *grave,
    const char *separator
);

/* A text's own label or labels, as they stand in the file, and the probabilities of the head's labels. */
void classify_measure_add(
    struct classify_measure *measure,
    struct text label,
    const float *probabilities,
    float microseconds
);

/* For a head that gives a number; false when the label is none. */
bool classify_measure_add_value(
    struct classify_measure *measure,
    struct text label,
    float value,
    float microseconds
) MUST_CHECK;

struct classify_result classify_measure_result(struct classify_measure *measure);
