/* Joins what a trained model holds likely with what the rules found.
 *
 * Both are opinions of their own, so their odds multiply: the score of a label is
 * model × ln p + rules × points, and the shares are those of a softmax over all labels. The weights are policy
 * (deploy/config/classifier.yaml), chosen by measuring on tests/data/phrasings. Pure. */
#pragma once

#include "services/router/scores.h"

/* Probabilities of a model, by subcategory and by type; what the model does not know is 0. */
struct opinion {
    float codes[SUBCATEGORIES_MAX];
    float types[MATTER_TYPES];
    float out_of_scope; /* not addressed to a bank */
    float emotion;      /* 0..3 */
    size_t known;       /* n-grams of the text that the model knows */
};

struct blend_weights {
    double code_model, code_rules;
    double type_model, type_rules;
    double out_of_scope_rules; /* points of a rule that says so */
};

/* Shares, in the same places. */
struct blended {
    double codes[SUBCATEGORIES_MAX];
    double types[MATTER_TYPES];
    double out_of_scope;
};

/* `count` subcategories are known; `strange` when a rule says that the text is not addressed to a bank. */
struct judgement blend_codes(
    const struct blend_weights *weights,
    const struct opinion *opinion,
    const struct scores *scores,
    size_t count,
    bool strange,
    struct blended *ret_blended
);
struct judgement blend_types(
    const struct blend_weights *weights,
    const struct opinion *opinion,
    const struct scores *scores,
    struct blended *ret_blended
);
