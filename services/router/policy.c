/* See policy.h. */
#include "services/router/policy.h"

enum { CASE_TYPE_COUNT = CASE_TYPE_transfer_out + 1 };

/* REQUIREMENTS 4.2: the work's own clock; where it has no limit of that grade, the first contact with substance (K6). A
 * loss report waits for the protective command. */
static const char *const clocks[CASE_TYPE_COUNT][GRADES] = {
    [CASE_TYPE_consult] = {NULL, "K6", "K6", "K8a", "K8a"},
    [CASE_TYPE_apply] = {NULL, "K8c.materials", "K8c.materials", "K8c.materials", "K6"},
    [CASE_TYPE_complaint] = {NULL, "K8", "K8", "K8", "K6"},
    [CASE_TYPE_suggest] = {NULL, "K6", "K6", "K6", "K8b.reply"},
    [CASE_TYPE_dispute] = {NULL, "K8d.provisional", "K8d.provisional", "K8d.provisional", "K6"},
    [CASE_TYPE_urgent] = {NULL, "K4", "K4", "K6", "K6"},
    [CASE_TYPE_transfer_out] = {NULL, "K6", "K6", "K6", "K6"},
};

struct text router_clock(enum case_type type, enum case_grade grade)
{
    return text_of(clocks[type][grade]);
}

/* While reading: the first failure stays. */
struct reading {
    struct arena *arena;
    const char *folder;
    const char *model; /* instead of the one that is named; NULL */
    struct policy_set *set;
    struct router_policy *policy;
};

static enum error fault(struct reading *reading, struct text faults)
{
    reading->set->faults = faults;
    return ERROR_config;
}

static enum error
note(struct reading *reading, const char *name, int64_t version, const char *path)
{
    struct text shown = arena_format(reading->arena, "%lld", (long long)version);
    size_t at = reading->set->count;
    enum error error = policy_note(reading->set, reading->arena, name, shown, path);

    if (error == OK)
        reading->policy->versions[at] = (struct policy_version){text_of(name), shown};
    return error;
}

static enum error read_taxonomy(struct reading *reading)
{
    const char *path = arena_format(reading->arena, "%s/taxonomy.yaml", reading->folder).at;
    struct taxonomy *taxonomy = &reading->policy->taxonomy;
    struct yaml yaml;

    if (yaml_read_file(&yaml, reading->arena, path) != OK ||
        taxonomy_from_yaml(&yaml, taxonomy) != OK)
        return fault(reading, yaml.faults);
    reading->policy->unknown_code = taxonomy_find(taxonomy, ROUTER_UNKNOWN_CODE);
    if (reading->policy->unknown_code < 0)
        return fault(reading, arena_format(reading->arena, "%s: there is no QT06", path));
    return note(reading, "taxonomy", taxonomy->version, path);
}

static enum error read_rules(struct reading *reading)
{
    const char *path = arena_format(reading->arena, "%s/rules.yaml", reading->folder).at;
    struct router_policy *policy = reading->policy;
    struct yaml yaml;

    if (yaml_read_file(&yaml, reading->arena, path) != OK ||
        rules_from_yaml(&yaml, &policy->taxonomy, &policy->rules) != OK)
        return fault(reading, yaml.faults);
    return note(reading, "rules", policy->rules.version, path);
}

static enum error read_classifier(struct reading *reading)
{
    const char *path = arena_format(reading->arena, "%s/classifier.yaml", reading->folder).at;
    struct router_policy *policy = reading->policy;
    struct classifier *classifier = &policy->classifier;
    size_t at;
    struct yaml yaml;

    if (yaml_read_file(&yaml, reading->arena, path) != OK || classifier_from_yaml(
                                                                 &yaml,
                                                                 reading->folder,
                                                                 reading->model,
                                                                 &policy->rules,
                                                                 classifier
                                                             ) != OK)
        return fault(reading, yaml.faults);
    enum error error = note(reading, "classifier", classifier->version, path);
    if (error != OK || !classifier->model)
        return error;
    at = reading->set->count;
    const struct text version = model_version(classifier->model);
    policy->versions[at] = (struct policy_version){TEXT("model"), version};
    return policy_note(reading->set, reading->arena, "model", version, classifier->model_path);
}

static enum error read_routes(struct reading *reading)
{
    const char *path = arena_format(reading->arena, "%s/routes.yaml", reading->folder).at;
    struct router_policy *policy = reading->policy;
    struct yaml yaml;

    if (yaml_read_file(&yaml, reading->arena, path) != OK ||
        routes_from_yaml(&yaml, &policy->taxonomy, &policy->routes) != OK)
        return fault(reading, yaml.faults);
    return note(reading, "routes", policy->routes.version, path);
}

static enum error read_grades(struct reading *reading)
{
    const char *path = arena_format(reading->arena, "%s/grades.yaml", reading->folder).at;
    struct router_policy *policy = reading->policy;
    struct grade_policy *grades = NULL;
    size_t at = reading->set->count;
    enum error error = grade_policy_load(reading->arena, path, &reading->set->faults, &grades);

    if (error != OK)
        return error;
    policy->grades = grades;
    for (int i = 0; i < TAGS; i++) {
        enum grade_tag tag;
        if (grade_tag_find(text_of(tag_name((enum tag)i)), &tag))
            policy->grade_tags[i] = grade_tag_bit(tag);
    }
    error = policy_note(reading->set, reading->arena, "grades", grades->version, path);
    policy->versions[at] = (struct policy_version){TEXT("grades"), grades->version};
    return error;
}

/* Every type and grade has a limit in this version of the profile. */
static enum error check_profile(struct reading *reading, int32_t version)
{
    for (int type = CASE_TYPE_consult; type < CASE_TYPE_COUNT; type++) {
        for (int grade = GRADE_P1; grade < GRADES; grade++) {
            const struct due_request request = {
                .profile = TEXT(ROUTER_PROFILE),
                .version = version,
                .clock = router_clock((enum case_type)type, (enum case_grade)grade),
                .grade = (enum grade)grade,
            };
            struct due_result result;
            if (due_compute(reading->policy->limits, &request, reading->arena, &result) ==
                DUE_ok)
                continue;
            return fault(
                reading,
                arena_format(
                    reading->arena,
                    "%s version %d: no limit of %s for %s",
                    ROUTER_PROFILE,
                    version,
                    request.clock.at,
                    grade_name((enum grade)grade)
                )
            );
        }
    }
    return OK;
}

/* A profile's versions may stand side by side; a case is decided by the one valid at its receipt. Announced is the
 * newest. */
static enum error note_profile(struct reading *reading)
{
    const struct due_rules *limits = reading->policy->limits;
    const struct sla_policy *newest = NULL;

    for (size_t i = 0; i < limits->policy_count; i++) {
        const struct sla_policy *policy = limits->policies[i];
        if (!text_is(policy->name, ROUTER_PROFILE))
            continue;
        enum error error = check_profile(reading, policy->version);
        if (error != OK)
            return error;
        if (!newest || policy->version > newest->version)
            newest = policy;
    }
    if (!newest)
        return fault(reading, TEXT("policies: there is no profile " ROUTER_PROFILE));
    const char *path =
        arena_format(reading->arena, "%s/policies/%s.yaml", reading->folder, ROUTER_PROFILE).at;
    return note(reading, "profile." ROUTER_PROFILE, newest->version, path);
}

static enum error read_limits(struct reading *reading)
{
    struct due_rules *limits = NULL;
    enum error error =
        due_rules_load(reading->arena, reading->folder, &reading->set->faults, &limits);

    if (error != OK)
        return error;
    reading->policy->limits = limits;
    error = note_profile(reading);
    if (error != OK)
        return error;
    const struct calendar *calendar = due_rules_calendar(limits, TEXT(ROUTER_CALENDAR));
    if (!calendar)
        return fault(reading, TEXT("calendars: there is no calendar " ROUTER_CALENDAR));
    const char *path =
        arena_format(reading->arena, "%s/calendars/%s.yaml", reading->folder, ROUTER_CALENDAR)
            .at;
    return note(reading, "calendar." ROUTER_CALENDAR, calendar->version, path);
}

/* Desk's own files: they decide about no case here, so no event carries their versions. */
static enum error read_readers(struct reading *reading)
{
    struct policy_set *set = reading->set;

    for (size_t i = 0; i < READERS_FILES; i++) {
        const struct readers_file *file = &readers_files[i];
        struct yaml yaml;
        enum error error = policy_open(set, reading->arena, reading->folder, file->name, &yaml);
        if (error != OK)
            return error;
        file->take(&yaml, &reading->policy->readers);
        error = policy_close(set, reading->folder, file->name, &yaml);
        if (error != OK)
            return error;
    }
    return OK;
}

static struct text versions_joined(struct arena *arena, const struct router_policy *policy)
{
    struct text joined = TEXT("");

    for (size_t i = 0; i < policy->version_count; i++) {
        struct text version = policy->versions[i].version;
        joined = arena_format(
            arena,
            "%s%s%s %.*s",
            joined.at,
            i ? ", " : "",
            policy->versions[i].name.at,
            (int)version.length,
            version.at
        );
    }
    return joined;
}

enum error router_policies_load(
    struct arena *arena,
    const char *config_directory,
    struct policy_set *ret_set
)
{
    return router_policies_load_with(arena, config_directory, NULL, ret_set);
}

enum error router_policies_load_with(
    struct arena *arena,
    const char *config_directory,
    const char *model,
    struct policy_set *ret_set
)
{
    struct reading reading = {
        arena,
        config_directory,
        model,
        ret_set,
        ARENA_NEW(arena, struct router_policy),
    };
    enum error error = read_taxonomy(&reading);

    if (error == OK)
        error = read_rules(&reading);
    if (error == OK)
        error = read_classifier(&reading);
    if (error == OK)
        error = read_routes(&reading);
    if (error == OK)
        error = read_grades(&reading);
    if (error == OK)
        error = read_limits(&reading);
    if (error != OK)
        return error;
    reading.policy->version_count = ret_set->count;
    reading.policy->versions_text = versions_joined(arena, reading.policy);
    error = read_readers(&reading);
    if (error == OK)
        ret_set->policies = reading.policy;
    return error;
}
