/* Streams of made events as emitters send them (PROTOCOL section 3): whole, or broken in one way. */
#pragma once

#include "tests/unit/services/cli/played.h"

#include "services/cli/stream.h"

enum { STREAMED_EVENTS = 5 };

enum streamed_fault { STREAMED_fine, STREAMED_changed, STREAMED_missing, STREAMED_no_list };

/* An event that decodes, but for the second, whose type nobody knows and that has no number of a case. */
static struct bytes streamed_envelope(int64_t seq, struct arena *arena)
{
    const struct case_acknowledged body = {
        .channel = TEXT("app"),
        .received_at = 1,
        .has_received_at = true,
        .acknowledged_at = 2,
        .has_acknowledged_at = true,
    };
    const struct message message = {
        .shape = message_shape_of(MESSAGE_case_acknowledged_v1),
        .type_name = TEXT("case.acknowledged.v1"),
        .id = arena_format(arena, "event-%d", (int)seq),
        .source = TEXT("/shouli/intake"),
        .time_ms = INT64_C(1795400000000) + seq * 1000,
        .has_time = true,
        .case_id = {{1}},
        .has_case = true,
        .case_no = arena_format(arena, "GD2026112300000%d", (int)seq),
        .body = &body,
    };

    if (seq == 2)
        return pack_text(arena, "{odd: 'no event'}");
    return message_encode(&message, arena);
}

static void streamed_event(
    struct pack_writer *writer,
    int64_t seq,
    uint8_t io_hash[32],
    bool changed,
    struct arena *arena
)
{
    const struct bytes envelope = streamed_envelope(seq, arena);

    chain_next(io_hash, seq, envelope, io_hash);
    pack_array(writer, 3);
    pack_int(writer, seq);
    pack_bin(writer, changed ? pack_text(arena, "{forged: true}") : envelope);
    pack_bin(writer, (struct bytes){io_hash, 32});
}

/* Events `from` to STREAMED_EVENTS in one message; the fault is at event 3. */
static struct bytes streamed_events(
    const char *stream,
    int64_t from,
    enum streamed_fault fault,
    struct arena *arena
)
{
    struct pack_writer writer;
    struct pack_writer unused;
    uint8_t hash[32];
    const bool misses = fault == STREAMED_missing && from <= 3;

    chain_begin(stream, hash);
    pack_begin(&unused, arena, 64);
    for (int64_t seq = 1; seq < from; seq++)
        streamed_event(&unused, seq, hash, false, arena);
    pack_begin(&writer, arena, 1024);
    pack_map(&writer, 2);
    pack_string(&writer, "op");
    pack_string(&writer, "events");
    pack_string(&writer, "events");
    pack_array(&writer, (size_t)(STREAMED_EVENTS - from + 1 - misses));
    for (int64_t seq = from; seq <= STREAMED_EVENTS; seq++) {
        const bool faulty = seq == 3;
        if (faulty && fault == STREAMED_missing)
            streamed_event(&unused, seq, hash, false, arena);
        else if (faulty && fault == STREAMED_no_list)
            pack_string(&writer, "no list");
        else
            streamed_event(&writer, seq, hash, faulty && fault == STREAMED_changed, arena);
    }
    return pack_end(&writer);
}

static struct bytes streamed_answer(
    const struct played_question *asked,
    enum streamed_fault fault,
    struct arena *arena
)
{
    int64_t from = played_from(asked);

    if (!asked->of_events || !text_is(asked->type, "follow"))
        return (struct bytes){0};
    if (from == 0)
        return pack_text(
            arena,
            arena_format(arena, "{op: position, seq: %d}", STREAMED_EVENTS).at
        );
    return streamed_events(asked->service, from, fault, arena);
}

UNUSED static struct bytes
stream_whole(const struct played_question *asked, struct arena *arena)
{
    return streamed_answer(asked, STREAMED_fine, arena);
}

UNUSED static struct bytes
stream_changed(const struct played_question *asked, struct arena *arena)
{
    return streamed_answer(asked, STREAMED_changed, arena);
}

UNUSED static struct bytes
stream_missing(const struct played_question *asked, struct arena *arena)
{
    return streamed_answer(asked, STREAMED_missing, arena);
}

UNUSED static struct bytes
stream_no_list(const struct played_question *asked, struct arena *arena)
{
    return streamed_answer(asked, STREAMED_no_list, arena);
}

UNUSED static struct bytes
stream_empty(const struct played_question *asked UNUSED, struct arena *arena)
{
    return pack_text(arena, "{op: position, seq: 0}");
}

/* Says where it ends, and refuses to be followed from the beginning. */
UNUSED static struct bytes
stream_refused(const struct played_question *asked, struct arena *arena)
{
    if (played_from(asked) == 0)
        return streamed_answer(asked, STREAMED_fine, arena);
    return pack_text(arena, "{op: error, code: not_permitted, message: 'not for you'}");
}
