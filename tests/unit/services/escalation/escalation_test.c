/* Tests of services/escalation/escalation.c: the table of the service. */
#include "tests/unit/services/escalation/support.h"

static void each_event_has_one_reaction(void **state)
{
    (void)state;
    for (size_t i = 0; i < escalation_service.reaction_count; i++) {
        for (size_t k = 0; k < i; k++)
            assert_int_not_equal(
                escalation_service.reactions[i].type,
                escalation_service.reactions[k].type
            );
        assert_ptr_equal(escalation_service.reactions[i].first, &clocked_case_record);
    }
}

static void looks_for_what_is_due_five_times_a_second(void **state)
{
    (void)state;
    assert_string_equal(escalation_service.chores[0].name, "fire");
    assert_int_equal(escalation_service.chores[0].every_ms, 200);
    assert_int_equal(escalation_service.port, 40);
}

static void announces_its_policies(void **state)
{
    trial_chore(*state, "policies");
    assert_non_null(trial_last(*state, MESSAGE_policy_adopted_v1));
}

enum { NOW_MS = 1000 };

/* What the check of an answer says at NOW_MS of what could be read of a body that the codec has refused for something else. */
static void checks(int type, const void *body, struct arena *arena, struct reply *reply)
{
    const struct message message = {.shape = message_shape_of((enum message_type)type)};
    struct call call = {.message = &message, .arena = arena, .reply = reply, .now_ms = NOW_MS};
    size_t i = 0;

    while (escalation_service.answers[i].type != type)
        assert_true(++i < escalation_service.answer_count);
    assert_non_null(escalation_service.answers[i].check);
    *reply = (struct reply){0};
    if (escalation_service.answers[i].check(&call, body) == OK)
        assert_int_equal(reply->faults.count, 0);
}

#define CHECKS(name, ...)                                                                      \
    checks(MESSAGE_##name##_v1, &(const struct name){__VA_ARGS__}, &arena, &reply)

static void finds(const struct reply *reply, const char *code, const char *field)
{
    assert_int_equal(reply->faults.count, 1);
    assert_string_equal(reply->faults.list[0].code, code);
    assert_true(text_is(reply->faults.list[0].field, field));
}

/* PROTOCOL section 2: errors, all at once: together with what the codec misses. */
static void a_reason_that_is_no_code_is_told_with_the_other_faults(void **state)
{
    struct arena arena = {0};
    struct reply reply;

    (void)state;
    CHECKS(case_regrade, .reason = TEXT("a b"));
    finds(&reply, "invalid_field", "data.reason");
    CHECKS(incident_close, .reason = TEXT("完"));
    finds(&reply, "invalid_field", "data.reason");
    CHECKS(playbook_start, .reason = TEXT("a.b"));
    finds(&reply, "invalid_field", "data.reason");
    CHECKS(playbook_close, .reason = TEXT("a/b"));
    finds(&reply, "invalid_field", "data.reason");
    CHECKS(case_regrade, .reason = TEXT("a_b-9"));
    assert_int_equal(reply.faults.count, 0);
    CHECKS(incident_close, .incident_no = TEXT("I1")); /* the codec has told it */
    assert_int_equal(reply.faults.count, 0);
    arena_done(&arena);
}

static void a_time_that_cannot_be_is_told_with_the_other_faults(void **state)
{
    const int64_t days = 400 * INT64_C(86400000);
    struct arena arena = {0};
    struct reply reply;

    (void)state;
    CHECKS(clock_extend, .told_at = NOW_MS + 1);
    finds(&reply, "invalid_field", "data.told_at");
    CHECKS(clock_extend, .told_at = NOW_MS);
    assert_int_equal(reply.faults.count, 0);
    CHECKS(duty_set_absence, .has_from = true, .from = 1, .has_to = true, .to = NOW_MS);
    finds(&reply, "invalid_field", "data.to");
    CHECKS(duty_set_absence, .has_from = true, .from = 1, .has_to = true, .to = NOW_MS + 1);
    assert_int_equal(reply.faults.count, 0);
    CHECKS(duty_set_absence, .has_from = true, .from = 1, .has_to = true, .to = days + 2);
    finds(&reply, "invalid_field", "data.to");
    CHECKS(duty_set_absence, .has_to = true, .to = days + 2); /* from when is not known */
    assert_int_equal(reply.faults.count, 0);
    arena_done(&arena);
}

static void what_is_wrong_with_a_fact_is_told_with_the_other_faults(void **state)
{
    struct arena arena = {0};
    struct reply reply;

    (void)state;
    CHECKS(fact_record, .at = NOW_MS + 1);
    finds(&reply, "invalid_field", "data.at");
    CHECKS(fact_record, .fact = RECORDED_FACT_appraisal_begun);
    finds(&reply, "missing_field", "data.told_at");
    CHECKS(fact_record, .fact = RECORDED_FACT_new_facts, .has_number = true, .number = 2);
    finds(&reply, "invalid_field", "data.number");
    CHECKS(fact_record, .has_number = true, .number = 2); /* of what is not known */
    assert_int_equal(reply.faults.count, 0);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_event_has_one_reaction),
        TEST(looks_for_what_is_due_five_times_a_second),
        TEST(announces_its_policies),
        TEST(a_reason_that_is_no_code_is_told_with_the_other_faults),
        TEST(a_time_that_cannot_be_is_told_with_the_other_faults),
        TEST(what_is_wrong_with_a_fact_is_told_with_the_other_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
