/* Tests of services/escalation/decide_others.c: survey's and archive's facts end K17.survey and K18 (REQUIREMENTS 4.2). */
#include "services/escalation/decide_follow.h"

#include "tests/unit/services/escalation/support.h"

static void invite(struct trial *trial, uint8_t n, int64_t ms)
{
    const struct survey_invited body = {
        .survey_id = case_id(9),
        .has_survey_id = true,
        .channel = TEXT("sms"),
        .questions = TEXT("1"),
        .send_at = ms,
        .has_send_at = true,
        .expires_at = ms,
        .has_expires_at = true,
    };

    tell_at(trial, MESSAGE_survey_invited_v1, n, ms, &body);
}

static void store(struct trial *trial, uint8_t n, int64_t ms)
{
    const struct archive_stored body = {
        .archive_no = TEXT("AC01-20260302-000001"),
        .version = 1,
        .has_version = true,
        .class = TEXT("AC01"),
        .sha256 = {sealed_bytes, 32},
        .has_bytes = true,
        .has_events = true,
        .stored_at = ms,
        .has_stored_at = true,
        .closed_at = ms,
        .has_closed_at = true,
    };

    tell_at(trial, MESSAGE_archive_stored_v1, n, ms, &body);
}

static void a_sampled_customer_is_asked_within_a_day(void **state)
{
    /* K17.survey: one below the limit is in time, one above late; who is not sampled ends it too */
    const struct survey_suppressed suppressed = {.cause = SUPPRESS_CAUSE_not_sampled};

    for (uint8_t i = 0; i < 3; i++) {
        trial_set_time(*state, MONDAY);
        take(*state, i, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
        resolve(*state, i, MONDAY + HOUR_MS, 5);
        assert_clock(*state, i, "K17.survey", CLOCK_STATE_running, MONDAY + 25 * HOUR_MS);
    }
    invite(*state, 0, MONDAY + 25 * HOUR_MS);
    invite(*state, 1, MONDAY + 25 * HOUR_MS + 1);
    tell_at(*state, MESSAGE_survey_suppressed_v1, 2, MONDAY + 2 * HOUR_MS, &suppressed);
    assert_int_equal(clock_now(*state, 0, "K17.survey")->state, CLOCK_STATE_met);
    assert_int_equal(clock_now(*state, 1, "K17.survey")->state, CLOCK_STATE_breached);
    assert_int_equal(clock_now(*state, 2, "K17.survey")->state, CLOCK_STATE_met);
}

static void a_closing_is_not_the_end_of_asking_the_customer(void **state)
{
    /* 4.2 K17: survey asks when the case is closed. Whatever is told first, the clock ends once, and with the asking. */
    for (uint8_t i = 0; i < 2; i++) {
        trial_set_time(*state, MONDAY);
        take(*state, i, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
        resolve(*state, i, MONDAY + HOUR_MS, 5);
        if (i)
            invite(*state, i, MONDAY + 3 * HOUR_MS);
        close_case(*state, i, MONDAY + 2 * HOUR_MS, 7);
        if (!i) {
            assert_clock(*state, i, "K17.survey", CLOCK_STATE_running, MONDAY + 25 * HOUR_MS);
            invite(*state, i, MONDAY + 3 * HOUR_MS);
        }
        assert_int_equal(clock_now(*state, i, "K17.survey")->state, CLOCK_STATE_met);
        assert_int_equal(clock_now(*state, i, "K17.survey")->stopped_at, MONDAY + 3 * HOUR_MS);
    }
    size_t stops = 0;
    for (size_t i = 0; i < trial_event_count(*state); i++) {
        int type;
        struct case_ref of;
        const struct clock_stopped *stopped = trial_emitted(*state, i, &type, &of);
        stops += type == MESSAGE_clock_stopped_v1 && text_is(stopped->clock, "K17.survey");
    }
    assert_int_equal(stops, 2);
}

static void nobody_asks_about_a_case_that_was_withdrawn(void **state)
{
    const struct case_withdrawn withdrawn = {
        .withdrawn_at = MONDAY + 2 * HOUR_MS,
        .has_withdrawn_at = true,
        .version = 8,
        .has_version = true};

    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    resolve(*state, 1, MONDAY + HOUR_MS, 5);
    tell_at(*state, MESSAGE_case_withdrawn_v1, 1, MONDAY + 2 * HOUR_MS, &withdrawn);
    assert_int_equal(clock_now(*state, 1, "K17.survey")->state, CLOCK_STATE_cancelled);
}

static void a_package_is_stored_within_a_day_of_closing(void **state)
{
    /* K18: at the limit, one above */
    for (uint8_t i = 0; i < 2; i++) {
        trial_set_time(*state, MONDAY);
        take(*state, i, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
        assert_null(clock_now(*state, i, "K18"));
        close_case(*state, i, MONDAY, 7);
        assert_clock(*state, i, "K18", CLOCK_STATE_running, MONDAY + 24 * HOUR_MS);
        store(*state, i, MONDAY + 24 * HOUR_MS + i);
        assert_int_equal(
            clock_now(*state, i, "K18")->state,
            i ? CLOCK_STATE_breached : CLOCK_STATE_met
        );
    }
}

static void a_second_version_of_a_package_says_nothing_more(void **state)
{
    take(*state, 1, CASE_TYPE_consult, CASE_GRADE_P4, MONDAY);
    close_case(*state, 1, MONDAY, 7);
    store(*state, 1, MONDAY + HOUR_MS);
    size_t said = trial_event_count(*state);
    store(*state, 1, MONDAY + 2 * HOUR_MS);
    assert_int_equal(trial_event_count(*state), said);
}

static void kinds_of_cases_are_told_by_their_code(void **state)
{
    /* K15.credit 20 days, K15.dsr 15 days from receipt; another code has neither */
    static const struct {
        const char *code, *clock, *due;
    } rows[] = {
        {"CO03", "K15.credit", "2026-03-23T00:00:00"},
        {"PI03", "K15.dsr", "2026-03-18T00:00:00"},
    };

    for (uint8_t i = 0; i < LENGTH(rows); i++) {
        receive_on(*state, i, MONDAY, "web");
        struct case_queued body = {
            .queue = TEXT("q.privacy"),
            .case_type = CASE_TYPE_apply,
            .code = text_of(rows[i].code),
            .category = TEXT("personal_info"),
            .grade = CASE_GRADE_P3,
            .due_at = MONDAY,
            .has_due_at = true,
            .received_at = MONDAY,
            .has_received_at = true,
            .channel = TEXT("web"),
        };
        tell_at(*state, MESSAGE_case_queued_v1, i, MONDAY, &body);
        assert_clock(*state, i, rows[i].clock, CLOCK_STATE_running, at(rows[i].due));
        assert_null(clock_now(*state, i, rows[!i].clock));
        resolve(*state, i, MONDAY + HOUR_MS, 5);
        assert_int_equal(clock_now(*state, i, rows[i].clock)->state, CLOCK_STATE_met);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sampled_customer_is_asked_within_a_day),
        TEST(a_closing_is_not_the_end_of_asking_the_customer),
        TEST(nobody_asks_about_a_case_that_was_withdrawn),
        TEST(a_package_is_stored_within_a_day_of_closing),
        TEST(a_second_version_of_a_package_says_nothing_more),
        TEST(kinds_of_cases_are_told_by_their_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
