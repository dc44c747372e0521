/* See policy.h. */
#include "services/escalation/policy.h"

#include "proto/messages.h"

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

/* The types that clocks of the profiles name. */
static void check_types(struct yaml *yaml, const struct clock_policy *policy)
{
    for (size_t i = 0; i < policy->rules->policy_count; i++) {
        const struct sla_policy *profile = policy->rules->policies[i];
        for (size_t k = 0; k < profile->clock_count; k++) {
            const struct sla_clock *clock = &profile->clocks[k];
            for (size_t n = 0; n < clock->type_count; n++) {
                if (!enum_from_text(&case_type_enum, clock->types[n]))
                    yaml_fault(
                        yaml,
                        yaml->root,
                        "profile %.*s, %.*s: there is no such type of case",
                        (int)profile->name.length,
                        profile->name.at,
                        (int)clock->id.length,
                        clock->id.at
                    );
            }
        }
    }
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

static void read_repeat(struct yaml *yaml, struct clock_policy *policy)
{
    static const char *const keys[] = {"breaches", "level", NULL};
    const struct yaml_node *repeat = yaml_get(yaml, yaml->root, "repeat");

    if (!repeat)
        return;
    yaml_allow(yaml, repeat, keys);
    policy->repeat_breaches = yaml_int(yaml, repeat, "breaches", 2, 1000, 3);
    policy->repeat_level = (int32_t)yaml_int(yaml, repeat, "level", 3, 6, 5);
}

enum error clock_policy_read(struct yaml *yaml, struct clock_policy *policy)
{
    static const char *const keys[] =
        {"name", "version", "profile", "by_channel", "stat_roll", "repeat", NULL};
    struct yaml_node *root = yaml->root;

    yaml_allow(yaml, root, keys);
    policy->version = yaml_text(yaml, root, "version", (struct text){0});
    policy->profile = yaml_text(yaml, root, "profile", (struct text){0});
    struct text roll = yaml_text(yaml, root, "stat_roll", TEXT("none"));
    if (!text_is(roll, "none") && !text_is(roll, "next_day"))
        yaml_fault(yaml, root, "stat_roll: none or next_day");
    policy->roll = text_is(roll, "next_day");
    check_profile(yaml, root, policy, policy->profile);
    check_types(yaml, policy);
    read_channels(yaml, policy);
    read_repeat(yaml, policy);
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

/* Only a calendar's file that is named after what it holds; what a case keeps of the others stands in its rows. More files
 * than are noted are refused, not passed over: each version that decides has its event. */
static enum error note(
    struct policy_set *set,
    struct arena *arena,
    const char *path,
    struct text name,
    int32_t version
)
{
    struct yaml yaml;

    if (yaml_read_file(&yaml, arena, path) != OK)
        return OK;
    if (set->count == POLICY_FILES_MAX) {
        set->faults =
            arena_format(arena, "%s: more than %d policy files", path, POLICY_FILES_MAX);
        return ERROR_config;
    }
    struct text number = arena_format(arena, "%d", version);
    return policy_note(set, arena, name.at, number, path);
}

/* The newest version has the profile's name, older ones that are kept beside it have theirs too: each is adopted once. */
static struct text
name_of(struct arena *arena, const struct due_rules *rules, const struct sla_policy *policy)
{
    int32_t newest = policy->version;
    int length = (int)policy->name.length;

    for (size_t i = 0; i < rules->policy_count; i++) {
        const struct sla_policy *other = rules->policies[i];
        if (text_equal(other->name, policy->name) && other->version > newest)
            newest = other->version;
    }
    return newest == policy->version
               ? arena_format(arena, "policy.%.*s", length, policy->name.at)
               : arena_format(
                     arena,
                     "policy.%.*s.%d",
                     length,
                     policy->name.at,
                     policy->version
                 );
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
        const char *path = arena_text(arena, policy->file).at;
        error = note(set, arena, path, name_of(arena, rules, policy), policy->version);
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

static enum error read_duty(struct yaml *yaml, const char *folder, struct clock_policy *policy)
{
    struct roster *roster = ARENA_NEW(yaml->arena, struct roster);

    (void)folder;
    policy->roster = roster;
    return roster_read(yaml, policy->rules->calendars, policy->rules->calendar_count, roster);
}

static enum error
read_incidents(struct yaml *yaml, const char *folder, struct clock_policy *policy)
{
    struct incident_policy *incidents = ARENA_NEW(yaml->arena, struct incident_policy);

    policy->incidents = incidents;
    return incident_policy_read(yaml, folder, incidents);
}

/* After the roster, whose duties it names. */
static enum error
read_playbooks(struct yaml *yaml, const char *folder, struct clock_policy *policy)
{
    struct playbook_policy *playbooks = ARENA_NEW(yaml->arena, struct playbook_policy);

    (void)folder;
    policy->playbooks = playbooks;
    return playbook_policy_read(yaml, policy->roster, policy->rules, playbooks);
}

/* The files beside escalation.yaml, in their order. */
static const struct beside {
    const char *name;
    enum error (*read)(struct yaml *yaml, const char *folder, struct clock_policy *policy);
} besides[] = {
    {"duty", read_duty},
    {"incidents", read_incidents},
    {"playbooks", read_playbooks},
};

static enum error load_beside(
    struct policy_set *set,
    struct arena *arena,
    const char *folder,
    const struct beside *beside,
    struct clock_policy *policy
)
{
    struct yaml yaml;
    enum error error = policy_open(set, arena, folder, beside->name, &yaml);

    if (error != OK)
        return error;
    if (beside->read(&yaml, folder, policy) == OK)
        return policy_close(set, folder, beside->name, &yaml);
    set->faults = yaml.faults;
    return ERROR_config;
}

/* Of desk's files only who may be told of a case. */
static enum error load_readers(
    struct policy_set *set,
    struct arena *arena,
    const char *folder,
    const struct readers_file *file,
    struct clock_policy *policy
)
{
    struct yaml yaml;
    enum error error = policy_open(set, arena, folder, file->name, &yaml);

    if (error != OK)
        return error;
    file->take(&yaml, &policy->readers);
    return policy_close(set, folder, file->name, &yaml);
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
    for (size_t i = 0; i < LENGTH(besides) && error == OK; i++)
        error = load_beside(ret_set, arena, config_directory, &besides[i], policy);
    for (size_t i = 0; i < READERS_FILES && error == OK; i++)
        error = load_readers(ret_set, arena, config_directory, &readers_files[i], policy);
    if (error != OK)
        return error;
    return note_rules(ret_set, arena, config_directory, rules);
}
