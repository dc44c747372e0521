/* The numbers and triggers of grades, from YAML; see grade.h. */
#include "common/domain/grade.h"

#include <stdio.h>

enum { MANY = 1000000000 };

static int64_t number(struct yaml *yaml, const char *key, int64_t min, int64_t max)
{
    const struct yaml_node *numbers = yaml_find(yaml->root, "numbers");

    if (!yaml_get(yaml, numbers, key))
        return min;
    return yaml_int(yaml, numbers, key, min, max, min);
}

static int32_t small_number(struct yaml *yaml, const char *key, int32_t min, int32_t max)
{
    return (int32_t)number(yaml, key, min, max);
}

static void read_numbers(struct yaml *yaml, struct grade_policy *policy)
{
    enum { HOUR_MS = 3600000, MINUTE_MS = 60000, FEN = 100 };
    static const char *const keys[] = {
        "amount_p1_yuan",
        "amount_p2_yuan",
        "complainants",
        "emotion",
        "age_old",
        "age_minor",
        "dispute_young_hours",
        "money_left_minutes",
        "deadline_hours",
        "readers",
        "similar_cases",
        "leaked_suspected",
        "contacts",
        "reopens",
        NULL,
    };
    const struct yaml_node *numbers = yaml_get(yaml, yaml->root, "numbers");

    if (!numbers)
        return;
    yaml_allow(yaml, numbers, keys);
    policy->amount_p1_fen = number(yaml, "amount_p1_yuan", 1, INT64_C(1000000000000)) * FEN;
    policy->amount_p2_fen = number(yaml, "amount_p2_yuan", 1, INT64_C(1000000000000)) * FEN;
    policy->complainants = small_number(yaml, "complainants", 2, MANY);
    policy->emotion = small_number(yaml, "emotion", 1, 3);
    policy->age_old = small_number(yaml, "age_old", 18, 150);
    policy->age_minor = small_number(yaml, "age_minor", 0, 21);
    policy->dispute_young_ms = number(yaml, "dispute_young_hours", 1, 8760) * HOUR_MS;
    policy->money_left_ms = number(yaml, "money_left_minutes", 1, 1440) * MINUTE_MS;
    policy->deadline_ms = number(yaml, "deadline_hours", 1, 8760) * HOUR_MS;
    policy->readers = number(yaml, "readers", 1, MANY);
    policy->similar_cases = small_number(yaml, "similar_cases", 2, MANY);
    policy->leaked_suspected = small_number(yaml, "leaked_suspected", 1, MANY);
    policy->contacts = small_number(yaml, "contacts", 2, MANY);
    policy->reopens = small_number(yaml, "reopens", 1, MANY);
}

/* "none" raises nothing. */
static enum grade grade_at(struct yaml *yaml, const struct yaml_node *map, const char *key)
{
    struct text word = yaml_text(yaml, map, key, (struct text){0});
    enum grade grade = grade_find(word);

    if (grade == GRADE_none && !text_is(word, "none"))
        yaml_fault(yaml, yaml_find(map, key), "'%s' must be P1 to P4 or none", key);
    return grade;
}

static void read_triggers(struct yaml *yaml, struct grade_policy *policy)
{
    const char *keys[GRADE_REASONS + 1] = {0};
    const struct yaml_node *triggers = yaml_get(yaml, yaml->root, "triggers");

    if (!triggers)
        return;
    for (int i = 0; i < GRADE_REASONS; i++)
        keys[i] = grade_reason_name((enum grade_reason)i);
    yaml_allow(yaml, triggers, keys);
    for (int i = 0; i < GRADE_REASONS; i++)
        policy->triggers[i] = grade_at(yaml, triggers, keys[i]);
}

enum error grade_policy_read(struct yaml *yaml, struct grade_policy **ret_policy)
{
    static const char *const keys[] = {"name", "version", "numbers", "triggers", NULL};
    struct grade_policy *policy = ARENA_NEW(yaml->arena, struct grade_policy);

    yaml_allow(yaml, yaml->root, keys);
    policy->version = yaml_text(yaml, yaml->root, "version", (struct text){0});
    (void)yaml_text(yaml, yaml->root, "name", (struct text){0});
    read_numbers(yaml, policy);
    read_triggers(yaml, policy);
    if (policy->amount_p1_fen < policy->amount_p2_fen)
        yaml_fault(yaml, yaml->root, "amount_p1_yuan is below amount_p2_yuan");
    if (!yaml_ok(yaml))
        return ERROR_config;
    *ret_policy = policy;
    return OK;
}

enum error grade_policy_load(
    struct arena *arena,
    const char *path,
    struct text *ret_faults,
    struct grade_policy **ret_policy
)
{
    struct yaml yaml;
    enum error error = yaml_read_file(&yaml, arena, path);

    if (error == OK)
        error = grade_policy_read(&yaml, ret_policy);
    if (error != OK)
        *ret_faults = yaml.faults;
    return error;
}
