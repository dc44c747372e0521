/* Tests of common/engine/serve_request.c: follow, credit, end (PROTOCOL section 3). */
#include "tests/unit/common/engine/serve_bench.h"

static void refuses_what_is_no_request(void **state)
{
    static const char *const texts[] = {
        "5",
        "[1]",
        "{}",
        "{op: 'dance'}",
        "{op: 5}",
        "{op: 'credit', n: 5}",
        "{op: 'follow', credit: 5}",
        "{op: 'follow', from: 0, credit: 5}",
        "{op: 'follow', from: -1, credit: 5}",
        "{op: 'follow', from: 'old', credit: 5}",
        "{op: 'follow', from: 1, credit: -1}",
        "{op: 'follow', from: 1, types: 'case.'}",
        "{op: 'follow', from: 1, types: [5]}",
        "{op: 'follow', from: 1, after: <0011>}",
        "{op: 'follow', from: 1, partition: 2, partitions: 2}",
        "{op: 'follow', from: 1, partition: 0, partitions: 0}",
        "{op: 'follow', from: 1, partition: 0, partitions: 65537}",
        "{op: 'follow', from: 1, credit: 65537}",
        "{1: 2}",
    };
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);

    for (size_t i = 0; i < LENGTH(texts); i++) {
        serve_ask(bench, "p", KEY_A, texts[i]);
        assert_int_equal(socket->sent_count, i + 1);
        if (!serve_refused(socket, "bad_request"))
            fail_msg("%s", texts[i]);
        assert_int_equal(bench->engine.serve->count, 0);
    }
    script_give(socket, "p", KEY_A, bytes_of_text(TEXT("\x80\x80")));
    serve_turn(&bench->engine);
    assert_true(serve_refused(socket, "bad_request"));
}

static void takes_requests_up_to_their_limits(void **state)
{
    static const char *const texts[] = {
        "{op: 'follow', from: 1, credit: 65535}",
        "{op: 'follow', from: 1, credit: 65536}",
        "{op: 'follow', from: 'new', credit: 0}",
        "{op: 'follow', from: 1, partition: 65535, partitions: 65536}",
        "{op: 'follow', from: 1, types: null, after: null, stream: null, partition: null}",
        "{op: 'follow', from: 1, stream: 'bench', more: {any: [1]}}",
        "{op: 'follow', from: 1}",
    };
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);

    for (size_t i = 0; i < LENGTH(texts); i++) {
        serve_ask(bench, "p", KEY_A, texts[i]);
        assert_true(text_is(script_text(script_said(socket, 0), "op"), "position"));
        assert_int_equal(bench->engine.serve->count, 1); /* a second replaces the first */
    }
}

static void takes_up_to_32_types_of_96_bytes(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);

    for (int count = SERVE_TYPES_MAX - 1; count <= SERVE_TYPES_MAX + 1; count++) {
        char text[800];
        size_t length =
            (size_t)snprintf(text, sizeof(text), "{op: 'follow', from: 1, types: [");
        for (int i = 0; i < count; i++)
            length += (size_t)snprintf(text + length, sizeof(text) - length, "'told.', ");
        snprintf(text + length, sizeof(text) - length, "]}");
        serve_ask(bench, "p", KEY_A, text);
        assert_int_equal(serve_refused(socket, "bad_request"), count > SERVE_TYPES_MAX);
    }
    for (int length = SERVE_TYPE_BYTES_MAX - 1; length <= SERVE_TYPE_BYTES_MAX + 1; length++) {
        char text[200];
        snprintf(text, sizeof(text), "{op: 'follow', from: 1, types: ['%0*d']}", length, 1);
        serve_ask(bench, "q", KEY_A, text);
        assert_int_equal(serve_refused(socket, "bad_request"), length > SERVE_TYPE_BYTES_MAX);
    }
}

/* Two lists of 32 wrote behind the end of what was read of a request. */
static void refuses_types_that_are_said_twice(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);
    char text[1600];
    size_t length = (size_t)snprintf(text, sizeof(text), "{op: 'follow', from: 1");

    for (int twice = 0; twice < 2; twice++) {
        length += (size_t)snprintf(text + length, sizeof(text) - length, ", types: [");
        for (int i = 0; i < SERVE_TYPES_MAX; i++)
            length += (size_t)snprintf(text + length, sizeof(text) - length, "'told.', ");
        length += (size_t)snprintf(text + length, sizeof(text) - length, "]");
    }
    snprintf(text + length, sizeof(text) - length, "}");
    serve_ask(bench, "p", KEY_A, text);
    assert_true(serve_refused(socket, "bad_request"));
    assert_int_equal(bench->engine.serve->count, 0);
}

static void forbids_types_that_are_not_the_clients(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);

    serve_ask(bench, "p", KEY_B, "{op: 'follow', from: 1}");
    assert_true(serve_refused(socket, "forbidden"));
    serve_ask(bench, "p", KEY_B, "{op: 'follow', from: 1, types: ['told.', 'sample.']}");
    assert_true(serve_refused(socket, "forbidden"));
    serve_ask(bench, "p", KEY_C, "{op: 'follow', from: 1, types: ['told.']}");
    assert_true(serve_refused(socket, "forbidden"));
    assert_int_equal(metric_value(METRIC_shouli_forbidden_total), 3);
    assert_int_equal(bench->engine.serve->count, 0);
    serve_ask(bench, "p", KEY_B, "{op: 'follow', from: 1, types: ['told.']}");
    assert_int_equal(bench->engine.serve->count, 1);
}

static void forgets_a_follower_whose_rights_are_gone(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);

    serve_ask(bench, "p", KEY_A, "{op: 'follow', from: 1}");
    serve_ask(bench, "p", KEY_A, "{op: 'credit', n: 1}");
    assert_int_equal(bench->engine.serve->count, 1);
    bench_allow(bench, "clients: []\n");
    serve_ask(bench, "p", KEY_A, "{op: 'credit', n: 1}");
    assert_true(serve_refused(socket, "forbidden"));
    assert_int_equal(bench->engine.serve->count, 0);
}

static void knows_a_follower_that_is_ahead_or_of_another_stream(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);

    serve_commit(bench, 3, "told.v1", 10);
    serve_ask(bench, "p", KEY_A, "{op: 'follow', from: 5}");
    assert_true(serve_refused(socket, "ahead"));
    serve_ask(bench, "p", KEY_A, "{op: 'follow', from: 1, stream: 'other'}");
    assert_true(serve_refused(socket, "forked"));
    assert_int_equal(bench->engine.serve->count, 0);
    serve_ask(bench, "p", KEY_A, "{op: 'follow', from: 4}");
    assert_true(text_is(script_text(script_said(socket, 0), "op"), "position"));
    assert_int_equal(script_int(script_said(socket, 0), "seq"), 3);
}

static void follow_after(struct bench *bench, int64_t from, const uint8_t hash[32])
{
    struct pack_writer writer;

    pack_begin(&writer, &bench->arena, 100);
    pack_map(&writer, 3);
    pack_string(&writer, "op");
    pack_string(&writer, "follow");
    pack_string(&writer, "from");
    pack_int(&writer, from);
    pack_string(&writer, "after");
    pack_bin(&writer, (struct bytes){hash, 32});
    script_give(script_last_socket, "p", KEY_A, pack_end(&writer));
    serve_turn(&bench->engine);
}

/* `after` is the hash of event `from` - 1: at the beginning, in the ring, at the head. */
static void checks_the_hash_before_the_first_event(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);
    uint8_t hashes[3][32], wrong[32] = {1};

    serve_commit(bench, 2, "told.v1", 10);
    stream_first_hash("bench", hashes[0]);
    memcpy(hashes[1], stream_kept(bench->engine.stream, 1)->hash, 32);
    memcpy(hashes[2], stream_head_hash(bench->engine.stream), 32);
    for (int64_t from = 1; from <= 3; from++) {
        follow_after(bench, from, wrong);
        assert_true(serve_refused(socket, "forked"));
        assert_int_equal(bench->engine.serve->count, 0);
        follow_after(bench, from, hashes[from - 1]);
        assert_false(serve_refused(socket, "forked"));
        assert_int_equal(bench->engine.serve->count, 1);
        serve_ask(bench, "p", KEY_A, "{op: 'end'}");
        assert_int_equal(bench->engine.serve->count, 0);
    }
}

static void adds_credit_up_to_65536(void **state)
{
    struct bench *bench = *state;

    serve_begin(bench);
    serve_ask(bench, "p", KEY_A, "{op: 'follow', from: 1, credit: 65530}");
    const struct follower *follower = bench->engine.serve->followers[0];
    serve_ask(bench, "p", KEY_A, "{op: 'credit', n: 5, cursor: 7}");
    assert_int_equal(follower->credit, 65535);
    assert_int_equal(follower->cursor, 7);
    serve_ask(bench, "p", KEY_A, "{op: 'credit', n: 1}");
    assert_int_equal(follower->credit, 65536);
    serve_ask(bench, "p", KEY_A, "{op: 'credit', n: 1}");
    assert_int_equal(follower->credit, 65536);
    serve_ask(bench, "p", KEY_A, "{op: 'credit', n: 9000000000000000000}");
    assert_int_equal(follower->credit, 65536);
    assert_int_equal(follower->cursor, 7);
}

static void has_room_for_1024_followers(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);

    for (int i = 1; i <= SERVE_FOLLOWERS_MAX + 1; i++) {
        char peer[16];
        snprintf(peer, sizeof(peer), "p%d", i);
        socket->sent_count = 0;
        socket->given_count = socket->taken = 0;
        script_give(socket, peer, KEY_A, pack_text(&bench->arena, "{op: 'follow', from: 1}"));
        struct parts parts;
        assert_true(socket_receive(socket, &parts));
        serve_request(&bench->engine, &parts);
    }
    assert_int_equal(bench->engine.serve->count, SERVE_FOLLOWERS_MAX);
    assert_true(serve_refused(socket, "bad_request"));
}

static void reads_type_and_case_of_an_event_that_was_read_back(void **state)
{
    struct bench *bench = *state;
    struct kept_event event = {
        .envelope = pack_text(
            &bench->arena,
            "{specversion: '1.0', id: 'e', source: '/x', type: 'told.v1', "
            "caseid: '01ca5e00-0000-0000-0000-000000000009', data: {text: 'a'}}"
        )};

    serve_begin(bench);
    serve_read_event(&bench->engine, &event);
    assert_true(text_is(event.type, "told.v1"));
    assert_true(event.has_case);
    assert_int_equal(event.case_id.b[15], 9);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, serve_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(refuses_what_is_no_request),
        TEST(takes_requests_up_to_their_limits),
        TEST(takes_up_to_32_types_of_96_bytes),
        TEST(refuses_types_that_are_said_twice),
        TEST(forbids_types_that_are_not_the_clients),
        TEST(forgets_a_follower_whose_rights_are_gone),
        TEST(knows_a_follower_that_is_ahead_or_of_another_stream),
        TEST(checks_the_hash_before_the_first_event),
        TEST(adds_credit_up_to_65536),
        TEST(has_room_for_1024_followers),
        TEST(reads_type_and_case_of_an_event_that_was_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
