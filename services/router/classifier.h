/* What a text is classified by: the rules, a trained model, and how they go together, read from
 * deploy/config/classifier.yaml.
 *
 * The model is found in the first of the places that the file names, from the folder of the policies or, with @/, from that
 * of the program; `model: none` does without, by the rules alone. Its labels must be business codes and letters of types that the taxonomy
 * knows, else it is refused: a model of another taxonomy never decides. Lives in the arena of its loading. */
#pragma once

#include "common/model/model.h"
#include "services/router/blend.h"

struct classifier {
    int64_t version;
    const struct rules *rules;
    struct model *model;           /* NULL: rules alone */
    struct model_scratch *scratch; /* of this process's one thread */
    const char *model_path;        /* NULL likewise */
    struct blend_weights weights;
    double confidence_min,
        margin_min; /* below either a person decides: triage (REQUIREMENTS 5.1) */
    double
        urgent_min; /* from this share on urgent is taken for urgent, whatever is likelier, */
    double urgent_code_min; /* if all subcategories that can be urgent have this one together */
    bool can_be_urgent[SUBCATEGORIES_MAX];
    size_t known_min; /* with fewer n-grams that the model knows the rules alone decide */
    int code_head, type_head, emotion_head; /* of the model; -1: it has none */
    int16_t
        code_of[MODEL_LABELS_MAX]; /* index of the subcategory of a label; -1: out of scope */
    uint8_t type_of[MODEL_LABELS_MAX];
};

/* By the rules alone; thresholds of 5.1. For tests and for `model: none`. */
struct classifier classifier_of_rules(const struct rules *rules);

/* Reads the file and opens the model; `folder` is where the policies lie, `model` a file to be taken instead of those
 * that are named, or NULL. ERROR_config with faults in `yaml`. */
enum error classifier_from_yaml(
    struct yaml *yaml,
    const char *folder,
    const char *model,
    const struct rules *rules,
    struct classifier *ret_classifier
) MUST_CHECK;

/* What the model makes of a stretch of normalised text; there must be one. */
struct opinion classifier_ask(const struct classifier *classifier, struct text normalised);

/* What of these shares of all subcategories belongs to those that can be urgent. */
double classifier_urgent_share(const struct classifier *classifier, const double *shares);

/* The n-grams of a text that move the model most towards a subcategory, strongest first; at most `count`. */
size_t classifier_explain(
    const struct classifier *classifier,
    struct text normalised,
    int code,
    struct model_reason *ret_reasons,
    size_t count
);
