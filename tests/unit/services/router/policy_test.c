/* Tests of services/router/policy.c: REQUIREMENTS 4.2, 5.1; what is refused stands in the fault. */
#include "services/router/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct arena arena;
static char folder[64];

static int copy_config(void **state UNUSED)
{
    char command[256];

    snprintf(folder, sizeof(folder), "/tmp/shouli-router-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(
        command,
        sizeof(command),
        "cp -r deploy/config/. %s/ && sed -i 's/^model:.*/model: none/' %s/classifier.yaml",
        folder,
        folder
    );
    return system(command);
}

static int drop_config(void **state UNUSED)
{
    char command[256];

    arena_done(&arena);
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    return system(command);
}

/* Changes a file of the copy by sed. */
static void change(const char *file, const char *how)
{
    char command[256];

    snprintf(command, sizeof(command), "sed -i '%s' %s/%s", how, folder, file);
    assert_int_equal(system(command), 0);
}

static void assert_fault(const char *part)
{
    struct policy_set set = {.count = 0};

    assert_int_equal(router_policies_load(&arena, folder, &set), ERROR_config);
    if (!memmem(set.faults.at, set.faults.length, part, strlen(part)))
        fail_msg("no '%s' in: %.*s", part, (int)set.faults.length, set.faults.at);
}

static void the_shipped_policies_load_and_are_noted(void **state UNUSED)
{
    static const char *const names[] = {
        "taxonomy",
        "rules",
        "classifier",
        "model",
        "routes",
        "grades",
        "profile.INTERNAL",
        "calendar.CN"};
    static const char *const asked[] = {"roles", "staff", "desk"}; /* decide about no case */
    struct policy_set set = {.count = 0};

    assert_int_equal(router_policies_load(&arena, "deploy/config", &set), OK);
    const struct router_policy *policy = set.policies;
    assert_int_equal(set.count, LENGTH(names) + LENGTH(asked));
    assert_int_equal(policy->version_count, LENGTH(names));
    for (size_t i = 0; i < LENGTH(asked); i++)
        assert_true(text_is(set.file[LENGTH(names) + i].name, asked[i]));
    assert_true(readers_may(&policy->readers, TEXT("L1")));
    assert_false(readers_may(&policy->readers, TEXT("ops")));
    for (size_t i = 0; i < LENGTH(names); i++) {
        assert_true(text_is(set.file[i].name, names[i]));
        assert_true(text_is(policy->versions[i].name, names[i]));
        assert_true(text_equal(policy->versions[i].version, set.file[i].version));
    }
    assert_true(text_equal(
        policy->taxonomy.subcategories[policy->unknown_code].code,
        ROUTER_UNKNOWN_CODE
    ));
}

static void tags_of_a_text_and_of_grading_meet_by_name(void **state UNUSED)
{
    struct policy_set set = {.count = 0};

    assert_int_equal(router_policies_load(&arena, "deploy/config", &set), OK);
    const struct router_policy *policy = set.policies;
    assert_int_equal(policy->grade_tags[TAG_media], grade_tag_bit(GRADE_TAG_media));
    assert_int_equal(policy->grade_tags[TAG_life_threat], grade_tag_bit(GRADE_TAG_life_threat));
    assert_int_equal(policy->grade_tags[TAG_abuse], 0);
}

static void every_type_and_grade_has_a_clock(void **state UNUSED)
{
    for (int type = CASE_TYPE_consult; type <= CASE_TYPE_transfer_out; type++) {
        for (int grade = CASE_GRADE_P1; grade <= CASE_GRADE_P4; grade++)
            assert_true(text_starts(
                router_clock((enum case_type)type, (enum case_grade)grade),
                TEXT("K")
            ));
    }
}

static void a_profile_without_a_limit_is_refused(void **state UNUSED)
{
    change(
        "policies/INTERNAL.yaml",
        "s/limit: {P1: 5 cd, P2: 7 cd, P3: 10 cd}/limit: {P1: 5 cd, P3: 10 cd}/"
    );
    assert_fault("INTERNAL version 1: no limit of K8 for P2");
}

static void a_profile_that_is_not_there_is_refused(void **state UNUSED)
{
    change("policies/*.yaml", "s/INTERNAL/OTHER/");
    assert_fault("there is no profile INTERNAL");
}

static void a_taxonomy_without_the_unknown_is_refused(void **state UNUSED)
{
    change("taxonomy.yaml", "s/code: QT06/code: QT66/");
    assert_fault("QT06");
}

static void each_file_that_is_wrong_is_named(void **state UNUSED)
{
    static const char *const files[] =
        {"channels.yaml", "grades.yaml", "routes.yaml", "rules.yaml", "taxonomy.yaml"};

    for (size_t i = 0; i < LENGTH(files); i++) {
        change(files[i], "1i no_such_key: 1");
        assert_fault(files[i]);
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, copy_config, drop_config)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(the_shipped_policies_load_and_are_noted),
        TEST(tags_of_a_text_and_of_grading_meet_by_name),
        TEST(every_type_and_grade_has_a_clock),
        TEST(a_profile_without_a_limit_is_refused),
        TEST(a_profile_that_is_not_there_is_refused),
        TEST(a_taxonomy_without_the_unknown_is_refused),
        TEST(each_file_that_is_wrong_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
