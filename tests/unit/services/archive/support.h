/* A case in a trial of archive: events as other services would send them, and lists answered from the rows. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "services/archive/archive.h"
#include "services/archive/archive_no.h"
#include "services/archive/bundle.h"
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

/* An event as it is kept, in a row of its own or in a bundle. */
struct kept {
    struct text place; /* lives until the next call of kept_of */
    struct package_event event;
    struct archive_part part;
    const struct kept_event *alone;
    const struct kept_bundle *bundle;
};

static const char *const kept_streams[] = {"desk", "escalation", "intake", "router", "survey"};
static struct arena kept_places;

static inline int kept_by_place(const void *a, const void *b)
{
    const struct kept *one = a, *other = b;

    return text_compare(one->place, other->place);
}

static inline size_t kept_in_bundle(const struct kept_bundle *bundle, struct kept *ret_kept)
{
    struct bytes lines = bundle->lines;
    const uint8_t *at = bundle->envelopes.at;
    size_t count = 0;

    while (lines.length) {
        struct kept *kept = &ret_kept[count++];
        *kept = (struct kept){.bundle = bundle};
        struct faults faults = {.count = 0};
        struct line line;
        assert_true(lines_next(&lines, &line));
        assert_int_equal(
            map_decode(
                line.raw,
                &archive_part_shape,
                DECODE_strict,
                "",
                &kept_places,
                &faults,
                &kept->part
            ),
            OK
        );
        kept->place = package_place(&kept_places, kept->part.stream, kept->part.seq);
        kept->event = (struct package_event
        ){kept->part.stream, kept->part.seq, kept->part.type, {at, (size_t)kept->part.bytes}};
        at += kept->part.bytes;
    }
    assert_ptr_equal(at, bundle->envelopes.at + bundle->envelopes.length);
    return count;
}

static inline const struct kept_bundle *
bundle_at(struct trial *trial, struct uuid id, struct text place)
{
    struct text item = bundle_item(&kept_places, id, place);

    return trial_record(trial, &kept_bundle_record, bytes_of_text(item));
}

/* Kept events of a case, by stream and seq. */
static inline size_t kept_of(struct trial *trial, struct uuid id, struct kept *ret_kept)
{
    size_t count = 0;

    arena_reset(&kept_places);
    for (size_t i = 0; i < LENGTH(kept_streams); i++) {
        for (int64_t seq = 1; seq < SEQ_MAX; seq++) {
            struct text place = package_place(&kept_places, text_of(kept_streams[i]), seq);
            const struct kept_event *alone =
                trial_record(trial, &kept_event_record, bytes_of_text(place));
            const struct kept_bundle *bundle = bundle_at(trial, id, place);
            if (alone && uuid_equal(alone->case_id, id))
                ret_kept[count++] = (struct kept
                ){.place = place,
                  .event = {alone->stream, alone->seq, alone->type, alone->envelope},
                  .alone = alone};
            if (bundle)
                count += kept_in_bundle(bundle, &ret_kept[count]);
        }
    }
    qsort(ret_kept, count, sizeof(*ret_kept), kept_by_place);
    return count;
}

/* What parts.sql has of a case: the lines of each row. */
static inline size_t pieces_of(struct trial *trial, struct uuid id, struct bytes *ret_pieces)
{
    static struct kept kept[SEQ_MAX];
    size_t all = kept_of(trial, id, kept), count = 0;

    for (size_t i = 0; i < all; i++) {
        struct bytes piece = kept[i].alone ? kept[i].alone->part : kept[i].bundle->lines;
        bool is_new = true;
        for (size_t k = 0; k < count; k++)
            is_new = is_new && ret_pieces[k].at != piece.at;
        if (is_new)
            ret_pieces[count++] = piece;
    }
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
    static struct bytes pieces[SEQ_MAX];
    size_t count = pieces_of(trial, id, pieces);
    const struct bytes key = {id.b, 16};

    await_quiet(trial, id);
    trial_list(trial, &archive_parts_list, pieces, count, false);
    trial_list(trial, &archive_waiting_list, &key, 1, false);
    return trial_chore(trial, "package");
}
