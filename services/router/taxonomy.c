/* See taxonomy.h. */
#include "services/router/taxonomy.h"

static const struct {
    const char *name;
    const char *letter;
} types[MATTER_TYPES] = {
    [MATTER_none] = {"", ""},
    [MATTER_consult] = {"consult", "Z"},
    [MATTER_apply] = {"apply", "B"},
    [MATTER_complaint] = {"complaint", "T"},
    [MATTER_suggest] = {"suggest", "J"},
    [MATTER_dispute] = {"dispute", "D"},
    [MATTER_urgent] = {"urgent", "U"},
    [MATTER_transfer_out] = {"transfer_out", ""},
};

static void
read_list(struct yaml *yaml, struct yaml_node *map, const char *key, struct text_list *list)
{
    for (struct yaml_node *node = yaml_list(yaml, map, key); node; node = node->next) {
        if (node->kind != YAML_scalar || node->text.length == 0)
            yaml_fault(yaml, node, "'%s' must be a list of words", key);
        else if (list->count == TAXONOMY_LIST_MAX)
            yaml_fault(yaml, node, "'%s' has more than %d words", key, TAXONOMY_LIST_MAX);
        else
            list->at[list->count++] = node->text;
    }
}

static bool is_code(struct text code)
{
    if (code.length != 4)
        return false;
    for (size_t i = 0; i < 4; i++) {
        char low = i < 2 ? 'A' : '0';
        char high = i < 2 ? 'Z' : '9';
        if (code.at[i] < low || code.at[i] > high)
            return false;
    }
    return true;
}

static void
read_subcategory(struct yaml *yaml, struct yaml_node *node, struct taxonomy *taxonomy)
{
    static const char *const keys[] = {"code", "key", "zh", "en", NULL};
    struct text none = {0};

    yaml_allow(yaml, node, keys);
    struct subcategory found = {
        .code = yaml_text(yaml, node, "code", none),
        .key = yaml_text(yaml, node, "key", none),
        .zh = yaml_text(yaml, node, "zh", none),
        .en = yaml_text(yaml, node, "en", none),
        .category = (uint16_t)(taxonomy->category_count - 1),
    };
    if (!is_code(found.code))
        yaml_fault(yaml, node, "a code is two capital letters and two digits");
    else if (taxonomy_find(taxonomy, found.code) >= 0)
        yaml_fault(yaml, node, "code '%.4s' stands twice", found.code.at);
    else if (taxonomy->subcategory_count == SUBCATEGORIES_MAX)
        yaml_fault(yaml, node, "more than %d subcategories", SUBCATEGORIES_MAX);
    else
        taxonomy->subcategories[taxonomy->subcategory_count++] = found;
}

static void read_category(struct yaml *yaml, struct yaml_node *node, struct taxonomy *taxonomy)
{
    static const char *const keys[] =
        {"key", "short", "zh", "en", "queue", "skills", "jrt", "cause", "subcategories", NULL};
    struct text none = {0};

    yaml_allow(yaml, node, keys);
    if (taxonomy->category_count == CATEGORIES_MAX) {
        yaml_fault(yaml, node, "more than %d categories", CATEGORIES_MAX);
        return;
    }
    struct category *category = &taxonomy->categories[taxonomy->category_count];
    category->key = yaml_text(yaml, node, "key", none);
    category->short_key = yaml_text(yaml, node, "short", none);
    category->zh = yaml_text(yaml, node, "zh", none);
    category->en = yaml_text(yaml, node, "en", none);
    category->queue = yaml_text(yaml, node, "queue", none);
    read_list(yaml, node, "skills", &category->skills);
    read_list(yaml, node, "jrt", &category->jrt);
    read_list(yaml, node, "cause", &category->causes);
    if (taxonomy_find_category(taxonomy, category->key) >= 0)
        yaml_fault(yaml, node, "a category of this key stands twice");
    if (category->skills.count == 0)
        yaml_fault(yaml, node, "a category needs a skill");
    taxonomy->category_count++;
    struct yaml_node *child = yaml_list(yaml, node, "subcategories");
    if (!child)
        yaml_fault(yaml, node, "a category needs a subcategory");
    for (; child; child = child->next)
        read_subcategory(yaml, child, taxonomy);
}

enum error taxonomy_from_yaml(struct yaml *yaml, struct taxonomy *ret_taxonomy)
{
    static const char *const keys[] = {"version", "categories", NULL};

    memset(ret_taxonomy, 0, sizeof(*ret_taxonomy));
    yaml_allow(yaml, yaml->root, keys);
    ret_taxonomy->version = yaml_int(yaml, yaml->root, "version", 1, INT32_MAX, 1);
    struct yaml_node *node = yaml_list(yaml, yaml->root, "categories");
    if (!node)
        yaml_fault(yaml, yaml->root, "'categories' is missing");
    for (; node; node = node->next)
        read_category(yaml, node, ret_taxonomy);
    return yaml_ok(yaml) ? OK : ERROR_config;
}

int taxonomy_find(const struct taxonomy *taxonomy, struct text code)
{
    for (size_t i = 0; i < taxonomy->subcategory_count; i++) {
        if (text_equal(taxonomy->subcategories[i].code, code))
            return (int)i;
    }
    return -1;
}

int taxonomy_find_category(const struct taxonomy *taxonomy, struct text key)
{
    for (size_t i = 0; i < taxonomy->category_count; i++) {
        if (text_equal(taxonomy->categories[i].key, key))
            return (int)i;
    }
    return -1;
}

const char *matter_type_name(enum matter_type type)
{
    return type < MATTER_TYPES ? types[type].name : "";
}

char matter_type_letter(enum matter_type type)
{
    static const char letters[MATTER_TYPES] = {'Z', 'Z', 'B', 'T', 'J', 'D', 'U', 'T'};

    return letters[type];
}

enum matter_type matter_type_of(struct text text)
{
    for (enum matter_type type = MATTER_consult; type < MATTER_TYPES; type++) {
        if (text_is(text, types[type].name) ||
            (text.length == 1 && text_is(text, types[type].letter)))
            return type;
    }
    return MATTER_none;
}
