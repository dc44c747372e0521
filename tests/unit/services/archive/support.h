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
#include "tests/support/trial.h"

/* 2026-11-21 10:00 in Shanghai. */
#define CLOSED_MS INT64_C(1795226400000)
enum { HOUR_MS = 3600000, SEQ_MAX = 2500 };

static const struct uuid case_a = {
    {1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10, 11, 12, 13, 14, 15, 16}};
static const struct uuid case_b = {
    {9, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10, 11, 12, 13, 14, 15, 99}};

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

/* Kept events of a case, by stream and seq, as parts.sql has them. */
static inline size_t
kept_of(struct trial *trial, struct uuid id, const struct kept_event **ret_kept)
{
    static const char *const streams[] = {"desk", "escalation", "intake", "router", "survey"};
    struct arena arena = {0};
    size_t count = 0;

    for (size_t i = 0; i < LENGTH(streams); i++) {
        for (int64_t seq = 1; seq < SEQ_MAX; seq++) {
            struct text place = package_place(&arena, text_of(streams[i]), seq);
            const struct kept_event *kept =
                trial_record(trial, &kept_event_record, bytes_of_text(place));
            if (kept && uuid_equal(kept->case_id, id))
                ret_kept[count++] = kept;
        }
    }
    arena_done(&arena);
    return count;
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
    static const struct kept_event *kept[SEQ_MAX];
    static struct bytes lines[SEQ_MAX];
    size_t count = kept_of(trial, id, kept);
    const struct bytes key = {id.b, 16};

    await_quiet(trial, id);
    for (size_t i = 0; i < count; i++)
        lines[i] = kept[i]->part;
    trial_list(trial, &archive_parts_list, lines, count, false);
    trial_list(trial, &archive_waiting_list, &key, 1, false);
    return trial_chore(trial, "package");
}
