/* See policy.h. */
#include "services/escalation/policy.h"

static void check_profile(
    struct yaml *yaml,
    const struct yaml_node *node,
    const struct clock_policy *policy,
    struct text name
)
{
    for (size_t i = 0; i < policy->rules->policy_count; i++) {
        if (text_equal(policy->rules->policies[i]->name, name))
            return;
    }
    yaml_fault(yaml, node, "no profile %.*s", (int)name.length, name.at ? name.at : "");
}

static void read_channels(struct yaml *yaml, struct clock_policy *policy)
{
    struct yaml_node *map = yaml_find(yaml->root, "by_channel");

    for (struct yaml_node *node = map ? map->first : NULL; node; node = node->next) {
        size_t at = policy->channel_count;
        if (node->kind != YAML_scalar || at == PROFILE_CHANNELS_MAX) {
            yaml_fault(yaml, node, "by_channel: at most %d", PROFILE_CHANNELS_MAX);
            return;
        }
        if (!due_rules_channel(policy->rules, node->key))
            yaml_fault(yaml, node, "by_channel: no such channel");
        check_profile(yaml, node, policy, node->text);
        policy->channels[at] = node->key;
        policy->channel_profiles[at] = node->text;
        policy->channel_count++;
    }
}

enum error clock_policy_read(struct yaml *yaml, struct clock_policy *policy)
{
    static const char *const keys[] =
        {"name", "version", "profile", "by_channel", "stat_roll", NULL};
    struct yaml_node *root = yaml->root;

    yaml_allow(yaml, root, keys);
    policy->version = yaml_text(yaml, root, "version", (struct text){0});
    policy->profile = yaml_text(yaml, root, "profile", (struct text){0});
    struct text roll = yaml_text(yaml, root, "stat_roll", TEXT("none"));
    if (!text_is(roll, "none") && !text_is(roll, "next_day"))
        yaml_fault(yaml, root, "stat_roll: none or next_day");
    policy->roll = text_is(roll, "next_day");
    check_profile(yaml, root, policy, policy->profile);
    read_channels(yaml, policy);
    return yaml_ok(yaml) ? OK : ERROR_config;
}

struct text clock_policy_profile(const struct clock_policy *policy, struct text channel)
{
    for (size_t i = 0; i < policy->channel_count; i++) {
        if (channel.at && text_equal(policy->channels[i], channel))
            return policy->channel_profiles[i];
    }
    return policy->profile;
}

/* Only a file that is named after what it holds; what a case keeps of the others stands in its rows. */
static enum error note(
    struct policy_set *set,
    struct arena *arena,
    const char *path,
    struct text name,
    int32_t version
)
{
    struct yaml yaml;

    if (set->count == POLICY_FILES_MAX || yaml_read_file(&yaml, arena, path) != OK)
        return OK;
    struct text number = arena_format(arena, "%d", version);
    return policy_note(set, arena, name.at, number, path);
}

static enum error note_rules(
    struct policy_set *set,
    struct arena *arena,
    const char *folder,
    const struct due_rules *rules
)
{
    enum error error = OK;

    for (size_t i = 0; i < rules->policy_count && error == OK; i++) {
        const struct sla_policy *policy = rules->policies[i];
        const char *name = arena_text(arena, policy->name).at;
        int length = (int)policy->name.length;
        struct text path = arena_format(arena, "%s/policies/%.*s.yaml", folder, length, name);
        struct text noted = arena_format(arena, "policy.%.*s", length, name);
        error = note(set, arena, path.at, noted, policy->version);
    }
    for (size_t i = 0; i < rules->calendar_count && error == OK; i++) {
        const struct calendar *calendar = rules->calendars[i];
        const char *name = arena_text(arena, calendar->name).at;
        int length = (int)calendar->name.length;
        struct text path = arena_format(arena, "%s/calendars/%.*s.yaml", folder, length, name);
        struct text noted = arena_format(arena, "calendar.%.*s", length, name);
        error = note(set, arena, path.at, noted, calendar->version);
    }
    return error;
}

enum error clock_policies_load(
    struct arena *arena,
    const char *config_directory,
    struct policy_set *ret_set
)
{
    struct clock_policy *policy = ARENA_NEW(arena, struct clock_policy);
    struct text path = arena_format(arena, "%s/escalation.yaml", config_directory);
    struct due_rules *rules = NULL;
    struct yaml yaml;

    if (due_rules_load(arena, config_directory, &ret_set->faults, &rules) != OK)
        return ERROR_config;
    policy->rules = rules;
    if (yaml_read_file(&yaml, arena, path.at) != OK || clock_policy_read(&yaml, policy) != OK) {
        ret_set->faults = yaml.faults;
        return ERROR_config;
    }
    ret_set->policies = policy;
    enum error error = policy_note(ret_set, arena, "escalation", policy->version, path.at);
    if (error != OK)
        return error;
    return note_rules(ret_set, arena, config_directory, rules);
}
