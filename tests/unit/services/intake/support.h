/* What the tests of intake share: a trial of the service, a request that is fit, and looking at what came of it. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "common/domain/personal.h"
#include "common/vault.h"
#include "proto/messages.h"
#include "services/intake/intake.h"
#include "services/intake/records.h"
#include "tests/support/trial.h"

/* 2026-11-21 12:00 in Shanghai. */
#define NOW_MS INT64_C(1795233600000)

static struct trial *trial;

static int begin(void **state UNUSED)
{
    trial = trial_new(&intake_service, NOW_MS);
    return 0;
}

static int end(void **state UNUSED)
{
    trial_destroy(&trial);
    return 0;
}

static inline struct request_submitted good_request(void)
{
    return (struct request_submitted){
        .channel = TEXT("app"),
        .text = TEXT("我的卡被吞了，怎么办"),
    };
}

static inline const struct item *submit(const struct request_submitted *request)
{
    return trial_command(
        trial,
        &(struct trial_message){.type = MESSAGE_request_submitted_v1, .body = request}
    );
}

static inline const struct item *submit_customer(struct customer customer)
{
    struct request_submitted request = good_request();

    request.customer = &customer;
    return submit(&request);
}

static inline void assert_accepted(const struct item *item)
{
    const struct faults *faults = &item->reply.faults;

    if (item->outcome != OUTCOME_accepted && faults->count > 0)
        print_error(
            "%s: %s\n",
            faults->list[0].field.at ? faults->list[0].field.at : "",
            faults->list[0].message.at
        );
    assert_int_equal(item->outcome, OUTCOME_accepted);
    assert_int_equal(faults->count, 0);
}

/* Refused for this one reason; the sentence is in both languages, and holds `says`. */
static inline void
assert_refused(const struct item *item, const char *code, const char *field, const char *says)
{
    const struct faults *faults = &item->reply.faults;

    assert_int_equal(item->outcome, OUTCOME_rejected);
    assert_int_equal(faults->count, 1);
    assert_string_equal(faults->list[0].code, code);
    assert_string_equal(faults->list[0].field.at, field);
    assert_non_null(strstr(faults->list[0].message.at, " / "));
    if (!strstr(faults->list[0].message.at, says))
        fail_msg("'%s' does not say '%s'", faults->list[0].message.at, says);
}

static inline const struct case_received *received(void)
{
    const struct case_received *event = trial_last(trial, MESSAGE_case_received_v1);

    assert_non_null(event);
    return event;
}

/* Opens a sealed field of a case as another service does: with the row of the vault. */
static inline enum error open_sealed(
    struct arena *arena,
    const struct item *item,
    struct text path,
    struct sealed_value sealed,
    struct bytes *ret_plain
)
{
    static const uint8_t kek[VAULT_KEK_BYTES] = {7};
    const struct vault_row *row = trial_record_id(trial, &vault_row_record, item->reply.of.id);
    struct wrapped_key wrapped = {0};
    struct case_key key;
    struct vault vault;

    assert_non_null(row);
    vault_init(&vault, kek);
    memcpy(wrapped.kek_id, row->kek_id.at, row->kek_id.length);
    memcpy(wrapped.key_id, row->key_id.at, sizeof(wrapped.key_id));
    memcpy(wrapped.bytes, row->wrapped.at, sizeof(wrapped.bytes));
    assert_int_equal(vault_open_key(&vault, item->reply.of.id, &wrapped, &key), OK);
    vault_done(&vault);
    return seal_open(&key, path, &sealed, arena, ret_plain);
}

static inline struct text open_field(
    struct arena *arena,
    const struct item *item,
    struct text path,
    struct sealed_value sealed
)
{
    struct bytes plain;

    assert_int_equal(open_sealed(arena, item, path, sealed, &plain), OK);
    return text_of_bytes(plain);
}

static inline void assert_opens_as(
    const struct item *item,
    struct text path,
    struct sealed_value sealed,
    const char *expected
)
{
    struct arena arena = {0};
    struct text plain = open_field(&arena, item, path, sealed);

    if (!text_is(plain, expected))
        fail_msg("'%.*s' is not '%s'", (int)plain.length, plain.at, expected);
    arena_done(&arena);
}
