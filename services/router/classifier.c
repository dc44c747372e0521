/* See classifier.h. */
#include "services/router/classifier.h"

#include <unistd.h>

enum { WEIGHT_MAX = 20, PATH_BYTES = 4096 };

struct classifier classifier_of_rules(const struct rules *rules)
{
    return (struct classifier){
        .rules = rules,
        .confidence_min = 0.60,
        .margin_min = 0.15,
        .urgent_min = 1,
        .code_head = -1,
        .type_head = -1,
        .emotion_head = -1,
    };
}

static const char *name_fault(struct arena *arena, const char *what, struct text label)
{
    return arena_format(arena, "%s '%.*s' is unknown", what, (int)label.length, label.at).at;
}

/* By what the taxonomy calls them; a fault, or NULL. */
static const char *read_codes(struct arena *arena, struct classifier *classifier)
{
    const struct model_head *head = model_head(classifier->model, classifier->code_head);

    for (size_t i = 0; i < head->label_count; i++) {
        int code = taxonomy_find(classifier->rules->taxonomy, head->labels[i]);
        if (code < 0 && (int)i != head->out_of_scope)
            return name_fault(arena, "the code", head->labels[i]);
        classifier->code_of[i] = (int16_t)((int)i == head->out_of_scope ? -1 : code);
    }
    return NULL;
}

static const char *read_types(struct arena *arena, struct classifier *classifier)
{
    const struct model_head *head = model_head(classifier->model, classifier->type_head);

    for (size_t i = 0; i < head->label_count; i++) {
        enum matter_type type = matter_type_of(head->labels[i]);
        if (type == MATTER_none && (int)i != head->out_of_scope)
            return name_fault(arena, "the type", head->labels[i]);
        classifier->type_of[i] = (uint8_t)type;
    }
    return NULL;
}

/* NULL when the model can decide for this taxonomy. */
static const char *fit(struct arena *arena, struct classifier *classifier)
{
    const struct model *model = classifier->model;

    classifier->code_head = model_find_head(model, TEXT("code"));
    classifier->type_head = model_find_head(model, TEXT("type"));
    classifier->emotion_head = model_find_head(model, TEXT("emotion"));
    if (classifier->code_head < 0 || classifier->type_head < 0)
        return "it has no heads 'code' and 'type'";
    if (model_head(model, classifier->code_head)->kind != MODEL_one ||
        model_head(model, classifier->type_head)->kind != MODEL_one)
        return "a text has exactly one code and one type";
    if (classifier->emotion_head >= 0 &&
        model_head(model, classifier->emotion_head)->kind != MODEL_value)
        return "its emotion is no number";
    const char *fault = read_codes(arena, classifier);
    return fault ? fault : read_types(arena, classifier);
}

static void open_model(struct yaml *yaml, const char *path, struct classifier *classifier)
{
    struct text faults = {0};

    if (model_open(yaml->arena, path, &faults, &classifier->model) != OK) {
        yaml_fault(yaml, yaml->root, "%.*s", (int)faults.length, faults.at ? faults.at : "");
        return;
    }
    const char *fault = fit(yaml->arena, classifier);
    if (fault)
        yaml_fault(yaml, yaml->root, "%s: %s", path, fault);
    classifier->scratch = model_scratch_new(yaml->arena, classifier->model);
    classifier->model_path = path;
}

/* The folder that this program lies in; "." where nobody knows. */
static const char *program_folder(struct arena *arena)
{
    char *path = arena_zero(arena, PATH_BYTES);
    ssize_t length = readlink("/proc/self/exe", path, PATH_BYTES - 1);
    char *slash = length > 0 ? strrchr(path, '/') : NULL;

    if (!slash)
        return ".";
    *slash = '\0';
    return path;
}

/* A place as the file names it: from `/`, from `@/`, the program's folder, or from the folder of the policies. */
static struct text place_of(struct arena *arena, const char *folder, struct text place)
{
    if (text_starts(place, TEXT("/")))
        return place;
    if (text_starts(place, TEXT("@/")))
        return arena_format(arena, "%s%s", program_folder(arena), place.at + 1);
    return arena_format(arena, "%s/%s", folder, place.at ? place.at : "");
}

/* `none`, or the first of the places where a file is. */
static void find_model(struct yaml *yaml, const char *folder, struct classifier *classifier)
{
    const struct yaml_node *node = yaml_get(yaml, yaml->root, "model");

    if (!node || (node->kind == YAML_scalar && text_is(node->text, "none")))
        return;
    if (node->kind != YAML_list)
        yaml_fault(yaml, node, "'model' must be 'none' or a list of files");
    for (const struct yaml_node *place = node->first; place; place = place->next) {
        struct text path = place_of(yaml->arena, folder, place->text);
        if (access(path.at, R_OK) == 0) {
            open_model(yaml, path.at, classifier);
            return;
        }
    }
    yaml_fault(yaml, node, "there is no model at any of these places: 'make build' makes it");
}

/* A number that must be there. */
static double
number(struct yaml *yaml, const struct yaml_node *map, const char *key, double max)
{
    return map && yaml_get(yaml, map, key) ? yaml_number(yaml, map, key, 0, max, 0) : 0;
}

/* Which subcategories a model may raise to urgent. A file of before these two keys is taken: any, as it was then. */
static void read_urgent_codes(struct yaml *yaml, struct classifier *classifier)
{
    if (!yaml_find(yaml->root, "urgent_codes") && !yaml_find(yaml->root, "urgent_code_min"))
        return;
    classifier->urgent_code_min = number(yaml, yaml->root, "urgent_code_min", 1);
    if (!yaml_get(yaml, yaml->root, "urgent_codes"))
        return;
    for (const struct yaml_node *node = yaml_list(yaml, yaml->root, "urgent_codes"); node;
         node = node->next) {
        int code = taxonomy_find(classifier->rules->taxonomy, node->text);
        if (code < 0)
            yaml_fault(yaml, node, "no code '%s'", node->text.at ? node->text.at : "");
        else
            classifier->can_be_urgent[code] = true;
    }
}

enum error classifier_from_yaml(
    struct yaml *yaml,
    const char *folder,
    const char *model,
    const struct rules *rules,
    struct classifier *ret_classifier
)
{
    static const char *const keys[] = {
        "name",
        "version",
        "model",
        "confidence_min",
        "margin_min",
        "urgent_min",
        "urgent_codes",
        "urgent_code_min",
        "known_min",
        "weights",
        NULL};
    static const char *const weight_keys[] =
        {"code_model", "code_rules", "type_model", "type_rules", "out_of_scope_rules", NULL};
    const struct yaml_node *weights = yaml_get(yaml, yaml->root, "weights");

    *ret_classifier = classifier_of_rules(rules);
    yaml_allow(yaml, yaml->root, keys);
    if (weights)
        yaml_allow(yaml, weights, weight_keys);
    ret_classifier->version = yaml_int(yaml, yaml->root, "version", 1, INT32_MAX, 1);
    ret_classifier->confidence_min = number(yaml, yaml->root, "confidence_min", 1);
    ret_classifier->margin_min = number(yaml, yaml->root, "margin_min", 1);
    ret_classifier->urgent_min = number(yaml, yaml->root, "urgent_min", 1);
    read_urgent_codes(yaml, ret_classifier);
    ret_classifier->known_min = (size_t)number(yaml, yaml->root, "known_min", 1000);
    ret_classifier->weights = (struct blend_weights){
        .code_model = number(yaml, weights, "code_model", WEIGHT_MAX),
        .code_rules = number(yaml, weights, "code_rules", WEIGHT_MAX),
        .type_model = number(yaml, weights, "type_model", WEIGHT_MAX),
        .type_rules = number(yaml, weights, "type_rules", WEIGHT_MAX),
        .out_of_scope_rules = number(yaml, weights, "out_of_scope_rules", WEIGHT_MAX),
    };
    if (model)
        open_model(yaml, model, ret_classifier);
    else
        find_model(yaml, folder, ret_classifier);
    return yaml_ok(yaml) ? OK : ERROR_config;
}

struct opinion classifier_ask(const struct classifier *classifier, struct text normalised)
{
    struct opinion opinion = {.out_of_scope = 0};
    struct model_scratch *scratch = classifier->scratch;

    model_read(classifier->model, normalised, scratch);
    const float *codes = model_probabilities(scratch, classifier->code_head);
    const float *types = model_probabilities(scratch, classifier->type_head);
    for (size_t i = 0; i < model_head(classifier->model, classifier->code_head)->label_count;
         i++) {
        if (classifier->code_of[i] < 0)
            opinion.out_of_scope = codes[i];
        else
            opinion.codes[classifier->code_of[i]] = codes[i];
    }
    for (size_t i = 0; i < model_head(classifier->model, classifier->type_head)->label_count;
         i++)
        opinion.types[classifier->type_of[i]] = types[i];
    if (classifier->emotion_head >= 0)
        opinion.emotion = model_value(scratch, classifier->emotion_head);
    opinion.known = model_known(scratch);
    return opinion;
}

double classifier_urgent_share(const struct classifier *classifier, const double *shares)
{
    double sum = 0;

    for (size_t i = 0; i < classifier->rules->taxonomy->subcategory_count; i++)
        sum += classifier->can_be_urgent[i] ? shares[i] : 0;
    return sum;
}

size_t classifier_explain(
    const struct classifier *classifier,
    struct text normalised,
    int code,
    struct model_reason *ret_reasons,
    size_t count
)
{
    const struct model_head *head = model_head(classifier->model, classifier->code_head);
    size_t label = 0;

    while (label < head->label_count && classifier->code_of[label] != code)
        label++;
    if (label == head->label_count)
        return 0;
    return model_explain(
        classifier->model,
        normalised,
        classifier->scratch,
        classifier->code_head,
        (int)label,
        ret_reasons,
        count
    );
}
