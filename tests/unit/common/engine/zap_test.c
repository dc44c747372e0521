/* Tests of common/engine/zap.c: the handler's end of ZAP 1.0 (RFC 27), asked as libzmq would ask it, over inproc. */
#include "common/engine/zap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <zmq.h>

#include "common/metrics.h"

enum { DEADLINE_TURNS = 200, TURN_MS = 10, FRAMES_MAX = 12 };

static struct sockets *sockets;
static struct socket *zap, *asker;
static struct allow *allow;
static char known_key[CURVE_TEXT_LENGTH + 1];
static uint8_t known_raw[32], unknown_raw[32];

static void read_allow_list(void)
{
    char path[] = "/tmp/shouli-allow.XXXXXX";
    struct arena arena = {0};
    struct text faults = {0};
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "w");
    fprintf(file, "clients:\n  - name: known\n    key: \"%s\"\n", known_key);
    fclose(file);
    if (allow_read(&allow, path, &arena, &faults) != OK)
        fail_msg("%.*s", (int)faults.length, faults.at);
    unlink(path);
    arena_done(&arena);
}

static int begin(void **state UNUSED)
{
    const struct curve_pair nobody = {"", ""};
    char secret[CURVE_TEXT_LENGTH + 1], other[CURVE_TEXT_LENGTH + 1];

    zmq_curve_keypair(known_key, secret);
    zmq_curve_keypair(other, secret);
    zmq_z85_decode(known_raw, known_key);
    zmq_z85_decode(unknown_raw, other);
    read_allow_list();
    sockets = sockets_new();
    return socket_bind_zap(sockets, &zap) != OK || socket_connect_dealer(
                                                       sockets,
                                                       "inproc://zeromq.zap.01",
                                                       known_key,
                                                       &nobody,
                                                       10,
                                                       &asker
                                                   ) != OK;
}

static int end(void **state UNUSED)
{
    socket_destroy(&asker);
    socket_destroy(&zap);
    sockets_destroy(&sockets);
    allow_destroy(&allow);
    metrics_done();
    return 0;
}

static struct bytes word(const char *string)
{
    return bytes_of_text(text_of(string));
}

/* A whole request; only the first `count` frames are sent. */
static void ask(const char *request, struct bytes key, size_t count)
{
    const struct bytes frames[] = {
        {(const uint8_t *)"", 0},
        word("1.0"),
        word(request),
        word("shouli"),
        word("127.0.0.1"),
        word(""),
        word("CURVE"),
        key,
    };

    assert_int_equal(socket_send(asker, frames, count), SENT_fine);
}

static bool hear(struct parts *parts)
{
    for (int i = 0; i < DEADLINE_TURNS; i++) {
        struct waited waited[] = {{.socket = asker}, {.socket = zap}};
        zap_turn(zap, allow);
        if (socket_receive(asker, parts))
            return true;
        sockets_wait(waited, LENGTH(waited), TURN_MS);
    }
    return false;
}

static void assert_frame(const struct parts *parts, int index, const char *wanted)
{
    assert_true(index < parts->count);
    assert_true(bytes_equal(parts->frame[index], word(wanted)));
}

static void lets_a_known_key_in_and_names_the_user_by_it(void **state UNUSED)
{
    struct parts parts;

    ask("r-1", (struct bytes){known_raw, 32}, 8);
    assert_true(hear(&parts));
    assert_int_equal(parts.count, 7);
    assert_frame(&parts, 0, "");
    assert_frame(&parts, 1, "1.0");
    assert_frame(&parts, 2, "r-1");
    assert_frame(&parts, 3, "200");
    assert_frame(&parts, 5, known_key);
    assert_frame(&parts, 6, "");
    parts_done(&parts);
}

static void refuses_a_key_that_is_not_on_the_list_and_names_no_user(void **state UNUSED)
{
    int64_t before = metric_value(METRIC_shouli_forbidden_total);
    struct parts parts;

    ask("r-2", (struct bytes){unknown_raw, 32}, 8);
    assert_true(hear(&parts));
    assert_frame(&parts, 2, "r-2");
    assert_frame(&parts, 3, "400");
    assert_frame(&parts, 5, "");
    parts_done(&parts);
    assert_int_equal(metric_value(METRIC_shouli_forbidden_total), before + 1);
}

static void refuses_keys_that_are_a_byte_too_short_or_too_long(void **state UNUSED)
{
    uint8_t longer[33] = {0};
    struct parts parts;

    memcpy(longer, known_raw, 32);
    ask("short", (struct bytes){known_raw, 31}, 8);
    assert_true(hear(&parts));
    assert_frame(&parts, 3, "400");
    parts_done(&parts);
    ask("long", (struct bytes){longer, 33}, 8);
    assert_true(hear(&parts));
    assert_frame(&parts, 2, "long");
    assert_frame(&parts, 3, "400");
    parts_done(&parts);
}

static void refuses_a_request_that_ends_before_the_key(void **state UNUSED)
{
    struct parts parts;

    ask("cut", (struct bytes){known_raw, 32}, 3);
    assert_true(hear(&parts));
    assert_frame(&parts, 2, "cut");
    assert_frame(&parts, 3, "400");
    parts_done(&parts);
}

/* Without the request's id nobody would know what the answer is to. */
static void answers_nothing_to_a_request_without_an_id_and_goes_on(void **state UNUSED)
{
    struct parts parts;

    ask("never sent", (struct bytes){known_raw, 32}, 2);
    ask("next", (struct bytes){known_raw, 32}, 8);
    assert_true(hear(&parts));
    assert_frame(&parts, 2, "next");
    assert_frame(&parts, 3, "200");
    parts_done(&parts);
}

static void answers_all_that_wait_in_one_turn_and_in_order(void **state UNUSED)
{
    struct parts parts;

    ask("a", (struct bytes){known_raw, 32}, 8);
    ask("b", (struct bytes){unknown_raw, 32}, 8);
    ask("c", (struct bytes){known_raw, 32}, 8);
    assert_true(hear(&parts));
    assert_frame(&parts, 2, "a");
    parts_done(&parts);
    assert_true(socket_receive(asker, &parts));
    assert_frame(&parts, 2, "b");
    assert_frame(&parts, 3, "400");
    parts_done(&parts);
    assert_true(socket_receive(asker, &parts));
    assert_frame(&parts, 2, "c");
    assert_frame(&parts, 3, "200");
    parts_done(&parts);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lets_a_known_key_in_and_names_the_user_by_it),
        TEST(refuses_a_key_that_is_not_on_the_list_and_names_no_user),
        TEST(refuses_keys_that_are_a_byte_too_short_or_too_long),
        TEST(refuses_a_request_that_ends_before_the_key),
        TEST(answers_nothing_to_a_request_without_an_id_and_goes_on),
        TEST(answers_all_that_wait_in_one_turn_and_in_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
