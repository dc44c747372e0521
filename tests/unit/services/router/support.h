/* A case in a trial of router: sealed under a key of its own as intake does, followed as desk tells of it. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "common/domain/personal.h"
#include "common/vault.h"
#include "proto/messages.h"
#include "services/router/router.h"
#include "services/router/settle.h"
#include "services/router/words.h"
#include "tests/support/trial.h"

/* Monday, 2026-11-23 10:00 in Shanghai. */
#define MONDAY_MS INT64_C(1795399200000)
#define MINUTE_MS INT64_C(60000)
#define HOUR_MS   INT64_C(3600000)
#define DAY_MS    INT64_C(86400000)

#define CASE_NO "GD20261123000001"

static struct trial *trial;
static struct arena kept; /* bodies that a test makes */

static const uint8_t customer_bytes[16] = {5, 5, 5};

static inline struct uuid case_id(uint8_t n)
{
    return uuid_make(MONDAY_MS, (uint8_t[10]){n});
}

static inline const struct classified_case *row_now(uint8_t n)
{
    return trial_record_id(trial, &classified_case_record, case_id(n));
}

/* The case's key lies in the vault; the text is sealed under it, path and case as intake has them. */
static inline struct sealed_value seal_text_of_case(uint8_t n, const char *text)
{
    static const uint8_t kek[VAULT_KEK_BYTES] = {7}; /* of every trial */
    struct sealed_value sealed;
    struct wrapped_key wrapped;
    struct case_key key;
    struct vault vault;

    vault_init(&vault, kek);
    assert_int_equal(vault_make_key(&vault, case_id(n), &key, &wrapped), OK);
    assert_int_equal(
        seal(&key, PERSONAL_TEXT, bytes_of_text(text_of(text)), &kept, &sealed),
        OK
    );
    trial_put(
        trial,
        &wrapped_case_key_record,
        &(struct wrapped_case_key){
            .case_id = case_id(n),
            .has_case_id = true,
            .kek_id = text_of(wrapped.kek_id),
            .key_id = {LIST(wrapped.key_id)},
            .wrapped = {LIST(wrapped.bytes)},
            .created_at = MONDAY_MS,
            .has_created_at = true,
        }
    );
    vault_forget_key(&key);
    vault_done(&vault);
    return sealed;
}

/* A request by app, to be changed by the test. */
static inline struct case_received received(uint8_t n, const char *text)
{
    return (struct case_received){
        .channel = TEXT("app"),
        .received_at = MONDAY_MS,
        .has_received_at = true,
        .publisher = TEXT("/bank/app"),
        .request_id = TEXT("r1"),
        .text = seal_text_of_case(n, text),
        .customer_key = {customer_bytes, sizeof(customer_bytes)},
    };
}

static inline const struct item *tell(int type, uint8_t n, const void *body)
{
    const struct trial_message message =
        {.type = type, .body = body, .case_id = case_id(n), .case_no = CASE_NO};

    return trial_event(trial, &message);
}

static inline void take(uint8_t n, const struct case_received *body)
{
    assert_int_equal(tell(MESSAGE_case_received_v1, n, body)->outcome, OUTCOME_accepted);
}

/* The whole way: said by app, nothing else known. */
static inline void take_text(uint8_t n, const char *text)
{
    const struct case_received body = received(n, text);

    take(n, &body);
}

static inline const struct case_classified *classified_now(void)
{
    return trial_last(trial, MESSAGE_case_classified_v1);
}

static inline const struct case_queued *queued_now(void)
{
    return trial_last(trial, MESSAGE_case_queued_v1);
}

static inline const struct case_triage_needed *triage_now(void)
{
    return trial_last(trial, MESSAGE_case_triage_needed_v1);
}

static inline bool has_word(const struct text *words, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++) {
        if (text_is(words[i], word))
            return true;
    }
    return false;
}

static inline struct case_reopened reopening(int64_t times, enum case_grade grade)
{
    static const uint8_t sealed[32] = {1};

    return (struct case_reopened){
        .state = CASE_STATE_queued,
        .version = 6,
        .has_version = true,
        .cause = REOPEN_CAUSE_customer,
        .reason = {{sealed, 8}, {sealed, SEALED_NONCE_BYTES}, {sealed, sizeof(sealed)}},
        .times = times,
        .has_times = true,
        .grade = grade,
        .received_at = MONDAY_MS,
        .has_received_at = true,
        .channel = TEXT("app"),
    };
}

static inline struct case_reclassify_requested
wishing(enum case_type type, const char *category, enum case_grade grade)
{
    static const uint8_t sealed[32] = {1};

    return (struct case_reclassify_requested){
        .version = 3,
        .has_version = true,
        .asked_by = TEXT("E1001"),
        .wished_type = type,
        .wished_category = category ? text_of(category) : (struct text){0},
        .reason = {{sealed, 8}, {sealed, SEALED_NONCE_BYTES}, {sealed, sizeof(sealed)}},
        .grade = grade,
        .received_at = MONDAY_MS,
        .has_received_at = true,
        .channel = TEXT("app"),
    };
}

static inline void
wish(uint8_t n, enum case_type type, const char *category, enum case_grade grade)
{
    const struct case_reclassify_requested body = wishing(type, category, grade);

    assert_int_equal(
        tell(MESSAGE_case_reclassify_requested_v1, n, &body)->outcome,
        OUTCOME_accepted
    );
}

static inline void reopen(uint8_t n, int64_t times, enum case_grade grade)
{
    const struct case_reopened body = reopening(times, grade);

    assert_int_equal(tell(MESSAGE_case_reopened_v1, n, &body)->outcome, OUTCOME_accepted);
}

static inline int begin_trial(void **state UNUSED)
{
    trial = trial_new(&router_service, MONDAY_MS);
    return 0;
}

static inline int end_trial(void **state UNUSED)
{
    trial_destroy(&trial);
    arena_done(&kept);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin_trial, end_trial)
