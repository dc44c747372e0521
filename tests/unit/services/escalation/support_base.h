/* A case in a trial of escalation, as intake, router and desk tell of it; times are Shanghai's. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "common/domain/instant.h"
#include "services/escalation/calendars.h"
#include "services/escalation/clock_lines.h"
#include "services/escalation/clocks.h"
#include "services/escalation/decide_fire.h"
#include "services/escalation/escalation.h"
#include "services/escalation/timers.h"
#include "tests/support/trial.h"

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS INT64_C(60000)
#define HOUR_MS   INT64_C(3600000)

static inline int64_t at(const char *local)
{
    char text[40];
    int64_t ms = 0;

    snprintf(text, sizeof(text), "%s+08:00", local);
    assert_true(instant_parse(text_of(text), &ms));
    return ms;
}

#define MONDAY at("2026-03-02T10:00:00")

static inline struct uuid case_id(uint8_t n)
{
    return (struct uuid){{1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10, 11, 12, 13, 14, 15, n}};
}

static inline const struct clocked_case *case_now(struct trial *trial, uint8_t n)
{
    return trial_record_id(trial, &clocked_case_record, case_id(n));
}

/* The clocks of a case as they stand in its row; they live until the test program ends. */
static inline size_t clocks_now(struct trial *trial, uint8_t n, struct case_clock **ret_clocks)
{
    static struct arena arena;
    const struct clocked_case *row = case_now(trial, n);
    struct text lines = row ? arena_text(&arena, row->clock_lines) : TEXT("");
    size_t count = 0;

    assert_int_equal(clock_lines_read(lines, &arena, ret_clocks, &count), OK);
    return count;
}

/* NULL when the case has no such clock. */
static inline const struct case_clock *clock_now(struct trial *trial, uint8_t n, const char *id)
{
    struct case_clock *clocks;
    size_t count = clocks_now(trial, n, &clocks);

    for (size_t i = 0; i < count; i++) {
        if (text_is(clocks[i].clock, id))
            return &clocks[i];
    }
    return NULL;
}

/* Somebody writes another limit into the row. */
static inline void change_due(struct trial *trial, uint8_t n, const char *id, int64_t by_ms)
{
    static struct arena arena;
    const struct case_clock *rows[PLAN_REFS_MAX];
    struct clocked_case row = *case_now(trial, n);
    struct case_clock *clocks;
    size_t count = clocks_now(trial, n, &clocks);

    for (size_t i = 0; i < count; i++) {
        clocks[i].due_at += text_is(clocks[i].clock, id) ? by_ms : 0;
        rows[i] = &clocks[i];
    }
    row.clock_lines = clock_lines_write(rows, count, &arena);
    trial_put(trial, &clocked_case_record, &row);
}

static inline void assert_clock(
    struct trial *trial,
    uint8_t n,
    const char *id,
    enum clock_state state,
    int64_t due_ms
)
{
    const struct case_clock *row = clock_now(trial, n, id);

    assert_non_null(row);
    assert_int_equal(row->state, state);
    assert_int_equal(row->due_at, due_ms);
}

static inline void
tell_at(struct trial *trial, int type, uint8_t n, int64_t now_ms, const void *body)
{
    char number[32];

    snprintf(number, sizeof(number), "GD20260302%06d", n);
    trial_set_time(trial, now_ms);
    const struct trial_message message =
        {.type = type, .body = body, .case_id = case_id(n), .case_no = number};
    assert_int_equal(trial_event(trial, &message)->outcome, OUTCOME_accepted);
}

/* Fires until nothing is due for this case. */
static inline void fire(struct trial *trial, uint8_t n, int64_t now_ms)
{
    const struct uuid id = case_id(n);
    const struct bytes key = {id.b, 16};

    trial_set_time(trial, now_ms);
    trial_list(trial, &escalation_due_list, &key, 1, false);
    while (trial_chore(trial, "fire")->reply.busy)
        ;
}

static const uint8_t sealed_bytes[32] = {1};
#define SEALED                                                                                 \
    {                                                                                          \
        {sealed_bytes, 8}, {sealed_bytes, SEALED_NONCE_BYTES},                                 \
        {                                                                                      \
            sealed_bytes, 32                                                                   \
        }                                                                                      \
    }

static inline void receive_on(struct trial *trial, uint8_t n, int64_t ms, const char *channel)
{
    const struct case_received body = {
        .channel = text_of(channel),
        .received_at = ms,
        .has_received_at = true,
        .publisher = TEXT("/test"),
        .request_id = TEXT("r-1"),
        .text = SEALED,
    };

    tell_at(trial, MESSAGE_case_received_v1, n, ms, &body);
}

static inline void acknowledge(struct trial *trial, uint8_t n, int64_t received_ms, int64_t ms)
{
    const struct case_acknowledged body = {
        .channel = TEXT("web"),
        .received_at = received_ms,
        .has_received_at = true,
        .acknowledged_at = ms,
        .has_acknowledged_at = true,
    };

    tell_at(trial, MESSAGE_case_acknowledged_v1, n, ms, &body);
}

static inline void queue_at(
    struct trial *trial,
    uint8_t n,
    enum case_type type,
    enum case_grade grade,
    int64_t received_ms,
    int64_t ms
)
{
    const struct case_queued body = {
        .queue = TEXT("q.general"),
        .case_type = type,
        .code = TEXT("AC01"),
        .category = TEXT("accounts_deposits"),
        .grade = grade,
        .due_at = received_ms,
        .has_due_at = true,
        .received_at = received_ms,
        .has_received_at = true,
        .channel = TEXT("web"),
    };

    tell_at(trial, MESSAGE_case_queued_v1, n, ms, &body);
}

/* Queued as a complaint of P3, accepted by a unit. */
static inline void queue_in_unit(
    struct trial *trial,
    uint8_t n,
    int64_t received_ms,
    int64_t ms,
    const char *queue,
    const char *unit
)
{
    const struct case_queued body = {
        .queue = text_of(queue),
        .case_type = CASE_TYPE_complaint,
        .code = TEXT("AC01"),
        .category = TEXT("accounts_deposits"),
        .grade = CASE_GRADE_P3,
        .due_at = received_ms,
        .has_due_at = true,
        .received_at = received_ms,
        .has_received_at = true,
        .channel = TEXT("web"),
        .unit = unit ? text_of(unit) : (struct text){0},
    };

    tell_at(trial, MESSAGE_case_queued_v1, n, ms, &body);
}

/* Received and queued at once, on the website. */
static inline void
take(struct trial *trial, uint8_t n, enum case_type type, enum case_grade grade, int64_t ms)
{
    receive_on(trial, n, ms, "web");
    acknowledge(trial, n, ms, ms);
    queue_at(trial, n, type, grade, ms, ms);
}

/* How many events of a type were emitted. */
static inline size_t count_events(struct trial *trial, int wanted)
{
    size_t found = 0;

    for (size_t i = 0; i < trial_event_count(trial); i++) {
        int type = 0;
        (void)trial_emitted(trial, i, &type, NULL);
        found += type == wanted;
    }
    return found;
}

static inline int begin_trial(void **state)
{
    *state = trial_new(&escalation_service, MONDAY);
    return 0;
}

static inline int end_trial(void **state)
{
    struct trial *trial = *state;

    trial_destroy(&trial);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin_trial, end_trial)
