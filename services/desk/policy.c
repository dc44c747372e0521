/* See policy.h. */
#include "services/desk/policy.h"

#include <stdlib.h>

enum { SECOND_MS = 1000, MINUTE_MS = 60 * SECOND_MS, DAY_MINUTES = 1440, YEAR_DAYS = 366 };

static int64_t
minutes(struct yaml *yaml, const char *key, int64_t min, int64_t max, int64_t fallback)
{
    return yaml_int(yaml, yaml->root, key, min, max, fallback) * MINUTE_MS;
}

void desk_policy_read_limits(struct yaml *yaml, struct desk_policy *policy)
{
    static const char *const keys[] = {
        "name",
        "version",
        "lease_minutes",
        "quiet_minutes",
        "quiet_complaint_minutes",
        "reopen_days",
        "review_days",
        NULL,
    };
    enum { YEAR_MINUTES = YEAR_DAYS * DAY_MINUTES };

    yaml_allow(yaml, yaml->root, keys);
    policy->lease_ms = minutes(yaml, "lease_minutes", 1, DAY_MINUTES, 30);
    policy->quiet_ms = minutes(yaml, "quiet_minutes", 0, YEAR_MINUTES, 3 * DAY_MINUTES);
    policy->quiet_complaint_ms =
        minutes(yaml, "quiet_complaint_minutes", 0, YEAR_MINUTES, 30 * DAY_MINUTES);
    policy->reopen_ms =
        yaml_int(yaml, yaml->root, "reopen_days", 0, YEAR_DAYS, 7) * DAY_MINUTES * MINUTE_MS;
    policy->review_ms =
        yaml_int(yaml, yaml->root, "review_days", 0, YEAR_DAYS, 30) * DAY_MINUTES * MINUTE_MS;
}

/* The characters that separate words on the way to Redis may not stand in one. */
static bool is_word(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (strchr(",|\n*", text.at[i]))
            return false;
    }
    return text.length > 0 && text.length <= 64;
}

/* `all`, or a list. */
static bool read_words(
    struct yaml *yaml,
    const struct yaml_node *map,
    const char *key,
    struct word_set *words
)
{
    const struct yaml_node *node = yaml_find(map, key);

    if (!node)
        return false;
    if (node->kind == YAML_scalar && text_is(node->text, "all")) {
        words->all = true;
        return true;
    }
    if (node->kind != YAML_list || node->count > WORDS_MAX) {
        yaml_fault(yaml, node, "%s is `all` or a list of at most %d", key, WORDS_MAX);
        return false;
    }
    struct text *at = ARENA_ARRAY(yaml->arena, struct text, node->count + 1);
    for (const struct yaml_node *word = node->first; word; word = word->next) {
        if (word->kind != YAML_scalar || !is_word(word->text))
            yaml_fault(yaml, word, "a word of 1 to 64 bytes without , | * is wanted");
        at[words->count++] = word->text;
    }
    words->at = at;
    return true;
}

static void
read_role(struct yaml *yaml, const struct yaml_node *node, struct desk_policy *policy)
{
    static const char *const keys[] =
        {"line", "serves", "reads", "skills", "queues", "capacity", NULL};

    if (policy->role_count == ROLES_MAX) {
        yaml_fault(yaml, node, "more than %d roles", ROLES_MAX);
        return;
    }
    struct role *role = &policy->roles[policy->role_count++];
    yaml_allow(yaml, node, keys);
    *role = (struct role){.name = node->key};
    role->line = yaml_int(yaml, node, "line", 0, 6, 0);
    role->serves = yaml_flag(yaml, node, "serves", false);
    role->reads = yaml_flag(yaml, node, "reads", false);
    role->capacity = yaml_int(yaml, node, "capacity", 0, 1000, 0);
    read_words(yaml, node, "skills", &role->skills);
    read_words(yaml, node, "queues", &role->queues);
}

static int by_id(const void *a, const void *b)
{
    const struct person *one = a, *other = b;
    int order = memcmp(one->id.at, other->id.at, size_min(one->id.length, other->id.length));

    return order ? order
                 : (one->id.length > other->id.length) - (one->id.length < other->id.length);
}

static void
read_person(struct yaml *yaml, const struct yaml_node *node, struct desk_policy *policy)
{
    static const char *const keys[] = {"leader", "skills", "queues", "capacity", NULL};
    struct person *person = &policy->people[policy->person_count++];

    yaml_allow(yaml, node, keys);
    *person = (struct person){.id = node->key};
    const struct yaml_node *leader = yaml_find(node, "leader");
    if (leader)
        person->leader = leader->text;
    person->has_skills = read_words(yaml, node, "skills", &person->skills);
    person->has_queues = read_words(yaml, node, "queues", &person->queues);
    person->capacity = yaml_int(yaml, node, "capacity", 0, 1000, -1);
}

void desk_policy_read_roles(struct yaml *yaml, struct desk_policy *policy)
{
    static const char *const keys[] = {"name", "version", "roles", "people", NULL};

    yaml_allow(yaml, yaml->root, keys);
    const struct yaml_node *roles = yaml_get(yaml, yaml->root, "roles");
    for (const struct yaml_node *role = roles ? roles->first : NULL; role; role = role->next)
        read_role(yaml, role, policy);
    const struct yaml_node *people = yaml_find(yaml->root, "people");
    if (!people)
        return;
    if (people->count > PEOPLE_MAX) {
        yaml_fault(yaml, people, "more than %d people", PEOPLE_MAX);
        return;
    }
    policy->people = ARENA_ARRAY(yaml->arena, struct person, people->count + 1);
    for (const struct yaml_node *person = people->first; person; person = person->next)
        read_person(yaml, person, policy);
    qsort(policy->people, policy->person_count, sizeof(*policy->people), by_id);
}

static enum error load_file(
    struct arena *arena,
    const char *directory,
    const char *name,
    struct desk_policy *policy,
    void (*read)(struct yaml *, struct desk_policy *),
    struct policy_set *set
)
{
    const char *path = arena_format(arena, "%s/%s.yaml", directory, name).at;
    struct yaml yaml;
    struct text version = {0};
    enum error error = yaml_read_file(&yaml, arena, path);

    if (error == OK) {
        version = yaml_text(&yaml, yaml.root, "version", (struct text){0});
        read(&yaml, policy);
        error = yaml_ok(&yaml) ? OK : ERROR_config;
    }
    if (error != OK) {
        set->faults = yaml.faults;
        return ERROR_config;
    }
    return policy_note(set, arena, name, version, path);
}

enum error desk_policies_load(
    struct arena *arena,
    const char *config_directory,
    struct policy_set *ret_set
)
{
    struct desk_policy *policy = ARENA_NEW(arena, struct desk_policy);
    enum error error =
        load_file(arena, config_directory, "desk", policy, desk_policy_read_limits, ret_set);

    if (error == OK)
        error = load_file(
            arena,
            config_directory,
            "roles",
            policy,
            desk_policy_read_roles,
            ret_set
        );
    if (error == OK)
        ret_set->policies = policy;
    return error;
}

const struct role *role_find(const struct desk_policy *policy, struct text name)
{
    for (size_t i = 0; i < policy->role_count; i++) {
        if (text_equal(policy->roles[i].name, name))
            return &policy->roles[i];
    }
    return NULL;
}

const struct person *person_find(const struct desk_policy *policy, struct text id)
{
    struct person wanted = {.id = id};

    if (!policy->person_count || !id.at)
        return NULL;
    return bsearch(
        &wanted,
        policy->people,
        policy->person_count,
        sizeof(*policy->people),
        by_id
    );
}

bool actor_of(
    const struct desk_policy *policy,
    struct text id,
    struct text role_name,
    struct actor *ret_actor
)
{
    const struct role *role = role_find(policy, role_name);
    const struct person *person = person_find(policy, id);

    if (!role)
        return false;
    *ret_actor = (struct actor){
        .id = id,
        .role = role_name,
        .line = role->line,
        .serves = role->serves,
        .reads = role->reads,
        .skills = person && person->has_skills ? person->skills : role->skills,
        .queues = person && person->has_queues ? person->queues : role->queues,
        .capacity = person && person->capacity >= 0 ? person->capacity : role->capacity,
    };
    return true;
}

bool word_set_has(const struct word_set *words, struct text word)
{
    if (words->all)
        return true;
    for (size_t i = 0; i < words->count; i++) {
        if (text_equal(words->at[i], word))
            return true;
    }
    return false;
}

bool actor_is_recused(
    const struct desk_policy *policy,
    struct text actor,
    struct text about_employee
)
{
    if (!about_employee.at || !actor.at)
        return false;
    const struct person *about = person_find(policy, about_employee);
    return text_equal(actor, about_employee) ||
           (about && about->leader.at && text_equal(actor, about->leader));
}
