/* Tests of services/survey/policy.c and of deploy/config/survey.yaml. */
#include "tests/unit/services/survey/support.h"

static const char whole[] =
    "version: 1\nquestions: q1\ncalendar: CN\ncall_back_channel: phone\n"
    "sample: {consult: 10}\ncall_back: [complaint]\n"
    "quiet: {from_hour: 21, to_hour: 9, rest_day_to_hour: 10}\n"
    "call_back_hours: {from_hour: 9, to_hour: 20}\n"
    "ask_by: {phone: sms}\nexcluded: {codes: [QT05]}\n";

/* The faults of the text with `from` replaced by `to`, absent when it is well. */
static struct text faults_with(struct arena *arena, const char *from, const char *to)
{
    struct survey_policy policy;
    struct yaml yaml;
    const char *at = strstr(whole, from);

    assert_non_null(at);
    struct text text =
        arena_format(arena, "%.*s%s%s", (int)(at - whole), whole, to, at + strlen(from));
    assert_int_equal(yaml_read_text(&yaml, arena, text), OK);
    enum error error = survey_policy_read(&yaml, &policy);
    assert_int_equal(error, yaml_ok(&yaml) ? OK : ERROR_config);
    return yaml.faults;
}

static void refuses_what_makes_no_sense(void **state UNUSED)
{
    static const char *const rows[][2] = {
        {"version: 1\n", ""},
        {"questions: q1\n", ""},
        {"calendar: CN\n", ""},
        {"consult: 10", "consult: 101"},
        {"consult: 10", "consult: -1"},
        {"consult: 10", "consul: 10"},
        {"[complaint]", "[complaints]"},
        {"from_hour: 21", "from_hour: 25"},
        {"from_hour: 21", "from_hour: 9"},  /* never opens */
        {"from_hour: 21", "from_hour: 10"}, /* never opens on rest days */
        {"from_hour: 9, to_hour: 20", "from_hour: 20, to_hour: 20"},
        {"to_hour: 9, ", ""},
        {"codes:", "code:"},
        {"version: 1\n", "version: 1\nunknown: 2\n"},
        {"ask_by: {phone: sms}", "ask_by: {phone: [sms]}"},
    };
    struct arena arena = {0};

    assert_null(faults_with(&arena, "q1", "q2").at);
    for (size_t i = 0; i < LENGTH(rows); i++) {
        if (!faults_with(&arena, rows[i][0], rows[i][1]).at)
            fail_msg("taken: %s as %s", rows[i][0], rows[i][1]);
    }
    arena_done(&arena);
}

static void takes_limits_at_their_ends(void **state UNUSED)
{
    struct arena arena = {0};

    assert_null(faults_with(&arena, "consult: 10", "consult: 100").at);
    assert_null(faults_with(&arena, "consult: 10", "consult: 0").at);
    assert_null(faults_with(&arena, "from_hour: 21", "from_hour: 24").at);
    assert_null(faults_with(&arena, "from_hour: 21", "from_hour: 11").at);
    assert_null(
        faults_with(&arena, "from_hour: 9, to_hour: 20", "from_hour: 19, to_hour: 20").at
    );
    arena_done(&arena);
}

static void loads_what_is_shipped(void **state UNUSED)
{
    struct arena arena = {0};
    struct policy_set set = {.count = 0};

    if (survey_service.policies_load(&arena, "deploy/config", &set) != OK)
        fail_msg("%s", set.faults.at);
    const struct survey_policy *policy = set.policies;
    assert_true(text_is(policy->questions, "csat-1"));
    assert_int_equal(policy->cap_ms, DAYS_MS(30));
    assert_int_equal(policy->answer_ms, DAYS_MS(7));
    assert_int_equal(policy->recovery_ms, HOUR_MS / 6);
    assert_true(policy->call_back[CASE_TYPE_complaint]);
    assert_true(policy->call_back[CASE_TYPE_dispute]);
    assert_false(policy->call_back[CASE_TYPE_consult]);
    assert_true(text_is(survey_ask_by(policy, TEXT("phone")), "sms"));
    assert_null(survey_ask_by(policy, TEXT("letter")).at);
    assert_true(survey_words_have(&policy->excluded_codes, TEXT("QT05")));
    assert_false(survey_words_have(&policy->excluded_codes, TEXT("QT0")));
    assert_false(survey_words_have(&policy->excluded_codes, (struct text){0}));
    assert_int_equal(set.count, 5); /* the calendar, and desk's three files of people, too */
    arena_done(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_makes_no_sense),
        cmocka_unit_test(takes_limits_at_their_ends),
        cmocka_unit_test(loads_what_is_shipped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
