/* A case in a trial of survey, as desk tells of it. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "services/survey/sample.h"
#include "services/survey/survey.h"
#include "services/survey/token.h"
#include "tests/support/trial.h"

/* Monday, 2026-11-23 10:00 in Shanghai. */
#define MONDAY_MS  INT64_C(1795399200000)
#define HOUR_MS    INT64_C(3600000)
#define DAYS_MS(n) ((n)*INT64_C(86400000))

static const uint8_t customer_bytes[16] = {5, 5, 5};
static const struct bytes customer_a = {customer_bytes, 16};

/* Cases 0 to 255; their numbers are in every sample, see number_in_sample. */
static inline struct uuid case_id(uint8_t n)
{
    return (struct uuid){{1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10, 11, 12, 13, 14, 15, n}};
}

static inline const struct invitation *invitation_now(struct trial *trial, uint8_t n)
{
    return trial_record_id(trial, &invitation_record, case_id(n));
}

/* The n-th case number that a sample of this many per cent takes, or does not. */
static inline const char *number_in_sample(int n, int32_t percent, bool taken)
{
    static char numbers[8][32];
    static int turn;
    char *number = numbers[turn++ % 8];

    for (int i = 0, found = 0; found <= n; i++) {
        snprintf(number, sizeof(numbers[0]), "GD20261123%06d", i);
        found += sample_takes(text_of(number), percent) == taken;
    }
    return number;
}

static inline struct case_closed closing(enum case_type type)
{
    return (struct case_closed){
        .state = CASE_STATE_closed,
        .version = 5,
        .has_version = true,
        .cause = CLOSE_CAUSE_quiet,
        .closed_at = MONDAY_MS,
        .has_closed_at = true,
        .received_at = MONDAY_MS - HOUR_MS,
        .has_received_at = true,
        .case_type = type,
        .code = TEXT("AC01"),
        .resolved_by = TEXT("agent-7"),
        .channel = TEXT("phone"),
        .has_reopened = true,
        .customer_key = customer_a,
    };
}

static inline const struct item *
tell(struct trial *trial, int type, uint8_t n, const char *number, const void *body)
{
    const struct trial_message message =
        {.type = type, .body = body, .case_id = case_id(n), .case_no = number};
    const struct item *item = trial_event(trial, &message);

    assert_int_equal(item->outcome, OUTCOME_accepted);
    return item;
}

/* Closes a case whose number is in the sample of 1 per cent, and so in every one. */
static inline void close_case(struct trial *trial, uint8_t n, enum case_type type)
{
    const struct case_closed body = closing(type);

    tell(trial, MESSAGE_case_closed_v1, n, number_in_sample(n, 1, true), &body);
}

/* Answers a complaint, so that its call-back is planned. */
static inline void answer_complaint(struct trial *trial, uint8_t n)
{
    const struct complaint_replied body = {
        .state = CASE_STATE_cp_replied,
        .version = 9,
        .has_version = true,
        .replied_by = TEXT("agent-7"),
        .replied_at = MONDAY_MS,
        .has_replied_at = true,
        .proof = TEXT("CALL-1"),
        .grade = CASE_GRADE_P3,
        .channel = TEXT("phone"),
        .handler = TEXT("agent-7"),
        .customer_key = customer_a,
        .code = TEXT("AC01"),
    };

    tell(trial, MESSAGE_complaint_replied_v1, n, number_in_sample(n, 1, true), &body);
}

static inline void reopen_case(struct trial *trial, uint8_t n, enum case_type type)
{
    static const uint8_t sealed[32] = {1};
    const struct case_reopened body = {
        .state = CASE_STATE_queued,
        .version = 6,
        .has_version = true,
        .cause = REOPEN_CAUSE_survey,
        .reason = {{sealed, 8}, {sealed, SEALED_NONCE_BYTES}, {sealed, sizeof(sealed)}},
        .times = 1,
        .has_times = true,
        .case_type = type,
        .received_at = MONDAY_MS,
        .has_received_at = true,
        .channel = TEXT("phone"),
        .customer_key = customer_a,
    };

    tell(trial, MESSAGE_case_reopened_v1, n, number_in_sample(n, 1, true), &body);
}

static inline void complain_about(struct trial *trial, uint8_t n, const char *employee)
{
    const struct complaint_registered body = {
        .state = CASE_STATE_cp_registered,
        .version = 2,
        .has_version = true,
        .first_received_at = MONDAY_MS,
        .has_first_received_at = true,
        .channel = TEXT("phone"),
        .code = TEXT("AC01"),
        .category = TEXT("accounts_deposits"),
        .grade = CASE_GRADE_P3,
        .about_employee = text_of(employee),
        .customer_key = customer_a,
    };

    tell(trial, MESSAGE_complaint_registered_v1, n, number_in_sample(n, 1, true), &body);
}

static inline void register_complaint(struct trial *trial, uint8_t n)
{
    complain_about(trial, n, NULL);
}

static inline const struct surveyed_customer *customer_now(struct trial *trial)
{
    return trial_record(trial, &surveyed_customer_record, customer_a);
}

static inline int begin_trial(void **state)
{
    *state = trial_new(&survey_service, MONDAY_MS);
    return 0;
}

static inline int end_trial(void **state)
{
    struct trial *trial = *state;

    trial_destroy(&trial);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin_trial, end_trial)
