/* Tests of services/escalation/why_choice.c: the choice of profile and calendar is in the explanation (REQUIREMENTS 3,
 * 4.4). */
#include "services/escalation/why_choice.h"

#include "tests/unit/services/escalation/support.h"

/* A clock of the case as a decision sees it. */
static struct clock_view *view_in(
    struct calendar_choices *choices,
    struct clocks *clocks,
    const char *chosen_name,
    const char *id
)
{
    static struct due_rules rules;
    static struct clock_policy policy;
    static struct calendar chosen, law;
    static struct sla_clock sla;
    static struct clock_view view;

    rules = (struct due_rules){.choices = choices};
    policy = (struct clock_policy){.rules = &rules};
    law = (struct calendar){.name = TEXT("CN")};
    chosen = (struct calendar){.name = text_of(chosen_name)};
    sla = (struct sla_clock){.id = text_of(id), .statutory = strcmp(id, "K9") == 0};
    view = (struct clock_view){.sla = &sla, .plan.id = text_of(id)};
    *clocks = (struct clocks){.policy = &policy, .calendar = &chosen, .law_calendar = &law};
    return &view;
}

static struct calendar_choices choices = {
    .count = 2,
    .list =
        {
            {.id = TEXT("xinjiang"), .calendar = TEXT("CN-XJ"), .units = {1, {TEXT("xj-*")}}},
            {.id = TEXT("tibet"), .calendar = TEXT("CN-XZ"), .units = {1, {TEXT("xz-*")}}},
        },
};

static void a_chosen_calendar_says_by_what(void **state UNUSED)
{
    struct arena arena = {0};
    struct clocks clocks;
    struct clock_view *view = view_in(&choices, &clocks, "CN-XZ", "K6");

    assert_string_equal(
        why_calendar(&arena, &clocks, view).at,
        "CN-XZ instead of 代替 CN: tibet (units xz-*)"
    );
    view = view_in(&choices, &clocks, "CN-GX", "K6");
    assert_non_null(strstr(why_calendar(&arena, &clocks, view).at, "there no more"));
    view = view_in(NULL, &clocks, "CN-GX", "K6");
    assert_non_null(strstr(why_calendar(&arena, &clocks, view).at, "there no more"));
    arena_done(&arena);
}

static void a_limit_of_the_law_says_that_it_is_not_chosen(void **state UNUSED)
{
    struct arena arena = {0};
    struct clocks clocks;
    struct clock_view *view = view_in(&choices, &clocks, "CN-XZ", "K9");

    assert_non_null(strstr(why_calendar(&arena, &clocks, view).at, "CN, not CN-XZ"));
    arena_done(&arena);
}

static void the_profiles_own_calendar_needs_no_words(void **state UNUSED)
{
    struct arena arena = {0};
    struct clocks clocks;
    struct clock_view *view = view_in(&choices, &clocks, "CN", "K6");

    assert_int_equal(why_calendar(&arena, &clocks, view).length, 0);
    arena_done(&arena);
}

#define PROFILE(name, version, layer, more)                                                    \
    "name: " name "\nversion: " version "\nlayer: " layer                                      \
    "\nvalid: {from: 2020-01-01}\ncalendar: CN\nbasis: {zh: a, en: b}\n" more                  \
    "clocks:\n  - {id: K6, zh: a, en: b, starts: c, limit: 1 bd}\n"

static void take_profile(struct due_rules *rules, struct arena *arena, const char *text)
{
    struct sla_policy *policy = NULL;
    struct yaml yaml;

    assert_int_equal(yaml_read_text(&yaml, arena, text_of(text)), OK);
    if (sla_policy_read(&yaml, &policy) != OK)
        fail_msg("%s", yaml.faults.at);
    rules->policies[rules->policy_count++] = policy;
}

/* Precedence: statute, contract, customer, team; nothing is said where one profile alone has the clock. */
static void a_law_overrules_a_contract_and_a_team(void **state UNUSED)
{
    struct arena arena = {0};
    struct due_rules *rules = NULL;
    struct text faults;

    assert_int_equal(due_rules_load(&arena, "deploy/config", &faults, &rules), OK);
    take_profile(rules, &arena, PROFILE("LAW", "3", "statute", ""));
    take_profile(rules, &arena, PROFILE("DEAL", "2", "contract", "inherits: LAW\n"));
    take_profile(rules, &arena, PROFILE("US", "1", "team", "inherits: DEAL\n"));
    const struct clock_policy policy = {.rules = rules};
    struct clocks clocks = {
        .policy = &policy,
        .profile = due_rules_policy(rules, TEXT("US"), MONDAY),
        .received_ms = MONDAY,
    };
    const struct clock_view k6 = {.ref = {PLAN_K6, 0}};
    assert_string_equal(
        why_precedence(&arena, &clocks, &k6).at,
        "LAW 3 (statute) overrules 优先于 DEAL 2 (contract) overrules 优先于 US 1 (team)"
    );
    clocks.profile = due_rules_policy(rules, TEXT("LAW"), MONDAY);
    assert_int_equal(why_precedence(&arena, &clocks, &k6).length, 0);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chosen_calendar_says_by_what),
        cmocka_unit_test(a_limit_of_the_law_says_that_it_is_not_chosen),
        cmocka_unit_test(the_profiles_own_calendar_needs_no_words),
        cmocka_unit_test(a_law_overrules_a_contract_and_a_team),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
