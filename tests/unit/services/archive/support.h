/* A case in a trial of archive: events as other services would send them, and lists answered from the rows. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "services/archive/archive.h"
#include "services/archive/archive_no.h"
#include "services/archive/package.h"
#include "services/archive/retention.h"
#include "tests/unit/services/archive/kept.h"

/* 2026-11-21 10:00 in Shanghai. */
#define CLOSED_MS INT64_C(1795226400000)
enum { HOUR_MS = 3600000 };

static const struct uuid case_a = {
    {1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10, 11, 12, 13, 14, 15, 16}};
static const struct uuid case_b = {
    {9, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10, 11, 12, 13, 14, 15, 99}};

/* Lives as long as the test. */
static struct arena kept_words;

static inline const struct package *package_now(struct trial *trial, struct uuid id)
{
    return trial_record_id(trial, &package_record, id);
}

static inline const struct item *
send(struct trial *trial, const char *stream, int type, struct uuid id, const void *body)
{
    const struct trial_message message = {
        .type = type,
        .body = body,
        .case_id = id,
        .case_no = "GD20261120000001",
        .stream = stream};

    return trial_event(trial, &message);
}

/* Ends of clocks of one case that come in one batch, `large` bytes of words in the one at `large_at`. */
static inline void
send_together(struct trial *trial, struct uuid id, size_t count, size_t large_at, size_t large)
{
    static char words[8192];
    struct trial_message messages[32];
    struct clock_stopped bodies[32];

    assert_true(count <= 32 && large <= sizeof(words));
    memset(words, 'x', sizeof(words));
    for (size_t i = 0; i < count; i++) {
        bodies[i] = (struct clock_stopped){
            .clock = TEXT("K17"),
            .outcome = CLOCK_OUTCOME_met,
            .stopped_at = CLOSED_MS,
            .has_stopped_at = true,
            .cause = TEXT("archive.stored.v1"),
        };
        messages[i] = (struct trial_message
        ){.type = MESSAGE_clock_stopped_v1,
          .body = &bodies[i],
          .case_id = id,
          .case_no = "GD20261120000001",
          .stream = "escalation"};
        if (i == large_at && large)
            messages[i].source = arena_format(&kept_words, "%.*s", (int)large, words).at;
    }
    trial_events(trial, messages, count);
}

static inline void send_received(struct trial *trial, struct uuid id)
{
    static const uint8_t sealed[32] = {1};
    const struct case_received body = {
        .channel = TEXT("phone"),
        .received_at = CLOSED_MS - HOUR_MS,
        .has_received_at = true,
        .publisher = TEXT("//bank/phone"),
        .request_id = TEXT("r-1"),
        .text = {{sealed, 8}, {sealed, SEALED_NONCE_BYTES}, {sealed, sizeof(sealed)}},
    };

    assert_int_equal(
        send(trial, "intake", MESSAGE_case_received_v1, id, &body)->outcome,
        OUTCOME_accepted
    );
}

static inline struct case_closed closing(enum case_type type, const char *code)
{
    return (struct case_closed){
        .state = CASE_STATE_closed,
        .version = 5,
        .has_version = true,
        .cause = CLOSE_CAUSE_quiet,
        .closed_at = CLOSED_MS,
        .has_closed_at = true,
        .received_at = CLOSED_MS - HOUR_MS,
        .has_received_at = true,
        .case_type = type,
        .code = text_of(code),
        .grade = CASE_GRADE_P3,
        .channel = TEXT("phone"),
        .has_reopened = true,
    };
}

/* Answers the seq that the closing has in desk's stream. */
static inline int64_t
send_closed_as(struct trial *trial, struct uuid id, const struct case_closed *body)
{
    const struct item *item = send(trial, "desk", MESSAGE_case_closed_v1, id, body);

    assert_int_equal(item->outcome, OUTCOME_accepted);
    return item->seq;
}

static inline int64_t send_closed(struct trial *trial, struct uuid id)
{
    const struct case_closed body = closing(CASE_TYPE_consult, "AC01");

    return send_closed_as(trial, id, &body);
}

static inline void send_reopened(struct trial *trial, struct uuid id)
{
    static const uint8_t sealed[32] = {1};
    const struct case_reopened body = {
        .state = CASE_STATE_queued,
        .version = 6,
        .has_version = true,
        .cause = REOPEN_CAUSE_customer,
        .reason = {{sealed, 8}, {sealed, SEALED_NONCE_BYTES}, {sealed, sizeof(sealed)}},
        .times = 1,
        .has_times = true,
        .received_at = CLOSED_MS,
        .has_received_at = true,
        .channel = TEXT("phone"),
    };

    send(trial, "desk", MESSAGE_case_reopened_v1, id, &body);
}

static inline void send_answered(struct trial *trial, struct uuid id)
{
    const struct survey_answered body = {
        .survey_id = case_b,
        .has_survey_id = true,
        .score = 5,
        .has_score = true,
        .questions = TEXT("csat-1"),
        .answered_at = CLOSED_MS,
        .has_answered_at = true,
    };

    send(trial, "survey", MESSAGE_survey_answered_v1, id, &body);
}

static inline void send_clock_stopped(struct trial *trial, struct uuid id, const char *clock)
{
    const struct clock_stopped body = {
        .clock = text_of(clock),
        .outcome = CLOCK_OUTCOME_met,
        .stopped_at = CLOSED_MS,
        .has_stopped_at = true,
        .cause = TEXT("archive.stored.v1"),
    };

    send(trial, "escalation", MESSAGE_clock_stopped_v1, id, &body);
}

/* When its first look is due, it is now. */
static inline void await_quiet(struct trial *trial, struct uuid id)
{
    const struct package *package = package_now(trial, id);

    if (package && package->has_check_at && package->tries == 0)
        trial_set_time(trial, int64_max(trial_time(trial), package->check_at));
}

/* One turn of the chore that finds this case and as many of its lines as there are. */
static inline const struct item *pack(struct trial *trial, struct uuid id)
{
    static struct bytes pieces[SEQ_MAX];
    size_t count = pieces_of(trial, id, pieces);
    const struct bytes key = {id.b, 16};

    await_quiet(trial, id);
    trial_list(trial, &archive_parts_list, pieces, count, false);
    trial_list(trial, &archive_waiting_list, &key, 1, false);
    return trial_chore(trial, "package");
}
