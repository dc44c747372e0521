/* What is said to the service of a followed stream and heard from it (PROTOCOL section 3, the client's side): the
 * seq without a gap, the hash chain without a fork. */
#include "common/engine/follow_inside.h"

enum { ASK_AGAIN_US = 100 * 1000 };

/* Asks for everything after what was received. */
void follow_ask(struct engine *engine, struct follow *follow)
{
    struct pack_writer writer;

    arena_reset(&engine->follows->scratch);
    pack_begin(&writer, &engine->follows->scratch, 256);
    pack_map(&writer, 4 + follow->has_hash);
    pack_string(&writer, "op");
    pack_string(&writer, "follow");
    pack_string(&writer, "stream");
    pack_string(&writer, follow->stream);
    pack_string(&writer, "from");
    pack_int(&writer, follow->received + 1);
    pack_string(&writer, "credit");
    follow->credit = FOLLOW_CREDIT - size_min(FOLLOW_CREDIT, follow->count);
    pack_int(&writer, (int64_t)follow->credit);
    if (follow->has_hash) {
        pack_string(&writer, "after");
        pack_bin(&writer, (struct bytes){follow->hash, 32});
    }
    struct bytes body = pack_end(&writer);
    (void)socket_send(follow->socket, &body, 1);
    follow->asked_us = follow->credited_us = clock_monotone_us();
}

void follow_give_credit(struct engine *engine, struct follow *follow)
{
    struct pack_writer writer;
    size_t room = FOLLOW_CREDIT - size_min(FOLLOW_CREDIT, follow->count + follow->credit);

    arena_reset(&engine->follows->scratch);
    pack_begin(&writer, &engine->follows->scratch, 64);
    pack_map(&writer, 3);
    pack_string(&writer, "op");
    pack_string(&writer, "credit");
    pack_string(&writer, "n");
    pack_int(&writer, (int64_t)room);
    pack_string(&writer, "cursor");
    pack_int(&writer, follow->cursor);
    struct bytes body = pack_end(&writer);
    if (socket_send(follow->socket, &body, 1) == SENT_fine)
        follow->credit += room;
    follow->credited_us = clock_monotone_us();
}

static const struct reaction *
reaction_to(const struct engine *engine, const char *stream, struct text type)
{
    for (size_t i = 0; i < engine->service->reaction_count; i++) {
        const struct reaction *reaction = &engine->service->reactions[i];
        if (strcmp(reaction->stream, stream) != 0)
            continue;
        if (reaction->type == 0 ||
            text_is(type, engine_message_shape(engine, reaction->type)->name))
            return reaction;
    }
    return NULL;
}

/* The type of an event without decoding the rest. */
static struct text type_of(struct bytes envelope)
{
    struct pack_reader reader = pack_reader_of(envelope);
    struct pack_value map = pack_next(&reader);

    for (uint32_t i = 0; map.type == PACK_map && i < map.count; i++) {
        struct pack_value key = pack_next(&reader);
        if (key.type == PACK_str && text_is(text_of_bytes(key.bytes), "type"))
            return text_of_bytes(pack_next(&reader).bytes);
        if (!pack_skip(&reader, ENVELOPE_DEPTH_MAX).at)
            break;
    }
    return TEXT("");
}

static void fork_found(const struct follow *follow, int64_t seq, struct text why)
{
    log_error(
        "follow.forked",
        LOG_STRING("stream", follow->stream),
        LOG_INT("seq", seq),
        LOG_TEXT("why", why)
    );
}

static bool take_event(
    struct engine *engine,
    struct follow *follow,
    int64_t seq,
    struct bytes envelope,
    struct bytes hash
)
{
    uint8_t previous[32], expected[32];

    if (seq <= follow->received)
        return true; /* sent again after a reconnect */
    if (seq != follow->received + 1 || follow->count == FOLLOW_QUEUE_SIZE ||
        hash.length != 32) {
        metric_add(METRIC_shouli_follow_dropped_total, 1);
        follow->asked_us = 0; /* a gap: ask again */
        return true;
    }
    if (follow->received == 0)
        stream_first_hash(follow->stream, previous);
    else
        memcpy(previous, follow->hash, 32);
    if (follow->received == 0 || follow->has_hash) {
        stream_hash(previous, seq, envelope, expected);
        if (memcmp(expected, hash.at, 32) != 0) {
            fork_found(follow, seq, TEXT("the hash does not continue the chain"));
            return false;
        }
    }
    struct received *received =
        &follow->queue[(follow->first + follow->count++) % FOLLOW_QUEUE_SIZE];
    *received = (struct received){.seq = seq};
    memcpy(received->hash, hash.at, 32);
    received->reaction = reaction_to(engine, follow->stream, type_of(envelope));
    if (received->reaction) {
        received->envelope = memory_resize(NULL, envelope.length, 1);
        received->length = envelope.length;
        memcpy(received->envelope, envelope.at, envelope.length);
        follow->concerning++;
    }
    follow->received = seq;
    follow->has_hash = true;
    memcpy(follow->hash, hash.at, 32);
    return true;
}

/* What it says cannot be read: where the next event begins is not known, so it is asked anew over a new connection. */
static void break_off(struct follow *follow, struct text why)
{
    metric_add_labelled(METRIC_shouli_follow_malformed_total, 1, follow->stream);
    log_limited(
        LOG_error,
        1,
        "follow.malformed",
        LOG_STRING("stream", follow->stream),
        LOG_INT("received", follow->received),
        LOG_TEXT("why", why)
    );
    follow->broken = true;
}

static bool take_events(
    struct engine *engine,
    struct follow *follow,
    struct pack_reader *reader,
    uint32_t count
)
{
    for (uint32_t i = 0; i < count; i++) {
        struct pack_value triple = pack_next(reader);
        struct pack_value seq = pack_next(reader);
        struct pack_value envelope = pack_next(reader);
        struct pack_value hash = pack_next(reader);
        if (triple.type != PACK_array || triple.count != 3 || seq.type != PACK_int ||
            envelope.type != PACK_bin || hash.type != PACK_bin) {
            break_off(follow, TEXT("an event is no [seq, envelope, hash]"));
            return true;
        }
        if (follow->credit)
            follow->credit--;
        if (!take_event(engine, follow, seq.integer, envelope.bytes, hash.bytes))
            return false;
    }
    return true;
}

struct said {
    struct pack_reader applied;
    uint32_t applied_count;
    struct text op, code;
    int64_t seq, time_ms;
    struct pack_reader events;
    uint32_t event_count;
    bool has_events, has_seq;
};

static bool read_said(struct bytes body, struct said *ret_said)
{
    struct pack_reader reader = pack_reader_of(body);
    struct pack_value map = pack_next(&reader);

    *ret_said = (struct said){0};
    for (uint32_t i = 0; map.type == PACK_map && i < map.count; i++) {
        struct text key = text_of_bytes(pack_next(&reader).bytes);
        struct bytes span = pack_skip(&reader, ENVELOPE_DEPTH_MAX);
        if (!span.at)
            return false;
        struct pack_reader inner = pack_reader_of(span);
        struct pack_value value = pack_next(&inner);
        if (text_is(key, "op"))
            ret_said->op = text_of_bytes(value.bytes);
        else if (text_is(key, "code"))
            ret_said->code = text_of_bytes(value.bytes);
        else if (text_is(key, "seq") && value.type == PACK_int) {
            ret_said->seq = value.integer;
            ret_said->has_seq = true;
        } else if (text_is(key, "time"))
            (void)!pack_timestamp(&value, &ret_said->time_ms);
        else if (text_is(key, "events") && value.type == PACK_array) {
            ret_said->has_events = true;
            ret_said->events = inner;
            ret_said->event_count = value.count;
        } else if (text_is(key, "applied") && value.type == PACK_map) {
            ret_said->applied = inner;
            ret_said->applied_count = value.count;
        }
    }
    return ret_said->op.at && !pack_skip(&reader, 1).at;
}

static void reach(struct follow *follow)
{
    for (size_t i = 0; i < follow->applied_count; i++) {
        if (follow->applied[i].at <= follow->cursor)
            follow->applied[i].reached = follow->applied[i].said;
    }
}

/* One position is kept until our cursor has reached it; newer ones wait their turn. */
static void take_applied(struct follow *follow, struct said *said)
{
    reach(follow);
    for (uint32_t i = 0; i < said->applied_count; i++) {
        struct pack_value name = pack_next(&said->applied);
        struct pack_reader value =
            pack_reader_of(pack_skip(&said->applied, ENVELOPE_DEPTH_MAX));
        struct pack_value seq = pack_next(&value);
        struct text of = text_of_bytes(name.bytes);
        size_t k = 0;
        if (name.type != PACK_str || seq.type != PACK_int)
            continue;
        while (k < follow->applied_count && !text_is(of, follow->applied[k].of))
            k++;
        if (k == STREAMS_FOLLOWED_MAX || of.length >= sizeof(follow->applied[0].of))
            continue;
        struct upstream_applied *applied = &follow->applied[k];
        if (k == follow->applied_count) {
            *applied = (struct upstream_applied){.said = 0};
            memcpy(applied->of, of.at, of.length);
            follow->applied_count++;
        } else if (applied->at > follow->cursor) {
            continue;
        }
        applied->said = seq.integer;
        applied->at = said->seq;
    }
    reach(follow);
}

/* False: a fork; the process must end. */
bool follow_take_message(struct engine *engine, struct follow *follow, struct bytes body)
{
    struct said said;

    bool readable = read_said(body, &said);
    follow->heard_us = clock_monotone_us();
    if (!readable || (text_is(said.op, "events") && !said.has_events) ||
        (text_is(said.op, "position") && !said.has_seq)) {
        break_off(follow, TEXT("it is no map with `op` and what belongs to it"));
        return true;
    }
    if (text_is(said.op, "events"))
        return take_events(engine, follow, &said.events, said.event_count);
    if (text_is(said.op, "position")) {
        follow->upstream_seq = said.seq;
        follow->upstream_ms = said.time_ms;
        take_applied(follow, &said);
        return true;
    }
    if (text_is(said.op, "error") &&
        (text_is(said.code, "forked") || text_is(said.code, "ahead"))) {
        fork_found(follow, follow->received, said.code);
        return false;
    }
    if (text_is(said.op, "error")) {
        /* Most often the service has been restarted and does not know us yet. */
        log_limited(
            LOG_info,
            1,
            "follow.refused",
            LOG_STRING("stream", follow->stream),
            LOG_TEXT("code", said.code)
        );
        if (clock_monotone_us() - follow->asked_us > ASK_AGAIN_US)
            follow->asked_us = 0;
    }
    return true;
}
