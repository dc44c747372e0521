/* libFuzzer target: edited files of desk's policies: limits, skills, roles, people. The first byte says which.
 *
 * What is accepted can be used: whoever is listed is found again, with a role that there is, within the limits. */
#include "services/desk/policy.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena kept, arena;
static struct text files[4];
static struct skill_rules skills;
static struct staff roles;

static void load(void)
{
    static const char *const paths[] = {
        "deploy/config/desk.yaml",
        "deploy/config/skills.yaml",
        "deploy/config/roles.yaml",
        "deploy/config/staff.yaml",
    };
    struct yaml yaml;

    log_init("fuzz", LOG_error);
    for (size_t i = 0; i < LENGTH(paths); i++)
        files[i] = fuzz_shipped(&kept, paths[i]);
    must(yaml_read_text(&yaml, &kept, files[1]) == OK);
    skill_rules_read(&yaml, &skills);
    must(yaml_ok(&yaml) && yaml_read_text(&yaml, &kept, files[2]) == OK);
    staff_read_roles(&yaml, &skills, &roles);
    must(yaml_ok(&yaml));
}

static void check(const struct desk_policy *policy)
{
    const struct staff *staff = &policy->staff;

    must(staff->role_count <= ROLES_MAX && staff->person_count <= PEOPLE_MAX);
    must(staff->shifts.count <= SHIFTS_MAX && policy->pool_count <= POOLS_MAX);
    must(policy->ladder.count <= RUNGS_MAX && policy->skills.count <= SKILL_RULES_MAX);
    for (size_t i = 0; i < staff->person_count; i++) {
        const struct person *person = &staff->people[i];
        must(person_find(staff, person->id) == person);
        must(person->shift_count <= SHIFTS_EACH && person->capacity <= CAPACITY_MAX);
        (void)staff_is_recused(staff, person->id, staff->people[0].id);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, size};
    unsigned which = input_byte(&input) % LENGTH(files);
    struct yaml yaml;

    if (!kept.first)
        load();
    struct desk_policy *policy = ARENA_NEW(&arena, struct desk_policy);
    policy->skills = skills;
    if (which == 3)
        policy->staff = roles;
    if (yaml_read_text(&yaml, &arena, fuzz_edited(&arena, files[which], &input)) == OK) {
        if (which == 0)
            desk_policy_read_limits(&yaml, policy);
        else if (which == 1)
            skill_rules_read(&yaml, ARENA_NEW(&arena, struct skill_rules));
        else if (which == 2)
            staff_read_roles(&yaml, &skills, &policy->staff);
        else
            staff_read_people(&yaml, &skills, &policy->staff);
    }
    must((yaml.fault_count > 0) == (yaml.faults.at != NULL));
    if (yaml_ok(&yaml))
        check(policy);
    arena_reset(&arena);
    return 0;
}
