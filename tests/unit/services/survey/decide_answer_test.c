/* Tests of services/survey/decide_answer.c: REQUIREMENTS SV-03, SV-04, SV-06 to SV-08, 2.3 row 69. */
#include "tests/unit/services/survey/support.h"

static struct vault vault; /* the one that trials have */
static struct arena arena;

static int begin_vault(void **state UNUSED)
{
    static const uint8_t kek[VAULT_KEK_BYTES] = {7};

    vault_init(&vault, kek);
    return 0;
}

static int end_vault(void **state UNUSED)
{
    vault_done(&vault);
    arena_done(&arena);
    return 0;
}

static struct text token_of(struct trial *trial, uint8_t n)
{
    char token[SURVEY_TOKEN_LENGTH + 1];

    survey_token(&vault, invitation_now(trial, n)->survey_id, token);
    return arena_text(&arena, text_of(token));
}

static struct survey_answer answer_of(uint8_t n, int64_t score)
{
    return (struct survey_answer
    ){.case_id = case_id(n), .has_case_id = true, .score = score, .has_score = true};
}

static const struct item *
say(struct trial *trial, const struct survey_answer *answer, const char *actor)
{
    const struct trial_message message = {
        .type = MESSAGE_survey_answer_v1,
        .body = answer,
        .case_id = answer->case_id,
        .actorid = actor};

    return trial_command(trial, &message);
}

static const struct item *say_by_link(struct trial *trial, struct survey_answer answer)
{
    answer.token = token_of(trial, answer.case_id.b[15]);
    return say(trial, &answer, NULL);
}

static void refuses(const struct item *item, const char *code, const char *field)
{
    assert_int_equal(item->outcome, OUTCOME_rejected);
    assert_int_equal(item->reply.faults.count, 1);
    assert_string_equal(item->reply.faults.list[0].code, code);
    assert_true(text_is(item->reply.faults.list[0].field, field));
}

static const struct survey_recovery_needed *recovery_now(struct trial *trial)
{
    return trial_last(trial, MESSAGE_survey_recovery_needed_v1);
}

/* The key of a case, as intake stores it. */
static struct case_key put_key(struct trial *trial, uint8_t n)
{
    struct case_key key;
    struct wrapped_key wrapped;

    assert_int_equal(vault_make_key(&vault, case_id(n), &key, &wrapped), OK);
    const struct vault_row row = {
        .case_id = case_id(n),
        .has_case_id = true,
        .kek_id = text_of(wrapped.kek_id),
        .key_id = {wrapped.key_id, CASE_KEY_ID_BYTES},
        .wrapped = {wrapped.bytes, VAULT_WRAPPED_BYTES},
        .created_at = MONDAY_MS,
        .has_created_at = true,
    };
    trial_put(trial, &vault_row_record, &row);
    return key;
}

static void takes_an_answer_by_the_link(void **state)
{
    close_case(*state, 1, CASE_TYPE_consult);
    trial_set_time(*state, MONDAY_MS + HOUR_MS);
    const struct item *item = say_by_link(*state, answer_of(1, 5));
    assert_int_equal(item->outcome, OUTCOME_accepted);
    assert_true(uuid_equal(item->reply.of.id, case_id(1)));
    const struct survey_answered *event = trial_last(*state, MESSAGE_survey_answered_v1);
    assert_int_equal(event->score, 5);
    assert_false(event->has_solved);
    assert_null(event->comment.cipher.at);
    assert_true(text_is(event->questions, "csat-1")); /* SV-03: responses store version */
    assert_int_equal(event->answered_at, MONDAY_MS + HOUR_MS);
    const struct invitation *invitation = invitation_now(*state, 1);
    assert_int_equal(invitation->state, SURVEY_STATE_answered);
    assert_int_equal(invitation->score, 5);
    assert_null(recovery_now(*state));
}

static void refuses_scores_that_are_none(void **state UNUSED)
{
    /* the bounds stand in the contract, so no decision ever sees them */
    static const int64_t scores[] = {0, 1, 5, 6};

    for (size_t i = 0; i < LENGTH(scores); i++) {
        const struct survey_answer answer = answer_of(1, scores[i]);
        struct survey_answer read;
        struct faults faults = {.count = 0};
        enum error error = map_decode(
            map_encode(&survey_answer_shape, &answer, &arena),
            &survey_answer_shape,
            DECODE_strict,
            "data",
            &arena,
            &faults,
            &read
        );
        assert_int_equal(error, scores[i] >= 1 && scores[i] <= 5 ? OK : ERROR_refused);
    }
}

static void has_a_case_taken_up_again_after_a_low_score(void **state UNUSED)
{
    /* SV-07: score ≤ 2 of 5, within 10 min; 3 is not low */
    for (int64_t score = 1; score <= 3; score++) {
        struct trial *trial = trial_new(&survey_service, MONDAY_MS);
        close_case(trial, 1, CASE_TYPE_consult);
        assert_int_equal(say_by_link(trial, answer_of(1, score))->outcome, OUTCOME_accepted);
        const struct survey_recovery_needed *event = recovery_now(trial);
        if (score <= 2) {
            assert_non_null(event);
            assert_int_equal(event->cause, RECOVERY_CAUSE_low_score);
            assert_int_equal(event->score, score);
            assert_int_equal(event->due_at, MONDAY_MS + HOUR_MS / 6);
            assert_true(uuid_equal(event->survey_id, invitation_now(trial, 1)->survey_id));
        } else {
            assert_null(event);
        }
        trial_destroy(&trial);
    }
}

static void has_a_case_taken_up_again_that_is_not_solved(void **state)
{
    struct survey_answer answer = answer_of(1, 5);

    close_case(*state, 1, CASE_TYPE_consult);
    answer.has_solved = true;
    say_by_link(*state, answer);
    assert_int_equal(recovery_now(*state)->cause, RECOVERY_CAUSE_not_solved);
    assert_true(recovery_now(*state)->has_solved);
}

static void is_content_when_it_is_solved(void **state)
{
    struct survey_answer answer = answer_of(1, 3);

    close_case(*state, 1, CASE_TYPE_consult);
    answer.solved = answer.has_solved = true;
    say_by_link(*state, answer);
    assert_null(recovery_now(*state));
    assert_true(invitation_now(*state, 1)->solved);
}

static void hears_a_complaint_in_a_comment(void **state)
{
    /* SV-08: "我要投诉" in comment → complaint */
    struct survey_answer answer = answer_of(1, 5);

    close_case(*state, 1, CASE_TYPE_consult);
    put_key(*state, 1);
    answer.comment = TEXT("我要投诉你们");
    assert_int_equal(say_by_link(*state, answer)->outcome, OUTCOME_accepted);
    assert_int_equal(recovery_now(*state)->cause, RECOVERY_CAUSE_complaint);
}

static void seals_a_comment_without_its_secrets(void **state)
{
    struct survey_answer answer = answer_of(1, 4);
    struct bytes plain;

    close_case(*state, 1, CASE_TYPE_consult);
    struct case_key key = put_key(*state, 1);
    answer.comment = TEXT("谢谢，我的电话13812345678");
    say_by_link(*state, answer);
    const struct survey_answered *event = trial_last(*state, MESSAGE_survey_answered_v1);
    assert_int_equal(
        seal_open(&key, TEXT("survey.comment"), &event->comment, &arena, &plain),
        OK
    );
    assert_null(memmem(plain.at, plain.length, "13812345678", 11));
    assert_non_null(memmem(plain.at, plain.length, "谢谢", 6));
    vault_forget_key(&key);
}

static void refuses_a_comment_on_a_case_without_a_key(void **state)
{
    struct survey_answer answer = answer_of(1, 4);

    close_case(*state, 1, CASE_TYPE_consult);
    answer.comment = TEXT("谢谢");
    refuses(say_by_link(*state, answer), "not_found", "data.case_id");
    assert_int_equal(invitation_now(*state, 1)->state, SURVEY_STATE_invited);
}

static void refuses_a_second_answer(void **state)
{
    close_case(*state, 1, CASE_TYPE_consult);
    say_by_link(*state, answer_of(1, 5));
    size_t events = trial_event_count(*state);
    refuses(say_by_link(*state, answer_of(1, 1)), "conflict", "data.case_id");
    assert_int_equal(trial_event_count(*state), events);
    assert_int_equal(invitation_now(*state, 1)->score, 5);
}

static void takes_answers_for_7_days(void **state)
{
    /* 4.6: one below, at and above the limit */
    for (int64_t off = -1; off <= 1; off++) {
        struct trial *trial = trial_new(&survey_service, MONDAY_MS);
        close_case(trial, 1, CASE_TYPE_consult);
        trial_set_time(trial, MONDAY_MS + DAYS_MS(7) + off);
        const struct item *item = say_by_link(trial, answer_of(1, 5));
        if (off < 0)
            assert_int_equal(item->outcome, OUTCOME_accepted);
        else
            refuses(item, "illegal_transition", "data.case_id");
        trial_destroy(&trial);
    }
    assert_int_equal(trial_event_count(*state), 0);
}

/* 4.6: the link 7 days, the call-back until there were days enough for it (sample.h); 2026-02-14 is worked, the next such day
 * is 02-24. */
static void a_link_lapses_although_the_call_back_goes_on(void **state UNUSED)
{
    const int64_t begun = MONDAY_MS - DAYS_MS(282);

    for (int64_t off = -1; off <= 1; off++) {
        struct trial *trial = trial_new(&survey_service, begun);
        answer_complaint(trial, 1);
        trial_set_time(trial, begun + DAYS_MS(7) + off);
        const struct item *item = say_by_link(trial, answer_of(1, 5));
        if (off < 0) {
            assert_int_equal(item->outcome, OUTCOME_accepted);
        } else {
            refuses(item, "illegal_transition", "data.token");
            const struct survey_answer answer = answer_of(1, 5);
            assert_int_equal(say(trial, &answer, "caller")->outcome, OUTCOME_accepted);
        }
        trial_destroy(&trial);
    }
}

static void refuses_an_answer_that_nobody_asked_for(void **state)
{
    const struct survey_answer answer = answer_of(1, 5);
    const struct case_closed body = closing(CASE_TYPE_consult);

    refuses(say(*state, &answer, "agent-1"), "not_found", "data.case_id");
    tell(*state, MESSAGE_case_closed_v1, 1, number_in_sample(0, 10, false), &body);
    refuses(say(*state, &answer, "agent-1"), "not_found", "data.case_id");
    close_case(*state, 2, CASE_TYPE_complaint);
    reopen_case(*state, 2, CASE_TYPE_complaint);
    const struct survey_answer late = answer_of(2, 5);
    refuses(say(*state, &late, "agent-1"), "not_found", "data.case_id");
}

static void refuses_a_wrong_secret(void **state)
{
    struct survey_answer answer = answer_of(1, 5);

    close_case(*state, 1, CASE_TYPE_consult);
    answer.token = TEXT("00000000000000000000000000000000");
    refuses(say(*state, &answer, NULL), "forbidden", "data.token");
    refuses(say(*state, &answer, "agent-1"), "forbidden", "data.token");
    answer.token = (struct text){token_of(*state, 1).at, SURVEY_TOKEN_LENGTH - 1};
    refuses(say(*state, &answer, NULL), "forbidden", "data.token");
}

static void refuses_the_secret_of_another_case(void **state)
{
    struct survey_answer answer = answer_of(1, 5);

    close_case(*state, 1, CASE_TYPE_complaint);
    close_case(*state, 2, CASE_TYPE_complaint);
    answer.token = token_of(*state, 2);
    refuses(say(*state, &answer, NULL), "forbidden", "data.token");
}

static void refuses_an_answer_from_nowhere(void **state)
{
    const struct survey_answer answer = answer_of(1, 5);

    close_case(*state, 1, CASE_TYPE_consult);
    refuses(say(*state, &answer, NULL), "missing_field", "data.token");
}

static void refuses_a_call_back_by_the_handler(void **state)
{
    /* SV-04: handler = caller refused */
    const struct survey_answer answer = answer_of(1, 5);

    close_case(*state, 1, CASE_TYPE_complaint);
    refuses(say(*state, &answer, "agent-7"), "forbidden", "actorid");
    assert_int_equal(say(*state, &answer, "agent-8")->outcome, OUTCOME_accepted);
}

/* CL-08: not even with the link's secret, when they say who they are; the customer may. */
static void refuses_an_answer_by_the_employee_complained_about(void **state)
{
    struct survey_answer answer = answer_of(1, 5);

    complain_about(*state, 1, "E1002");
    close_case(*state, 1, CASE_TYPE_complaint);
    refuses(say(*state, &answer, "E1002"), "not_found", "data.case_id");
    refuses(say(*state, &answer, "E3001"), "not_found", "data.case_id");
    answer.token = token_of(*state, 1);
    refuses(say(*state, &answer, "E1002"), "not_found", "data.case_id");
    assert_int_equal(say(*state, &answer, NULL)->outcome, OUTCOME_accepted);
}

/* Row 42: how a call-back ended is said beside the answer; by an invitation that nobody calls, it is not. */
static void says_how_a_call_back_ended(void **state)
{
    for (uint8_t score = 2; score <= 3; score++) {
        answer_complaint(*state, score);
        struct survey_answer answer = answer_of(score, score);
        assert_int_equal(say(*state, &answer, "caller")->outcome, OUTCOME_accepted);
    }
    const struct followup_dissatisfied *bad =
        trial_last(*state, MESSAGE_followup_dissatisfied_v1);
    const struct followup_satisfied *good = trial_last(*state, MESSAGE_followup_satisfied_v1);
    assert_int_equal(bad->score, 2);
    assert_int_equal(good->score, 3);
    assert_true(text_is(good->called_by, "caller"));
    assert_true(uuid_equal(good->survey_id, invitation_now(*state, 3)->survey_id));
    size_t events = trial_event_count(*state);
    close_case(*state, 4, CASE_TYPE_suggest);
    assert_int_equal(trial_event_count(*state), events + 1); /* capped: nobody is asked */
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(says_how_a_call_back_ended),
        TEST(takes_an_answer_by_the_link),
        cmocka_unit_test(refuses_scores_that_are_none),
        cmocka_unit_test(has_a_case_taken_up_again_after_a_low_score),
        TEST(has_a_case_taken_up_again_that_is_not_solved),
        TEST(is_content_when_it_is_solved),
        TEST(hears_a_complaint_in_a_comment),
        TEST(seals_a_comment_without_its_secrets),
        TEST(refuses_a_comment_on_a_case_without_a_key),
        TEST(refuses_a_second_answer),
        TEST(takes_answers_for_7_days),
        cmocka_unit_test(a_link_lapses_although_the_call_back_goes_on),
        TEST(refuses_an_answer_that_nobody_asked_for),
        TEST(refuses_a_wrong_secret),
        TEST(refuses_the_secret_of_another_case),
        TEST(refuses_an_answer_from_nowhere),
        TEST(refuses_a_call_back_by_the_handler),
        TEST(refuses_an_answer_by_the_employee_complained_about),
    };

    return cmocka_run_group_tests(tests, begin_vault, end_vault);
}
