/* See follow.h. One DEALER and one ring of received events a stream. */
#include "common/engine/follow_inside.h"

#include <stdio.h>
#include <stdlib.h>

enum { PEER_HIGH_WATER = 1000, READ_PER_TURN = 64, BROKEN_AGAIN_US = 500 * 1000 };

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
        follow->queue = memory_new(FOLLOW_QUEUE_SIZE, sizeof(*follow->queue));
    }
    return engine->follows;
}

static void forget_queue(struct follow *follow)
{
    for (; follow->count; follow->count--) {
        memory_free(follow->queue[follow->first].envelope);
        follow->first = (follow->first + 1) % FOLLOW_QUEUE_SIZE;
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
    follow_counts_read(follow, counts);
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
    follow->broken = false;
    follow->connected_us = follow->heard_us = clock_monotone_us();
    if (!follow->level_us)
        follow->level_us = follow->heard_us;
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

static bool turn(struct engine *engine, struct follow *follow)
{
    struct parts parts;
    int64_t now_us = clock_monotone_us();
    bool fine = true;

    for (int i = 0; fine && !follow->broken && i < READ_PER_TURN &&
                    follow->count + follow->credit <= FOLLOW_QUEUE_SIZE &&
                    socket_receive(follow->socket, &parts);
         i++) {
        fine = follow_take_message(engine, follow, parts.frame[parts.count - 1]);
        parts_done(&parts);
    }
    if (now_us - follow->heard_us > FOLLOW_SILENCE_MS * 1000) {
        log_limited(LOG_warn, 1, "follow.silent", LOG_STRING("stream", follow->stream));
        (void)!connect_to(engine, follow);
    }
    if (follow->broken && now_us - follow->connected_us > BROKEN_AGAIN_US)
        (void)!connect_to(engine, follow);
    if (follow->broken)
        ; /* soon, but not in a tight loop */
    else if (!follow->asked_us)
        follow_ask(engine, follow);
    else if (now_us - follow->credited_us > FOLLOW_CREDIT_EVERY_MS * 1000 ||
             follow->credit + follow->count < FOLLOW_CREDIT / 2)
        follow_give_credit(engine, follow);
    if (int64_max(follow->upstream_seq, follow->received) <= follow->cursor)
        follow->level_us = now_us;
    metric_set_us_labelled(
        METRIC_shouli_follow_lag_seconds,
        now_us - follow->level_us,
        follow->stream
    );
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
