/* Tests of services/survey/decide_call.c: REQUIREMENTS 2.3 rows 41, 42, 45 and 67, 4.6, SV-04, SV-10. */
#include "tests/unit/services/survey/support.h"

static void list_due(struct trial *trial, size_t count)
{
    static struct uuid ids[DUE_A_TURN];
    struct bytes keys[DUE_A_TURN];

    for (size_t i = 0; i < count; i++) {
        ids[i] = case_id((uint8_t)i);
        keys[i] = (struct bytes){ids[i].b, 16};
    }
    trial_list(trial, &survey_due_list, keys, count, false);
}

/* An answered complaint whose call-back has begun, on Monday at 10:00. */
static void begin_call_back(struct trial *trial)
{
    answer_complaint(trial, 0);
    list_due(trial, 1);
    trial_chore(trial, "call");
    assert_true(invitation_now(trial, 0)->has_started_at);
}

static const struct item *attempt(struct trial *trial, int64_t tried_at, const char *actor)
{
    const struct followup_attempt wish = {
        .case_id = case_id(0),
        .has_case_id = true,
        .tried_at = tried_at,
        .has_tried_at = true};
    const struct trial_message message = {
        .type = MESSAGE_followup_attempt_v1,
        .body = &wish,
        .case_id = case_id(0),
        .actorid = actor,
        .actorrole = "L1",
    };

    return trial_command(trial, &message);
}

/* `day` 0 is the Monday; hours by Shanghai's clock. */
static int64_t at(int day, int hour)
{
    return MONDAY_MS + DAYS_MS(day) + (hour - 10) * HOUR_MS;
}

static void takes(const struct item *item)
{
    assert_int_equal(item->outcome, OUTCOME_accepted);
}

static void refuses(const struct item *item, const char *code, const char *field)
{
    assert_int_equal(item->outcome, OUTCOME_rejected);
    assert_int_equal(item->reply.faults.count, 1);
    assert_string_equal(item->reply.faults.list[0].code, code);
    assert_true(text_is(item->reply.faults.list[0].field, field));
}

/* Row 41: by time, in the hours of call-backs; said once. */
static void begins_when_it_is_due(void **state)
{
    trial_set_time(*state, at(0, 20)); /* calls end at 20:00 */
    answer_complaint(*state, 0);
    const struct survey_invited *planned = trial_last(*state, MESSAGE_survey_invited_v1);
    assert_true(planned->call_back);
    assert_int_equal(planned->send_at, at(1, 9));
    list_due(*state, 1);
    trial_set_time(*state, at(1, 9) - 1);
    trial_chore(*state, "call");
    assert_null(trial_last(*state, MESSAGE_followup_started_v1));
    trial_set_time(*state, at(1, 9));
    trial_chore(*state, "call");
    const struct followup_started *event = trial_last(*state, MESSAGE_followup_started_v1);
    assert_true(uuid_equal(event->survey_id, invitation_now(*state, 0)->survey_id));
    assert_true(text_is(event->handler, "agent-7"));
    assert_int_equal(event->started_at, at(1, 9));
    assert_int_equal(event->expires_at, at(8, 9));
    size_t events = trial_event_count(*state);
    trial_chore(*state, "call");
    assert_int_equal(trial_event_count(*state), events);
}

static void asks_for_another_turn_when_its_list_is_full(void **state)
{
    list_due(*state, DUE_A_TURN - 1);
    assert_false(trial_chore(*state, "call")->more);
    list_due(*state, DUE_A_TURN);
    assert_true(trial_chore(*state, "call")->more);
}

/* Row 45, SV-10 */
static void three_attempts_on_different_days_in_different_parts_of_the_day_end_it(void **state)
{
    begin_call_back(*state);
    trial_set_time(*state, at(3, 10));
    takes(attempt(*state, at(0, 11), "caller"));
    takes(attempt(*state, at(1, 12), "caller"));
    assert_int_equal(invitation_now(*state, 0)->state, SURVEY_STATE_invited);
    assert_null(trial_last(*state, MESSAGE_followup_unreachable_v1));
    takes(attempt(*state, at(2, 18), "caller"));
    assert_int_equal(invitation_now(*state, 0)->state, SURVEY_STATE_unreachable);
    const struct followup_attempted *last = trial_last(*state, MESSAGE_followup_attempted_v1);
    assert_int_equal(last->attempt, 3);
    assert_int_equal(last->tried_at, at(2, 18));
    assert_true(text_is(last->tried_by, "caller"));
    const struct followup_unreachable *event =
        trial_last(*state, MESSAGE_followup_unreachable_v1);
    assert_int_equal(event->attempts, 3);
    assert_null(trial_last(*state, MESSAGE_followup_satisfied_v1));
    refuses(attempt(*state, at(3, 10), "caller"), "illegal_transition", "data.case_id");
}

static void an_attempt_counts_only_on_another_day_in_another_part_of_it(void **state)
{
    begin_call_back(*state);
    trial_set_time(*state, at(3, 19));
    takes(attempt(*state, at(0, 11), "caller"));
    refuses(attempt(*state, at(0, 12), "caller"), "conflict", "data.tried_at"); /* the day */
    refuses(
        attempt(*state, at(1, 12) - 1, "caller"),
        "conflict",
        "data.tried_at"
    );                                               /* morning */
    takes(attempt(*state, at(1, 18) - 1, "caller")); /* the last of the afternoon */
    refuses(
        attempt(*state, at(2, 12), "caller"),
        "conflict",
        "data.tried_at"
    ); /* afternoon again */
    refuses(
        attempt(*state, at(0, 18), "caller"),
        "conflict",
        "data.tried_at"
    ); /* Monday again */
    takes(attempt(*state, at(2, 18), "caller"));
}

static void an_attempt_counts_only_in_the_hours_of_call_backs(void **state)
{
    begin_call_back(*state);
    trial_set_time(*state, at(6, 10));
    refuses(attempt(*state, at(1, 9) - 1, "caller"), "conflict", "data.tried_at");
    takes(attempt(*state, at(1, 9), "caller"));
    refuses(attempt(*state, at(2, 20), "caller"), "conflict", "data.tried_at");
    takes(attempt(*state, at(2, 20) - 1, "caller"));
    refuses(attempt(*state, at(5, 15), "caller"), "conflict", "data.tried_at"); /* Saturday */
}

static void an_attempt_lies_between_the_beginning_and_now(void **state)
{
    begin_call_back(*state);
    refuses(attempt(*state, at(0, 10) - 1, "caller"), "invalid_field", "data.tried_at");
    refuses(attempt(*state, at(0, 10) + 1, "caller"), "invalid_field", "data.tried_at");
    takes(attempt(*state, at(0, 10), "caller"));
}

/* SV-04 */
/* PROTOCOL section 2: errors, all at once: by the body alone, when the codec has refused another field. */
static void an_attempt_to_come_is_told_with_the_other_faults(void **state)
{
    struct followup_attempt wish = {.has_tried_at = true, .tried_at = at(0, 10) + 1};
    struct arena arena = {0};
    struct reply reply = {0};
    const struct message message = {.actorid = TEXT("E1")};
    struct call call =
        {.message = &message, .arena = &arena, .reply = &reply, .now_ms = at(0, 10)};

    (void)state;
    assert_int_equal(survey_check_attempt(&call, &wish), ERROR_refused);
    assert_string_equal(reply.faults.list[0].code, "invalid_field");
    wish.tried_at = at(0, 10);
    assert_int_equal(survey_check_attempt(&call, &wish), OK);
    for (size_t i = 0; i < survey_service.answer_count; i++) {
        if (survey_service.answers[i].type == MESSAGE_followup_attempt_v1)
            assert_non_null(survey_service.answers[i].check);
    }
    arena_done(&arena);
}

static void the_handler_records_no_attempt(void **state)
{
    begin_call_back(*state);
    refuses(attempt(*state, at(0, 10), "agent-7"), "forbidden", "actorid");
}

/* CL-08: with the employee their leader, as staff.yaml says (E1002, E3001, E4001) and desk.yaml limits to one upwards; word
 * for word what is said of a case about which nobody was asked. */
static void the_employee_complained_about_and_their_leader_hear_of_no_call_back(void **state)
{
    static const char *const recused[] = {"E1002", "E3001"};

    complain_about(*state, 0, "E1002");
    const struct item *unknown = attempt(*state, at(0, 10), "E1002");
    refuses(unknown, "not_found", "data.case_id");
    begin_call_back(*state);
    for (size_t i = 0; i < LENGTH(recused); i++) {
        const struct item *item = attempt(*state, at(0, 10), recused[i]);
        refuses(item, "not_found", "data.case_id");
        assert_true(text_equal(
            item->reply.faults.list[0].message,
            unknown->reply.faults.list[0].message
        ));
    }
    takes(attempt(*state, at(0, 10), "E4001"));
}

static void nothing_is_tried_before_it_begins_or_without_a_call_back(void **state)
{
    refuses(attempt(*state, at(0, 10), "caller"), "not_found", "data.case_id");
    answer_complaint(*state, 0);
    refuses(attempt(*state, at(0, 10), "caller"), "illegal_transition", "data.case_id");
}

static void answer_with(struct trial *trial, int64_t score)
{
    const struct survey_answer answer =
        {.case_id = case_id(0), .has_case_id = true, .score = score, .has_score = true};
    const struct trial_message message = {
        .type = MESSAGE_survey_answer_v1,
        .body = &answer,
        .case_id = case_id(0),
        .actorid = "caller",
        .actorrole = "L1"};

    takes(trial_command(trial, &message));
}

/* Row 41: so that desk knows what a call-back is about that is told late; the answer has version 9. */
static void each_step_names_the_version_of_the_answer_it_is_about(void **state)
{
    begin_call_back(*state);
    const struct survey_invited *planned = trial_last(*state, MESSAGE_survey_invited_v1);
    assert_true(planned->has_case_version);
    assert_int_equal(planned->case_version, 9);
    const struct followup_started *event = trial_last(*state, MESSAGE_followup_started_v1);
    assert_int_equal(event->case_version, 9);
    answer_with(*state, 5);
    const struct followup_satisfied *end = trial_last(*state, MESSAGE_followup_satisfied_v1);
    assert_int_equal(end->case_version, 9);
    reopen_case(*state, 0, CASE_TYPE_complaint);
    assert_false(invitation_now(*state, 0)->has_case_version);
    begin_call_back(*state);
    takes(attempt(*state, at(0, 10), "caller"));
    trial_set_time(*state, at(1, 15));
    takes(attempt(*state, at(1, 15), "caller"));
    trial_set_time(*state, at(2, 19));
    takes(attempt(*state, at(2, 19), "caller"));
    const struct followup_unreachable *over =
        trial_last(*state, MESSAGE_followup_unreachable_v1);
    assert_true(over->has_case_version);
    assert_int_equal(over->case_version, 9);
}

/* The end of a case that is no complaint is named the same way. */
static void a_dispute_names_the_version_with_which_it_was_resolved(void **state)
{
    static const uint8_t sealed[32] = {1};
    const struct case_resolved body = {
        .state = CASE_STATE_resolved,
        .version = 7,
        .has_version = true,
        .resolved_by = TEXT("agent-7"),
        .resolved_at = MONDAY_MS,
        .has_resolved_at = true,
        .answer = {{sealed, 8}, {sealed, SEALED_NONCE_BYTES}, {sealed, sizeof(sealed)}},
        .case_type = CASE_TYPE_dispute,
        .code = TEXT("AC01"),
        .channel = TEXT("phone"),
        .customer_key = customer_a,
    };

    tell(*state, MESSAGE_case_resolved_v1, 0, number_in_sample(0, 1, true), &body);
    const struct survey_invited *planned = trial_last(*state, MESSAGE_survey_invited_v1);
    assert_int_equal(planned->case_version, 7);
}

static void a_reopening_and_a_review_begin_anew(void **state)
{
    static const uint8_t sealed[32] = {1};
    const struct complaint_review_requested review = {
        .state = CASE_STATE_cp_review,
        .version = 10,
        .has_version = true,
        .requested_at = MONDAY_MS,
        .has_requested_at = true,
        .reason = {{sealed, 8}, {sealed, SEALED_NONCE_BYTES}, {sealed, sizeof(sealed)}},
    };

    for (int i = 0; i < 2; i++) {
        begin_call_back(*state);
        takes(attempt(*state, at(0, 10), "caller"));
        if (i == 0)
            reopen_case(*state, 0, CASE_TYPE_complaint);
        else
            tell(*state, MESSAGE_complaint_review_requested_v1, 0, "GD1", &review);
        const struct invitation *now = invitation_now(*state, 0);
        assert_int_equal(now->state, SURVEY_STATE_open);
        assert_false(now->has_started_at || now->has_first_try_at || now->has_second_try_at);
        assert_true(now->complaint_open);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(begins_when_it_is_due),
        TEST(asks_for_another_turn_when_its_list_is_full),
        TEST(three_attempts_on_different_days_in_different_parts_of_the_day_end_it),
        TEST(an_attempt_counts_only_on_another_day_in_another_part_of_it),
        TEST(an_attempt_counts_only_in_the_hours_of_call_backs),
        TEST(an_attempt_lies_between_the_beginning_and_now),
        TEST(an_attempt_to_come_is_told_with_the_other_faults),
        TEST(the_handler_records_no_attempt),
        TEST(the_employee_complained_about_and_their_leader_hear_of_no_call_back),
        TEST(nothing_is_tried_before_it_begins_or_without_a_call_back),
        TEST(each_step_names_the_version_of_the_answer_it_is_about),
        TEST(a_dispute_names_the_version_with_which_it_was_resolved),
        TEST(a_reopening_and_a_review_begin_anew),
    };
    return cmocka_run_group_tests_name("survey: call-backs", tests, NULL, NULL);
}
