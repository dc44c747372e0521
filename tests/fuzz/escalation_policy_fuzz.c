/* libFuzzer target: edited files of escalation's policies: clocks, the duty roster, incidents. The first byte says which.
 *
 * Of a roster that is accepted it can be told at any instant who has which duty, and for how long nobody has. */
#include "services/escalation/policy.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena kept, arena;
static struct text files[3];
static struct due_rules *rules;

static void load(void)
{
    static const char *const paths[] = {
        "deploy/config/escalation.yaml",
        "deploy/config/duty.yaml",
        "deploy/config/incidents.yaml",
    };
    struct text faults;

    log_init("fuzz", LOG_error);
    for (size_t i = 0; i < LENGTH(paths); i++)
        files[i] = fuzz_shipped(&kept, paths[i]);
    must(due_rules_load(&kept, "deploy/config", &faults, &rules) == OK);
}

static void try_roster(const struct roster *roster, int64_t at_ms)
{
    static const struct absences nobody_away;
    struct on_duty on_duty;

    must(roster->count <= ROSTER_DUTIES_MAX);
    for (size_t i = 0; i < roster->count; i++) {
        roster_on_duty(roster, &roster->duties[i], &nobody_away, at_ms, &on_duty);
        must(on_duty.count <= ROSTER_PEOPLE_MAX && on_duty.absent_count == 0);
        must(roster->duties[i].count <= ROSTER_SHIFTS_MAX);
    }
    if (roster->count)
        must(
            roster_gap_minutes(roster, &roster->duties[0], &nobody_away, at_ms) <=
            ROSTER_GAP_DAYS * 1440
        );
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, size};
    unsigned which = input_byte(&input) % LENGTH(files);
    int64_t at_ms = 1767225600000 + (int64_t)input_pair(&input) * 480000; /* in the year 2026 */
    struct clock_policy policy = {.rules = NULL};
    struct incident_policy incidents;
    struct roster *roster;
    struct yaml yaml;

    if (!kept.first)
        load();
    policy.rules = rules;
    roster = ARENA_NEW(&arena, struct roster);
    enum error error = yaml_read_text(&yaml, &arena, fuzz_edited(&arena, files[which], &input));
    if (error == OK && which == 0)
        error = clock_policy_read(&yaml, &policy);
    else if (error == OK && which == 1)
        error = roster_read(&yaml, rules->calendars, rules->calendar_count, roster);
    else if (error == OK)
        error = incident_policy_read(&yaml, "deploy/config", &incidents);
    must((error == OK) == yaml_ok(&yaml));
    if (error == OK && which == 1)
        try_roster(roster, at_ms);
    arena_reset(&arena);
    return 0;
}
