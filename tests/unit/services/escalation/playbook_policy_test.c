/* Tests of services/escalation/playbook_policy.c: what is prepared for emergencies (REQUIREMENTS SL-06, SL-07). */
#include "services/escalation/playbook_policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "services/escalation/policy.h"

static struct arena arena;
static struct policy_set set;

static int begin(void **state)
{
    (void)state;
    assert_int_equal(clock_policies_load(&arena, "deploy/config", &set), OK);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static const struct clock_policy *shipped(void)
{
    return set.policies;
}

static enum error read_text(struct text text, struct playbook_policy *policy)
{
    struct yaml yaml;

    assert_int_equal(yaml_read_text(&yaml, &arena, text), OK);
    return playbook_policy_read(&yaml, shipped()->roster, shipped()->rules, policy);
}

#define STEP "{step: a, who: L4, minutes: 5, zh: 甲, en: A}"
#define HEAD "name: playbooks\nversion: 7\nkinds:\n"
#define KIND(name, starts, steps)                                                              \
    "  - {kind: " name ", zh: 甲, en: A, level: 4, starts_on: [" starts "], steps: [" steps    \
    "]}\n"

static enum error read_one(const char *starts, const char *steps)
{
    struct playbook_policy *policy = ARENA_NEW(&arena, struct playbook_policy);

    return read_text(
        arena_format(
            &arena,
            HEAD "  - {kind: k, zh: 甲, en: A, level: 4, starts_on: [%s], steps: [%s]}\n",
            starts,
            steps
        ),
        policy
    );
}

static void the_shipped_file_has_every_kind_with_steps_contacts_and_words(void **state)
{
    static const char *const kinds[] = {
        "system_failure",
        "mass_complaint",
        "media",
        "data_leak",
        "disaster",
        "violence",
        "protection",
    };
    const struct playbook_policy *policy = shipped()->playbooks;

    (void)state;
    assert_int_equal(policy->kind_count, LENGTH(kinds));
    for (size_t i = 0; i < LENGTH(kinds); i++) {
        const struct playbook_rule *rule = playbook_rule_find(policy, text_of(kinds[i]));
        bool has_words = false;
        assert_non_null(rule);
        assert_true(rule->trigger_count > 0);
        assert_true(rule->step_count >= 5);
        for (size_t k = 0; k < rule->step_count; k++) {
            assert_non_null(roster_duty(shipped()->roster, rule->steps[k].who));
            has_words = has_words || rule->steps[k].template.at;
        }
        assert_true(has_words);
    }
}

/* What each kind says, apart from its words: level, triggers, and of each step the duty and the minutes. Said here once more so
 * that no number of it changes unseen (tests/mutation/run). */
static void the_shipped_file_says_who_does_what_by_when(void **state)
{
    static const char *const kinds[] = {
        "system_failure 4 incident; confirm core_duty 10, notify_it L4 15, notice L3 30, "
        "alternatives L3 30, "
        "management L5 60, recovered core_duty 480, after L4 2880, ",
        "mass_complaint 5 reason:many_complainants reason:named_major; receive L4 30, "
        "management L5 60, "
        "lead L5 120, regulator L6 1440, plan L5 2880, after L5 10080, ",
        "media 5 reason:public_opinion; preserve L4 15, spokesperson L5 30, contact L4 60, "
        "management L6 60, statement L6 240, watch L4 4320, ",
        /* 3.3, 4.2: 72 h to the authority, 24 h inside */
        "data_leak 5 reason:leak_confirmed reason:leak_suspected fact:leak_known; contain "
        "core_duty 30, "
        "scope L4 240, internal L5 1440, customers L4 2880, authority L6 4320, after L5 "
        "10080, ",
        "disaster 5 reason:public_safety; safety L4 10, continuity L5 30, protective L4 30, "
        "management L6 60, after L5 10080, ",
        "violence 4 reason:threat_to_life; stay L3 1, police L4 3, family L4 30, management L5 "
        "60, "
        "staff L3 1440, follow L4 1440, ",
        "protection 3 step:K4.1 fact:protection_failed; call_core core_duty 2, other_way L3 5, "
        "watch L4 10, tell L3 15, record L4 60, ",
    };
    const struct playbook_policy *policy = shipped()->playbooks;

    (void)state;
    assert_int_equal(policy->kind_count, LENGTH(kinds));
    for (size_t i = 0; i < LENGTH(kinds); i++) {
        const struct playbook_rule *rule = &policy->kinds[i];
        struct text said =
            arena_format(&arena, "%s %d", arena_text(&arena, rule->kind).at, rule->level);
        for (size_t k = 0; k < rule->trigger_count; k++)
            said = arena_format(
                &arena,
                "%s %s",
                said.at,
                arena_text(&arena, rule->triggers[k]).at
            );
        said = arena_format(&arena, "%s; ", said.at);
        for (size_t k = 0; k < rule->step_count; k++) {
            const struct playbook_rule_step *step = &rule->steps[k];
            said = arena_format(
                &arena,
                "%s%s %s %lld, ",
                said.at,
                arena_text(&arena, step->step).at,
                arena_text(&arena, step->who).at,
                (long long)step->minutes
            );
        }
        assert_string_equal(said.at, kinds[i]);
    }
}

static void a_trigger_is_found_by_kind_and_name(void **state)
{
    const struct playbook_policy *policy = shipped()->playbooks;
    const struct playbook_rule *leak = playbook_rule_find(policy, TEXT("data_leak"));
    const struct playbook_rule *failure = playbook_rule_find(policy, TEXT("system_failure"));

    (void)state;
    assert_non_null(playbook_rule_trigger(leak, "reason", TEXT("leak_confirmed")));
    assert_non_null(playbook_rule_trigger(leak, "fact", TEXT("leak_known")));
    assert_null(playbook_rule_trigger(leak, "fact", TEXT("leak_knowN")));
    assert_null(playbook_rule_trigger(leak, "step", TEXT("leak_known")));
    assert_null(playbook_rule_trigger(leak, "incident", (struct text){0}));
    assert_non_null(playbook_rule_trigger(failure, "incident", (struct text){0}));
}

static void names_must_be_known(void **state)
{
    (void)state;
    assert_int_equal(read_one("incident", STEP), OK);
    assert_int_equal(
        read_one("\"reason:emotion\", \"step:E4\", \"fact:leak_known\"", STEP),
        OK
    );
    assert_int_equal(read_one("\"reason:bad_mood\"", STEP), ERROR_config);
    assert_int_equal(read_one("\"step:E9\"", STEP), ERROR_config);
    assert_int_equal(read_one("\"fact:rain\"", STEP), ERROR_config);
    assert_int_equal(read_one("weather", STEP), ERROR_config);
    assert_int_equal(
        read_one("", "{step: a, who: L9, minutes: 5, zh: 甲, en: A}"),
        ERROR_config
    );
    assert_int_equal(
        read_one("", "{step: a, who: L4, minutes: 5, zh: 甲, en: A, template: none}"),
        ERROR_config
    );
    assert_int_equal(read_one("", STEP ", " STEP), ERROR_config);
    assert_int_equal(read_one("", ""), ERROR_config);
    assert_int_equal(read_one("", "{step: a, who: L4, zh: 甲, en: A}"), ERROR_config);
    assert_int_equal(
        read_one("", "{step: a, who: L4, minutes: 5, zh: 甲, en: A, x: 1}"),
        ERROR_config
    );
}

static void minutes_are_from_one_to_a_week(void **state)
{
    static const struct {
        const char *minutes;
        enum error error;
    } rows[] = {{"0", ERROR_config}, {"1", OK}, {"10080", OK}, {"10081", ERROR_config}};

    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct text step = arena_format(
            &arena,
            "{step: a, who: L4, minutes: %s, zh: 甲, en: A}",
            rows[i].minutes
        );
        assert_int_equal(read_one("", step.at), rows[i].error);
    }
}

/* So many of them, with their number for each #. */
static struct text many(size_t count, const char *pattern)
{
    struct text all = {"", 0};

    for (size_t i = 0; i < count; i++) {
        const char *rest = pattern;
        while (*rest) {
            size_t length = strcspn(rest, "#");
            all = arena_format(&arena, "%.*s%.*s", (int)all.length, all.at, (int)length, rest);
            rest += length;
            if (*rest == '#')
                all = arena_format(&arena, "%.*s%zu", (int)all.length, all.at, i);
            rest += *rest == '#';
        }
    }
    return all;
}

static void takes_as_many_as_its_limits(void **state)
{
    struct playbook_policy *policy = ARENA_NEW(&arena, struct playbook_policy);
    const char *step = "{step: s#, who: L4, minutes: 5, zh: 甲, en: A}, ";
    const char *kind = KIND("k#", "", STEP);
    const char *words = "  t#: {zh: 甲, en: A}\n";

    (void)state;
    assert_int_equal(read_one("", many(PLAYBOOK_STEPS_MAX, step).at), OK);
    assert_int_equal(read_one("", many(PLAYBOOK_STEPS_MAX + 1, step).at), ERROR_config);
    assert_int_equal(read_one(many(PLAYBOOK_TRIGGERS_MAX, "incident, ").at, STEP), OK);
    assert_int_equal(
        read_one(many(PLAYBOOK_TRIGGERS_MAX + 1, "incident, ").at, STEP),
        ERROR_config
    );
    for (size_t more = 0; more < 2; more++) {
        struct text kinds = many(PLAYBOOK_KINDS_MAX + more, kind);
        struct text templates = many(PLAYBOOK_TEMPLATES_MAX + more, words);
        enum error expected = more ? ERROR_config : OK;
        assert_int_equal(
            read_text(arena_format(&arena, HEAD "%s", kinds.at), policy),
            expected
        );
        assert_int_equal(
            read_text(
                arena_format(&arena, HEAD KIND("k", "", STEP) "templates:\n%s", templates.at),
                policy
            ),
            expected
        );
    }
}

static void texts_have_limits(void **state)
{
    char words[PLAYBOOK_STEP_BYTES_MAX + 2];

    (void)state;
    for (size_t length = PLAYBOOK_STEP_BYTES_MAX; length <= PLAYBOOK_STEP_BYTES_MAX + 1;
         length++) {
        memset(words, 'x', length);
        words[length] = '\0';
        struct text step =
            arena_format(&arena, "{step: a, who: L4, minutes: 5, zh: 甲, en: %s}", words);
        assert_int_equal(
            read_one("", step.at),
            length == PLAYBOOK_STEP_BYTES_MAX ? OK : ERROR_config
        );
    }
}

/* In one decision there is room for so many events. */
static void one_trigger_starts_at_most_four_kinds(void **state)
{
    struct playbook_policy *policy = ARENA_NEW(&arena, struct playbook_policy);
    const char *kind = KIND("k#", "incident, \"fact:leak_known\"", STEP);
    const char *other = KIND("other", "\"step:E4\"", STEP);

    (void)state;
    for (size_t count = PLAYBOOK_STARTS_MAX - 1; count <= PLAYBOOK_STARTS_MAX + 1; count++) {
        struct text kinds = many(count, kind);
        assert_int_equal(
            read_text(arena_format(&arena, HEAD "%s%s", kinds.at, other), policy),
            count <= PLAYBOOK_STARTS_MAX ? OK : ERROR_config
        );
    }
}

/* Whoever reads the event strictly refuses a text above its field's limit. */
static void a_template_fits_its_field_also_with_its_places_filled_in(void **state)
{
    /* 32 bytes for {number}, 16 for {time}; 8 and 6 before */
    static const struct {
        const char *pattern;
        size_t count, more;
        enum error error;
    } rows[] = {
        {"x", 900, 0, OK},
        {"x", 901, 0, ERROR_config},
        {"{number}", 32, 0, OK},
        {"{number}", 32, 1, ERROR_config},
        {"{time}", 64, 0, OK},
        {"{time}", 64, 1, ERROR_config},
    };
    struct playbook_policy *policy = ARENA_NEW(&arena, struct playbook_policy);

    (void)state;
    for (size_t i = 0; i < LENGTH(rows); i++) {
        struct text words = many(rows[i].count, rows[i].pattern);
        struct text file = arena_format(
            &arena,
            HEAD KIND("k", "", STEP) "templates:\n  t: {zh: 甲, en: \"%.*s%s\"}\n",
            (int)words.length,
            words.at,
            rows[i].more ? "x" : ""
        );
        assert_int_equal(read_text(file, policy), rows[i].error);
    }
}

/* playbook.kinds answers all of it in one reply: with the longest words, not all of 16 kinds of 16 steps fit. */
static void all_kinds_fit_in_one_reply(void **state)
{
    struct playbook_policy *policy = ARENA_NEW(&arena, struct playbook_policy);
    struct text words = many(PLAYBOOK_TEMPLATE_BYTES_MAX, "x");
    struct text step = TEXT("{step: s#, who: L4, minutes: 5, zh: 甲, en: A, template: t}, ");
    enum error last = OK;
    size_t fit = 0;

    (void)state;
    for (size_t count = 1; count <= PLAYBOOK_KINDS_MAX && last == OK; count++) {
        struct text steps = many(PLAYBOOK_STEPS_MAX, step.at);
        struct text kinds =
            many(count, arena_format(&arena, KIND("k#", "", "%s"), steps.at).at);
        struct text file = arena_format(
            &arena,
            HEAD "%stemplates:\n  t: {zh: %s, en: %s}\n",
            kinds.at,
            words.at,
            words.at
        );
        last = read_text(file, policy);
        fit += last == OK;
    }
    /* a step is 192 + 3 + 1 + 2 + 2 + 1800 bytes */
    assert_int_equal(fit, PLAYBOOK_TABLE_BYTES_MAX / (PLAYBOOK_STEPS_MAX * 2000));
    assert_int_equal(last, ERROR_config);
}

#define TEST(name) cmocka_unit_test(name)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_shipped_file_has_every_kind_with_steps_contacts_and_words),
        TEST(the_shipped_file_says_who_does_what_by_when),
        TEST(a_trigger_is_found_by_kind_and_name),
        TEST(names_must_be_known),
        TEST(minutes_are_from_one_to_a_week),
        TEST(takes_as_many_as_its_limits),
        TEST(texts_have_limits),
        TEST(one_trigger_starts_at_most_four_kinds),
        TEST(a_template_fits_its_field_also_with_its_places_filled_in),
        TEST(all_kinds_fit_in_one_reply),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
