/* Tests of common/domain/due_example.c: the worked examples of rule profiles (REQUIREMENTS 3, 4.2, 4.3). */
#include "tests/unit/common/domain/support.h"

#include "common/domain/due_example.h"
#include "common/yaml.h"

static void the_shipped_examples_hold(void **state UNUSED)
{
    struct text faults;
    size_t count = 0;

    size_t failed = due_examples_run(support_rules, &support_arena, &faults, &count);
    if (failed)
        fail_msg("%.*s", (int)faults.length, faults.at);
    assert_true(count >= 250);
}

static void every_clock_of_every_profile_has_an_example(void **state UNUSED)
{
    for (size_t i = 0; i < support_rules->policy_count; i++) {
        const struct sla_policy *policy = support_rules->policies[i];
        for (size_t k = 0; k < policy->clock_count; k++) {
            bool found = false;
            for (const struct yaml_node *node = policy->examples; node; node = node->next)
                found =
                    found || text_equal(yaml_find(node, "clock")->text, policy->clocks[k].id);
            if (!found)
                fail_msg("%s has no example of %s", policy->name.at, policy->clocks[k].id.at);
        }
    }
}

#define PROFILE                                                                                \
    "name: T\nversion: 3\nvalid: {from: 2020-03-01}\ncalendar: CN\n"                           \
    "basis: {zh: 据, en: b}\nladders:\n  up:\n    - {step: E3, at: 90 %, who: L3}\n"          \
    "clocks:\n  - {id: K6, zh: 联, en: c, starts: r, limit: {P1: 1 h, P3: 10 h},"             \
    " warnings: [50], ladder: up, codes: [CO03]}\n"                                            \
    "  - {id: K9, zh: 时, en: l, starts: r, limit: 15 cd, stopped_by: [W1],"                  \
    " extensions: [{limit: 30 cd, approver: L4}]}\nexamples:\n"

#define AT "received: \"2026-03-02T10:00:00+08:00\""

/* Faults of the profile with one example. */
static struct text faults_of(const char *example, size_t *ret_failed)
{
    struct text text = arena_format(&support_arena, "%s  - %s\n", PROFILE, example);
    struct due_rules rules = *support_rules;
    struct sla_policy *policy = NULL;
    struct yaml yaml;
    struct text faults;
    size_t count;

    assert_int_equal(yaml_read_text(&yaml, &support_arena, text), OK);
    if (sla_policy_read(&yaml, &policy) != OK)
        fail_msg("%s", yaml.faults.at);
    rules.policies[0] = policy;
    rules.policy_count = 1;
    rules.calendar_count = support_rules->calendar_count;
    *ret_failed = due_examples_run(&rules, &support_arena, &faults, &count);
    return faults;
}

static void holds_what_comes_out(void **state UNUSED)
{
    static const char *const right[] = {
        "{clock: K9, grade: P3, " AT ", due: \"2026-03-17T16:00:00.000Z\"}",
        "{clock: K9, grade: P3, version: 3, " AT ", extend: [30],"
        " due: \"2026-04-01T16:00:00.000Z\"}",
        "{clock: K9, grade: P3, " AT ", extend: [31], error: extension_not_allowed}",
        "{clock: K9, grade: P3, " AT ", due: \"2026-03-18T16:00:00.000Z\","
        " pauses: [\"2026-03-04T10:00:00+08:00/2026-03-05T10:00:00+08:00/W1\"]}",
        "{clock: K9, grade: P3, " AT ", due: \"2026-03-17T16:00:00.000Z\", approvers: [L4]}",
        "{clock: K6, " AT ", dues: {P1: \"2026-03-02T03:00:00.000Z\","
        " P3: \"2026-03-02T12:00:00.000Z\"}, warnings: [\"50 2026-03-02T07:00:00.000Z\"],"
        " rungs: [\"E3 / 2026-03-02T11:00:00.000Z / L3\"], codes: [CO03]}",
    };
    size_t failed = 0;

    for (size_t i = 0; i < LENGTH(right); i++) {
        struct text faults = faults_of(right[i], &failed);
        if (failed)
            fail_msg("%s: %s", right[i], faults.at);
    }
}

static void tells_what_came_out_otherwise(void **state UNUSED)
{
    static const struct {
        const char *example, *fault;
    } wrong[] = {
        {"{clock: K9, grade: P3, " AT ", due: \"2026-03-18T16:00:00.000Z\"}",
         "it is 2026-03-17T16:00:00.000Z"},
        {"{clock: K9, grade: P3, version: 2, " AT ", due: now}", "it is unknown_profile"},
        {"{clock: K9, grade: P3, " AT ", error: no_limit}", "it is 2026"},
        {"{clock: K6, " AT ", dues: {P1: \"2026-03-02T03:00:00.000Z\"}}", "P3 is 2026"},
        {"{clock: K6, " AT ", dues: {P2: \"2026-03-02T03:00:00.000Z\"}}", "P2 is no_limit"},
        {"{clock: K6, grade: P1, " AT ", due: \"2026-03-02T03:00:00.000Z\", warnings: []}",
         "nothing more"},
        {"{clock: K6, grade: P1, " AT ", due: \"2026-03-02T03:00:00.000Z\", rungs: [a, b]}",
         "rungs is nothing, the example says b"},
        {"{clock: K6, grade: P1, " AT ", due: \"2026-03-02T03:00:00.000Z\", codes: [PI03]}",
         "codes is CO03"},
        {"{clock: K9, grade: P3, " AT ", due: \"2026-03-17T16:00:00.000Z\", approvers: [L5]}",
         "approvers is L4"},
        {"{clock: K9, grade: P3, received: noon, due: noon}", "the request is invalid_time"},
        {"{clock: K9, grade: P3, " AT ", pauses: [x], due: noon}", "invalid_pause"},
        {"{clock: K9, grade: P3, " AT ", outside_due: x, due: noon}", "invalid_time"},
        {"{clock: K9, grade: P3, " AT ", extend: [x], due: noon}", "invalid_field"},
        {"{clock: K9, grad: P3, " AT ", due: noon}", "grad"},
    };
    size_t failed = 0;

    for (size_t i = 0; i < LENGTH(wrong); i++) {
        struct text faults = faults_of(wrong[i].example, &failed);
        if (!failed || !strstr(faults.at, wrong[i].fault))
            fail_msg("%s: %s", wrong[i].example, failed ? faults.at : "nothing");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_examples_hold),
        cmocka_unit_test(every_clock_of_every_profile_has_an_example),
        cmocka_unit_test(holds_what_comes_out),
        cmocka_unit_test(tells_what_came_out_otherwise),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, load_rules, drop_rules);
}
