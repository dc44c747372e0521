/* The six services, played: what clients ask them is answered by a function of the test, over CURVE as services do it.
 *
 * The sockets of commands and events of all services are bound at free ports, and one thread answers; it lets
 * everybody in (RFC 27). What was asked is kept for the test to look at once the command has ended. */
#pragma once

#include "tests/unit/services/cli/captured.h"

#include <pthread.h>
#include <stdatomic.h>

#include "common/msgpack.h"
#include "services/cli/client.h"
#include "tests/support/pack_text.h"

enum { PLAYED_SOCKETS = 2 * CLIENT_SERVICES, PLAYED_KEPT_MAX = 64 };

struct played_question {
    const char *service;
    bool of_events;   /* on the socket of events */
    struct text type; /* of a command, or `op` */
    struct text id;
    struct text actor, role;
    struct bytes data; /* of a command */
    struct bytes frame;
};

/* What `from` of a follow says; 0: new, or it is no follow. */
static inline int64_t played_from(const struct played_question *asked)
{
    struct pack_reader reader = pack_reader_of(asked->frame);
    struct pack_value map = pack_next(&reader);

    for (uint32_t i = 0; i < map.count; i++) {
        struct text key = text_of_bytes(pack_next(&reader).bytes);
        struct pack_reader value_at = reader;
        struct pack_value value = pack_next(&value_at);
        if (text_is(key, "from") && value.type == PACK_int)
            return value.integer;
        (void)pack_skip(&reader, ENVELOPE_DEPTH_MAX);
    }
    return 0;
}

/* An absent reply is silence. Runs on the thread of the services: assert nothing in it. */
typedef struct bytes played_answer(const struct played_question *asked, struct arena *arena);

static struct played {
    struct sockets *sockets;
    struct socket *zap, *at[PLAYED_SOCKETS];
    pthread_t thread;
    atomic_bool ends;
    _Atomic(played_answer *) answer;
    struct arena arena;
    struct played_question asked[PLAYED_KEPT_MAX];
    atomic_size_t count;
} played;

static struct text played_text_of(struct pack_value value)
{
    return value.type == PACK_str ? text_of_bytes(value.bytes) : (struct text){0};
}

static struct played_question played_read(int at, struct bytes frame)
{
    struct played_question asked = {
        .service = client_services[at / 2],
        .of_events = at % 2 == 1,
        .frame = frame};
    struct pack_reader reader = pack_reader_of(frame);
    struct pack_value map = pack_next(&reader);

    for (uint32_t i = 0; map.type == PACK_map && i < map.count; i++) {
        struct text key = played_text_of(pack_next(&reader));
        struct pack_reader value_at = reader;
        struct text text = played_text_of(pack_next(&value_at));
        struct bytes span = pack_skip(&reader, ENVELOPE_DEPTH_MAX);
        if (text_is(key, "type") || text_is(key, "op"))
            asked.type = text;
        else if (text_is(key, "id"))
            asked.id = text;
        else if (text_is(key, "actorid"))
            asked.actor = text;
        else if (text_is(key, "actorrole"))
            asked.role = text;
        else if (text_is(key, "data"))
            asked.data = span;
    }
    return asked;
}

static void played_let_in(void)
{
    struct parts asked;
    char user[CURVE_TEXT_LENGTH + 1];

    if (!socket_receive(played.zap, &asked))
        return;
    (void)socket_key_from_raw(asked.frame[8], user);
    const struct bytes reply[] = {
        asked.frame[0],
        {(const uint8_t *)"", 0},
        bytes_of_text(TEXT("1.0")),
        asked.frame[3],
        bytes_of_text(TEXT("200")),
        bytes_of_text(TEXT("OK")),
        bytes_of_text(text_of(user)),
        {(const uint8_t *)"", 0}};
    (void)socket_send(played.zap, reply, LENGTH(reply));
    parts_done(&asked);
}

static void played_turn(int at)
{
    struct parts parts;

    while (socket_receive(played.at[at], &parts)) {
        struct bytes frame = arena_bytes(&played.arena, parts.frame[parts.count - 1]);
        struct played_question asked = played_read(at, frame);
        size_t number = atomic_load(&played.count);
        /* A credit asks for nothing, and that of a command which has ended may come when the next test has begun. */
        if (!text_is(asked.type, "credit")) {
            if (number < PLAYED_KEPT_MAX)
                played.asked[number] = asked;
            atomic_store(&played.count, number + 1);
        }
        struct bytes reply = atomic_load(&played.answer)(&asked, &played.arena);
        const struct bytes frames[] = {parts.frame[0], reply};
        if (reply.at)
            (void)socket_send(played.at[at], frames, 2);
        parts_done(&parts);
    }
}

static void *played_run(void *unused UNUSED)
{
    enum { TURN_MS = 50 };
    struct waited waited[PLAYED_SOCKETS + 1];

    while (!atomic_load(&played.ends)) {
        waited[PLAYED_SOCKETS] = (struct waited){.socket = played.zap};
        for (int i = 0; i < PLAYED_SOCKETS; i++)
            waited[i] = (struct waited){.socket = played.at[i]};
        sockets_wait(waited, LENGTH(waited), TURN_MS);
        played_let_in();
        for (int i = 0; i < PLAYED_SOCKETS; i++)
            played_turn(i);
    }
    return NULL;
}

static bool played_bind(long base)
{
    enum { HIGH_WATER = 1000 };
    int bound = 0;
    char address[64];

    for (; bound < PLAYED_SOCKETS; bound++) {
        long port = base + client_port_of(client_services[bound / 2]) + bound % 2;
        snprintf(address, sizeof(address), "tcp://127.0.0.1:%ld", port);
        if (socket_bind_router(
                played.sockets,
                address,
                &captured_server,
                HIGH_WATER,
                &played.at[bound]
            ) != OK)
            break;
    }
    for (int i = 0; bound < PLAYED_SOCKETS && i < bound; i++)
        socket_destroy(&played.at[i]);
    return bound == PLAYED_SOCKETS;
}

UNUSED static int played_begin(void **state)
{
    char text[24];
    long base = 20000 + getpid() % 200 * 100;

    if (captured_with_keys(state) != 0)
        return -1;
    played.sockets = sockets_new();
    if (socket_bind_zap(played.sockets, &played.zap) != OK)
        return -1;
    while (base < 60000 && !played_bind(base))
        base += 100;
    snprintf(text, sizeof(text), "%ld", base);
    setenv("SHOULI_PORT_BASE", text, 1);
    return pthread_create(&played.thread, NULL, played_run, NULL);
}

UNUSED static int played_end(void **state)
{
    atomic_store(&played.ends, true);
    pthread_join(played.thread, NULL);
    for (int i = 0; i < PLAYED_SOCKETS; i++)
        socket_destroy(&played.at[i]);
    socket_destroy(&played.zap);
    sockets_destroy(&played.sockets);
    arena_done(&played.arena);
    return captured_done(state);
}

/* What answers from now on; what was asked before is forgotten. */
UNUSED static void play(played_answer *answer)
{
    atomic_store(&played.answer, answer);
    atomic_store(&played.count, 0);
}

/* {id: as asked, …}; `rest` as in pack_text.h. */
UNUSED static struct bytes
played_reply(const struct played_question *asked, struct arena *arena, const char *rest)
{
    return pack_text(
        arena,
        arena_format(arena, "{id: '%.*s', %s}", (int)asked->id.length, asked->id.at, rest).at
    );
}

/* The `data` of the n-th question as JSON, in the arena. */
UNUSED static const char *played_data(size_t number, struct arena *arena)
{
    struct text json = message_to_json(played.asked[number].data, arena);

    return arena_format(arena, "%.*s", (int)json.length, json.at).at;
}
