/* Tests of services/survey/survey.c: what the service's tables promise, and policies that are not there. */
#include "tests/unit/services/survey/support.h"

static void follows_desk_only(void **state UNUSED)
{
    assert_int_equal(survey_service.reaction_count, 4);
    for (size_t i = 0; i < survey_service.reaction_count; i++)
        assert_string_equal(survey_service.reactions[i].stream, "desk");
}

static void says_which_policy_cannot_be_read(void **state UNUSED)
{
    struct arena arena = {0};
    struct policy_set set = {.count = 0};

    assert_int_equal(
        survey_service.policies_load(&arena, "tests/unit/services/survey", &set),
        ERROR_config
    );
    assert_non_null(memmem(set.faults.at, set.faults.length, "survey.yaml", 11));
    arena_done(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_desk_only),
        cmocka_unit_test(says_which_policy_cannot_be_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
