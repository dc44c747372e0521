/* Tests of services/survey/survey.c: what the service's tables promise, and policies that are not there. */
#include "tests/unit/services/survey/support.h"

static void follows_desk_only(void **state UNUSED)
{
    assert_int_equal(survey_service.reaction_count, 7);
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

/* shouli_survey_total: an outcome is counted when it is reached. */
static void an_outcome_is_counted_when_it_is_reached(void **state UNUSED)
{
    static const enum survey_state steps[] = {
        SURVEY_STATE_open,
        SURVEY_STATE_invited,
        SURVEY_STATE_invited,
        SURVEY_STATE_answered,
        SURVEY_STATE_open,
        SURVEY_STATE_invited,
        SURVEY_STATE_expired,
    };
    struct arena arena = {0};
    struct tallies tallies = {.arena = &arena};
    struct invitation was = {.state = SURVEY_STATE_none}, is = was;

    for (size_t i = 0; i < LENGTH(steps); i++) {
        is.state = steps[i];
        survey_tally(&tallies, &invitation_record, i ? &was : NULL, &is);
        was = is;
    }
    survey_tally(&tallies, &surveyed_customer_record, NULL, &is);
    tallies_commit(&tallies);
    assert_int_equal(metric_value_labelled(METRIC_shouli_survey_total, "invited"), 2);
    assert_int_equal(metric_value_labelled(METRIC_shouli_survey_total, "answered"), 1);
    assert_int_equal(metric_value_labelled(METRIC_shouli_survey_total, "expired"), 1);
    assert_int_equal(metric_value_labelled(METRIC_shouli_survey_total, "open"), 0);
    arena_done(&arena);
    metrics_done();
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_outcome_is_counted_when_it_is_reached),
        cmocka_unit_test(follows_desk_only),
        cmocka_unit_test(says_which_policy_cannot_be_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
