/* Tests of services/cli/bench_accept.c against a scripted intake: what is sent, and what is made of its answers. */
#include "services/cli/bench.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <zmq.h>

#include "common/arena.h"
#include "common/message.h"
#include "common/msgpack.h"
#include "common/socket.h"
#include "proto/messages.h"

enum { PORTS = 2000, INTAKE_OFFSET = 10 };

static const struct bench_options short_run =
    {.publishers = 2, .window = 5, .seconds = 1, .rate = 50, .source = "/bench/test"};

static char folder[] = "/tmp/shouli-bench.XXXXXX", server_path[64], own_path[64];
static struct curve_pair server, own;
static struct sockets *sockets;
static struct socket *zap, *router;
static atomic_int over;

/* What the scripted intake does and what it saw. */
static const char *status;
static long heard, readable;

static void write_key(char *path, size_t size, const char *name, const struct curve_pair *pair)
{
    snprintf(path, size, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(
        file,
        "curve\n    public-key = \"%s\"\n    secret-key = \"%s\"\n",
        pair->public_key,
        pair->secret_key
    );
    fclose(file);
}

static int begin_folder(void **state)
{
    (void)state;
    zmq_curve_keypair(server.public_key, server.secret_key);
    zmq_curve_keypair(own.public_key, own.secret_key);
    if (!mkdtemp(folder))
        return -1;
    write_key(server_path, sizeof(server_path), "server.key", &server);
    write_key(own_path, sizeof(own_path), "publisher.key_secret", &own);
    return 0;
}

static int end_folder(void **state)
{
    (void)state;
    return unlink(server_path) || unlink(own_path) || rmdir(folder);
}

static void let_all_in(void)
{
    struct parts parts;

    while (socket_receive(zap, &parts)) {
        const struct bytes frames[] = {
            parts.frame[0],
            {(const uint8_t *)"", 0},
            {(const uint8_t *)"1.0", 3},
            parts.frame[3],
            bytes_of_text(TEXT("200")),
            bytes_of_text(TEXT("OK")),
            bytes_of_text(TEXT("who")),
            {(const uint8_t *)"", 0},
        };
        (void)socket_send(zap, frames, LENGTH(frames));
        parts_done(&parts);
    }
}

static void answer_one(const struct parts *parts)
{
    struct faults faults = {.count = 0};
    struct arena arena = {0};
    struct message message = {0};
    struct pack_writer writer;

    heard++;
    if (message_decode(
            parts->frame[1],
            &shouli_catalogue,
            DECODE_strict,
            &arena,
            &faults,
            &message
        ) == OK &&
        message.shape->type == MESSAGE_request_submitted_v1 &&
        text_is(message.source, "/bench/test"))
        readable++;
    pack_begin(&writer, &arena, 256);
    pack_map(&writer, 2);
    pack_string(&writer, "id");
    pack_str(&writer, message.id);
    pack_string(&writer, "status");
    pack_string(&writer, status);
    const struct bytes frames[] = {parts->frame[0], pack_end(&writer)};
    (void)socket_send(router, frames, LENGTH(frames));
    arena_done(&arena);
}

static void *play_intake(void *context)
{
    struct parts parts;

    while (!atomic_load(&over)) {
        struct waited waited[] = {{.socket = zap}, {.socket = router}};
        sockets_wait(waited, LENGTH(waited), 10);
        let_all_in();
        while (socket_receive(router, &parts)) {
            answer_one(&parts);
            parts_done(&parts);
        }
    }
    return context;
}

static void bind_intake(void)
{
    char address[64], base[16];

    for (int port = 20000 + getpid() % 15000, end = port + PORTS; port < end && !router;
         port++) {
        snprintf(address, sizeof(address), "tcp://127.0.0.1:%d", port + INTAKE_OFFSET);
        snprintf(base, sizeof(base), "%d", port);
        if (socket_bind_router(sockets, address, &server, 1000, &router) != OK)
            continue;
    }
    assert_non_null(router);
    setenv("SHOULI_PORT_BASE", base, 1);
    setenv("SHOULI_KEYS_DIR", folder, 1);
}

static int run_against(const char *answers)
{
    pthread_t thread;

    status = answers;
    heard = readable = 0;
    atomic_store(&over, 0);
    sockets = sockets_new();
    assert_int_equal(socket_bind_zap(sockets, &zap), OK);
    bind_intake();
    assert_int_equal(pthread_create(&thread, NULL, play_intake, NULL), 0);
    int code = bench_accept(&short_run);
    atomic_store(&over, 1);
    pthread_join(thread, NULL);
    socket_destroy(&router);
    socket_destroy(&zap);
    sockets_destroy(&sockets);
    return code;
}

static void without_keys_it_ends_with_3(void **state)
{
    (void)state;
    setenv("SHOULI_KEYS_DIR", "/nowhere", 1);
    assert_int_equal(bench_accept(&short_run), 3);
}

static void requests_that_are_accepted_are_a_result(void **state)
{
    (void)state;
    assert_int_equal(run_against("accepted"), 0);
    /* 50 a second, for half a second of warm-up and a second. */
    assert_in_range(heard, 50, 80);
}

static void what_it_sends_is_a_request_of_its_source(void **state)
{
    (void)state;
    run_against("accepted");
    assert_true(heard > 0);
    assert_int_equal(readable, heard);
}

static void when_nothing_is_accepted_it_ends_with_3(void **state)
{
    (void)state;
    assert_int_equal(run_against("rejected"), 3);
    assert_true(heard > 0);
    assert_int_equal(run_against("busy"), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_keys_it_ends_with_3),
        cmocka_unit_test(requests_that_are_accepted_are_a_result),
        cmocka_unit_test(what_it_sends_is_a_request_of_its_source),
        cmocka_unit_test(when_nothing_is_accepted_it_ends_with_3),
    };

    return cmocka_run_group_tests(tests, begin_folder, end_folder);
}
