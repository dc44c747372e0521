/* The engine of bench.h with real sockets on the loopback and CURVE: two clients that are on the allow-list, the
 * second with half of the room, and one with a key that nobody knows. The test's turn is the engine's. */
#pragma once

#include <unistd.h>
#include <zmq.h>

#include "common/engine/serve_inside.h"
#include "tests/unit/common/engine/bench.h"

enum {
    LOOP_TURNS_MAX = 400,
    LOOP_TURN_MS = 10,
    LOOP_CLIENTS = 3,
    LOOP_PORTS = 2000,
    LOOP_HEAR_US = 8000000
};

struct loopback {
    struct bench *bench;
    struct engine *engine;
    struct curve_pair keys[LOOP_CLIENTS]; /* first, second, stranger */
    struct socket *clients[LOOP_CLIENTS];
    int hearing;    /* the client whose messages are waited for */
    int high_water; /* of the client that is connected next */
    struct arena arena;
};

static struct loopback loop;

static inline void loop_write_allow(const char *follow_of_second)
{
    char path[] = "/tmp/shouli-allow.XXXXXX";
    struct text faults = {0};
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "w");
    fprintf(
        file,
        "clients:\n"
        "  - {name: first, key: '%s', sources: [/bench], send: ['*'], follow: ['*'], "
        "actors: any}\n"
        "  - {name: second, key: '%s', sources: [/bench], send: ['*'], follow: [%s], "
        "actors: any, share: 0.5}\n",
        loop.keys[0].public_key,
        loop.keys[1].public_key,
        follow_of_second
    );
    fclose(file);
    if (allow_read(&loop.engine->allow, path, &loop.arena, &faults) != OK)
        fail_msg("%.*s", (int)faults.length, faults.at);
    unlink(path);
}

static inline void loop_open(struct engine *engine)
{
    engine->settings.listen = TEXT("127.0.0.1");
    engine->settings.port_base = 20000 + 2 * (getpid() % 15000);
    for (int i = 0; i < LOOP_PORTS; i++, engine->settings.port_base += 2) {
        if (gate_open(engine) == OK && serve_open(engine) == OK)
            return;
        gate_close(engine);
        serve_close(engine);
    }
    fail_msg("no port is free");
}

static inline int loop_begin(void **state)
{
    loop = (struct loopback){.bench = bench_new(), .high_water = 10000};
    loop.engine = &loop.bench->engine;
    struct engine *engine = loop.engine;

    *state = loop.bench;
    engine->settings.waiting_max = 10;
    engine->settings.unavailable_after_ms = 1000;
    engine->sockets = sockets_new();
    zmq_curve_keypair(engine->server_keys.public_key, engine->server_keys.secret_key);
    for (int i = 0; i < LOOP_CLIENTS; i++)
        zmq_curve_keypair(loop.keys[i].public_key, loop.keys[i].secret_key);
    loop_write_allow("told.v1");
    assert_int_equal(socket_bind_zap(engine->sockets, &engine->zap), OK);
    loop_open(engine);
    assert_int_equal(follows_open(engine), OK);
    return 0;
}

static inline int loop_end(void **state)
{
    /* What a batch has taken ends with its answer. */
    for (size_t i = 0; i < loop.bench->batch.count; i++)
        gate_answer(loop.engine, &loop.bench->batch.items[i]);
    for (int i = 0; i < LOOP_CLIENTS; i++)
        socket_destroy(&loop.clients[i]);
    gate_close(loop.engine);
    serve_close(loop.engine);
    follows_close(loop.engine);
    socket_destroy(&loop.engine->zap);
    sockets_destroy(&loop.engine->sockets);
    arena_done(&loop.arena);
    return bench_end(state);
}

/* offset 0: commands, 1: events. */
static inline struct socket *loop_connect(int client, int offset)
{
    char address[64];

    snprintf(
        address,
        sizeof(address),
        "tcp://127.0.0.1:%d",
        (int)loop.engine->settings.port_base + offset
    );
    assert_int_equal(
        socket_connect_dealer(
            loop.engine->sockets,
            address,
            loop.engine->server_keys.public_key,
            &loop.keys[client],
            loop.high_water,
            &loop.clients[client]
        ),
        OK
    );
    return loop.clients[client];
}

static inline void loop_turn(void)
{
    struct waited waited[8] = {{.socket = loop.engine->zap}};
    size_t count = 1;

    if (loop.clients[loop.hearing])
        waited[count++] = (struct waited){.socket = loop.clients[loop.hearing]};
    count += gate_wait(loop.engine->gate, waited + count);
    waited[count++] = (struct waited){.socket = loop.engine->serve->events};
    sockets_wait(waited, count, LOOP_TURN_MS);
    zap_turn(loop.engine->zap, loop.engine->allow);
    gate_turn(loop.engine);
    serve_turn(loop.engine);
}

/* Turns until the client has a message; false: none came in time. */
static inline bool loop_hear(int client, struct parts *parts)
{
    int64_t end_us = clock_monotone_us() + LOOP_HEAR_US;

    loop.hearing = client;
    while (clock_monotone_us() < end_us) {
        if (socket_receive(loop.clients[client], parts))
            return true;
        loop_turn();
    }
    return false;
}

static inline bool loop_wait_waiting(size_t wanted)
{
    for (int i = 0; i < LOOP_TURNS_MAX && gate_waiting(loop.engine->gate) != wanted; i++)
        loop_turn();
    return gate_waiting(loop.engine->gate) == wanted;
}

/* The value of a key in a map; PACK_nil when it is not there. */
static inline struct pack_value loop_value(struct bytes map, const char *key)
{
    struct pack_reader reader = pack_reader_of(map);
    struct pack_value head = pack_next(&reader);

    assert_int_equal(head.type, PACK_map);
    for (uint32_t i = 0; i < head.count; i++) {
        struct pack_value name = pack_next(&reader);
        struct bytes span = pack_skip(&reader, 32);
        struct pack_reader inner = pack_reader_of(span);
        if (text_is(text_of_bytes(name.bytes), key))
            return pack_next(&inner);
    }
    return (struct pack_value){.type = PACK_nil};
}

static inline void assert_word(struct bytes map, const char *key, const char *wanted)
{
    struct pack_value value = loop_value(map, key);

    if (value.type != PACK_str || !text_is(text_of_bytes(value.bytes), wanted))
        fail_msg("%s: %.*s", key, (int)value.bytes.length, value.bytes.at);
}

/* A command of sample_shapes.h. */
static inline struct bytes loop_command(int number, const char *text)
{
    const struct sample body = {
        .key = bench_case(number),
        .has_key = true,
        .text = text_of(text),
        .number = number,
        .has_number = true};
    const struct message message = {
        .shape = &sample_messages[1],
        .type_name = TEXT("sample.v1"),
        .id = arena_format(&loop.arena, "c-%d", number),
        .source = TEXT("/bench"),
        .body = &body};

    return message_encode(&message, &loop.arena);
}

static inline void loop_send(int client, struct bytes body)
{
    assert_int_equal(socket_send(loop.clients[client], &body, 1), SENT_fine);
}
