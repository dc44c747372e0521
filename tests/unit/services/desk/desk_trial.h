/* What desk's tests have in common: a trial, cases that router places, commands by somebody. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "common/vault.h"
#include "proto/messages.h"
#include "services/desk/case_row.h"
#include "services/desk/desk.h"
#include "services/desk/propose.h"
#include "services/desk/transitions.h"
#include "tests/support/trial.h"

#define T0     INT64_C(1795268651123) /* 2026-11-21T14:24:11.123Z */
#define MINUTE INT64_C(60000)
#define DAY    (1440 * MINUTE)

static struct trial *trial;

static inline int trial_begin(void **state UNUSED)
{
    trial = trial_new(&desk_service, T0);
    return 0;
}

static inline int trial_end(void **state UNUSED)
{
    trial_destroy(&trial);
    return 0;
}

/* The n-th case of a test; made at T0. */
static inline struct uuid case_id(uint8_t n)
{
    return uuid_make(T0, (uint8_t[10]){[9] = n});
}

static inline const struct queued_case *row_of_case(struct uuid id)
{
    return trial_record_id(trial, &queued_case_record, id);
}

static inline void give_key(struct uuid id)
{
    static const uint8_t kek[VAULT_KEK_BYTES] = {7}; /* of every trial */
    struct vault vault;
    struct case_key key;
    struct wrapped_key wrapped;

    vault_init(&vault, kek);
    assert_int_equal(vault_make_key(&vault, id, &key, &wrapped), OK);
    trial_put(
        trial,
        &wrapped_case_key_record,
        &(struct wrapped_case_key){
            .case_id = id,
            .has_case_id = true,
            .kek_id = text_of(wrapped.kek_id),
            .key_id = {wrapped.key_id, sizeof(wrapped.key_id)},
            .wrapped = {wrapped.bytes, sizeof(wrapped.bytes)},
            .created_at = T0,
            .has_created_at = true,
        }
    );
    vault_forget_key(&key);
    vault_done(&vault);
}

static const struct text card_skills[] = {{"card", 4}};

/* An ordinary consultation about a card, to be changed by the test. */
static inline struct case_queued consultation(void)
{
    return (struct case_queued){
        .queue = TEXT("q.card"),
        .skills = card_skills,
        .skills_count = 1,
        .case_type = CASE_TYPE_consult,
        .code = TEXT("CR01"),
        .category = TEXT("credit_card"),
        .grade = CASE_GRADE_P4,
        .due_at = T0 + DAY,
        .has_due_at = true,
        .received_at = T0 - MINUTE,
        .has_received_at = true,
        .channel = TEXT("app"),
    };
}

static inline struct case_queued complaint(enum case_grade grade)
{
    struct case_queued body = consultation();

    body.case_type = CASE_TYPE_complaint;
    body.grade = grade;
    body.queue = TEXT("q.complaint");
    body.about_employee = TEXT("E1001");
    return body;
}

static inline const struct item *event_of(int type, struct uuid id, const void *body)
{
    const struct item *item = trial_event(
        trial,
        &(struct trial_message
        ){.type = type, .body = body, .case_id = id, .case_no = "GD20261121000001"}
    );
    assert_int_equal(item->outcome, OUTCOME_accepted);
    return item;
}

static inline void place(struct uuid id, struct case_queued body)
{
    event_of(MESSAGE_case_queued_v1, id, &body);
    give_key(id);
}

/* A command on a case; the role may be NULL. */
static inline const struct item *
command(int type, struct uuid id, const void *body, const char *actor, const char *role)
{
    return trial_command(
        trial,
        &(struct trial_message
        ){.type = type, .body = body, .case_id = id, .actorid = actor, .actorrole = role}
    );
}

static inline void offer(const struct uuid *ids, size_t count)
{
    struct bytes keys[16] = {{0}};

    for (size_t i = 0; i < count; i++)
        keys[i] = (struct bytes){ids[i].b, 16};
    trial_list(trial, &desk_candidates_list, keys, count, false);
}

static inline const struct item *claim(struct uuid id, const char *actor, const char *role)
{
    offer(&id, 1);
    return command(
        MESSAGE_case_claim_v1,
        (struct uuid){{0}},
        &(struct case_claim){0},
        actor,
        role
    );
}

static inline void assert_accepted(const struct item *item)
{
    if (item->outcome != OUTCOME_accepted)
        fail_msg(
            "%s: %s",
            item->reply.faults.count ? item->reply.faults.list[0].code : "?",
            item->reply.faults.count ? item->reply.faults.list[0].message.at : "?"
        );
}

static inline void assert_refused(const struct item *item, const char *code)
{
    assert_int_equal(item->outcome, OUTCOME_rejected);
    assert_true(item->reply.faults.count > 0);
    assert_string_equal(item->reply.faults.list[0].code, code);
}

static inline void assert_text(struct text text, const char *wanted)
{
    if (!text_is(text, wanted))
        fail_msg("'%.*s' is not '%s'", (int)text.length, text.at ? text.at : "", wanted);
}

/* A case that `actor` has: what begin with claim and go on. */
static inline struct uuid
claimed(uint8_t n, struct case_queued body, const char *actor, const char *role)
{
    struct uuid id = case_id(n);

    place(id, body);
    assert_accepted(claim(id, actor, role));
    return id;
}

/* The members that every command on a case has. */
#define WITH_LEASE(id)                                                                         \
    .case_id = (id), .has_case_id = true, .lease_epoch = row_of_case(id)->lease_epoch,         \
    .has_lease_epoch = true
#define ON_CASE(id) .case_id = (id), .has_case_id = true

static inline void resolve(struct uuid id, const char *actor, const char *role)
{
    assert_accepted(command(
        MESSAGE_case_resolve_v1,
        id,
        &(struct case_resolve){WITH_LEASE(id), .answer = TEXT("办好了")},
        actor,
        role
    ));
}

/* Decodes the result of a command. */
static inline void
result_of(const struct item *item, const struct map_shape *shape, void *ret_body)
{
    static struct arena arena;
    struct faults faults = {.count = 0};

    assert_int_equal(
        map_decode(item->reply.result, shape, DECODE_strict, "", &arena, &faults, ret_body),
        OK
    );
}
