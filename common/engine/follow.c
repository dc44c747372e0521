/* See follow.h. One DEALER and one ring of received events a stream. */
#include "common/engine/engine.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"
#include "common/msgpack.h"

enum {
    QUEUE_SIZE = 2 * FOLLOW_CREDIT,
    PEER_HIGH_WATER = 1000,
    READ_PER_TURN = 64,
    FOLLOW_TYPES_MAX = 128,
    ASK_AGAIN_US = 100 * 1000
};

struct received {
    int64_t seq;
    uint8_t hash[32];
    uint8_t *envelope; /* NULL: it does not concern us */
    size_t length;
    const struct reaction *reaction;
};

/* The second of the ledger's two counts (P10): events applied, by type. */
struct follow_count {
    char type[97];
    int64_t value; /* durable */
    int64_t delta; /* of the transaction under way */
};

/* What the followed stream had itself applied of a third one, as its positions say. */
struct upstream_applied {
    char of[64];
    int64_t said; /* at position `at` */
    int64_t at;
    int64_t reached; /* the newest `said` whose `at` our durable cursor has reached */
};

struct follow {
    char stream[64];
    struct socket *socket;
    struct received *queue; /* a ring */
    size_t first, count;
    size_t concerning; /* of them */
    int64_t cursor;    /* durable */
    int64_t gathered;  /* given to a batch */
    int64_t received;
    uint8_t hash[32]; /* of the last event received */
    bool has_hash;
    int64_t upstream_seq; /* its head, as last said */
    int64_t upstream_ms;
    int64_t heard_us;
    int64_t asked_us;
    int64_t credited_us;
    size_t credit; /* outstanding */
    struct follow_count counts[FOLLOW_TYPES_MAX];
    size_t type_count;
    struct upstream_applied applied[STREAMS_FOLLOWED_MAX];
    size_t applied_count;
};

struct follows {
    struct follow follow[STREAMS_FOLLOWED_MAX];
    size_t count;
    struct arena scratch;
};

static struct follow *find(struct follows *follows, struct text stream)
{
    for (size_t i = 0; i < follows->count; i++) {
        if (text_is(stream, follows->follow[i].stream))
            return &follows->follow[i];
    }
    return NULL;
}

static struct follows *follows_of(struct engine *engine)
{
    if (engine->follows)
        return engine->follows;
    engine->follows = memory_new(1, sizeof(*engine->follows));
    for (size_t i = 0; i < engine->service->reaction_count; i++) {
        struct text name = text_of(engine->service->reactions[i].stream);
        if (find(engine->follows, name))
            continue;
        struct follow *follow = &engine->follows->follow[engine->follows->count++];
        snprintf(follow->stream, sizeof(follow->stream), "%s", name.at);
        follow->queue = memory_new(QUEUE_SIZE, sizeof(*follow->queue));
    }
    return engine->follows;
}

static struct follow_count *count_of(struct follow *follow, const char *type)
{
    for (size_t i = 0; i < follow->type_count; i++) {
        if (strcmp(follow->counts[i].type, type) == 0)
            return &follow->counts[i];
    }
    if (follow->type_count == FOLLOW_TYPES_MAX)
        return &follow->counts[FOLLOW_TYPES_MAX - 1];
    struct follow_count *count = &follow->counts[follow->type_count++];
    *count = (struct follow_count){.value = 0};
    snprintf(count->type, sizeof(count->type), "%s", type);
    return count;
}

static void forget_queue(struct follow *follow)
{
    for (; follow->count; follow->count--) {
        memory_free(follow->queue[follow->first].envelope);
        follow->first = (follow->first + 1) % QUEUE_SIZE;
    }
    follow->concerning = 0;
}

void follows_set_cursor(
    struct engine *engine,
    struct text stream,
    int64_t seq,
    struct bytes hash,
    struct text counts
)
{
    struct follow *follow = find(follows_of(engine), stream);

    if (!follow)
        return;
    follow->cursor = follow->gathered = follow->received = seq;
    follow->has_hash = hash.length == 32;
    if (follow->has_hash)
        memcpy(follow->hash, hash.at, 32);
    json_t *read = json_loadb(counts.at, counts.length, 0, NULL);
    const char *type;
    json_t *value;
    follow->type_count = 0;
    json_object_foreach(read, type, value)
    {
        count_of(follow, type)->value = json_integer_value(value);
    }
    json_decref(read);
}

/* "name=offset,name=offset": streams that PROTOCOL section 4 does not know. */
static int extra_port(struct text ports, const char *stream)
{
    size_t length = strlen(stream);

    for (size_t i = 0; i + length + 1 < ports.length; i++) {
        bool starts = i == 0 || ports.at[i - 1] == ',';
        if (starts && memcmp(ports.at + i, stream, length) == 0 && ports.at[i + length] == '=')
            return (int)strtol(ports.at + i + length + 1, NULL, 10);
    }
    return 0;
}

/* PROTOCOL section 4: the event port of a service of ours. */
static int event_port(const struct engine *engine, const char *stream)
{
    static const char *const services[] =
        {"intake", "router", "desk", "escalation", "archive", "survey", "notify"};

    for (size_t i = 0; i < LENGTH(services); i++) {
        if (strcmp(services[i], stream) == 0)
            return (int)engine->settings.port_base + 11 + 10 * (int)i;
    }
    return (int)engine->settings.port_base + extra_port(engine->settings.peer_ports, stream) +
           1;
}

static void address_of(const struct engine *engine, const char *stream, char *ret, size_t size)
{
    struct text peers = engine->settings.peers;
    const char *mark = memmem(peers.at, peers.length, "{service}", 9);

    if (!mark) {
        snprintf(
            ret,
            size,
            "tcp://%.*s:%d",
            (int)peers.length,
            peers.at,
            event_port(engine, stream)
        );
        return;
    }
    snprintf(
        ret,
        size,
        "tcp://%.*s%s%.*s:%d",
        (int)(mark - peers.at),
        peers.at,
        stream,
        (int)(peers.length - (size_t)(mark - peers.at) - 9),
        mark + 9,
        event_port(engine, stream)
    );
}

static enum error connect_to(struct engine *engine, struct follow *follow)
{
    char address[600];

    socket_destroy(&follow->socket);
    address_of(engine, follow->stream, address, sizeof(address));
    follow->asked_us = 0;
    follow->heard_us = clock_monotone_us();
    return socket_connect_dealer(
        engine->sockets,
        address,
        engine->server_keys.public_key,
        &engine->own_keys,
        PEER_HIGH_WATER,
        &follow->socket
    );
}

enum error follows_open(struct engine *engine)
{
    struct follows *follows = follows_of(engine);

    for (size_t i = 0; i < follows->count; i++) {
        enum error error = connect_to(engine, &follows->follow[i]);
        if (error != OK)
            return error;
    }
    return OK;
}

void follows_close(struct engine *engine)
{
    struct follows *follows = engine->follows;

    for (size_t i = 0; follows && i < follows->count; i++) {
        forget_queue(&follows->follow[i]);
        socket_destroy(&follows->follow[i].socket);
        memory_free(follows->follow[i].queue);
    }
    if (follows)
        arena_done(&follows->scratch);
    memory_free(follows);
    engine->follows = NULL;
}

size_t follows_wait(struct follows *follows, struct waited *waited)
{
    size_t count = 0;

    for (size_t i = 0; follows && i < follows->count; i++) {
        if (follows->follow[i].socket)
            waited[count++] = (struct waited){.socket = follows->follow[i].socket};
    }
    return count;
}

/* Asks for everything after what was received. */
static void ask(struct engine *engine, struct follow *follow)
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
    follow->credit = FOLLOW_CREDIT - follow->count;
    pack_int(&writer, (int64_t)follow->credit);
    if (follow->has_hash) {
        pack_string(&writer, "after");
        pack_bin(&writer, (struct bytes){follow->hash, 32});
    }
    struct bytes body = pack_end(&writer);
    (void)socket_send(follow->socket, &body, 1);
    follow->asked_us = follow->credited_us = clock_monotone_us();
}

static void give_credit(struct engine *engine, struct follow *follow)
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

static void fork_found(const struct follow *follow, int64_t seq, const char *why)
{
    log_error(
        "follow.forked",
        LOG_STRING("stream", follow->stream),
        LOG_INT("seq", seq),
        LOG_STRING("why", why)
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
    if (seq != follow->received + 1 || follow->count == QUEUE_SIZE || hash.length != 32) {
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
            fork_found(follow, seq, "the hash does not continue the chain");
            return false;
        }
    }
    struct received *received = &follow->queue[(follow->first + follow->count++) % QUEUE_SIZE];
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
            envelope.type != PACK_bin || hash.type != PACK_bin)
            return true;
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
};

static void read_said(struct bytes body, struct said *ret_said)
{
    struct pack_reader reader = pack_reader_of(body);
    struct pack_value map = pack_next(&reader);

    *ret_said = (struct said){0};
    for (uint32_t i = 0; map.type == PACK_map && i < map.count; i++) {
        struct text key = text_of_bytes(pack_next(&reader).bytes);
        struct bytes span = pack_skip(&reader, ENVELOPE_DEPTH_MAX);
        if (!span.at)
            return;
        struct pack_reader inner = pack_reader_of(span);
        struct pack_value value = pack_next(&inner);
        if (text_is(key, "op"))
            ret_said->op = text_of_bytes(value.bytes);
        else if (text_is(key, "code"))
            ret_said->code = text_of_bytes(value.bytes);
        else if (text_is(key, "seq"))
            ret_said->seq = value.integer;
        else if (text_is(key, "time"))
            (void)!pack_timestamp(&value, &ret_said->time_ms);
        else if (text_is(key, "events") && value.type == PACK_array) {
            ret_said->events = inner;
            ret_said->event_count = value.count;
        } else if (text_is(key, "applied") && value.type == PACK_map) {
            ret_said->applied = inner;
            ret_said->applied_count = value.count;
        }
    }
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
        struct text of = text_of_bytes(pack_next(&said->applied).bytes);
        struct pack_value seq = pack_next(&said->applied);
        size_t k = 0;
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
static bool take_message(struct engine *engine, struct follow *follow, struct bytes body)
{
    struct said said;

    read_said(body, &said);
    follow->heard_us = clock_monotone_us();
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
        fork_found(follow, follow->received, said.code.at);
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

static bool turn(struct engine *engine, struct follow *follow)
{
    struct parts parts;
    int64_t now_us = clock_monotone_us();
    bool fine = true;

    for (int i = 0; fine && i < READ_PER_TURN && follow->count + follow->credit <= QUEUE_SIZE &&
                    socket_receive(follow->socket, &parts);
         i++) {
        fine = take_message(engine, follow, parts.frame[parts.count - 1]);
        parts_done(&parts);
    }
    if (now_us - follow->heard_us > FOLLOW_SILENCE_MS * 1000) {
        log_limited(LOG_warn, 1, "follow.silent", LOG_STRING("stream", follow->stream));
        (void)!connect_to(engine, follow);
    }
    if (!follow->asked_us)
        ask(engine, follow);
    else if (now_us - follow->credited_us > FOLLOW_CREDIT_EVERY_MS * 1000 ||
             follow->credit + follow->count < FOLLOW_CREDIT / 2)
        give_credit(engine, follow);
    metric_set_labelled(
        METRIC_shouli_follow_lag_events,
        int64_max(0, int64_max(follow->upstream_seq, follow->received) - follow->cursor),
        follow->stream
    );
    return fine;
}

enum error follows_turn(struct engine *engine)
{
    for (size_t i = 0; engine->follows && i < engine->follows->count; i++) {
        if (!turn(engine, &engine->follows->follow[i]))
            return ERROR_fenced;
    }
    return OK;
}

size_t follows_waiting(const struct follows *follows)
{
    size_t waiting = 0;

    for (size_t i = 0; follows && i < follows->count; i++)
        waiting += follows->follow[i].concerning;
    return waiting;
}

bool follows_idle_progress(const struct follows *follows)
{
    for (size_t i = 0; follows && i < follows->count; i++) {
        if (follows->follow[i].count)
            return true;
    }
    return false;
}

static void add_item(
    struct engine *engine,
    struct batch *batch,
    struct follow *follow,
    struct received *received
)
{
    struct item *item = batch_add(batch, ITEM_event);
    struct faults faults = {.count = 0};
    struct bytes copy =
        arena_bytes(&batch->arena, (struct bytes){received->envelope, received->length});

    item->follow = follow;
    item->stream = follow->stream;
    item->seq = received->seq;
    memcpy(item->hash, received->hash, 32);
    item->reaction = received->reaction;
    item->decide = received->reaction->decide;
    item->first = received->reaction->first;
    enum error error = message_decode(
        copy,
        engine->service->catalogue,
        DECODE_lenient,
        &batch->arena,
        &faults,
        &item->message
    );
    item->message.envelope = copy;
    item->case_id = item->message.case_id;
    item->has_case = item->message.has_case;
    if (error != OK || (!item->message.body && received->reaction->type)) {
        item->set_aside_code = "malformed";
        item->set_aside_reason = "the event could not be decoded";
    }
}

static bool gather_one(
    struct engine *engine,
    struct batch *batch,
    struct follow *follow,
    struct cursor_move *move
)
{
    if (follow->count == 0)
        return false;
    struct received *received = &follow->queue[follow->first];
    if (received->envelope) {
        add_item(engine, batch, follow, received);
        follow->concerning--;
        memory_free(received->envelope);
    }
    move->seq = received->seq;
    memcpy(move->hash, received->hash, 32);
    follow->gathered = received->seq;
    follow->first = (follow->first + 1) % QUEUE_SIZE;
    follow->count--;
    return true;
}

void follows_gather(struct engine *engine, struct batch *batch, size_t max)
{
    struct follows *follows = engine->follows;

    batch->moves =
        ARENA_ARRAY(&batch->arena, struct cursor_move, follows ? follows->count + 1 : 1);
    for (size_t i = 0; follows && i < follows->count; i++) {
        struct follow *follow = &follows->follow[i];
        struct cursor_move move = {.follow = follow};
        size_t before = batch->count;
        while (batch->count - before < max / follows->count &&
               gather_one(engine, batch, follow, &move)) {
        }
        if (move.seq)
            batch->moves[batch->move_count++] = move;
    }
}

/* The last event of a follow that the transaction covers: all that was gathered, or up to the range's end. */
bool follow_move(
    const struct batch *batch,
    const struct cursor_move *all,
    struct cursor_move *ret_move
)
{
    *ret_move = *all;
    if (batch->to == batch->count)
        return true;
    for (size_t i = batch->to; i-- > batch->from;) {
        const struct item *item = &batch->items[i];
        if (item->kind == ITEM_event && item->follow == all->follow) {
            ret_move->seq = item->seq;
            memcpy(ret_move->hash, item->hash, 32);
            return true;
        }
    }
    return false;
}

void follows_commit(struct engine *engine, const struct batch *batch)
{
    (void)engine;
    for (size_t i = 0; i < batch->move_count; i++) {
        struct cursor_move move;
        if (!follow_move(batch, &batch->moves[i], &move))
            continue;
        struct follow *follow = move.follow;
        follow->cursor = move.seq;
        for (size_t k = 0; k < follow->type_count; k++) {
            metric_add_labelled(
                METRIC_shouli_events_applied_total,
                follow->counts[k].delta,
                follow->stream,
                follow->counts[k].type
            );
            follow->counts[k].value += follow->counts[k].delta;
            follow->counts[k].delta = 0;
        }
    }
}

const char *follows_name(const struct follows *follows, size_t index)
{
    return follows && index < follows->count ? follows->follow[index].stream : NULL;
}

int64_t follows_cursor(const struct follows *follows, size_t index)
{
    return follows->follow[index].cursor;
}

const char *follow_stream(const struct follow *follow)
{
    return follow->stream;
}

static struct text counts_text(const struct follow *follow, struct arena *arena)
{
    json_t *object = json_object();

    for (size_t i = 0; i < follow->type_count; i++) {
        int64_t value = follow->counts[i].value + follow->counts[i].delta;
        json_object_set_new(object, follow->counts[i].type, json_integer(value));
    }
    char *dumped = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
    struct text copy = arena_text(arena, text_of(dumped));
    json_decref(object);
    memory_free(dumped);
    return copy;
}

struct text follow_counts(struct follow *follow, const struct batch *batch, struct arena *arena)
{
    for (size_t i = 0; i < follow->type_count; i++)
        follow->counts[i].delta = 0;
    for (size_t i = batch->from; i < batch->to; i++) {
        const struct item *item = &batch->items[i];
        if (item->kind == ITEM_event && item->follow == follow && item->message.shape)
            count_of(follow, item->message.shape->name)->delta++;
    }
    return counts_text(follow, arena);
}

bool follows_count(
    const struct follows *follows,
    size_t cursor,
    size_t index,
    struct text *ret_type,
    int64_t *ret_count
)
{
    const struct follow *follow = &follows->follow[cursor];

    if (index >= follow->type_count)
        return false;
    *ret_type = text_of(follow->counts[index].type);
    *ret_count = follow->counts[index].value;
    return true;
}

int64_t
follows_upstream_applied(const struct follows *follows, const char *stream, const char *of)
{
    for (size_t i = 0; i < follows->count; i++) {
        const struct follow *follow = &follows->follow[i];
        if (strcmp(follow->stream, stream) != 0)
            continue;
        for (size_t k = 0; k < follow->applied_count; k++) {
            if (strcmp(follow->applied[k].of, of) == 0)
                return follow->applied[k].reached;
        }
    }
    return 0;
}
