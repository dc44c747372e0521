/* Tests of services/survey/decide_case.c: REQUIREMENTS SV-01, SV-02, SV-04, 4.6. */
#include "tests/unit/services/survey/support.h"

static const struct survey_invited *invited_now(struct trial *trial)
{
    return trial_last(trial, MESSAGE_survey_invited_v1);
}

static enum suppress_cause suppressed_now(struct trial *trial)
{
    const struct survey_suppressed *event = trial_last(trial, MESSAGE_survey_suppressed_v1);

    return event ? event->cause : SUPPRESS_CAUSE_none;
}

static void invites_when_a_case_is_closed(void **state)
{
    /* SV-01: close → invitation scheduled */
    struct case_ref of;
    int type = 0;

    close_case(*state, 1, CASE_TYPE_consult);
    const struct survey_invited *event = trial_emitted(*state, 0, &type, &of);
    assert_int_equal(type, MESSAGE_survey_invited_v1);
    assert_true(uuid_equal(of.id, case_id(1)));
    assert_true(text_is(event->channel, "sms"));
    assert_true(text_is(event->questions, "csat-1")); /* SV-03 */
    assert_int_equal(event->send_at, MONDAY_MS);
    assert_int_equal(event->expires_at, MONDAY_MS + DAYS_MS(7));
    assert_int_equal(event->token_hash.length, 32);
    const struct invitation *invitation = invitation_now(*state, 1);
    assert_int_equal(invitation->state, SURVEY_STATE_invited);
    assert_false(invitation->call_back);
    assert_true(uuid_equal(invitation->survey_id, event->survey_id));
    assert_int_equal(customer_now(*state)->invited_at, MONDAY_MS);
}

static void sends_nothing_at_night(void **state)
{
    trial_set_time(*state, MONDAY_MS + 12 * HOUR_MS); /* 22:00 */
    close_case(*state, 1, CASE_TYPE_consult);
    assert_int_equal(invited_now(*state)->send_at, MONDAY_MS + 23 * HOUR_MS);
    assert_int_equal(invited_now(*state)->expires_at, MONDAY_MS + 23 * HOUR_MS + DAYS_MS(7));
}

static void calls_back_every_complaint_and_dispute(void **state)
{
    /* SV-04: 100 %; the number is in no sample below 100 */
    const enum case_type types[] = {CASE_TYPE_complaint, CASE_TYPE_dispute};

    for (uint8_t i = 0; i < 2; i++) {
        struct trial *trial = trial_new(&survey_service, MONDAY_MS);
        const struct case_closed body = closing(types[i]);
        tell(trial, MESSAGE_case_closed_v1, i, number_in_sample(i, 99, false), &body);
        assert_non_null(invited_now(trial));
        assert_true(text_is(invited_now(trial)->channel, "phone"));
        assert_true(invitation_now(trial, i)->call_back);
        assert_true(text_is(invitation_now(trial, i)->handler, "agent-7"));
        trial_destroy(&trial);
    }
    assert_int_equal(trial_event_count(*state), 0);
}

static void says_why_a_case_is_not_in_the_sample(void **state)
{
    const struct case_closed body = closing(CASE_TYPE_consult);

    tell(*state, MESSAGE_case_closed_v1, 1, number_in_sample(0, 10, false), &body);
    assert_null(invited_now(*state));
    assert_int_equal(suppressed_now(*state), SUPPRESS_CAUSE_not_sampled);
    assert_int_equal(invitation_now(*state, 1)->state, SURVEY_STATE_suppressed);
    assert_int_equal(invitation_now(*state, 1)->cause, SUPPRESS_CAUSE_not_sampled);
}

static void asks_a_customer_once_in_30_days(void **state)
{
    /* 4.6, SV-02: one below, at, one above */
    close_case(*state, 1, CASE_TYPE_consult);
    trial_set_time(*state, MONDAY_MS + DAYS_MS(30) - 1);
    close_case(*state, 2, CASE_TYPE_consult);
    assert_int_equal(suppressed_now(*state), SUPPRESS_CAUSE_capped);
    trial_set_time(*state, MONDAY_MS + DAYS_MS(30));
    close_case(*state, 3, CASE_TYPE_consult);
    assert_int_equal(invitation_now(*state, 3)->state, SURVEY_STATE_invited);
    trial_set_time(*state, MONDAY_MS + DAYS_MS(30) + 1);
    close_case(*state, 4, CASE_TYPE_consult);
    assert_int_equal(invitation_now(*state, 4)->state, SURVEY_STATE_suppressed);
}

static void calls_a_complaint_back_whatever_was_asked_before(void **state)
{
    close_case(*state, 1, CASE_TYPE_consult);
    close_case(*state, 2, CASE_TYPE_complaint);
    assert_int_equal(invitation_now(*state, 2)->state, SURVEY_STATE_invited);
    close_case(*state, 3, CASE_TYPE_dispute); /* the cap counts for disputes */
    assert_int_equal(invitation_now(*state, 3)->state, SURVEY_STATE_suppressed);
}

static void does_not_ask_during_an_open_complaint(void **state)
{
    register_complaint(*state, 1);
    assert_int_equal(customer_now(*state)->open_complaints, 1);
    close_case(*state, 2, CASE_TYPE_consult);
    assert_int_equal(suppressed_now(*state), SUPPRESS_CAUSE_open_complaint);
    close_case(*state, 1, CASE_TYPE_complaint); /* the complaint itself is called back */
    assert_int_equal(invitation_now(*state, 1)->state, SURVEY_STATE_invited);
    assert_int_equal(customer_now(*state)->open_complaints, 0);
    trial_set_time(*state, MONDAY_MS + DAYS_MS(31));
    close_case(*state, 3, CASE_TYPE_consult);
    assert_int_equal(invitation_now(*state, 3)->state, SURVEY_STATE_invited);
}

static void counts_a_complaint_once(void **state)
{
    register_complaint(*state, 1);
    register_complaint(*state, 1);
    assert_int_equal(customer_now(*state)->open_complaints, 1);
    close_case(*state, 1, CASE_TYPE_complaint);
    assert_int_equal(customer_now(*state)->open_complaints, 0);
    reopen_case(*state, 1, CASE_TYPE_complaint);
    assert_int_equal(customer_now(*state)->open_complaints, 1);
}

static void follows_a_case_that_turns_out_to_be_no_complaint(void **state)
{
    struct case_reclassified body = {
        .state = CASE_STATE_queued,
        .version = 3,
        .has_version = true,
        .from_type = CASE_TYPE_complaint,
        .case_type = CASE_TYPE_consult,
        .code = TEXT("AC01"),
        .category = TEXT("accounts_deposits"),
        .grade = CASE_GRADE_P4,
        .queue = TEXT("q.account"),
        .received_at = MONDAY_MS,
        .has_received_at = true,
        .channel = TEXT("phone"),
    };

    register_complaint(*state, 1);
    tell(*state, MESSAGE_case_reclassified_v1, 1, "GD20261123000001", &body);
    assert_int_equal(customer_now(*state)->open_complaints, 0);
    body.case_type = CASE_TYPE_complaint;
    tell(*state, MESSAGE_case_reclassified_v1, 1, "GD20261123000001", &body);
    assert_int_equal(customer_now(*state)->open_complaints, 1);
}

static void asks_a_customer_whom_nobody_knows(void **state)
{
    struct case_closed body = closing(CASE_TYPE_consult);

    body.customer_key = (struct bytes){0};
    tell(*state, MESSAGE_case_closed_v1, 1, number_in_sample(0, 1, true), &body);
    tell(*state, MESSAGE_case_closed_v1, 2, number_in_sample(1, 1, true), &body);
    assert_int_equal(invitation_now(*state, 2)->state, SURVEY_STATE_invited);
    assert_null(customer_now(*state));
}

static void stays_silent_on_a_second_closing(void **state)
{
    close_case(*state, 1, CASE_TYPE_consult);
    close_case(*state, 1, CASE_TYPE_consult);
    assert_int_equal(trial_event_count(*state), 1);
}

static void forgets_the_invitation_of_a_case_that_is_reopened(void **state)
{
    close_case(*state, 1, CASE_TYPE_complaint);
    struct uuid first = invitation_now(*state, 1)->survey_id;
    reopen_case(*state, 1, CASE_TYPE_complaint);
    const struct invitation *invitation = invitation_now(*state, 1);
    assert_int_equal(invitation->state, SURVEY_STATE_open);
    assert_false(invitation->has_survey_id);
    assert_null(invitation->token_hash.at);
    close_case(*state, 1, CASE_TYPE_complaint);
    assert_int_equal(invitation_now(*state, 1)->state, SURVEY_STATE_invited);
    assert_false(uuid_equal(invitation_now(*state, 1)->survey_id, first));
}

static void never_counts_below_nothing(void **state UNUSED)
{
    struct invitation invitation = {.complaint_open = true};
    struct surveyed_customer customer = {.open_complaints = 0};

    invitation_set_complaint(&invitation, &customer, false);
    assert_int_equal(customer.open_complaints, 0);
    invitation_set_complaint(&invitation, NULL, true);
    assert_true(invitation.complaint_open);
}

static void resolve_case(struct trial *trial, uint8_t n, enum case_type type)
{
    static const uint8_t sealed[32] = {1};
    const struct case_resolved body = {
        .state = CASE_STATE_resolved,
        .version = 4,
        .has_version = true,
        .resolved_by = TEXT("agent-7"),
        .resolved_at = MONDAY_MS,
        .has_resolved_at = true,
        .answer = {{sealed, 8}, {sealed, SEALED_NONCE_BYTES}, {sealed, sizeof(sealed)}},
        .case_type = type,
        .code = TEXT("AC01"),
        .grade = CASE_GRADE_P4,
        .channel = TEXT("phone"),
        .received_at = MONDAY_MS,
        .has_received_at = true,
    };

    tell(trial, MESSAGE_case_resolved_v1, n, number_in_sample(n, 1, true), &body);
}

/* Rows 41, 67: the type rule of survey.yaml; SV-01 for everybody else. */
static void plans_the_call_before_the_closing_and_asks_nobody_else_so_early(void **state)
{
    answer_complaint(*state, 1);
    assert_true(invited_now(*state)->call_back);
    assert_int_equal(invitation_now(*state, 1)->state, SURVEY_STATE_invited);
    resolve_case(*state, 2, CASE_TYPE_dispute);
    assert_int_equal(invitation_now(*state, 2)->state, SURVEY_STATE_invited);
    assert_true(text_is(invitation_now(*state, 2)->handler, "agent-7"));
    size_t events = trial_event_count(*state);
    resolve_case(*state, 3, CASE_TYPE_consult);
    close_case(*state, 1, CASE_TYPE_complaint); /* asked already */
    close_case(*state, 2, CASE_TYPE_dispute);
    assert_int_equal(trial_event_count(*state), events);
    assert_int_equal(customer_now(*state)->open_complaints, 0);
}

static void calls_nobody_back_who_withdrew_meanwhile(void **state)
{
    struct case_closed body = closing(CASE_TYPE_complaint);

    answer_complaint(*state, 1);
    body.state = CASE_STATE_withdrawn;
    body.cause = CLOSE_CAUSE_withdrawn;
    tell(*state, MESSAGE_case_closed_v1, 1, number_in_sample(1, 1, true), &body);
    assert_int_equal(suppressed_now(*state), SUPPRESS_CAUSE_excluded);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(plans_the_call_before_the_closing_and_asks_nobody_else_so_early),
        TEST(calls_nobody_back_who_withdrew_meanwhile),
        TEST(invites_when_a_case_is_closed),
        TEST(sends_nothing_at_night),
        TEST(calls_back_every_complaint_and_dispute),
        TEST(says_why_a_case_is_not_in_the_sample),
        TEST(asks_a_customer_once_in_30_days),
        TEST(calls_a_complaint_back_whatever_was_asked_before),
        TEST(does_not_ask_during_an_open_complaint),
        TEST(counts_a_complaint_once),
        TEST(follows_a_case_that_turns_out_to_be_no_complaint),
        TEST(asks_a_customer_whom_nobody_knows),
        TEST(stays_silent_on_a_second_closing),
        TEST(forgets_the_invitation_of_a_case_that_is_reopened),
        cmocka_unit_test(never_counts_below_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
