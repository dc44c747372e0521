/* Tests of services/escalation/policy.c: which profile a case follows (REQUIREMENTS 4.7 rule 1). */
#include "services/escalation/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena arena;
static struct due_rules *rules;

static enum error
read_policy(const char *text, struct clock_policy *policy, struct text *faults)
{
    struct yaml yaml;

    *policy = (struct clock_policy){.rules = rules};
    assert_int_equal(yaml_read_text(&yaml, &arena, text_of(text)), OK);
    enum error error = clock_policy_read(&yaml, policy);
    *faults = yaml.faults;
    return error;
}

static int begin_rules(void **state)
{
    struct text faults;

    (void)state;
    return due_rules_load(&arena, "deploy/config", &faults, &rules) == OK ? 0 : -1;
}

static int end_rules(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void chooses_the_profile_by_channel(void **state)
{
    struct clock_policy policy;
    struct text faults;

    (void)state;
    assert_int_equal(
        read_policy(
            "name: escalation\nversion: 1\nprofile: CN-NFRA-2020\n"
            "by_channel: {pboc: CN-PBOC-2020}\nstat_roll: next_day\nrepeat: {breaches: 3, "
            "level: 5}\n",
            &policy,
            &faults
        ),
        OK
    );
    assert_true(text_is(clock_policy_profile(&policy, TEXT("pboc")), "CN-PBOC-2020"));
    assert_true(text_is(clock_policy_profile(&policy, TEXT("web")), "CN-NFRA-2020"));
    assert_true(text_is(clock_policy_profile(&policy, (struct text){0}), "CN-NFRA-2020"));
    assert_true(policy.roll);
}

static void refuses_names_that_are_not_there(void **state)
{
    static const char *const texts[] = {
        "name: e\nversion: 1\nprofile: NONE\n",
        "name: e\nversion: 1\nprofile: INTERNAL\nby_channel: {pigeon: INTERNAL}\n",
        "name: e\nversion: 1\nprofile: INTERNAL\nby_channel: {web: NONE}\n",
        "name: e\nversion: 1\nprofile: INTERNAL\nstat_roll: sometimes\n",
        "name: e\nversion: 1\nprofile: INTERNAL\nother: 1\n",
        "name: e\nprofile: INTERNAL\n",
    };
    struct clock_policy policy;
    struct text faults;

    (void)state;
    for (size_t i = 0; i < LENGTH(texts); i++) {
        assert_int_equal(read_policy(texts[i], &policy, &faults), ERROR_config);
        assert_non_null(faults.at);
    }
}

/* A profile's clock may be for other types; a misspelt one would be for none. */
static void refuses_a_clock_of_a_type_that_is_not_there(void **state)
{
    struct sla_clock clock = {.id = TEXT("K9"), .type_count = 1, .types = {TEXT("dispute")}};
    struct sla_policy profile = {.name = TEXT("X"), .clocks = &clock, .clock_count = 1};
    const struct sla_policy *last = rules->policies[0];
    struct clock_policy policy;
    struct text faults;

    (void)state;
    rules->policies[rules->policy_count++] = &profile;
    assert_int_equal(
        read_policy(
            "name: e\nversion: 1\nprofile: INTERNAL\nrepeat: {breaches: 3, level: 5}\n",
            &policy,
            &faults
        ),
        OK
    );
    clock.types[0] = TEXT("quarrel");
    assert_int_equal(
        read_policy(
            "name: e\nversion: 1\nprofile: INTERNAL\nrepeat: {breaches: 3, level: 5}\n",
            &policy,
            &faults
        ),
        ERROR_config
    );
    assert_non_null(strstr(faults.at, "profile X, K9: there is no such type of case"));
    rules->policy_count--;
    assert_ptr_equal(rules->policies[0], last);
}

static void notes_every_file_with_its_version(void **state)
{
    struct policy_set set = {.count = 0};
    bool has_profile = false, has_calendar = false, has_own = false;

    (void)state;
    assert_int_equal(clock_policies_load(&arena, "deploy/config", &set), OK);
    for (size_t i = 0; i < set.count; i++) {
        has_own = has_own || text_is(set.file[i].name, "escalation");
        has_profile = has_profile || text_is(set.file[i].name, "policy.CN-NFRA-2020");
        has_calendar = has_calendar || text_is(set.file[i].name, "calendar.CN");
        assert_true(set.file[i].version.length > 0);
    }
    assert_true(has_own && has_profile && has_calendar);
    struct policy_set none = {.count = 0};
    assert_int_equal(clock_policies_load(&arena, "deploy/nothing", &none), ERROR_config);
    assert_non_null(none.faults.at);
}

static struct text shift_text(struct text said, const struct shift *shift)
{
    int from = shift->from_ms / 60000, to = shift->to_ms / 60000;

    return arena_format(
        &arena,
        "%s %d %02d:%02d-%02d:%02d",
        said.at,
        (int)shift->days,
        from / 60,
        from % 60,
        to / 60,
        to % 60
    );
}

/* The numbers of escalation.yaml and duty.yaml, said here once more so that none changes unseen (tests/mutation/run). Days: 0
 * all, 1 workdays, 2 rest days. */
static void the_shipped_files_say_what_the_ladder_says(void **state)
{
    static const char *const duties[] = {
        "L3 3: 0 08:00-20:00 0 20:00-08:00",
        "L4 4: 1 08:00-20:00 2 08:00-20:00 0 20:00-08:00",
        "core_duty 4: 0 00:00-24:00",
        "L5 5: 0 00:00-24:00",
        "L6 6: 0 00:00-24:00",
    };
    struct policy_set set = {.count = 0};

    (void)state;
    assert_int_equal(clock_policies_load(&arena, "deploy/config", &set), OK);
    const struct clock_policy *policy = set.policies;
    /* 4.3: repeat breaches, 3 in a case, L5 */
    assert_int_equal(policy->repeat_breaches, 3);
    assert_int_equal(policy->repeat_level, 5);
    assert_int_equal(policy->roster->answer_ms, 60000);
    assert_int_equal(policy->roster->count, LENGTH(duties));
    for (size_t i = 0; i < LENGTH(duties); i++) {
        const struct duty *duty = &policy->roster->duties[i];
        const char *name = arena_text(&arena, duty->name).at;
        struct text said = arena_format(&arena, "%s %d:", name, duty->level);
        for (size_t k = 0; k < duty->count; k++)
            said = shift_text(said, &duty->shifts[k]);
        assert_string_equal(said.at, duties[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chooses_the_profile_by_channel),
        cmocka_unit_test(refuses_names_that_are_not_there),
        cmocka_unit_test(refuses_a_clock_of_a_type_that_is_not_there),
        cmocka_unit_test(notes_every_file_with_its_version),
        cmocka_unit_test(the_shipped_files_say_what_the_ladder_says),
    };
    return cmocka_run_group_tests(tests, begin_rules, end_rules);
}
