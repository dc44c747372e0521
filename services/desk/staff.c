/* See staff.h. */
#include "services/desk/staff.h"

#include <stdlib.h>

enum { WORD_BYTES_MAX = 64 };

bool is_word(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (strchr(",|\n*:!^+@", text.at[i]))
            return false;
    }
    return text.length > 0 && text.length <= WORD_BYTES_MAX;
}

bool is_skill_word(struct text text)
{
    int64_t level;

    text = skill_split(text, &level);
    return is_word(text) && level >= 1 && level <= SKILL_LEVEL_MAX;
}

/* `all`, or a list of queues. */
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
            yaml_fault(yaml, word, "a word of 1 to 64 bytes without , | * : ! ^ + @ is wanted");
        at[words->count++] = word->text;
    }
    words->at = at;
    return true;
}

/* The end of a day by the wall clock. */
static int64_t
read_until(struct yaml *yaml, const struct yaml_node *node, const struct zone *zone)
{
    const struct yaml_node *until = yaml_find(node, "until");
    struct civil_day day;

    if (!until)
        return INT64_MAX;
    if (!zone || !civil_day_parse(until->text, &day)) {
        yaml_fault(yaml, until, "until is a day such as 2027-12-31");
        return INT64_MAX;
    }
    return zone_to_utc(zone, day, DAY_MS);
}

static void read_skill(
    struct yaml *yaml,
    const struct yaml_node *node,
    const struct zone *zone,
    struct skill *skill
)
{
    static const char *const keys[] = {"level", "until", NULL};

    *skill = (struct skill){node->key, SKILL_LEVEL_MAX, INT64_MAX};
    if (node->kind == YAML_map) {
        yaml_allow(yaml, node, keys);
        skill->level = yaml_int(yaml, node, "level", 1, SKILL_LEVEL_MAX, SKILL_LEVEL_MAX);
        skill->until_ms = read_until(yaml, node, zone);
    } else if (!node->key.at) {
        skill->name = node->text;
    } else if (node->text.length == 1 && node->text.at[0] >= '1' && node->text.at[0] <= '5') {
        skill->level = node->text.at[0] - '0';
    } else {
        yaml_fault(yaml, node, "a level from 1 to %d is wanted", SKILL_LEVEL_MAX);
    }
}

/* `all`, a list of names, or a map from name to level, or to {level, until}. */
static bool read_skills(
    struct yaml *yaml,
    const struct yaml_node *map,
    const struct skill_rules *rules,
    const struct zone *zone,
    struct skill_set *skills
)
{
    const struct yaml_node *node = yaml_find(map, "skills");

    if (!node)
        return false;
    if (node->kind == YAML_scalar && text_is(node->text, "all")) {
        skills->all = SKILL_LEVEL_MAX;
        return true;
    }
    if (node->kind == YAML_scalar || node->count > SKILLS_MAX) {
        yaml_fault(yaml, node, "skills is `all`, a list or a map of at most %d", SKILLS_MAX);
        return false;
    }
    struct skill *at = ARENA_ARRAY(yaml->arena, struct skill, node->count + 1);
    for (const struct yaml_node *one = node->first; one; one = one->next) {
        struct skill *skill = &at[skills->count++];
        read_skill(yaml, one, zone, skill);
        if (!is_word(skill->name) || !skill_is_known(rules, skill->name))
            yaml_fault(
                yaml,
                one,
                "skill %.*s is not in skills.yaml",
                (int)skill->name.length,
                skill->name.at ? skill->name.at : ""
            );
    }
    skills->at = at;
    return true;
}

/* A role's skills all have one level. */
static void level_role(struct skill_set *skills, int64_t level, struct arena *arena)
{
    struct skill *at = ARENA_ARRAY(arena, struct skill, skills->count + 1);

    for (size_t i = 0; i < skills->count; i++)
        at[i] = (struct skill){skills->at[i].name, level, INT64_MAX};
    skills->at = at;
    skills->all = skills->all ? level : 0;
}

static void read_role(
    struct yaml *yaml,
    const struct yaml_node *node,
    const struct skill_rules *rules,
    struct staff *staff
)
{
    static const char *const keys[] = {
        "line",
        "serves",
        "reads",
        "exports",
        "skills",
        "skill_level",
        "queues",
        "capacity",
        NULL};

    if (staff->role_count == ROLES_MAX) {
        yaml_fault(yaml, node, "more than %d roles", ROLES_MAX);
        return;
    }
    struct role *role = &staff->roles[staff->role_count++];
    yaml_allow(yaml, node, keys);
    *role = (struct role){.name = node->key};
    role->line = yaml_int(yaml, node, "line", 0, 6, 0);
    role->serves = yaml_flag(yaml, node, "serves", false);
    role->reads = yaml_flag(yaml, node, "reads", false);
    role->exports = yaml_flag(yaml, node, "exports", false);
    role->capacity = yaml_int(yaml, node, "capacity", 0, CAPACITY_MAX, 0);
    if (read_skills(yaml, node, rules, NULL, &role->skills))
        level_role(
            &role->skills,
            yaml_int(yaml, node, "skill_level", 1, SKILL_LEVEL_MAX, SKILL_LEVEL_MAX),
            yaml->arena
        );
    read_words(yaml, node, "queues", &role->queues);
}

void staff_read_roles(struct yaml *yaml, const struct skill_rules *rules, struct staff *staff)
{
    static const char *const keys[] = {"name", "version", "roles", NULL};

    yaml_allow(yaml, yaml->root, keys);
    const struct yaml_node *roles = yaml_get(yaml, yaml->root, "roles");
    for (const struct yaml_node *role = roles ? roles->first : NULL; role; role = role->next)
        read_role(yaml, role, rules, staff);
}

static int by_id(const void *a, const void *b)
{
    const struct person *one = a, *other = b;
    int order = memcmp(one->id.at, other->id.at, size_min(one->id.length, other->id.length));

    return order ? order
                 : (one->id.length > other->id.length) - (one->id.length < other->id.length);
}

static void read_shifts_of(
    struct yaml *yaml,
    const struct yaml_node *node,
    const struct staff *staff,
    struct person *person
)
{
    for (const struct yaml_node *word = yaml_list(yaml, node, "shifts"); word;
         word = word->next) {
        const struct shift *shift = shift_find(&staff->shifts, word->text);
        if (!shift)
            yaml_fault(yaml, word, "there is no such shift");
        else if (person->shift_count == SHIFTS_EACH)
            yaml_fault(yaml, word, "more than %d shifts", SHIFTS_EACH);
        else
            person->shifts[person->shift_count++] = shift;
    }
}

static void read_person(
    struct yaml *yaml,
    const struct yaml_node *node,
    const struct skill_rules *rules,
    struct staff *staff
)
{
    static const char *const keys[] =
        {"leader", "unit", "skills", "queues", "capacity", "shifts", NULL};
    struct person *person = &staff->people[staff->person_count++];

    yaml_allow(yaml, node, keys);
    *person = (struct person){.id = node->key};
    person->leader = yaml_text(yaml, node, "leader", TEXT(""));
    person->unit = yaml_text(yaml, node, "unit", TEXT(""));
    person->has_skills = read_skills(yaml, node, rules, staff->shifts.zone, &person->skills);
    person->has_queues = read_words(yaml, node, "queues", &person->queues);
    person->capacity = yaml_int(yaml, node, "capacity", 0, CAPACITY_MAX, -1);
    read_shifts_of(yaml, node, staff, person);
}

void staff_read_people(struct yaml *yaml, const struct skill_rules *rules, struct staff *staff)
{
    static const char *const keys[] = {"name", "version", "zone", "shifts", "people", NULL};
    const struct yaml_node *people = yaml_find(yaml->root, "people");

    yaml_allow(yaml, yaml->root, keys);
    shifts_read(yaml, &staff->shifts);
    if (!people)
        return;
    if (people->count > PEOPLE_MAX) {
        yaml_fault(yaml, people, "more than %d people", PEOPLE_MAX);
        return;
    }
    staff->people = ARENA_ARRAY(yaml->arena, struct person, people->count + 1);
    for (const struct yaml_node *person = people->first; person; person = person->next)
        read_person(yaml, person, rules, staff);
    qsort(staff->people, staff->person_count, sizeof(*staff->people), by_id);
}

const struct role *role_find(const struct staff *staff, struct text name)
{
    for (size_t i = 0; i < staff->role_count; i++) {
        if (text_equal(staff->roles[i].name, name))
            return &staff->roles[i];
    }
    return NULL;
}

const struct person *person_find(const struct staff *staff, struct text id)
{
    struct person wanted = {.id = id};

    if (!staff->person_count || !id.at)
        return NULL;
    return bsearch(&wanted, staff->people, staff->person_count, sizeof(*staff->people), by_id);
}

bool staff_actor(
    const struct staff *staff,
    struct text id,
    struct text role_name,
    struct actor *ret_actor
)
{
    const struct role *role = role_find(staff, role_name);
    const struct person *person = person_find(staff, id);

    if (!role)
        return false;
    *ret_actor = (struct actor){
        .id = id,
        .role = role_name,
        .unit = person ? person->unit : (struct text){0},
        .line = role->line,
        .serves = role->serves,
        .reads = role->reads,
        .exports = role->exports,
        .skills = person && person->has_skills ? person->skills : role->skills,
        .queues = person && person->has_queues ? person->queues : role->queues,
        .capacity = person && person->capacity >= 0 ? person->capacity : role->capacity,
        .person = person,
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

bool actor_is_on_shift(const struct staff *staff, const struct actor *actor, int64_t now_ms)
{
    const struct person *person = actor->person;

    if (!person || !person->shift_count)
        return true;
    for (size_t i = 0; i < person->shift_count; i++) {
        if (shift_covers(person->shifts[i], staff->shifts.zone, now_ms))
            return true;
    }
    return false;
}

bool staff_is_recused(const struct staff *staff, struct text actor, struct text about_employee)
{
    if (!about_employee.length || !actor.length)
        return false;
    struct text who = about_employee;
    for (int64_t up = 0; up <= staff->recusal_leaders && who.length; up++) {
        if (text_equal(actor, who))
            return true;
        const struct person *person = person_find(staff, who);
        who = person ? person->leader : (struct text){0};
    }
    return false;
}
