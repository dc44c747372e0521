/* Tests of services/escalation/incident_policy.c: numbers, names and the notice (REQUIREMENTS SL-13). */
#include "services/escalation/incident_policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena arena;

#define FILE_TEXT(cases, others, grade, types)                                                 \
    "name: incidents\nversion: 1\nby: code\ncases: " cases "\nminutes: 30\ntypes: [" types     \
    "]\nraise_types: [complaint]\ngrade: " grade                                               \
    "\nlevel: 4\nquiet_minutes: 120\nothers: {" others                                         \
    "}\nnotice: {zh: \"a{name}b{number}c{time}\", en: \"{time} {number} {name}{x}\"}\n"

static enum error read_policy(const char *text, struct incident_policy *policy)
{
    struct yaml yaml;

    assert_int_equal(yaml_read_text(&yaml, &arena, text_of(text)), OK);
    return incident_policy_read(&yaml, "deploy/config", policy);
}

static int end_arena(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static void the_shipped_file_says_20_in_30_minutes(void **state)
{
    struct incident_policy policy;
    struct yaml yaml;

    (void)state;
    assert_int_equal(yaml_read_file(&yaml, &arena, "deploy/config/incidents.yaml"), OK);
    assert_int_equal(incident_policy_read(&yaml, "deploy/config", &policy), OK);
    assert_int_equal(incident_cases(&policy, TEXT("AC01")), 20);
    assert_int_equal(policy.window_ms, 30 * 60 * 1000);
    assert_int_equal(policy.grade, CASE_GRADE_P1);
    assert_int_equal(policy.level, 4);
    assert_int_equal(policy.quiet_ms, 120 * 60 * 1000);
    for (int type = 0; type < INCIDENT_TYPES; type++) {
        bool wrong = type == CASE_TYPE_complaint || type == CASE_TYPE_dispute ||
                     type == CASE_TYPE_urgent;
        assert_int_equal(policy.counts[type], wrong);
    }
    assert_int_equal(policy.name_count, 12 + 71);
}

static void some_matters_have_numbers_of_their_own(void **state)
{
    struct incident_policy policy;

    (void)state;
    assert_int_equal(read_policy(FILE_TEXT("20", "CR03: 30", "P1", "complaint"), &policy), OK);
    assert_int_equal(incident_cases(&policy, TEXT("CR03")), 30);
    assert_int_equal(incident_cases(&policy, TEXT("CR04")), 20);
}

static void numbers_have_limits(void **state)
{
    /* below, at, at, above */
    struct incident_policy policy;

    (void)state;
    assert_int_equal(read_policy(FILE_TEXT("1", "", "P1", "consult"), &policy), ERROR_config);
    assert_int_equal(read_policy(FILE_TEXT("2", "", "P1", "consult"), &policy), OK);
    assert_int_equal(read_policy(FILE_TEXT("30", "", "P1", "consult"), &policy), OK);
    assert_int_equal(read_policy(FILE_TEXT("31", "", "P1", "consult"), &policy), ERROR_config);
    assert_int_equal(
        read_policy(FILE_TEXT("20", "CR03: 31", "P1", "consult"), &policy),
        ERROR_config
    );
    assert_int_equal(read_policy(FILE_TEXT("20", "", "P5", "consult"), &policy), ERROR_config);
    assert_int_equal(read_policy(FILE_TEXT("20", "", "P1", "nonsense"), &policy), ERROR_config);
}

static void the_notice_says_matter_number_and_time(void **state)
{
    struct incident_policy policy;

    (void)state;
    assert_int_equal(read_policy(FILE_TEXT("20", "", "P1", "consult"), &policy), OK);
    assert_true(text_is(
        incident_notice(&policy, false, TEXT("AC01"), TEXT("IN1"), TEXT("10:00"), &arena),
        "a开户bIN1c10:00"
    ));
    assert_true(text_is(
        incident_notice(&policy, true, TEXT("AC01"), TEXT("IN1"), TEXT("10:00"), &arena),
        "10:00 IN1 Opening an account{x}"
    ));
    assert_true(text_is(
        incident_notice(&policy, false, TEXT("XX99"), TEXT("IN1"), TEXT("10:00"), &arena),
        "aXX99bIN1c10:00"
    ));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_shipped_file_says_20_in_30_minutes, end_arena),
        cmocka_unit_test_teardown(some_matters_have_numbers_of_their_own, end_arena),
        cmocka_unit_test_teardown(numbers_have_limits, end_arena),
        cmocka_unit_test_teardown(the_notice_says_matter_number_and_time, end_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
