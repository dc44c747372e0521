/* See due_rules.h. Files are taken in the order of their names, so that a load is the same everywhere. */
#include "common/domain/due_rules.h"

#include <dirent.h>
#include <unistd.h>

#include "common/domain/calendar_base.h"
#include "common/domain/calendar_read.h"
#include "common/domain/sla_extension.h"

#define OTHER_ZONE "other versions have another zone"
#define OTHER_BASE "other versions have another base"

struct loading {
    struct arena *arena;
    struct due_rules *rules;
    struct text faults;
};

static void add_faults(struct loading *loading, struct text faults)
{
    loading->faults = arena_format(
        loading->arena,
        "%.*s%s%.*s",
        (int)loading->faults.length,
        loading->faults.at ? loading->faults.at : "",
        loading->faults.length ? "\n" : "",
        (int)faults.length,
        faults.at
    );
}

static void add_file_fault(struct loading *loading, const char *path, const char *fault)
{
    add_faults(loading, arena_format(loading->arena, "%s:1: %s", path, fault));
}

static bool is_policy_file(struct text name)
{
    struct text end = TEXT(".yaml");

    return name.length > end.length && name.at[0] != '.' &&
           memcmp(name.at + name.length - end.length, end.at, end.length) == 0;
}

static bool is_of_one_kind(const struct calendar *a, const struct calendar *b)
{
    if (a->base.at || b->base.at)
        return text_equal(a->base, b->base);
    return text_equal(zone_name(a->zone), zone_name(b->zone));
}

static void load_calendar(struct loading *loading, const char *path)
{
    struct due_rules *rules = loading->rules;
    struct calendar *calendar;
    struct text faults;

    if (calendar_load_any(loading->arena, path, &faults, &calendar) != OK) {
        add_faults(loading, faults);
        return;
    }
    for (size_t i = 0; i < rules->calendar_count; i++) {
        const struct calendar *other = rules->calendars[i];
        if (!text_equal(other->name, calendar->name))
            continue;
        if (!is_of_one_kind(other, calendar)) {
            bool same = text_equal(other->base, calendar->base);
            add_file_fault(loading, path, same ? OTHER_ZONE : OTHER_BASE);
            return;
        }
        if (other->file_count == CALENDAR_FILES_MAX) {
            add_file_fault(loading, path, "too many files of one calendar");
            return;
        }
        struct calendar *both = ARENA_NEW(loading->arena, struct calendar);
        *both = *other;
        calendar_overlay(both, calendar);
        rules->calendars[i] = both;
        return;
    }
    rules->calendars[rules->calendar_count++] = calendar;
}

/* When all are there: those that stand upon another are put upon it. */
static void put_upon_bases(struct loading *loading)
{
    struct due_rules *rules = loading->rules;

    for (size_t i = 0; i < rules->calendar_count; i++) {
        const struct calendar *own = rules->calendars[i];
        const struct calendar *base =
            own->base.at ? due_rules_calendar(rules, own->base) : NULL;
        if (base && !base->base.at)
            rules->calendars[i] = calendar_put_upon(loading->arena, own, base);
        else if (own->base.at)
            add_faults(
                loading,
                arena_format(
                    loading->arena,
                    "calendar %.*s: there is no calendar to stand upon, or it stands upon one",
                    (int)own->name.length,
                    own->name.at
                )
            );
    }
}

static void load_policy(struct loading *loading, const char *path)
{
    struct sla_policy *policy;
    struct text faults;

    if (sla_policy_load(loading->arena, path, &faults, &policy) != OK)
        add_faults(loading, faults);
    else
        loading->rules->policies[loading->rules->policy_count++] = policy;
}

/* Names come in the folder's own order; the count is one over the limit when there are more. */
static size_t list_files(struct loading *loading, const char *path, struct text names[])
{
    DIR *folder = opendir(path);
    struct dirent *entry = NULL;
    size_t count = 0;

    while (folder && count <= DUE_FILES_MAX && (entry = readdir(folder))) {
        struct text name = text_of(entry->d_name);
        size_t place = count;
        if (!is_policy_file(name))
            continue;
        for (; place > 0 && strcmp(names[place - 1].at, name.at) > 0; place--)
            names[place] = names[place - 1];
        names[place] = arena_format(loading->arena, "%s", name.at);
        count++;
    }
    if (folder)
        closedir(folder);
    return count;
}

static void load_folder(
    struct loading *loading,
    const char *folder,
    const char *name,
    void (*load)(struct loading *loading, const char *path)
)
{
    struct text names[DUE_FILES_MAX + 1];
    struct text path = arena_format(loading->arena, "%s/%s", folder, name);
    size_t count = list_files(loading, path.at, names);

    if (count == 0 || count > DUE_FILES_MAX) {
        add_faults(
            loading,
            arena_format(
                loading->arena,
                "%s:1: from 1 to %d files are expected in this folder",
                path.at,
                DUE_FILES_MAX
            )
        );
        return;
    }
    for (size_t i = 0; i < count; i++)
        load(loading, arena_format(loading->arena, "%s/%s", path.at, names[i].at).at);
}

static void read_channels(struct yaml *yaml, struct due_rules *rules)
{
    /* The others are for intake. */
    static const char *const keys[] = {"sync", "requires_outside_no", "zh", "en", NULL};
    static const char *const top_keys[] = {"name", "version", "channels", NULL};
    const struct yaml_node *channels = yaml_get(yaml, yaml->root, "channels");

    yaml_allow(yaml, yaml->root, top_keys);
    if (!channels)
        return;
    if (channels->kind != YAML_map || channels->count > DUE_CHANNELS_MAX) {
        yaml_fault(yaml, channels, "a map of at most %d channels", DUE_CHANNELS_MAX);
        return;
    }
    for (const struct yaml_node *node = channels->first; node; node = node->next) {
        yaml_allow(yaml, node, keys);
        rules->channels[rules->channel_count++] = (struct due_channel
        ){node->key,
          yaml_flag(yaml, node, "sync", false),
          yaml_flag(yaml, node, "requires_outside_no", false)};
    }
}

static void load_channels(struct loading *loading, const char *folder)
{
    struct text path = arena_format(loading->arena, "%s/channels.yaml", folder);
    struct yaml yaml;

    if (yaml_read_file(&yaml, loading->arena, path.at) == OK)
        read_channels(&yaml, loading->rules);
    if (!yaml_ok(&yaml))
        add_faults(loading, yaml.faults);
}

static void load_choices(struct loading *loading, const char *folder)
{
    struct text path = arena_format(loading->arena, "%s/calendar_choice.yaml", folder);
    struct calendar_choices *choices = NULL;
    struct yaml yaml;

    if (access(path.at, F_OK) != 0)
        return;
    if (yaml_read_file(&yaml, loading->arena, path.at) != OK ||
        calendar_choices_read(&yaml, &choices) != OK) {
        add_faults(loading, yaml.faults);
        return;
    }
    loading->rules->choices = choices;
    for (size_t i = 0; i < choices->count; i++) {
        struct text name = choices->list[i].calendar;
        if (!due_rules_calendar(loading->rules, name))
            add_faults(
                loading,
                arena_format(
                    loading->arena,
                    "%s:1: there is no calendar %.*s",
                    path.at,
                    (int)name.length,
                    name.at
                )
            );
    }
}

static void add_policy_fault(
    struct loading *loading,
    const struct sla_policy *policy,
    const char *fault,
    struct text what
)
{
    add_faults(
        loading,
        arena_format(
            loading->arena,
            "profile %.*s: %s%.*s",
            (int)policy->name.length,
            policy->name.at,
            fault,
            (int)what.length,
            what.at
        )
    );
}

static void check_policy(struct loading *loading, const struct sla_policy *policy)
{
    const struct due_rules *rules = loading->rules;
    bool inherits = false;

    for (size_t i = 0; i < rules->policy_count; i++)
        inherits = inherits || text_equal(rules->policies[i]->name, policy->inherits);
    if (policy->inherits.at && !inherits)
        add_policy_fault(loading, policy, "there is no profile to inherit from", TEXT(""));
    if (!due_rules_calendar(rules, policy->calendar))
        add_policy_fault(loading, policy, "there is no calendar ", policy->calendar);
    const struct sla_clock *second =
        sla_extension_second(rules->policies, rules->policy_count, policy);
    if (second)
        add_policy_fault(loading, policy, "a second limit that can be extended: ", second->id);
}

enum error due_rules_load(
    struct arena *arena,
    const char *folder,
    struct text *ret_faults,
    struct due_rules **ret_rules
)
{
    struct loading loading = {.arena = arena, .rules = ARENA_NEW(arena, struct due_rules)};

    load_channels(&loading, folder);
    load_folder(&loading, folder, "calendars", load_calendar);
    put_upon_bases(&loading);
    load_choices(&loading, folder);
    load_folder(&loading, folder, "policies", load_policy);
    for (size_t i = 0; i < loading.rules->policy_count; i++)
        check_policy(&loading, loading.rules->policies[i]);
    if (loading.faults.length) {
        *ret_faults = loading.faults;
        return ERROR_config;
    }
    *ret_rules = loading.rules;
    return OK;
}

const struct calendar *due_rules_calendar(const struct due_rules *rules, struct text name)
{
    for (size_t i = 0; i < rules->calendar_count; i++) {
        if (text_equal(rules->calendars[i]->name, name))
            return rules->calendars[i];
    }
    return NULL;
}

const struct calendar_choice *due_rules_choose(
    const struct due_rules *rules,
    struct text calendar,
    struct text queue,
    struct text unit
)
{
    for (size_t i = 0; rules->choices && i < rules->choices->count; i++) {
        const struct calendar_choice *choice = &rules->choices->list[i];
        const struct calendar *chosen = due_rules_calendar(rules, choice->calendar);
        bool same = chosen && text_equal(chosen->own ? chosen->base : chosen->name, calendar);
        if (same && calendar_choice_fits(choice, queue, unit))
            return choice;
    }
    return NULL;
}

const struct due_channel *due_rules_channel(const struct due_rules *rules, struct text name)
{
    for (size_t i = 0; i < rules->channel_count; i++) {
        if (text_equal(rules->channels[i].name, name))
            return &rules->channels[i];
    }
    return NULL;
}

const struct sla_policy *
due_rules_policy(const struct due_rules *rules, struct text name, int64_t at_ms)
{
    const struct sla_policy *found = NULL;

    for (size_t i = 0; i < rules->policy_count; i++) {
        const struct sla_policy *policy = rules->policies[i];
        if (!text_equal(policy->name, name))
            continue;
        const struct calendar *calendar = due_rules_calendar(rules, policy->calendar);
        if (!calendar)
            continue;
        int32_t day = zone_to_local(calendar->zone, at_ms).day.days;
        bool valid = day >= policy->valid_from.days && day <= policy->valid_to.days &&
                     at_ms >= policy->effective_ms && at_ms < policy->rolled_back_ms;
        if (valid && (!found || policy->version > found->version))
            found = policy;
    }
    return found;
}

const struct sla_policy *
due_rules_version(const struct due_rules *rules, struct text name, int32_t version)
{
    for (size_t i = 0; i < rules->policy_count; i++) {
        const struct sla_policy *policy = rules->policies[i];
        if (policy->version == version && text_equal(policy->name, name))
            return policy;
    }
    return NULL;
}

size_t due_rules_chain(
    const struct due_rules *rules,
    const struct sla_policy *policy,
    struct text id,
    int64_t at_ms,
    const struct sla_policy *ret_chain[DUE_CHAIN_MAX]
)
{
    size_t count = 0;

    for (int depth = 0; policy && depth < DUE_CHAIN_MAX; depth++) {
        if (sla_policy_find(policy, id)) {
            size_t place = count++;
            for (; place > 0 && ret_chain[place - 1]->layer > policy->layer; place--)
                ret_chain[place] = ret_chain[place - 1];
            ret_chain[place] = policy;
        }
        policy = policy->inherits.at ? due_rules_policy(rules, policy->inherits, at_ms) : NULL;
    }
    return count;
}

const struct sla_clock *due_rules_clock(
    const struct due_rules *rules,
    const struct sla_policy *policy,
    struct text id,
    int64_t at_ms,
    const struct sla_policy **ret_owner
)
{
    const struct sla_policy *chain[DUE_CHAIN_MAX];

    *ret_owner = policy;
    if (due_rules_chain(rules, policy, id, at_ms, chain) == 0)
        return NULL;
    *ret_owner = chain[0];
    return sla_policy_find(chain[0], id);
}
