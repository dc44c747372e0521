/* Tests of common/socket.c: two ends of CURVE in one process, with the ZAP end (RFC 27) played by the test. */
#include "common/socket.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cmocka.h>
#include <zmq.h>

#include "common/clock.h"
#include "common/memory.h"

enum { TURNS = 400, TURN_MS = 10, HIGH_WATER = 20 };

static struct sockets *sockets;
static struct socket *zap, *router, *dealer;
static struct curve_pair server, client;
static char address[64];

static int bind_router(void)
{
    for (int port = 21000 + getpid() % 20000; port < 60000; port++) {
        snprintf(address, sizeof(address), "tcp://127.0.0.1:%d", port);
        if (socket_bind_router(sockets, address, &server, HIGH_WATER, &router) == OK)
            return 0;
    }
    return -1;
}

static enum error connect_dealer(void)
{
    return socket_connect_dealer(
        sockets,
        address,
        server.public_key,
        &client,
        HIGH_WATER,
        &dealer
    );
}

static int begin(void **state UNUSED)
{
    sockets = sockets_new();
    zmq_curve_keypair(server.public_key, server.secret_key);
    zmq_curve_keypair(client.public_key, client.secret_key);
    if (socket_bind_zap(sockets, &zap) != OK || bind_router() != 0)
        return -1;
    return connect_dealer();
}

static int end(void **state UNUSED)
{
    socket_destroy(&dealer);
    socket_destroy(&router);
    socket_destroy(&zap);
    sockets_destroy(&sockets);
    return 0;
}

static struct bytes of(const char *string)
{
    return bytes_of_text(text_of(string));
}

/* Lets everybody in under the name of their key, as services do: RFC 27's request has the key in its last frame. */
static void answer_zap(void)
{
    struct parts request;
    char user[CURVE_TEXT_LENGTH + 1];

    if (!socket_receive(zap, &request))
        return;
    assert_int_equal(request.count, 9); /* peer, empty, and the seven of RFC 27 */
    assert_true(socket_key_from_raw(request.frame[8], user));
    const struct bytes reply[] = {
        request.frame[0],
        of(""),
        of("1.0"),
        request.frame[3],
        of("200"),
        of("OK"),
        of(user),
        of("")};
    assert_int_equal(socket_send(zap, reply, LENGTH(reply)), SENT_fine);
    parts_done(&request);
}

/* The next message of `at`, while the ZAP end does its work. */
static bool receive(struct socket *at, struct parts *ret_parts)
{
    for (int i = 0; i < TURNS; i++) {
        struct waited waited[] = {{.socket = zap}, {.socket = at}};
        sockets_wait(waited, LENGTH(waited), TURN_MS);
        answer_zap();
        if (socket_receive(at, ret_parts))
            return true;
    }
    return false;
}

static void carries_a_message_with_the_name_of_its_sender(void **state UNUSED)
{
    const struct bytes frames[] = {of(""), of("a question")};
    struct parts parts;

    assert_int_equal(socket_send(dealer, frames, 2), SENT_fine);
    assert_true(receive(router, &parts));
    assert_int_equal(parts.count, 3);
    assert_string_equal(parts.user, client.public_key);
    assert_false(parts.too_many);
    assert_true(bytes_equal(parts.frame[1], of("")));
    assert_true(bytes_equal(parts.frame[2], of("a question")));
    const struct bytes answer[] = {parts.frame[0], of("an answer")};
    assert_int_equal(socket_send(router, answer, 2), SENT_fine);
    parts_done(&parts);
    assert_true(receive(dealer, &parts));
    assert_int_equal(parts.count, 1);
    assert_true(bytes_equal(parts.frame[0], of("an answer")));
    parts_done(&parts);
}

static void keeps_frames_alive_when_they_move(void **state UNUSED)
{
    const struct bytes frames[] = {
        of("short"),
        of("a frame that is longer than what fits inside of a message struct")};
    struct parts parts, moved;

    assert_int_equal(socket_send(dealer, frames, 2), SENT_fine);
    assert_true(receive(router, &parts));
    parts_move(&moved, &parts);
    assert_int_equal(parts.count, 0);
    memset(parts.storage, 0, sizeof(parts.storage));
    assert_int_equal(moved.count, 3);
    assert_true(bytes_equal(moved.frame[1], frames[0]));
    assert_true(bytes_equal(moved.frame[2], frames[1]));
    assert_string_equal(moved.user, client.public_key);
    parts_done(&moved);
}

/* The peer's frame counts: 8 more fit. */
static void drops_frames_beyond_the_ninth_and_says_so(void **state UNUSED)
{
    struct bytes frames[10];
    struct parts parts;

    for (size_t i = 0; i < LENGTH(frames); i++)
        frames[i] = of("x");
    for (size_t count = 7; count <= 9; count++) {
        assert_int_equal(socket_send(dealer, frames, count), SENT_fine);
        assert_true(receive(router, &parts));
        assert_int_equal(parts.count, count < 9 ? (int)count + 1 : SOCKET_PARTS_MAX);
        assert_int_equal(parts.too_many, count == 9);
        parts_done(&parts);
    }
    assert_int_equal(socket_send(dealer, frames, 1), SENT_fine);
    assert_true(receive(router, &parts)); /* the one behind is whole */
    assert_int_equal(parts.count, 2);
    parts_done(&parts);
}

/* PROTOCOL 2: up to 4 MiB are read, beyond that the connection is closed. */
static void reads_frames_up_to_4_mib_and_no_more(void **state UNUSED)
{
    uint8_t *large = memory_new(SOCKET_BYTES_MAX + 1, 1);
    struct parts parts;
    int64_t closed = 0;

    socket_watch_closed(sockets, router);
    for (size_t less = 2; less-- > 0;) {
        const struct bytes frame = {large, SOCKET_BYTES_MAX - less};
        assert_int_equal(socket_send(dealer, &frame, 1), SENT_fine);
        assert_true(receive(router, &parts));
        assert_int_equal(parts.frame[1].length, SOCKET_BYTES_MAX - less);
        parts_done(&parts);
    }
    const struct bytes over = {large, SOCKET_BYTES_MAX + 1}, after = of("again");
    assert_int_equal(socket_take_closed(router), 0);
    assert_int_equal(socket_send(dealer, &over, 1), SENT_fine);
    for (int i = 0; i < 30; i++) {
        struct waited waited[] = {{.socket = zap}, {.socket = router}};
        sockets_wait(waited, LENGTH(waited), TURN_MS);
        answer_zap();
        assert_false(socket_receive(router, &parts));
        closed += socket_take_closed(router);
    }
    assert_int_equal(closed, 1);
    assert_int_equal(socket_send(dealer, &after, 1), SENT_fine); /* it comes back by itself */
    assert_true(receive(router, &parts));
    assert_true(bytes_equal(parts.frame[1], after));
    parts_done(&parts);
    memory_free(large);
}

/* The dealer says hello and goes; the router has noticed it afterwards. */
static void come_and_go(void)
{
    const struct bytes hello = of("hello");
    enum sent sent = SENT_fine;
    struct parts parts;

    assert_int_equal(socket_send(dealer, &hello, 1), SENT_fine);
    assert_true(receive(router, &parts));
    const struct bytes answer[] = {parts.frame[0], hello};
    socket_destroy(&dealer);
    for (int i = 0; i < TURNS && sent != SENT_gone; i++) {
        struct waited waited[] = {{.socket = zap}, {.socket = router}};
        sockets_wait(waited, LENGTH(waited), TURN_MS);
        sent = socket_send(router, answer, LENGTH(answer));
    }
    assert_int_equal(sent, SENT_gone);
    parts_done(&parts);
}

/* DESIGN P6: what nobody takes must not wait in memory, a piece for each connection that anybody opens. */
static void remembers_connections_that_ended_only_when_asked_to(void **state UNUSED)
{
    come_and_go();
    assert_int_equal(socket_take_closed(router), 0);
    socket_watch_closed(sockets, router);
    assert_int_equal(connect_dealer(), OK);
    come_and_go();
    assert_int_equal(socket_take_closed(router), 1);
    assert_int_equal(socket_take_closed(router), 0);
}

/* DESIGN 3: without ROUTER_MANDATORY messages to nobody "succeed". */
static void says_that_a_peer_is_gone(void **state UNUSED)
{
    const struct bytes frames[] = {of("nobody"), of("x")};

    assert_int_equal(socket_send(router, frames, 2), SENT_gone);
}

static void says_that_a_peer_is_full(void **state UNUSED)
{
    static const uint8_t large[64 * 1024];
    const struct bytes hello = of("hello");
    struct parts parts;
    enum sent sent = SENT_fine;
    int fine = 0;

    assert_int_equal(socket_send(dealer, &hello, 1), SENT_fine);
    assert_true(receive(router, &parts));
    const struct bytes frames[] = {parts.frame[0], {large, sizeof(large)}};
    for (; fine < 20000 && sent == SENT_fine; fine++)
        sent = socket_send(router, frames, 2);
    assert_int_equal(sent, SENT_full);
    assert_true(fine > HIGH_WATER);
    parts_done(&parts);
}

static void has_nothing_where_nothing_is(void **state UNUSED)
{
    struct parts parts;

    assert_false(socket_receive(router, &parts));
    assert_int_equal(parts.count, 0);
    assert_string_equal(parts.user, "");
}

static void refuses_an_address_that_is_taken(void **state UNUSED)
{
    struct socket *second = NULL;

    assert_int_equal(
        socket_bind_router(sockets, address, &server, HIGH_WATER, &second),
        ERROR_io
    );
    assert_int_equal(errno, EADDRINUSE);
    assert_null(second);
    assert_int_equal(
        socket_connect_dealer(sockets, "nonsense", server.public_key, &client, 1, &second),
        ERROR_io
    );
    assert_null(second);
    assert_int_equal(socket_bind_zap(sockets, &second), ERROR_io);
    socket_destroy(&second);
}

static void waits_for_descriptors_too(void **state UNUSED)
{
    int event = eventfd(0, EFD_NONBLOCK);
    const uint64_t one = 1;
    struct waited waited[] = {{.fd = event}, {.socket = router}};

    sockets_wait(waited, LENGTH(waited), 1);
    assert_false(waited[0].ready);
    waited[0].want_write = true;
    sockets_wait(waited, LENGTH(waited), 1000);
    assert_true(waited[0].ready);
    waited[0].want_write = false;
    assert_int_equal(write(event, &one, sizeof(one)), sizeof(one));
    sockets_wait(waited, LENGTH(waited), 1000);
    assert_true(waited[0].ready);
    assert_false(waited[1].ready);
    close(event);
}

/* To send something libzmq may take in what has come, at most once a millisecond: the descriptor tells of it no more. */
static void sees_a_message_that_came_before_something_was_sent(void **state UNUSED)
{
    const struct bytes hello = of("hello");
    struct waited waited[] = {{.socket = router}};
    struct parts first, next;

    assert_int_equal(socket_send(dealer, &hello, 1), SENT_fine);
    assert_true(receive(router, &first));
    const struct bytes answer[] = {first.frame[0], hello};
    for (int i = 0; i < 5; i++) {
        assert_false(socket_receive(router, &next));
        assert_int_equal(socket_send(dealer, &hello, 1), SENT_fine);
        sockets_wait(NULL, 0, 20);
        assert_int_equal(socket_send(router, answer, LENGTH(answer)), SENT_fine);
        sockets_wait(waited, 1, 1000);
        assert_true(waited[0].ready);
        assert_true(socket_receive(router, &next));
        parts_done(&next);
    }
    parts_done(&first);
}

static void a_second_message_is_ready_at_once(void **state UNUSED)
{
    const struct bytes hello = of("hello");
    struct waited waited[] = {{.socket = router}};
    struct parts parts;

    for (int i = 0; i < 2; i++)
        assert_int_equal(socket_send(dealer, &hello, 1), SENT_fine);
    assert_true(receive(router, &parts));
    parts_done(&parts);
    sockets_wait(waited, 1, 1000);
    assert_true(waited[0].ready);
    assert_true(socket_receive(router, &parts));
    parts_done(&parts);
    sockets_wait(waited, 1, 1);
    assert_false(waited[0].ready);
}

/* A connection that ends is told by the same descriptor as a message. */
static void goes_on_waiting_when_what_comes_is_no_message(void **state UNUSED)
{
    const struct bytes hello = of("hello");
    struct waited waited[] = {{.socket = router}};
    struct parts parts;

    assert_int_equal(socket_send(dealer, &hello, 1), SENT_fine);
    assert_true(receive(router, &parts));
    parts_done(&parts);
    assert_false(socket_receive(router, &parts));
    socket_destroy(&dealer);
    int64_t began_us = clock_monotone_us();
    sockets_wait(waited, 1, 200);
    assert_false(waited[0].ready);
    assert_true(clock_monotone_us() - began_us >= 198 * 1000);
}

/* The key of zmq_curve(7), in both forms. */
static void writes_a_key_as_z85(void **state UNUSED)
{
    static const uint8_t raw[33] = {
        0xbb, 0x88, 0x47, 0x1d, 0x65, 0xe2, 0x65, 0x9b, 0x30, 0xc5, 0x5a,
        0x53, 0x21, 0xce, 0xbb, 0x5a, 0xab, 0x2b, 0x70, 0xa3, 0x98, 0x64,
        0x5c, 0x26, 0xdc, 0xa2, 0xb2, 0xfc, 0xb4, 0x3f, 0xc5, 0x18,
    };
    char text[CURVE_TEXT_LENGTH + 1];

    assert_true(socket_key_from_raw((struct bytes){raw, 32}, text));
    assert_string_equal(text, "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID");
    assert_false(socket_key_from_raw((struct bytes){raw, 31}, text));
    assert_false(socket_key_from_raw((struct bytes){raw, 33}, text));
}

static enum error read_certificate(const char *content, struct curve_pair *ret_pair)
{
    char path[] = "/tmp/shouli-curve.XXXXXX";
    int file = mkstemp(path);

    assert_true(file >= 0);
    assert_int_equal(write(file, content, strlen(content)), strlen(content));
    close(file);
    enum error error = curve_read(path, ret_pair);
    unlink(path);
    return error;
}

#define PUBLIC_KEY "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
#define SECRET_KEY "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"

static void reads_a_certificate_with_and_without_its_secret(void **state UNUSED)
{
    struct curve_pair pair;

    assert_int_equal(
        read_certificate(
            "#  a comment\nmetadata\n    name = \"x\"\ncurve\n    public-key = \"" PUBLIC_KEY
            "\"\n    secret-key = \"" SECRET_KEY "\"\n",
            &pair
        ),
        OK
    );
    assert_string_equal(pair.public_key, PUBLIC_KEY);
    assert_string_equal(pair.secret_key, SECRET_KEY);
    assert_int_equal(
        read_certificate("curve\n    public-key = \"" PUBLIC_KEY "\"\n", &pair),
        OK
    );
    assert_string_equal(pair.public_key, PUBLIC_KEY);
    assert_string_equal(pair.secret_key, "");
}

static void refuses_what_is_no_certificate(void **state UNUSED)
{
    static const char *const wrong[] = {
        "",
        "public-key = \"short\"\n",
        "public-key = \"" PUBLIC_KEY "x\"\n",
        "public-key = " PUBLIC_KEY "\n",
        "secret-key = \"" SECRET_KEY "\"\n",
        "public-key = \"~ne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID\"\n", /* no letter of Z85 */
    };
    struct curve_pair pair = {"kept", ""};

    for (size_t i = 0; i < LENGTH(wrong); i++)
        assert_int_equal(read_certificate(wrong[i], &pair), ERROR_config);
    assert_int_equal(curve_read("/nowhere/server.key", &pair), ERROR_config);
    assert_string_equal(pair.public_key, "kept");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            carries_a_message_with_the_name_of_its_sender,
            begin,
            end
        ),
        cmocka_unit_test_setup_teardown(keeps_frames_alive_when_they_move, begin, end),
        cmocka_unit_test_setup_teardown(drops_frames_beyond_the_ninth_and_says_so, begin, end),
        cmocka_unit_test_setup_teardown(reads_frames_up_to_4_mib_and_no_more, begin, end),
        cmocka_unit_test_setup_teardown(
            remembers_connections_that_ended_only_when_asked_to,
            begin,
            end
        ),
        cmocka_unit_test_setup_teardown(says_that_a_peer_is_gone, begin, end),
        cmocka_unit_test_setup_teardown(says_that_a_peer_is_full, begin, end),
        cmocka_unit_test_setup_teardown(has_nothing_where_nothing_is, begin, end),
        cmocka_unit_test_setup_teardown(refuses_an_address_that_is_taken, begin, end),
        cmocka_unit_test_setup_teardown(waits_for_descriptors_too, begin, end),
        cmocka_unit_test_setup_teardown(
            sees_a_message_that_came_before_something_was_sent,
            begin,
            end
        ),
        cmocka_unit_test_setup_teardown(a_second_message_is_ready_at_once, begin, end),
        cmocka_unit_test_setup_teardown(
            goes_on_waiting_when_what_comes_is_no_message,
            begin,
            end
        ),
        cmocka_unit_test(writes_a_key_as_z85),
        cmocka_unit_test(reads_a_certificate_with_and_without_its_secret),
        cmocka_unit_test(refuses_what_is_no_certificate),
    };
    return cmocka_run_group_tests_name("socket", tests, NULL, NULL);
}
