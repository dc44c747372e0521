/* See readers.h. */
#include "common/domain/readers.h"

static void take_roles(struct yaml *yaml, struct readers *readers)
{
    const struct yaml_node *roles = yaml_get(yaml, yaml->root, "roles");

    for (const struct yaml_node *role = roles ? roles->first : NULL; role; role = role->next) {
        if (!yaml_flag(yaml, role, "reads", false))
            continue;
        if (readers->role_count == READERS_ROLES_MAX)
            yaml_fault(yaml, role, "more than %d roles read cases", READERS_ROLES_MAX);
        else
            readers->roles[readers->role_count++] = role->key;
    }
}

static void take_people(struct yaml *yaml, struct readers *readers)
{
    readers->people = yaml_find(yaml->root, "people");
}

static void take_limits(struct yaml *yaml, struct readers *readers)
{
    const struct yaml_node *assignment = yaml_find(yaml->root, "assignment");

    readers->leaders = READERS_LEADERS_DEFAULT;
    if (assignment)
        readers->leaders = yaml_int(
            yaml,
            assignment,
            "recusal_leaders",
            0,
            READERS_LEADERS_MAX,
            READERS_LEADERS_DEFAULT
        );
}

const struct readers_file readers_files[READERS_FILES] = {
    {"roles", take_roles},
    {"staff", take_people},
    {"desk", take_limits}};

bool readers_may(const struct readers *readers, struct text role)
{
    for (size_t i = 0; i < readers->role_count; i++) {
        if (text_equal(readers->roles[i], role))
            return true;
    }
    return false;
}

/* The direct one; absent when none is known. */
static struct text leader_of(const struct readers *readers, struct text who)
{
    const struct yaml_node *one = readers->people ? readers->people->first : NULL;

    while (one && !text_equal(one->key, who))
        one = one->next;
    const struct yaml_node *leader = one ? yaml_find(one, "leader") : NULL;
    return leader ? leader->text : (struct text){0};
}

bool readers_recused(
    const struct readers *readers,
    struct text actor,
    struct text about_employee
)
{
    struct text who = about_employee;

    for (int64_t up = 0; up <= readers->leaders && who.length; up++) {
        if (text_equal(actor, who))
            return true;
        who = leader_of(readers, who);
    }
    return false;
}
