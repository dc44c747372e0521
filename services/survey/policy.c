/* See policy.h. */
#include "services/survey/policy.h"

enum { HOUR_MS = 3600000, MINUTE_MS = 60000 };

static void read_words(
    struct yaml *yaml,
    const struct yaml_node *map,
    const char *key,
    struct survey_words *words
)
{
    for (struct yaml_node *node = yaml_list(yaml, map, key); node; node = node->next) {
        if (node->kind != YAML_scalar || !node->text.length ||
            words->count == SURVEY_WORDS_MAX) {
            yaml_fault(yaml, node, "%s: at most %d words", key, SURVEY_WORDS_MAX);
            return;
        }
        words->words[words->count++] = node->text;
    }
}

static void
read_types(struct yaml *yaml, const struct yaml_node *map, const char *key, bool *types)
{
    for (struct yaml_node *node = yaml_list(yaml, map, key); node; node = node->next) {
        int type = enum_from_text(&case_type_enum, node->text);
        if (!type)
            yaml_fault(yaml, node, "%s: no type of case", key);
        types[type] = true;
    }
    types[0] = false;
}

static void read_sample(struct yaml *yaml, struct survey_policy *policy)
{
    struct yaml_node *sample = yaml_get(yaml, yaml->root, "sample");

    for (struct yaml_node *node = sample ? sample->first : NULL; node; node = node->next) {
        int type = enum_from_text(&case_type_enum, node->key);
        if (!type)
            yaml_fault(yaml, node, "sample: no type of case");
    }
    for (int type = 1; sample && type < SURVEY_TYPES; type++) {
        const char *name = case_type_enum.values[type];
        policy->percent[type] = (int32_t)yaml_int(yaml, sample, name, 0, 100, 0);
    }
}

static void read_ask_by(struct yaml *yaml, struct survey_policy *policy)
{
    struct yaml_node *map = yaml_get(yaml, yaml->root, "ask_by");

    for (struct yaml_node *node = map ? map->first : NULL; node; node = node->next) {
        size_t at = policy->ask_by.count;
        if (node->kind != YAML_scalar || !node->text.length || at == SURVEY_WORDS_MAX) {
            yaml_fault(
                yaml,
                node,
                "ask_by: at most %d channels, each to one",
                SURVEY_WORDS_MAX
            );
            return;
        }
        policy->from_channels.words[at] = node->key;
        policy->ask_by.words[at] = node->text;
        policy->from_channels.count = policy->ask_by.count = at + 1;
    }
}

static int32_t
read_hour(struct yaml *yaml, const char *map, const char *key, int64_t min, int64_t max)
{
    struct yaml_node *node = yaml_get(yaml, yaml->root, map);
    int64_t hour = node ? yaml_int(yaml, node, key, min, max, -1) : min;

    if (hour < 0)
        yaml_fault(yaml, node, "%s: an hour is needed", key);
    return (int32_t)(hour < 0 ? min : hour) * HOUR_MS;
}

/* A window that never opens would hold what is to go out for ever. */
static void read_hours(struct yaml *yaml, struct survey_policy *policy)
{
    policy->quiet_from_ms = read_hour(yaml, "quiet", "from_hour", 1, 24);
    policy->quiet_to_ms = read_hour(yaml, "quiet", "to_hour", 0, 23);
    policy->rest_day_to_ms = read_hour(yaml, "quiet", "rest_day_to_hour", 0, 23);
    policy->call_back_from_ms = read_hour(yaml, "call_back_hours", "from_hour", 0, 23);
    policy->call_back_to_ms = read_hour(yaml, "call_back_hours", "to_hour", 1, 24);
    if (policy->quiet_to_ms >= policy->quiet_from_ms ||
        policy->rest_day_to_ms >= policy->quiet_from_ms)
        yaml_fault(yaml, yaml->root, "quiet: nothing could ever go out");
    if (policy->call_back_from_ms >= policy->call_back_to_ms)
        yaml_fault(yaml, yaml->root, "call_back_hours: nobody could ever be called");
}

enum error survey_policy_read(struct yaml *yaml, struct survey_policy *ret_policy)
{
    static const char *const keys[] = {
        "name",
        "version",
        "questions",
        "sample",
        "call_back",
        "cap_days",
        "answer_days",
        "recovery_minutes",
        "calendar",
        "quiet",
        "ask_by",
        "call_back_hours",
        "excluded",
        "complaint_words",
        "call_back_channel",
        NULL};
    static const char *const exclusions[] = {"types", "codes", "channels", "parties", NULL};
    struct yaml_node *root = yaml->root;
    struct survey_policy policy = {.cap_ms = 0};

    yaml_allow(yaml, root, keys);
    policy.version = yaml_text(yaml, root, "version", (struct text){0});
    policy.questions = yaml_text(yaml, root, "questions", (struct text){0});
    policy.calendar_name = yaml_text(yaml, root, "calendar", (struct text){0});
    policy.call_back_channel = yaml_text(yaml, root, "call_back_channel", (struct text){0});
    policy.cap_ms = yaml_int(yaml, root, "cap_days", 0, 3650, 30) * DAY_MS;
    policy.answer_ms = yaml_int(yaml, root, "answer_days", 1, 365, 7) * DAY_MS;
    policy.recovery_ms = yaml_int(yaml, root, "recovery_minutes", 1, 1440, 10) * MINUTE_MS;
    read_sample(yaml, &policy);
    read_types(yaml, root, "call_back", policy.call_back);
    read_ask_by(yaml, &policy);
    read_hours(yaml, &policy);
    read_words(yaml, root, "complaint_words", &policy.complaint_words);
    struct yaml_node *excluded = yaml_get(yaml, root, "excluded");
    if (excluded) {
        yaml_allow(yaml, excluded, exclusions);
        read_types(yaml, excluded, "types", policy.excluded);
        read_words(yaml, excluded, "codes", &policy.excluded_codes);
        read_words(yaml, excluded, "channels", &policy.excluded_channels);
        read_words(yaml, excluded, "parties", &policy.excluded_parties);
    }
    if (!yaml_ok(yaml))
        return ERROR_config;
    *ret_policy = policy;
    return OK;
}

bool survey_words_have(const struct survey_words *words, struct text word)
{
    for (size_t i = 0; i < words->count; i++) {
        if (word.length && text_equal(words->words[i], word))
            return true;
    }
    return false;
}

struct text survey_ask_by(const struct survey_policy *policy, struct text channel)
{
    for (size_t i = 0; i < policy->from_channels.count; i++) {
        if (text_equal(policy->from_channels.words[i], channel))
            return policy->ask_by.words[i];
    }
    return (struct text){0};
}
