/* See policy.h. */
#include "services/desk/policy.h"

enum { SECOND_MS = 1000, MINUTE_MS = 60 * SECOND_MS, DAY_MINUTES = 1440, YEAR_DAYS = 366 };

static int64_t
minutes(struct yaml *yaml, const char *key, int64_t min, int64_t max, int64_t fallback)
{
    return yaml_int(yaml, yaml->root, key, min, max, fallback) * MINUTE_MS;
}

/* A number for each value of an enum; what is not named has `fallback`. */
static void read_by_value(
    struct yaml *yaml,
    const struct yaml_node *map,
    const struct enum_shape *values,
    int count,
    int64_t limits[3],
    int64_t *ret_numbers
)
{
    for (int value = 0; value <= count; value++)
        ret_numbers[value] = limits[2];
    for (const struct yaml_node *node = map ? map->first : NULL; node; node = node->next) {
        int value = 1;
        while (value <= count && !text_equal(node->key, enum_to_text(values, value)))
            value++;
        if (value > count)
            yaml_fault(yaml, node, "there is no %.*s", (int)node->key.length, node->key.at);
        else
            ret_numbers[value] =
                yaml_int(yaml, map, enum_to_text(values, value).at, limits[0], limits[1], 0);
    }
}

static void read_assignment(struct yaml *yaml, struct desk_policy *policy)
{
    static const char *const keys[] = {
        "recusal_leaders",
        "weights",
        "grade_weights",
        "reserve",
        "guard_percent",
        "seen_minutes",
        "empty_seconds",
        NULL,
    };
    const struct yaml_node *map = yaml_find(yaml->root, "assignment");
    struct assignment *assignment = &policy->assignment;

    if (map)
        yaml_allow(yaml, map, keys);
    read_by_value(
        yaml,
        yaml_find(map, "weights"),
        &case_type_enum,
        CASE_TYPES,
        (int64_t[]){1, 100, 1},
        assignment->type_weight
    );
    read_by_value(
        yaml,
        yaml_find(map, "grade_weights"),
        &case_grade_enum,
        CASE_GRADES,
        (int64_t[]){0, 100, 0},
        assignment->grade_weight
    );
    policy->staff.recusal_leaders = yaml_int(yaml, map, "recusal_leaders", 0, 6, 1);
    assignment->reserve = yaml_int(yaml, map, "reserve", 0, 100, 0);
    assignment->guard_percent = yaml_int(yaml, map, "guard_percent", 0, 100, 75);
    assignment->seen_ms = yaml_int(yaml, map, "seen_minutes", 1, DAY_MINUTES, 15) * MINUTE_MS;
    assignment->empty_ms = yaml_int(yaml, map, "empty_seconds", 0, 86400, 60) * SECOND_MS;
}

static void read_offers(struct yaml *yaml, struct desk_policy *policy)
{
    static const char *const keys[] =
        {"at_once", "seconds", "retry_seconds", "missed_max", NULL};
    const struct yaml_node *map = yaml_find(yaml->root, "offers");
    struct offers *offers = &policy->offers;

    if (map)
        yaml_allow(yaml, map, keys);
    read_by_value(
        yaml,
        yaml_find(map, "seconds"),
        &case_grade_enum,
        CASE_GRADES,
        (int64_t[]){5, 3600, 120},
        offers->for_ms
    );
    for (int grade = 0; grade <= CASE_GRADES; grade++)
        offers->for_ms[grade] *= SECOND_MS;
    for (const struct yaml_node *word = yaml_list(yaml, map, "at_once"); word;
         word = word->next) {
        int grade = CASE_GRADE_P1;
        while (grade <= CASE_GRADES &&
               !text_equal(word->text, enum_to_text(&case_grade_enum, grade)))
            grade++;
        if (grade > CASE_GRADES)
            yaml_fault(yaml, word, "grades are P1 to P4");
        else
            offers->at_once[grade] = true;
    }
    offers->retry_ms = yaml_int(yaml, map, "retry_seconds", 1, 3600, 15) * SECOND_MS;
    offers->missed_max = yaml_int(yaml, map, "missed_max", 1, 100, 3);
}

static void
read_pool(struct yaml *yaml, const struct yaml_node *node, struct desk_policy *policy)
{
    static const char *const keys[] = {"queue", "overflow", "owner", NULL};

    if (policy->pool_count == POOLS_MAX) {
        yaml_fault(yaml, node, "more than %d pools", POOLS_MAX);
        return;
    }
    struct pool_rule *pool = &policy->pools[policy->pool_count++];
    yaml_allow(yaml, node, keys);
    pool->queue = yaml_text(yaml, node, "queue", (struct text){0});
    pool->owner = yaml_text(yaml, node, "owner", TEXT(""));
    for (const struct yaml_node *word = yaml_list(yaml, node, "overflow"); word;
         word = word->next) {
        if (!is_word(word->text))
            yaml_fault(yaml, word, "the name of a queue is wanted");
        else if (pool->overflow_count == OVERFLOW_MAX)
            yaml_fault(yaml, word, "more than %d overflow queues", OVERFLOW_MAX);
        else
            pool->overflow[pool->overflow_count++] = word->text;
    }
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
        "repeat_days",
        "review_days",
        "assignment",
        "offers",
        "ladder",
        "pools",
        "pool_owner",
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
    policy->repeat_ms =
        yaml_int(yaml, yaml->root, "repeat_days", 0, YEAR_DAYS, 7) * DAY_MINUTES * MINUTE_MS;
    policy->review_ms =
        yaml_int(yaml, yaml->root, "review_days", 0, YEAR_DAYS, 30) * DAY_MINUTES * MINUTE_MS;
    read_assignment(yaml, policy);
    read_offers(yaml, policy);
    ladder_read(yaml, &policy->ladder);
    policy->pool_owner = yaml_text(yaml, yaml->root, "pool_owner", TEXT("L4"));
    for (const struct yaml_node *pool = yaml_list(yaml, yaml->root, "pools"); pool;
         pool = pool->next)
        read_pool(yaml, pool, policy);
}

static void read_skills_file(struct yaml *yaml, struct desk_policy *policy)
{
    skill_rules_read(yaml, &policy->skills);
}

static void read_roles_file(struct yaml *yaml, struct desk_policy *policy)
{
    staff_read_roles(yaml, &policy->skills, &policy->staff);
}

static void read_staff_file(struct yaml *yaml, struct desk_policy *policy)
{
    staff_read_people(yaml, &policy->skills, &policy->staff);
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
    struct yaml yaml;
    enum error error = policy_open(set, arena, directory, name, &yaml);

    if (error != OK)
        return error;
    read(&yaml, policy);
    return policy_close(set, directory, name, &yaml);
}

enum error desk_policies_load(
    struct arena *arena,
    const char *config_directory,
    struct policy_set *ret_set
)
{
    static const struct {
        const char *name;
        void (*read)(struct yaml *, struct desk_policy *);
    } files[] = {
        {"desk", desk_policy_read_limits},
        {"skills", read_skills_file}, /* before those who have them */
        {"roles", read_roles_file},
        {"staff", read_staff_file},
    };
    struct desk_policy *policy = ARENA_NEW(arena, struct desk_policy);
    enum error error = OK;

    for (size_t i = 0; i < LENGTH(files) && error == OK; i++)
        error =
            load_file(arena, config_directory, files[i].name, policy, files[i].read, ret_set);
    if (error == OK)
        ret_set->policies = policy;
    return error;
}

const struct pool_rule *pool_find(const struct desk_policy *policy, struct text queue)
{
    for (size_t i = 0; i < policy->pool_count; i++) {
        if (text_equal(policy->pools[i].queue, queue))
            return &policy->pools[i];
    }
    return NULL;
}

struct text pool_owner(const struct desk_policy *policy, struct text queue)
{
    const struct pool_rule *pool = pool_find(policy, queue);

    return pool && pool->owner.length ? pool->owner : policy->pool_owner;
}

bool actor_of(
    const struct desk_policy *policy,
    struct text id,
    struct text role,
    struct actor *ret_actor
)
{
    return staff_actor(&policy->staff, id, role, ret_actor);
}

bool actor_is_recused(
    const struct desk_policy *policy,
    struct text actor,
    struct text about_employee
)
{
    return staff_is_recused(&policy->staff, actor, about_employee);
}
