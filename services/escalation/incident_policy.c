/* See incident_policy.h. */
#include "services/escalation/incident_policy.h"

#include "services/escalation/places.h"

enum { MINUTE_MS = 60000, NOTICE_BYTES_MAX = 1500 };

static void
read_types(struct yaml *yaml, const struct yaml_node *map, const char *key, bool *types)
{
    for (const struct yaml_node *node = yaml_list(yaml, map, key); node; node = node->next) {
        int type = enum_from_text(&case_type_enum, node->text);
        if (node->kind != YAML_scalar || !type || type >= INCIDENT_TYPES)
            yaml_fault(yaml, node, "'%s': there is no such type of case", key);
        else
            types[type] = true;
    }
}

static void read_others(struct yaml *yaml, struct incident_policy *policy)
{
    const struct yaml_node *others = yaml_get(yaml, yaml->root, "others");

    for (struct yaml_node *node = others ? others->first : NULL; node; node = node->next) {
        if (policy->other_count == INCIDENT_OTHERS_MAX) {
            yaml_fault(yaml, node, "'others' has at most %d entries", INCIDENT_OTHERS_MAX);
            return;
        }
        char key[65];
        size_t length = size_min(node->key.length, sizeof(key) - 1);
        memcpy(key, node->key.at, length);
        key[length] = '\0';
        policy->others[policy->other_count] = node->key;
        policy->other_cases[policy->other_count++] =
            (int32_t)yaml_int(yaml, others, key, 2, INCIDENT_CASES_MAX, 2);
    }
}

static struct text
read_notice(struct yaml *yaml, const struct yaml_node *notice, const char *key)
{
    struct text text = yaml_text(yaml, notice, key, (struct text){0});

    if (text.length > NOTICE_BYTES_MAX)
        yaml_fault(yaml, notice, "'%s' has at most %d bytes", key, NOTICE_BYTES_MAX);
    return text;
}

static void add_name(
    struct yaml *yaml,
    const struct yaml_node *node,
    const char *key,
    struct incident_policy *policy
)
{
    if (policy->name_count == INCIDENT_NAMES_MAX) {
        yaml_fault(yaml, node, "at most %d names", INCIDENT_NAMES_MAX);
        return;
    }
    policy->names[policy->name_count++] = (struct incident_name){
        .code = yaml_text(yaml, node, key, (struct text){0}),
        .zh = yaml_text(yaml, node, "zh", (struct text){0}),
        .en = yaml_text(yaml, node, "en", (struct text){0}),
    };
}

static enum error
read_names(struct yaml *yaml, const char *folder, struct incident_policy *policy)
{
    struct text path = arena_format(yaml->arena, "%s/taxonomy.yaml", folder);
    struct yaml taxonomy;

    if (yaml_read_file(&taxonomy, yaml->arena, path.at) != OK) {
        yaml->faults = taxonomy.faults;
        return ERROR_config;
    }
    for (struct yaml_node *category = yaml_list(&taxonomy, taxonomy.root, "categories");
         category;
         category = category->next) {
        add_name(&taxonomy, category, "key", policy);
        for (struct yaml_node *node = yaml_list(&taxonomy, category, "subcategories"); node;
             node = node->next)
            add_name(&taxonomy, node, "code", policy);
    }
    if (yaml_ok(&taxonomy))
        return OK;
    yaml->faults = taxonomy.faults;
    return ERROR_config;
}

static void read_numbers(struct yaml *yaml, struct incident_policy *policy)
{
    const struct yaml_node *root = yaml->root;
    struct text by = yaml_text(yaml, root, "by", (struct text){0});
    struct text grade = yaml_text(yaml, root, "grade", (struct text){0});

    policy->version = yaml_text(yaml, root, "version", (struct text){0});
    policy->by_category = text_is(by, "category");
    if (!policy->by_category && !text_is(by, "code"))
        yaml_fault(yaml, root, "'by' must be code or category");
    policy->cases = (int32_t)yaml_int(yaml, root, "cases", 2, INCIDENT_CASES_MAX, 20);
    policy->window_ms = yaml_int(yaml, root, "minutes", 1, 1440, 30) * MINUTE_MS;
    policy->quiet_ms = yaml_int(yaml, root, "quiet_minutes", 1, 10080, 120) * MINUTE_MS;
    policy->level = (int32_t)yaml_int(yaml, root, "level", 3, 6, 4);
    policy->grade = (enum case_grade)enum_from_text(&case_grade_enum, grade);
    if (!policy->grade)
        yaml_fault(yaml, root, "'grade' must be P1 to P4");
    read_types(yaml, root, "types", policy->counts);
    read_types(yaml, root, "raise_types", policy->raises);
}

enum error
incident_policy_read(struct yaml *yaml, const char *folder, struct incident_policy *ret_policy)
{
    static const char *const keys[] = {
        "name",
        "version",
        "by",
        "cases",
        "minutes",
        "types",
        "raise_types",
        "grade",
        "level",
        "quiet_minutes",
        "others",
        "notice",
        NULL};
    static const char *const languages[] = {"zh", "en", NULL};

    *ret_policy = (struct incident_policy){.cases = 0};
    yaml_allow(yaml, yaml->root, keys);
    read_numbers(yaml, ret_policy);
    read_others(yaml, ret_policy);
    const struct yaml_node *notice = yaml_get(yaml, yaml->root, "notice");
    if (notice) {
        yaml_allow(yaml, notice, languages);
        ret_policy->notice_zh = read_notice(yaml, notice, "zh");
        ret_policy->notice_en = read_notice(yaml, notice, "en");
    }
    if (!yaml_ok(yaml))
        return ERROR_config;
    return read_names(yaml, folder, ret_policy);
}

int32_t incident_cases(const struct incident_policy *policy, struct text code)
{
    for (size_t i = 0; i < policy->other_count; i++) {
        if (text_equal(policy->others[i], code))
            return policy->other_cases[i];
    }
    return policy->cases;
}

static struct text
name_of(const struct incident_policy *policy, bool in_english, struct text code)
{
    for (size_t i = 0; i < policy->name_count; i++) {
        if (text_equal(policy->names[i].code, code))
            return in_english ? policy->names[i].en : policy->names[i].zh;
    }
    return code;
}

struct text incident_notice(
    const struct incident_policy *policy,
    bool in_english,
    struct text code,
    struct text number,
    struct text time,
    struct arena *arena
)
{
    const struct place places[] = {
        {TEXT("{name}"), name_of(policy, in_english, code)},
        {TEXT("{number}"), number},
        {TEXT("{time}"), time},
    };
    struct text from = in_english ? policy->notice_en : policy->notice_zh;

    return places_fill(from, places, LENGTH(places), arena);
}
