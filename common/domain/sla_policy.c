/* See sla_policy.h. Every reader notes faults in the document and goes on, so that one pass shows all. */
#include "common/domain/sla_policy.h"

#include <stdio.h>

#include "common/domain/instant.h"
#include "common/domain/sla_ladder.h"
#include "common/sha256.h"

enum { FILE_BYTES_MAX = 1024 * 1024, VERSION_MAX = 1000000 };

static void read_limit(struct yaml *yaml, const struct yaml_node *node, struct limit *ret_limit)
{
    if (node->kind != YAML_scalar || !limit_parse(node->text, ret_limit))
        yaml_fault(yaml, node, "a limit such as '15 cd', '4 bh' or '10 min' is expected here");
}

/* One limit for all grades, or a map by grade; a grade that is not named has none. */
static void read_limits(struct yaml *yaml, const struct yaml_node *map, struct sla_stage *stage)
{
    const struct yaml_node *node = yaml_get(yaml, map, "limit");

    if (!node)
        return;
    if (node->kind == YAML_scalar) {
        for (int grade = GRADE_P1; grade < GRADES; grade++)
            read_limit(yaml, node, &stage->limits[grade]);
        return;
    }
    for (const struct yaml_node *child = node->first; child; child = child->next) {
        enum grade grade = grade_find(child->key);
        if (grade == GRADE_none)
            yaml_fault(yaml, child, "a grade from P1 to P4 is expected here");
        else
            read_limit(yaml, child, &stage->limits[grade]);
    }
}

static void read_ladder(struct yaml *yaml, const struct yaml_node *map, struct sla_stage *stage)
{
    const struct yaml_node *reference = yaml_find(map, "ladder");

    if (reference)
        sla_ladder_read(yaml, reference, stage);
}

/* "L4": who decides on an extension; the highest line when nothing is said. */
static int32_t read_line(struct yaml *yaml, const struct yaml_node *map)
{
    enum { HIGHEST = 6 };
    struct text line = yaml_text(yaml, map, "approver", TEXT("L6"));

    if (line.length != 2 || line.at[0] != 'L' || line.at[1] < '1' || line.at[1] > '0' + HIGHEST)
        yaml_fault(yaml, yaml_find(map, "approver"), "a line from L1 to L6 is expected here");
    return line.length == 2 ? line.at[1] - '0' : 0;
}

static void
read_extensions(struct yaml *yaml, const struct yaml_node *map, struct sla_clock *clock)
{
    static const char *const keys[] = {"limit", "exact", "approver", "ladder", NULL};

    for (const struct yaml_node *node = yaml_list(yaml, map, "extensions"); node;
         node = node->next) {
        if (clock->stage_count == SLA_STAGES_MAX) {
            yaml_fault(yaml, node, "at most %d stages", SLA_STAGES_MAX);
            return;
        }
        struct sla_stage *stage = &clock->stages[clock->stage_count++];
        yaml_allow(yaml, node, keys);
        read_limits(yaml, node, stage);
        stage->exact = yaml_flag(yaml, node, "exact", false);
        stage->approver = read_line(yaml, node);
        read_ladder(yaml, node, stage);
        if (limit_days(&stage->limits[GRADE_P1]) == 0)
            yaml_fault(yaml, node, "an extension is given in days");
    }
}

static void read_waits(struct yaml *yaml, const struct yaml_node *map, struct sla_clock *clock)
{
    for (const struct yaml_node *node = yaml_list(yaml, map, "stopped_by"); node;
         node = node->next) {
        enum wait_reason reason;
        if (node->kind != YAML_scalar || !wait_reason_find(node->text, &reason)) {
            yaml_fault(yaml, node, "W1, W3.appraisal or W3.other is expected here");
            continue;
        }
        clock->stopped_by[reason] = true;
        if (reason == WAIT_customer)
            clock->stopped_by[WAIT_customer_allowed] = true;
    }
}

static void
read_percents(struct yaml *yaml, const struct yaml_node *map, struct sla_clock *clock)
{
    for (const struct yaml_node *node = yaml_list(yaml, map, "warnings"); node;
         node = node->next) {
        struct yaml_node entry = *node;
        entry.key = TEXT("percent");
        entry.next = NULL;
        struct yaml_node holder = {.kind = YAML_map, .line = node->line, .first = &entry};
        if (clock->percent_count == SLA_PERCENTS_MAX) {
            yaml_fault(yaml, node, "at most %d warnings", SLA_PERCENTS_MAX);
            return;
        }
        clock->percents[clock->percent_count++] =
            (int32_t)yaml_int(yaml, &holder, "percent", 1, 100, 100);
    }
}

static void read_ends(struct yaml *yaml, const struct yaml_node *map, struct sla_clock *clock)
{
    for (const struct yaml_node *node = yaml_list(yaml, map, "ends"); node; node = node->next) {
        if (clock->end_count == SLA_ENDS_MAX) {
            yaml_fault(yaml, node, "at most %d events", SLA_ENDS_MAX);
            return;
        }
        clock->ends[clock->end_count++] = node->text;
    }
}

static void read_codes(struct yaml *yaml, const struct yaml_node *map, struct sla_clock *clock)
{
    enum { CODE_BYTES = 4 };

    for (const struct yaml_node *node = yaml_list(yaml, map, "codes"); node;
         node = node->next) {
        if (clock->code_count == SLA_CODES_MAX) {
            yaml_fault(yaml, node, "at most %d codes", SLA_CODES_MAX);
            return;
        }
        if (node->kind != YAML_scalar || node->text.length != CODE_BYTES)
            yaml_fault(yaml, node, "a business code such as CO03 is expected here");
        clock->codes[clock->code_count++] = node->text;
    }
}

/* Which types there are is for those to say who have cases: escalation looks at it on load. */
static void read_types(struct yaml *yaml, const struct yaml_node *map, struct sla_clock *clock)
{
    for (const struct yaml_node *node = yaml_list(yaml, map, "types"); node;
         node = node->next) {
        if (clock->type_count == SLA_TYPES_MAX) {
            yaml_fault(yaml, node, "at most %d types", SLA_TYPES_MAX);
            return;
        }
        if (node->kind != YAML_scalar || !node->text.length)
            yaml_fault(yaml, node, "a type of case such as dispute is expected here");
        clock->types[clock->type_count++] = node->text;
    }
}

static enum sla_channels read_channels(struct yaml *yaml, const struct yaml_node *map)
{
    struct text word = yaml_text(yaml, map, "channels", TEXT("any"));

    if (text_is(word, "sync"))
        return SLA_CHANNELS_sync;
    if (text_is(word, "async"))
        return SLA_CHANNELS_async;
    if (!text_is(word, "any"))
        yaml_fault(yaml, yaml_find(map, "channels"), "sync, async or any is expected here");
    return SLA_CHANNELS_any;
}

static void read_clock(struct yaml *yaml, const struct yaml_node *node, struct sla_clock *clock)
{
    static const char *const keys[] = {
        "id",
        "zh",
        "en",
        "starts",
        "ends",
        "codes",
        "types",
        "channels",
        "limit",
        "warnings",
        "ladder",
        "stopped_by",
        "rolls",
        "statutory",
        "outside",
        "extensions",
        NULL};

    yaml_allow(yaml, node, keys);
    clock->id = yaml_text(yaml, node, "id", (struct text){0});
    clock->zh = yaml_text(yaml, node, "zh", (struct text){0});
    clock->en = yaml_text(yaml, node, "en", (struct text){0});
    clock->starts = yaml_text(yaml, node, "starts", (struct text){0});
    read_codes(yaml, node, clock);
    read_types(yaml, node, clock);
    clock->channels = read_channels(yaml, node);
    clock->rolls = yaml_flag(yaml, node, "rolls", false);
    clock->statutory = yaml_flag(yaml, node, "statutory", false);
    clock->stopped_by[WAIT_closed] = !clock->statutory;
    clock->outside = yaml_flag(yaml, node, "outside", false);
    clock->stage_count = 1;
    read_limits(yaml, node, &clock->stages[0]);
    read_ladder(yaml, node, &clock->stages[0]);
    read_extensions(yaml, node, clock);
    read_waits(yaml, node, clock);
    read_percents(yaml, node, clock);
    read_ends(yaml, node, clock);
}

static void read_clocks(struct yaml *yaml, struct sla_policy *policy)
{
    const struct yaml_node *list = yaml_get(yaml, yaml->root, "clocks");

    if (!list)
        return;
    if (list->kind != YAML_list || list->count > SLA_CLOCKS_MAX) {
        yaml_fault(yaml, list, "a list of at most %d clocks is expected", SLA_CLOCKS_MAX);
        return;
    }
    policy->clocks = ARENA_ARRAY(yaml->arena, struct sla_clock, list->count);
    for (const struct yaml_node *node = list->first; node; node = node->next) {
        struct sla_clock clock = {0};
        read_clock(yaml, node, &clock);
        if (sla_policy_find(policy, clock.id))
            yaml_fault(yaml, node, "the clock stands twice");
        sla_policy_add(policy, &clock);
    }
}

static struct civil_day
read_day(struct yaml *yaml, const struct yaml_node *map, const char *key, struct text fallback)
{
    struct text text = yaml_text(yaml, map, key, fallback);
    struct civil_day day = {0};

    if (!civil_day_parse(text, &day))
        yaml_fault(yaml, yaml_find(map, key), "a date is expected here");
    return day;
}

static enum sla_layer read_layer(struct yaml *yaml)
{
    struct text word = yaml_text(yaml, yaml->root, "layer", TEXT("team"));

    for (int layer = LAYER_statute; layer <= LAYER_team; layer++) {
        if (text_equal(word, sla_layer_text((enum sla_layer)layer)))
            return (enum sla_layer)layer;
    }
    yaml_fault(yaml, yaml_find(yaml->root, "layer"), "statute, contract, customer or team");
    return LAYER_team;
}

static int64_t read_instant(struct yaml *yaml, const char *key, int64_t fallback_ms)
{
    int64_t ms = fallback_ms;

    if (yaml_find(yaml->root, key) &&
        !instant_parse(yaml_text(yaml, yaml->root, key, TEXT("")), &ms))
        yaml_fault(yaml, yaml_find(yaml->root, key), "a time with an offset is expected here");
    return ms;
}

static void read_validity(struct yaml *yaml, struct sla_policy *policy)
{
    static const char *const keys[] = {"from", "to", NULL};
    const struct yaml_node *valid = yaml_get(yaml, yaml->root, "valid");

    if (!valid)
        return;
    yaml_allow(yaml, valid, keys);
    policy->valid_from = read_day(yaml, valid, "from", (struct text){0});
    policy->valid_to = read_day(yaml, valid, "to", TEXT("9999-12-31"));
    if (policy->valid_to.days < policy->valid_from.days)
        yaml_fault(yaml, valid, "'to' is before 'from'");
}

static void read_basis(struct yaml *yaml, struct sla_policy *policy)
{
    static const char *const keys[] = {"zh", "en", NULL};
    const struct yaml_node *basis = yaml_get(yaml, yaml->root, "basis");

    if (!basis)
        return;
    yaml_allow(yaml, basis, keys);
    policy->basis_zh = yaml_text(yaml, basis, "zh", (struct text){0});
    policy->basis_en = yaml_text(yaml, basis, "en", (struct text){0});
}

enum error sla_policy_read(struct yaml *yaml, struct sla_policy **ret_policy)
{
    static const char *const keys[] = {
        "name",
        "version",
        "layer",
        "effective",
        "rolled_back",
        "valid",
        "calendar",
        "inherits",
        "basis",
        "ladders",
        "clocks",
        "examples",
        NULL};
    struct sla_policy *policy = ARENA_NEW(yaml->arena, struct sla_policy);

    yaml_allow(yaml, yaml->root, keys);
    policy->name = yaml_text(yaml, yaml->root, "name", (struct text){0});
    policy->version = (int32_t)yaml_int(yaml, yaml->root, "version", 1, VERSION_MAX, 0);
    if (policy->version == 0)
        yaml_fault(yaml, yaml->root, "'version' is missing");
    policy->calendar = yaml_text(yaml, yaml->root, "calendar", (struct text){0});
    if (yaml_find(yaml->root, "inherits"))
        policy->inherits = yaml_text(yaml, yaml->root, "inherits", (struct text){0});
    policy->layer = read_layer(yaml);
    policy->effective_ms = read_instant(yaml, "effective", INT64_MIN);
    policy->rolled_back_ms = read_instant(yaml, "rolled_back", INT64_MAX);
    read_validity(yaml, policy);
    read_basis(yaml, policy);
    read_clocks(yaml, policy);
    policy->examples = yaml_list(yaml, yaml->root, "examples");
    if (!yaml_ok(yaml))
        return ERROR_config;
    *ret_policy = policy;
    return OK;
}

static bool read_file(struct arena *arena, const char *path, struct text *ret_text)
{
    FILE *file = fopen(path, "re");

    if (!file)
        return false;
    char *content = arena_take(arena, FILE_BYTES_MAX + 1);
    size_t length = fread(content, 1, FILE_BYTES_MAX + 1, file);
    bool failed = ferror(file) != 0;
    fclose(file);
    *ret_text = (struct text){content, length};
    return !failed && length <= FILE_BYTES_MAX;
}

static void hash(struct text text, char ret_hex[65])
{
    uint8_t digest[SHA256_BYTES];

    sha256(bytes_of_text(text), digest);
    for (size_t i = 0; i < sizeof(digest); i++)
        snprintf(ret_hex + 2 * i, 3, "%02x", digest[i]);
}

enum error sla_policy_load(
    struct arena *arena,
    const char *path,
    struct text *ret_faults,
    struct sla_policy **ret_policy
)
{
    struct yaml yaml;
    struct text content;
    enum error error;

    /* What is hashed is what is parsed: the file is read once. When it cannot be, the reader of
     * files says why. */
    if (read_file(arena, path, &content) && yaml_read_text(&yaml, arena, content) == OK) {
        yaml.file = arena_text(arena, text_of(path));
        error = sla_policy_read(&yaml, ret_policy);
        if (error == OK) {
            hash(content, (*ret_policy)->sha256);
            (*ret_policy)->file = yaml.file;
        }
    } else {
        error = yaml_read_file(&yaml, arena, path) == OK ? ERROR_io : ERROR_config;
    }
    if (error != OK)
        *ret_faults = yaml.faults;
    return error;
}
