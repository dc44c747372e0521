/* See due_example.h. What came out is written as the example writes it, and the two texts are compared. */
#include "common/domain/due_example.h"

#include "common/domain/calendar_example.h"
#include "common/domain/due_parse.h"
#include "common/domain/instant.h"
#include "common/yaml.h"

enum { PAUSES_MAX = 16, LIST_MAX = 64 };

struct run {
    const struct due_rules *rules;
    struct yaml yaml; /* collects the faults of one file */
};

static struct text text_at(struct run *run, const struct yaml_node *node, const char *key)
{
    return yaml_find(node, key) ? yaml_text(&run->yaml, node, key, TEXT("")) : (struct text){0};
}

static void compare(
    struct run *run,
    const struct yaml_node *node,
    const char *what,
    struct text found,
    struct text wanted
)
{
    if (text_equal(found, wanted))
        return;
    yaml_fault(
        &run->yaml,
        node,
        "%s is %.*s, the example says %.*s",
        what,
        (int)found.length,
        found.at ? found.at : "",
        (int)wanted.length,
        wanted.at ? wanted.at : ""
    );
}

static void compare_list(
    struct run *run,
    const struct yaml_node *node,
    const char *key,
    const struct text found[],
    size_t count
)
{
    const struct yaml_node *list = yaml_find(node, key);
    size_t i = 0;

    if (!list)
        return;
    for (const struct yaml_node *entry = list->first; entry; entry = entry->next, i++)
        compare(run, entry, key, i < count ? found[i] : TEXT("nothing"), entry->text);
    if (i < count)
        compare(run, list, key, found[i], TEXT("nothing more"));
}

/* False when the example itself is no request; that is told. */
static bool read_request(
    struct run *run,
    const struct yaml_node *node,
    struct due_pause pauses[PAUSES_MAX],
    int32_t extensions[DUE_EXTENSIONS_MAX],
    struct due_request *request
)
{
    enum due_error error = DUE_ok;
    struct text outside = text_at(run, node, "outside_due");

    request->clock = text_at(run, node, "clock");
    request->version = (int32_t)yaml_int(&run->yaml, node, "version", 0, INT32_MAX, 0);
    request->channel = text_at(run, node, "channel");
    request->roll = text_is(text_at(run, node, "stat_roll"), "next_day");
    request->pauses = pauses;
    request->extensions = extensions;
    if (!instant_parse(text_at(run, node, "received"), &request->received_ms))
        error = DUE_invalid_time;
    if (outside.at && error == DUE_ok)
        error = due_outside_parse(outside, &request->outside);
    for (struct yaml_node *n = yaml_list(&run->yaml, node, "pauses");
         n && error == DUE_ok && request->pause_count < PAUSES_MAX;
         n = n->next)
        error = due_pause_parse(n->text, &pauses[request->pause_count++]);
    for (struct yaml_node *n = yaml_list(&run->yaml, node, "extend");
         n && error == DUE_ok && request->extension_count < DUE_EXTENSIONS_MAX;
         n = n->next)
        error = due_extension_parse(n->text, &extensions[request->extension_count++]);
    if (error == DUE_ok)
        return true;
    compare(run, node, "the request", text_of(due_error_code(error)), TEXT("a request"));
    return false;
}

static struct text
outcome(struct run *run, const struct due_request *request, struct due_result *result)
{
    enum due_error error = due_compute(run->rules, request, run->yaml.arena, result);

    if (error != DUE_ok)
        return text_of(due_error_code(error));
    return result->paused ? TEXT("paused")
                          : instant_format_utc(run->yaml.arena, result->due_ms);
}

static void
compare_warnings(struct run *run, const struct yaml_node *node, const struct due_result *result)
{
    struct text found[LIST_MAX];
    size_t count = size_min(result->warning_count, LIST_MAX);

    for (size_t i = 0; i < count; i++)
        found[i] = arena_format(
            run->yaml.arena,
            "%d %s",
            result->warnings[i].percent,
            instant_format_utc(run->yaml.arena, result->warnings[i].at_ms).at
        );
    compare_list(run, node, "warnings", found, count);
}

static void
compare_rungs(struct run *run, const struct yaml_node *node, const struct due_result *result)
{
    struct text found[LIST_MAX];
    size_t count = size_min(result->rung_count, LIST_MAX);

    for (size_t i = 0; i < count; i++) {
        const struct due_rung *rung = &result->rungs[i];
        found[i] = arena_format(
            run->yaml.arena,
            "%.*s / %s / %.*s",
            (int)rung->step.length,
            rung->step.at,
            instant_format_utc(run->yaml.arena, rung->at_ms).at,
            (int)rung->who.length,
            rung->who.at
        );
    }
    compare_list(run, node, "rungs", found, count);
}

static void
compare_clock(struct run *run, const struct yaml_node *node, const struct sla_clock *clock)
{
    struct text approvers[SLA_STAGES_MAX];
    size_t count = 0;

    for (size_t i = 1; i < clock->stage_count; i++)
        approvers[count++] = arena_format(run->yaml.arena, "L%d", clock->stages[i].approver);
    compare_list(run, node, "approvers", approvers, count);
    compare_list(run, node, "codes", clock->codes, clock->code_count);
}

static void
run_request(struct run *run, const struct yaml_node *node, const struct sla_policy *policy)
{
    const struct yaml_node *dues = yaml_find(node, "dues");
    struct due_pause pauses[PAUSES_MAX];
    int32_t extensions[DUE_EXTENSIONS_MAX];
    struct due_request request = {.profile = policy->name};
    struct due_result result = {0};

    if (!read_request(run, node, pauses, extensions, &request))
        return;
    for (int grade = GRADE_P1; dues && grade < GRADES; grade++) {
        const struct yaml_node *due = yaml_find(dues, grade_name((enum grade)grade));
        request.grade = (enum grade)grade;
        compare(
            run,
            node,
            grade_name(request.grade),
            outcome(run, &request, &result),
            due ? due->text : TEXT("no_limit")
        );
    }
    request.grade = dues ? GRADE_P3 : grade_find(text_at(run, node, "grade"));
    struct text wanted = text_at(run, node, yaml_find(node, "error") ? "error" : "due");
    struct text found = outcome(run, &request, &result);
    if (!dues)
        compare(run, node, "it", found, wanted);
    compare_warnings(run, node, &result);
    compare_rungs(run, node, &result);
    if (result.clock)
        compare_clock(run, node, result.clock);
}

static void run_policy(struct run *run, const struct sla_policy *policy)
{
    static const char *const keys[] = {
        "clock",
        "grade",
        "received",
        "due",
        "error",
        "dues",
        "version",
        "channel",
        "stat_roll",
        "outside_due",
        "pauses",
        "extend",
        "warnings",
        "rungs",
        "approvers",
        "codes",
        NULL,
    };

    for (const struct yaml_node *node = policy->examples; node; node = node->next) {
        yaml_allow(&run->yaml, node, keys);
        run_request(run, node, policy);
    }
}

/* The faults of one file, joined to those before. */
static size_t close_file(struct run *run, struct text *faults)
{
    if (run->yaml.fault_count)
        *faults = arena_format(
            run->yaml.arena,
            "%.*s%s%.*s",
            (int)faults->length,
            faults->at ? faults->at : "",
            faults->length ? "\n" : "",
            (int)run->yaml.faults.length,
            run->yaml.faults.at
        );
    return run->yaml.fault_count;
}

static size_t count_of(const struct yaml_node *node)
{
    size_t count = 0;

    for (; node; node = node->next)
        count++;
    return count;
}

size_t due_examples_run(
    const struct due_rules *rules,
    struct arena *arena,
    struct text *ret_faults,
    size_t *ret_count
)
{
    size_t failed = 0, count = 0;

    *ret_faults = (struct text){0};
    for (size_t i = 0; i < rules->policy_count; i++) {
        const struct sla_policy *policy = rules->policies[i];
        struct run run = {rules, {.arena = arena, .file = policy->name}};
        run_policy(&run, policy);
        count += count_of(policy->examples);
        failed += close_file(&run, ret_faults);
    }
    for (size_t i = 0; i < rules->calendar_count; i++) {
        const struct calendar *calendar = rules->calendars[i];
        struct run run = {rules, {.arena = arena, .file = calendar->name}};
        calendar_examples_run(calendar, &run.yaml);
        for (size_t k = 0; k < calendar->file_count; k++)
            count += count_of(calendar->examples[k].list);
        failed += close_file(&run, ret_faults);
    }
    *ret_count = count;
    return failed;
}
