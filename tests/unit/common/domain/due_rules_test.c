/* Tests of common/domain/due_rules.c: a folder of configuration (REQUIREMENTS 3, 4.7 rules 1, 10 and 14). */
#include "tests/unit/common/domain/support.h"

#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static void write_file(const char *name, const char *content)
{
    char path[256];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
}

static void remove_file(const char *name)
{
    char path[256];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    assert_int_equal(remove(path), 0);
}

#define POLICY(name, version, valid, more)                                                     \
    "name: " name "\nversion: " version "\nvalid: " valid                                      \
    "\ncalendar: C\nbasis: {zh: a, en: b}\n" more "clocks:\n  - {id: K" version                \
    ", zh: a, en: b, starts: c, limit: 1 cd}\n"

#define CLOCKS_OF_TWO                                                                          \
    "name: T\nversion: 1\nvalid: {from: 2020-01-01}\ncalendar: C\nbasis: {zh: a, en: b}\n"     \
    "clocks:\n  - {id: K6, zh: a, en: b, starts: c, limit: 1 bd}\n"                            \
    "  - {id: K9, zh: a, en: b, starts: c, limit: 1 bd, statutory: true}\n"

static int make_folder(void **state UNUSED)
{
    char path[128];

    snprintf(folder, sizeof(folder), "/tmp/shouli-rules-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof(path), "%s/calendars", folder);
    if (mkdir(path, 0700) != 0)
        return -1;
    snprintf(path, sizeof(path), "%s/policies", folder);
    if (mkdir(path, 0700) != 0)
        return -1;
    write_file("channels.yaml", "channels: {phone: {sync: true}, web: {sync: false}}\n");
    write_file("calendars/1.yaml", "name: C\nzone: Asia/Shanghai\nyears: [2026]\n");
    write_file("policies/a.yaml", POLICY("A", "1", "{from: 2020-01-01}", ""));
    return 0;
}

static int drop_folder(void **state UNUSED)
{
    remove_file("channels.yaml");
    remove_file("calendars/1.yaml");
    remove_file("policies/a.yaml");
    remove_file("calendars");
    remove_file("policies");
    arena_done(&support_arena);
    return rmdir(folder);
}

static struct due_rules *load(void)
{
    struct due_rules *rules = NULL;
    struct text faults = {0};

    if (due_rules_load(&support_arena, folder, &faults, &rules) != OK)
        fail_msg("%s", faults.at);
    return rules;
}

static void assert_fault(const char *fault)
{
    struct due_rules *rules = NULL;
    struct text faults = {0};

    assert_int_equal(due_rules_load(&support_arena, folder, &faults, &rules), ERROR_config);
    assert_null(rules);
    if (!strstr(faults.at, fault))
        fail_msg("'%s' is not in: %s", fault, faults.at);
}

static void loads_calendars_profiles_and_channels(void **state UNUSED)
{
    struct due_rules *rules = load();

    assert_non_null(due_rules_calendar(rules, TEXT("C")));
    assert_null(due_rules_calendar(rules, TEXT("D")));
    assert_true(due_rules_channel(rules, TEXT("phone"))->sync);
    assert_false(due_rules_channel(rules, TEXT("web"))->sync);
    assert_null(due_rules_channel(rules, TEXT("fax")));
    assert_non_null(due_rules_policy(rules, TEXT("A"), at("2026-01-01T00:00:00")));
    assert_null(due_rules_policy(rules, TEXT("B"), at("2026-01-01T00:00:00")));
}

/* 4.7 rule 10 */
static void lays_versions_of_a_calendar_over_one_another(void **state UNUSED)
{
    write_file(
        "calendars/2.yaml",
        "name: C\nzone: Asia/Shanghai\nversion: 2\nyears: [2027]\noff: [2027-01-04]\n"
    );
    struct due_rules *rules = load();
    const struct calendar *calendar = due_rules_calendar(rules, TEXT("C"));

    assert_int_equal(rules->calendar_count, 1);
    assert_int_equal(calendar->version, 2);
    assert_false(calendar_day(calendar, day_of("2026-06-01")).provisional);
    assert_false(calendar_day(calendar, day_of("2027-01-04")).is_work);
    assert_true(calendar_day(calendar, day_of("2028-01-04")).provisional);
    write_file("calendars/2.yaml", "name: C\nzone: Europe/London\nversion: 2\nyears: [2027]\n");
    assert_fault("calendars/2.yaml:1: other versions have another zone");
    remove_file("calendars/2.yaml");
}

#define HOURS "hours: [[\"08:30\", \"12:00\"], [\"13:30\", \"18:00\"]]\n"

/* 4.4: branches and queues have days and hours of their own. */
static void a_unit_or_queue_has_the_calendar_that_is_chosen_first(void **state UNUSED)
{
    write_file("calendars/3.yaml", "name: C-R\nbase: C\nyears: [2026]\noff: [2026-03-20]\n");
    write_file("calendars/4.yaml", "name: C-Q\nbase: C\n" HOURS);
    write_file("calendars/5.yaml", "name: D\nzone: Europe/London\nyears: [2026]\n");
    write_file(
        "calendar_choice.yaml",
        "version: 1\nchoices:\n  - {id: far, units: [x-*], calendar: D}\n"
        "  - {id: region, units: [x-*], calendar: C-R}\n"
        "  - {id: desk, queues: [q.complaint], calendar: C-Q}\n"
    );
    struct due_rules *rules = load();
    struct due_request request = {
        .profile = TEXT("A"),
        .clock = TEXT("K2"),
        .grade = GRADE_P3,
        .received_ms = at("2026-03-19T10:00:00"),
        .queue = TEXT("q.complaint"),
    };
    struct due_result result;

    assert_int_equal(rules->calendar_count, 4);
    assert_null(due_rules_choose(rules, TEXT("C"), TEXT("q.card"), TEXT("y-1")));
    assert_true(text_is(
        due_rules_choose(rules, TEXT("C"), TEXT("q.complaint"), TEXT("x-1"))->id,
        "region"
    ));
    assert_true(
        text_is(due_rules_choose(rules, TEXT("D"), TEXT("q.complaint"), TEXT("x-1"))->id, "far")
    );
    write_file("policies/c.yaml", CLOCKS_OF_TWO);
    rules = load();
    request.profile = TEXT("T");
    request.clock = TEXT("K6");
    assert_int_equal(due_compute(rules, &request, &support_arena, &result), DUE_ok);
    assert_instant(result.due_ms, "2026-03-20T18:00:00");
    assert_true(text_is(result.choice->id, "desk"));
    request.unit = TEXT("x-1");
    assert_int_equal(due_compute(rules, &request, &support_arena, &result), DUE_ok);
    assert_instant(result.due_ms, "2026-03-23T17:00:00");
    assert_true(text_is(result.calendar->name, "C-R"));
    /* the same limit, when a law gives it */
    request.clock = TEXT("K9");
    assert_int_equal(due_compute(rules, &request, &support_arena, &result), DUE_ok);
    assert_instant(result.due_ms, "2026-03-20T17:00:00");
    assert_true(text_is(result.calendar->name, "C"));
    assert_null(result.choice);
    remove_file("policies/c.yaml");
    remove_file("calendar_choice.yaml");
    remove_file("calendars/3.yaml");
    remove_file("calendars/4.yaml");
    remove_file("calendars/5.yaml");
}

static void refuses_calendars_that_are_not_there_to_stand_upon(void **state UNUSED)
{
    write_file("calendars/3.yaml", "name: C-R\nbase: C\nyears: [2026]\noff: [2026-03-20]\n");
    write_file(
        "calendar_choice.yaml",
        "version: 1\nchoices: [{id: a, units: [b], calendar: E}]\n"
    );
    assert_fault("calendar_choice.yaml:1: there is no calendar E");
    remove_file("calendar_choice.yaml");
    write_file("calendars/5.yaml", "name: C-RR\nbase: C-R\n");
    assert_fault("calendar C-RR: there is no calendar to stand upon, or it stands upon one");
    write_file("calendars/5.yaml", "name: C-RR\nbase: E\n");
    assert_fault("calendar C-RR: there is no calendar to stand upon");
    write_file(
        "calendars/5.yaml",
        "name: C-R\nversion: 2\nzone: Asia/Shanghai\nyears: [2027]\n"
    );
    assert_fault("calendars/5.yaml:1: other versions have another base");
    /* two files of one region, and its year reaches on */
    write_file(
        "calendars/5.yaml",
        "name: C-R\nversion: 2\nbase: C\nyears: [2027]\noff: [2027-03-09]\n"
    );
    const struct calendar *region = due_rules_calendar(load(), TEXT("C-R"));
    assert_int_equal(region->version, 1002);
    assert_int_equal(calendar_day(region, day_of("2026-03-20")).kind, DAY_holiday);
    remove_file("calendars/3.yaml");
    remove_file("calendars/5.yaml");
}

/* REQUIREMENTS 3: by the day of receipt in the profile's own zone. */
static void chooses_the_version_of_a_profile_valid_at_receipt(void **state UNUSED)
{
    write_file("policies/a2.yaml", POLICY("A", "2", "{from: 2026-07-01}", ""));
    struct due_rules *rules = load();
    const struct sla_policy *policy;

    assert_null(due_rules_policy(rules, TEXT("A"), at("2019-12-31T23:59:59.999")));
    policy = due_rules_policy(rules, TEXT("A"), at("2020-01-01T00:00:00"));
    assert_int_equal(policy->version, 1);
    policy = due_rules_policy(rules, TEXT("A"), at("2026-06-30T23:59:59.999"));
    assert_int_equal(policy->version, 1);
    policy = due_rules_policy(rules, TEXT("A"), at("2026-06-30T16:00:00Z"));
    assert_int_equal(policy->version, 2);
    write_file("policies/a2.yaml", POLICY("A", "2", "{from: 2026-07-01, to: 2026-07-31}", ""));
    rules = load();
    policy = due_rules_policy(rules, TEXT("A"), at("2026-07-31T23:59:59.999"));
    assert_int_equal(policy->version, 2);
    policy = due_rules_policy(rules, TEXT("A"), at("2026-08-01T00:00:00"));
    assert_int_equal(policy->version, 1);
    /* a case that has kept a version is given it whatever the date */
    assert_int_equal(due_rules_version(rules, TEXT("A"), 2)->version, 2);
    assert_null(due_rules_version(rules, TEXT("A"), 3));
    assert_null(due_rules_version(rules, TEXT("B"), 2));
    remove_file("policies/a2.yaml");
}

static void finds_a_clock_in_the_profile_that_it_inherits_from(void **state UNUSED)
{
    write_file("policies/b.yaml", POLICY("B", "2", "{from: 2020-01-01}", "inherits: A\n"));
    struct due_rules *rules = load();
    int64_t now = at("2026-01-01T00:00:00");
    const struct sla_policy *policy = due_rules_policy(rules, TEXT("B"), now);
    const struct sla_policy *owner = NULL;

    assert_non_null(due_rules_clock(rules, policy, TEXT("K2"), now, &owner));
    assert_true(text_is(owner->name, "B"));
    assert_non_null(due_rules_clock(rules, policy, TEXT("K1"), now, &owner));
    assert_true(text_is(owner->name, "A"));
    assert_null(due_rules_clock(rules, policy, TEXT("K3"), now, &owner));
    policy = due_rules_policy(rules, TEXT("A"), now);
    assert_null(due_rules_clock(rules, policy, TEXT("K2"), now, &owner));
    remove_file("policies/b.yaml");
}

static void reports_the_faults_of_all_files_together(void **state UNUSED)
{
    write_file("policies/b.yaml", POLICY("B", "x", "{from: 2020-01-01}", ""));
    write_file("calendars/2.yaml", "name: D\nzone: X\nyears: [2027]\n");
    write_file("channels.yaml", "channels: {phone: {sync: perhaps}}\n");
    assert_fault("policies/b.yaml:2: ");
    assert_fault("calendars/2.yaml:2: ");
    assert_fault("channels.yaml:1: ");
    remove_file("policies/b.yaml");
    remove_file("calendars/2.yaml");
    write_file("channels.yaml", "channels: {phone: {sync: true}, web: {sync: false}}\n");
}

static void refuses_what_does_not_fit_together(void **state UNUSED)
{
    write_file("policies/b.yaml", POLICY("B", "2", "{from: 2020-01-01}", "inherits: Z\n"));
    assert_fault("profile B: there is no profile to inherit from");
    write_file(
        "policies/b.yaml",
        "name: B\nversion: 1\nvalid: {from: 2020-01-01}\ncalendar: Z\nbasis: {zh: a, en: b}\n"
        "clocks: []\n"
    );
    assert_fault("profile B: there is no calendar Z");
    remove_file("policies/b.yaml");
}

#define EXTENDED(name, id, more)                                                               \
    "name: " name                                                                              \
    "\nversion: 1\nvalid: {from: 2020-01-01}\ncalendar: C\nbasis: {zh: a, en: b}\n" more       \
    "clocks:\n  - {id: " id ", zh: a, en: b, starts: c, limit: 15 cd,"                         \
    " extensions: [{limit: 30 cd, approver: L4}]}\n"

/* REQUIREMENTS 2.3 rows 35 and 36: an extension is told of a case, and moves one limit of it. */
static void refuses_a_second_limit_of_a_case_that_can_be_extended(void **state UNUSED)
{
    write_file("policies/b.yaml", EXTENDED("B", "K9", ""));
    write_file("policies/c.yaml", EXTENDED("D", "K9", "inherits: B\n"));
    load(); /* the same clock is one limit */
    write_file("policies/c.yaml", EXTENDED("D", "K9.payment", "inherits: B\n"));
    assert_fault("profile D: a second limit that can be extended: K9");
    write_file("policies/c.yaml", EXTENDED("D", "K9.payment", ""));
    load(); /* another profile, another case */
    write_file(
        "policies/c.yaml",
        EXTENDED("D", "K9", "") "  - {id: K10, zh: a, en: b, starts: c, limit: 15 cd,"
                                " extensions: [{limit: 30 cd, approver: L4}]}\n"
    );
    assert_fault("profile D: a second limit that can be extended: K10");
    remove_file("policies/b.yaml");
    remove_file("policies/c.yaml");
}

static void takes_as_many_files_as_its_limit(void **state UNUSED)
{
    char name[64], content[80];

    for (int i = 1; i < DUE_FILES_MAX; i++) {
        snprintf(name, sizeof(name), "calendars/x%d.yaml", i);
        snprintf(
            content,
            sizeof(content),
            "name: C%d\nzone: Asia/Shanghai\nyears: [2026]\n",
            i
        );
        write_file(name, content);
    }
    load();
    write_file("calendars/.hidden.yaml", "no");
    write_file("calendars/notes.txt", "no");
    load();
    write_file("calendars/y.yaml", "name: C\nzone: Asia/Shanghai\nyears: [2026]\n");
    assert_fault("from 1 to 64 files");
    remove_file("calendars/y.yaml");
    remove_file("calendars/.hidden.yaml");
    remove_file("calendars/notes.txt");
    for (int i = 1; i < DUE_FILES_MAX; i++) {
        snprintf(name, sizeof(name), "calendars/x%d.yaml", i);
        remove_file(name);
    }
}

/* CALENDAR_FILES_MAX: at, one above */
static void puts_a_calendar_together_from_as_many_files_as_its_limit(void **state UNUSED)
{
    char name[64];

    for (int i = 2; i <= CALENDAR_FILES_MAX; i++) {
        snprintf(name, sizeof(name), "calendars/%d.yaml", i);
        write_file(name, "name: C\nzone: Asia/Shanghai\nyears: [2026]\n");
    }
    assert_int_equal(due_rules_calendar(load(), TEXT("C"))->file_count, CALENDAR_FILES_MAX);
    write_file("calendars/z.yaml", "name: C\nzone: Asia/Shanghai\nyears: [2026]\n");
    assert_fault("calendars/z.yaml:1: too many files of one calendar");
    remove_file("calendars/z.yaml");
    for (int i = 2; i <= CALENDAR_FILES_MAX; i++) {
        snprintf(name, sizeof(name), "calendars/%d.yaml", i);
        remove_file(name);
    }
}

static void takes_as_many_channels_as_its_limit(void **state UNUSED)
{
    char text[4096] = "channels:\n";

    for (int i = 0; i < DUE_CHANNELS_MAX; i++) {
        size_t length = strlen(text);
        snprintf(text + length, sizeof(text) - length, "  c%d: {sync: true}\n", i);
    }
    write_file("channels.yaml", text);
    assert_int_equal(load()->channel_count, DUE_CHANNELS_MAX);
    size_t length = strlen(text);
    snprintf(text + length, sizeof(text) - length, "  more: {sync: true}\n");
    write_file("channels.yaml", text);
    assert_fault("a map of at most 64 channels");
    write_file("channels.yaml", "channels: {phone: {sync: true}, web: {sync: false}}\n");
}

#define LAYERED(name, layer, more, hours)                                                      \
    "name: " name "\nversion: 1\nlayer: " layer "\nvalid: {from: 2020-01-01}\ncalendar: C\n"   \
    "basis: {zh: a, en: b}\n" more                                                             \
    "clocks:\n  - {id: K6, zh: a, en: b, starts: c, limit: " hours " h}\n"

static void the_law_comes_first_then_contract_customer_and_team(void **state UNUSED)
{
    const struct sla_policy *chain[DUE_CHAIN_MAX], *owner = NULL;
    struct due_rules *rules = NULL;
    struct text faults = {0};

    write_file("policies/t.yaml", LAYERED("T", "team", "inherits: S\n", "4"));
    write_file("policies/s.yaml", LAYERED("S", "statute", "inherits: U\n", "1"));
    write_file("policies/u.yaml", LAYERED("U", "customer", "inherits: V\n", "3"));
    write_file("policies/v.yaml", LAYERED("V", "contract", "", "2"));
    assert_int_equal(due_rules_load(&support_arena, folder, &faults, &rules), OK);
    const struct sla_policy *team = due_rules_version(rules, TEXT("T"), 1);
    int64_t now = at("2026-03-02T10:00:00");
    /* DUE_CHAIN_MAX: all four */
    assert_int_equal(due_rules_chain(rules, team, TEXT("K6"), now, chain), DUE_CHAIN_MAX);
    for (int64_t i = 0; i < DUE_CHAIN_MAX; i++)
        assert_int_equal(
            sla_policy_find(chain[i], TEXT("K6"))->stages[0].limits[GRADE_P1].real_time.ms,
            (i + 1) * 3600000
        );
    assert_non_null(due_rules_clock(rules, team, TEXT("K6"), now, &owner));
    assert_true(text_is(owner->name, "S"));
    assert_int_equal(due_rules_chain(rules, team, TEXT("K7"), now, chain), 0);
    remove_file("policies/t.yaml");
    remove_file("policies/s.yaml");
    remove_file("policies/u.yaml");
    remove_file("policies/v.yaml");
}

static void a_version_counts_from_its_effective_time_until_it_is_taken_back(void **state UNUSED)
{
    /* a millisecond before, at */
    struct due_rules *rules = NULL;
    struct text faults = {0};

    write_file(
        "policies/b.yaml",
        POLICY(
            "A",
            "2",
            "{from: 2020-01-01}",
            "effective: \"2026-03-02T12:00:00+08:00\"\n"
            "rolled_back: \"2026-04-01T00:00:00+08:00\"\n"
        )
    );
    assert_int_equal(due_rules_load(&support_arena, folder, &faults, &rules), OK);
    static const struct {
        const char *at;
        int32_t version;
    } cases[] = {
        {"2026-03-02T11:59:59.999", 1},
        {"2026-03-02T12:00:00.000", 2},
        {"2026-03-31T23:59:59.999", 2},
        {"2026-04-01T00:00:00.000", 1},
    };
    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_int_equal(
            due_rules_policy(rules, TEXT("A"), at(cases[i].at))->version,
            cases[i].version
        );
    write_file(
        "policies/b.yaml",
        POLICY("A", "2", "{from: 2020-01-01}", "effective: noon\nlayer: boss\n")
    );
    assert_int_equal(due_rules_load(&support_arena, folder, &faults, &rules), ERROR_config);
    assert_non_null(strstr(faults.at, "a time with an offset"));
    assert_non_null(strstr(faults.at, "statute, contract, customer or team"));
    remove_file("policies/b.yaml");
}

static void names_a_folder_that_is_missing(void **state UNUSED)
{
    struct due_rules *rules = NULL;
    struct text faults = {0};

    assert_int_equal(due_rules_load(&support_arena, "/nowhere", &faults, &rules), ERROR_config);
    assert_non_null(strstr(faults.at, "/nowhere/calendars:1: from 1 to 64 files"));
    assert_non_null(strstr(faults.at, "/nowhere/channels.yaml:1: "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loads_calendars_profiles_and_channels),
        cmocka_unit_test(lays_versions_of_a_calendar_over_one_another),
        cmocka_unit_test(a_unit_or_queue_has_the_calendar_that_is_chosen_first),
        cmocka_unit_test(refuses_calendars_that_are_not_there_to_stand_upon),
        cmocka_unit_test(chooses_the_version_of_a_profile_valid_at_receipt),
        cmocka_unit_test(finds_a_clock_in_the_profile_that_it_inherits_from),
        cmocka_unit_test(reports_the_faults_of_all_files_together),
        cmocka_unit_test(refuses_what_does_not_fit_together),
        cmocka_unit_test(refuses_a_second_limit_of_a_case_that_can_be_extended),
        cmocka_unit_test(takes_as_many_files_as_its_limit),
        cmocka_unit_test(puts_a_calendar_together_from_as_many_files_as_its_limit),
        cmocka_unit_test(takes_as_many_channels_as_its_limit),
        cmocka_unit_test(the_law_comes_first_then_contract_customer_and_team),
        cmocka_unit_test(a_version_counts_from_its_effective_time_until_it_is_taken_back),
        cmocka_unit_test(names_a_folder_that_is_missing),
    };
    return RUN_WHEREVER_THE_HOST_IS(tests, make_folder, drop_folder);
}
