/* See serve.h. Requests are read in serve_request.c; this file sends. */
#include "common/engine/serve_inside.h"

#include <stdio.h>

#include "common/memory.h"
#include "common/engine/statements.h"

enum { REPLAY_SPAN = 2000, READ_PER_TURN = 256 };

enum error serve_open(struct engine *engine)
{
    struct serve *serve = memory_new(1, sizeof(*serve));
    char address[300];

    engine->serve = serve;
    snprintf(
        address,
        sizeof(address),
        "tcp://%.*s:%d",
        (int)engine->settings.listen.length,
        engine->settings.listen.at,
        (int)engine->settings.port_base + engine->service->port + 1
    );
    enum error error = socket_bind_router(
        engine->sockets,
        address,
        &engine->server_keys,
        SERVE_HIGH_WATER,
        &serve->events
    );
    if (error != OK)
        log_limited(LOG_error, 1, "serve.bind_failed", LOG_STRING("address", address));
    return error;
}

void serve_close(struct engine *engine)
{
    struct serve *serve = engine->serve;

    if (!serve)
        return;
    while (serve->count)
        serve_forget(engine, serve->count - 1, "end");
    socket_destroy(&serve->events);
    store_destroy(&serve->store);
    arena_done(&serve->scratch);
    arena_done(&serve->replay);
    memory_free(serve);
    engine->serve = NULL;
}

size_t serve_wait(struct serve *serve, struct waited *waited)
{
    size_t count = 0;

    waited[count++] = (struct waited){.socket = serve->events};
    if (serve->store && store_fd(serve->store) >= 0) {
        waited[count++] = (struct waited
        ){.fd = store_fd(serve->store), .want_write = store_wants_write(serve->store)};
    }
    return count;
}

bool serve_is_pressed(const struct serve *serve)
{
    return serve->pressed;
}

void serve_forget(struct engine *engine, size_t index, const char *why)
{
    struct serve *serve = engine->serve;

    log_debug("serve.forgotten", LOG_STRING("why", why));
    if (serve->replaying == serve->followers[index])
        serve->replaying = NULL;
    memory_free(serve->followers[index]);
    serve->followers[index] = serve->followers[--serve->count];
    metric_set(METRIC_shouli_peers, (int64_t)serve->count);
}

enum sent serve_send(struct engine *engine, const struct follower *follower, struct bytes body)
{
    struct bytes frames[] = {{follower->peer, follower->peer_length}, body};

    return socket_send(engine->serve->events, frames, LENGTH(frames));
}

static enum sent send_position(struct engine *engine, struct follower *follower)
{
    struct arena *arena = &engine->serve->scratch;
    struct pack_writer writer;

    arena_reset(arena);
    pack_begin(&writer, arena, 256);
    pack_map(&writer, 5);
    pack_string(&writer, "op");
    pack_string(&writer, "position");
    pack_string(&writer, "stream");
    pack_string(&writer, engine->stream_name);
    pack_string(&writer, "seq");
    pack_int(&writer, follower->next - 1);
    pack_string(&writer, "time");
    pack_time(&writer, clock_now_ms());
    pack_string(&writer, "applied");
    stream_put_applied(engine, follower->next - 1, &writer);
    enum sent sent = serve_send(engine, follower, pack_end(&writer));
    if (sent == SENT_fine)
        follower->position_us = clock_monotone_us();
    return sent;
}

static bool wants(const struct follower *follower, const struct kept_event *event)
{
    if (follower->partitions > 1) {
        uint32_t part =
            event->has_case ? uuid_partition(event->case_id, follower->partitions) : 0;
        if (part != follower->partition)
            return false;
    }
    if (follower->type_count == 0)
        return true;
    for (size_t i = 0; i < follower->type_count; i++) {
        struct text type = text_of(follower->types[i]);
        if (follower->exact[i] ? text_equal(event->type, type) : text_starts(event->type, type))
            return true;
    }
    return false;
}

/* Where the events of the next message come from: the ring, or what was read from PostgreSQL. */
static const struct kept_event *event_at(
    const struct serve *serve,
    const struct stream *stream,
    const struct follower *follower,
    int64_t seq
)
{
    const struct kept_event *kept = stream_kept(stream, seq);

    if (kept)
        return kept;
    if (serve->replayed_for == follower && seq >= serve->replayed_from &&
        seq < serve->replayed_from + (int64_t)serve->replayed_count)
        return &serve->replayed[seq - serve->replayed_from];
    return NULL;
}

struct picked {
    const struct kept_event *event[SERVE_PICK_MAX];
    size_t count;
    size_t bytes;
    int64_t next; /* the follower's, when these are sent */
};

static void pick(struct engine *engine, const struct follower *follower, struct picked *picked)
{
    *picked = (struct picked){.next = follower->next};
    while (picked->next <= stream_seq(engine->stream) && picked->count < SERVE_PICK_MAX &&
           picked->count < follower->credit) {
        const struct kept_event *event =
            event_at(engine->serve, engine->stream, follower, picked->next);
        if (!event)
            return;
        if (wants(follower, event)) {
            size_t bytes = event->envelope.length + 64;
            if (picked->count && picked->bytes + bytes > SERVE_BYTES_MAX)
                return;
            picked->event[picked->count++] = event;
            picked->bytes += bytes;
        }
        picked->next++;
    }
}

static enum sent
send_events(struct engine *engine, struct follower *follower, const struct picked *picked)
{
    struct arena *arena = &engine->serve->scratch;
    struct pack_writer writer;

    arena_reset(arena);
    pack_begin(&writer, arena, picked->bytes + 128);
    pack_map(&writer, 3);
    pack_string(&writer, "op");
    pack_string(&writer, "events");
    pack_string(&writer, "stream");
    pack_string(&writer, engine->stream_name);
    pack_string(&writer, "events");
    pack_array(&writer, picked->count);
    for (size_t i = 0; i < picked->count; i++) {
        pack_array(&writer, 3);
        pack_int(&writer, picked->event[i]->seq);
        pack_bin(&writer, picked->event[i]->envelope);
        pack_bin(&writer, (struct bytes){picked->event[i]->hash, 32});
    }
    return serve_send(engine, follower, pack_end(&writer));
}

/* Sends what credit allows; false when the follower is gone. */
static bool pump(struct engine *engine, struct follower *follower)
{
    struct picked picked;

    /* At once after `follow`, before the first event. */
    if (!follower->check_after && follower->position_us == 0) {
        enum sent sent = send_position(engine, follower);
        if (sent != SENT_fine)
            return sent == SENT_full;
    }
    while (!follower->check_after && follower->credit > 0 &&
           follower->next <= stream_seq(engine->stream)) {
        pick(engine, follower, &picked);
        if (picked.count) {
            enum sent sent = send_events(engine, follower, &picked);
            if (sent == SENT_full) {
                engine->serve->pressed = true;
                return true;
            }
            if (sent == SENT_gone)
                return false;
            follower->credit -= picked.count;
            follower->position_due = true;
        }
        if (picked.next == follower->next) {
            follower->hungry = true; /* PostgreSQL must be asked */
            return true;
        }
        follower->next = picked.next;
    }
    if (follower->check_after)
        return true;
    bool due = clock_monotone_us() - follower->position_us > SERVE_POSITION_MS * 1000;
    if (!due && !(follower->position_due && follower->next > stream_seq(engine->stream)))
        return true;
    follower->position_due = false;
    return send_position(engine, follower) != SENT_gone;
}

/* The follower's `after` against the event that was read for it. */
static void compare_after(struct engine *engine, struct follower *follower)
{
    struct serve *serve = engine->serve;

    follower->check_after = false;
    if (serve->replayed_count && serve->replayed[0].seq == follower->next - 1 &&
        memcmp(serve->replayed[0].hash, follower->after, 32) == 0)
        return;
    serve_error(
        engine,
        follower,
        "forked",
        "`after` is not the hash of the event before `from`"
    );
    follower->credit = 0;
    follower->heard_us = 0;
}

static void
take_replayed(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct engine *engine = context;
    struct serve *serve = engine->serve;

    serve->asking = false;
    if (!rows || !serve->replaying) {
        if (failure)
            log_warn("serve.replay_failed", LOG_STRING("why", failure->message));
        serve->replaying = NULL;
        return;
    }
    arena_reset(&serve->replay);
    serve->replayed_count = (size_t)rows_count(rows);
    serve->replayed = ARENA_ARRAY(&serve->replay, struct kept_event, serve->replayed_count + 1);
    for (size_t i = 0; i < serve->replayed_count; i++) {
        struct kept_event *event = &serve->replayed[i];
        event->seq = rows_int(rows, (int)i, 0);
        event->envelope = arena_bytes(&serve->replay, rows_bytes(rows, (int)i, 1));
        memcpy(event->hash, rows_bytes(rows, (int)i, 2).at, 32);
        serve_read_event(engine, event);
    }
    serve->replayed_from = serve->replayed_count ? serve->replayed[0].seq : 0;
    serve->replayed_for = serve->replaying;
    serve->replaying->hungry = false;
    if (serve->replaying->check_after)
        compare_after(engine, serve->replaying);
    serve->replaying = NULL;
}

static void ask_for(struct engine *engine, struct follower *follower)
{
    struct serve *serve = engine->serve;
    struct params params;
    struct arena *arena = &serve->scratch;

    arena_reset(arena);
    params_begin(&params, arena);
    params_int(&params, follower->next - follower->check_after);
    params_int(&params, REPLAY_SPAN);
    serve->replaying = follower;
    serve->asking = true;
    store_send(serve->store, &engine_event_read_statement, &params, take_replayed, engine);
    store_sync(serve->store, NULL, NULL);
}

static void turn_replay(struct engine *engine)
{
    static const struct statement *const statements[] = {&engine_event_read_statement};
    struct serve *serve = engine->serve;
    struct follower *hungry = NULL;

    for (size_t i = 0; i < serve->count && !hungry; i++) {
        struct follower *follower = serve->followers[(serve->turn + i) % serve->count];
        if (follower->check_after || (follower->hungry && follower->credit > 0))
            hungry = follower;
    }
    /* What the writer is not connected to may hold events that never were. */
    bool elsewhere = serve->store && store_state(serve->store) == STORE_open &&
                     writer_is_connected(engine->writer) &&
                     store_host(serve->store) != engine->store_first;
    if (serve->store && (elsewhere || store_state(serve->store) == STORE_broken)) {
        store_destroy(&serve->store);
        serve->asking = false;
        serve->replaying = NULL;
    }
    if (!serve->store && hungry)
        serve->store = store_new_from(
            engine->settings.database_url.hidden.at,
            engine->store_first,
            "shouli-replay",
            statements,
            LENGTH(statements)
        );
    if (!serve->store)
        return;
    store_turn(serve->store);
    if (hungry && !serve->asking && store_state(serve->store) == STORE_open) {
        serve->turn++;
        ask_for(engine, hungry);
    }
}

void serve_turn(struct engine *engine)
{
    struct serve *serve = engine->serve;
    struct parts parts;
    int64_t now_us = clock_monotone_us();

    for (int i = 0; i < READ_PER_TURN && socket_receive(serve->events, &parts); i++) {
        serve_request(engine, &parts);
        parts_done(&parts);
    }
    turn_replay(engine);
    serve->pressed = false;
    for (size_t i = serve->count; i-- > 0;) {
        struct follower *follower = serve->followers[i];
        if (now_us - follower->heard_us > SERVE_SILENCE_MS * 1000)
            serve_forget(engine, i, "silent");
        else if (!pump(engine, follower))
            serve_forget(engine, i, "gone");
    }
}
