/* Tests of common/engine/serve.c: what followers are sent (PROTOCOL section 3; P5, P6, P8). */
#include "tests/unit/common/engine/serve_bench.h"

static void sends_a_position_at_once_then_events_from_memory(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);
    int64_t first = 0;

    serve_commit(bench, 3, "told.v1", 10);
    serve_ask(bench, "p", KEY_A, "{op: 'follow', from: 2, credit: 10}");
    struct bytes position = script_said(socket, 2), events = script_said(socket, 1);
    assert_true(text_is(script_text(position, "op"), "position"));
    assert_int_equal(script_int(position, "seq"), 1);
    assert_true(text_is(script_text(position, "stream"), "bench"));
    assert_int_equal(serve_events(events, &first), 2);
    assert_int_equal(first, 2);
    assert_int_equal(script_int(script_said(socket, 0), "seq"), 3); /* all is sent */
    assert_null(bench->engine.serve->store);
}

static void sends_no_event_without_credit(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);
    int64_t first = 0;

    serve_commit(bench, 5, "told.v1", 10);
    serve_ask(bench, "p", KEY_A, "{op: 'follow', from: 1, credit: 0}");
    assert_int_equal(socket->sent_count, 1);
    serve_ask(bench, "p", KEY_A, "{op: 'credit', n: 2}");
    assert_int_equal(serve_events(script_said(socket, 0), &first), 2);
    serve_turn(&bench->engine);
    assert_int_equal(socket->sent_count, 2);
    serve_ask(bench, "p", KEY_A, "{op: 'credit', n: 1}");
    assert_int_equal(serve_events(script_said(socket, 0), &first), 1);
    assert_int_equal(first, 3);
}

static void sends_only_the_types_and_the_partition_that_were_asked_for(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);
    int64_t first = 0;

    serve_commit(bench, 2, "sample.v1", 10);
    serve_commit(bench, 2, "told.v1", 10);
    serve_ask(bench, "p", KEY_A, "{op: 'follow', from: 1, credit: 9, types: ['told.']}");
    assert_int_equal(serve_events(script_said(socket, 1), &first), 2);
    assert_int_equal(first, 3);
    serve_ask(
        bench,
        "q",
        KEY_A,
        "{op: 'follow', from: 1, credit: 9, partition: 1, partitions: 2}"
    );
    assert_int_equal(serve_events(script_said(socket, 1), &first), 2); /* cases 1 and 3 */
    assert_int_equal(first, 1);
    assert_int_equal(script_int(script_said(socket, 0), "seq"), 4); /* passed over counts */
}

/* PROTOCOL section 5: the types it may follow. A word without a star is one type, though what is asked for is a prefix. */
static void sends_a_type_that_is_allowed_and_not_one_that_begins_like_it(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);
    const char *ask = "{op: 'follow', from: 1, credit: 9, types: ['told.v1']}";
    int64_t first = 0;

    bench_allow(
        bench,
        "clients:\n  - {name: a, key: \"" KEY_A "\", follow: [told.v1]}\n"
        "  - {name: b, key: \"" KEY_B "\", follow: [\"told.*\"]}\n"
    );
    serve_commit(bench, 1, "told.v1", 10);
    serve_commit(bench, 2, "told.v10", 10);
    serve_ask(bench, "p", KEY_A, ask);
    assert_int_equal(serve_events(script_said(socket, 1), &first), 1);
    assert_int_equal(first, 1);
    assert_int_equal(script_int(script_said(socket, 0), "seq"), 3); /* passed over counts */
    serve_ask(bench, "q", KEY_B, ask);
    assert_int_equal(serve_events(script_said(socket, 1), &first), 3);
    /* A reload that takes the star away counts from the next message on. */
    bench_allow(bench, "clients:\n  - {name: b, key: \"" KEY_B "\", follow: [told.v1]}\n");
    serve_ask(bench, "q", KEY_B, "{op: 'credit', n: 0}");
    size_t sent = socket->sent_count;
    serve_commit(bench, 2, "told.v10", 10);
    serve_turn(&bench->engine);
    for (size_t i = 0; i < socket->sent_count - sent; i++)
        assert_int_equal(serve_events(script_said(socket, i), &first), 0);
}

static void keeps_messages_within_their_size(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);
    int64_t first = 0;
    uint32_t sum = 0;

    serve_commit(bench, 5, "told.v1", 200 * 1024);
    serve_ask(bench, "p", KEY_A, "{op: 'follow', from: 1, credit: 9}");
    for (size_t i = 0; i < socket->sent_count; i++) {
        assert_true(script_said(socket, i).length <= 1024 * 1024);
        sum += serve_events(script_said(socket, i), &first);
    }
    assert_int_equal(sum, 5);
    assert_true(socket->sent_count >= 4);
}

static struct rows *
rows_of(struct bench *bench, int64_t from, int64_t to, const uint8_t hash[32])
{
    struct rows *rows = ARENA_NEW(&bench->arena, struct rows);

    for (int64_t seq = from; seq <= to; seq++) {
        struct params params;
        params_begin(&params, &bench->arena);
        params_int(&params, seq);
        params_bytes(
            &params,
            pack_text(
                &bench->arena,
                "{specversion: '1.0', id: 'e', source: '/x', type: 'told.v1', data: {text: "
                "'a'}}"
            )
        );
        params_bytes(&params, arena_bytes(&bench->arena, (struct bytes){hash, 32}));
        script_row(rows, &params);
    }
    return rows;
}

/* Late ones are served from PostgreSQL. */
static void reads_what_is_no_longer_in_memory(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);
    uint8_t hash[32] = {9};
    int64_t first = 0;

    stream_set_head(bench->engine.stream, 10, hash);
    serve_ask(bench, "p", KEY_A, "{op: 'follow', from: 4, credit: 20}");
    assert_int_equal(socket->sent_count, 1);
    serve_turn(&bench->engine);
    struct store *store = bench->engine.serve->store;
    const struct script_sent *sent = script_sent(store, "engine_event_read");
    assert_int_equal(script_param_int(sent, 0), 4);
    script_answer(store, rows_of(bench, 4, 10, hash));
    script_answer_all(store);
    serve_turn(&bench->engine);
    assert_int_equal(serve_events(script_said(socket, 1), &first), 7);
    assert_int_equal(first, 4);
    serve_commit(bench, 1, "told.v1", 10); /* and live from here */
    serve_turn(&bench->engine);
    assert_int_equal(serve_events(script_said(socket, 1), &first), 1);
    assert_int_equal(first, 11);
}

static void ask_with_after(struct bench *bench, const char *peer, const uint8_t hash[32])
{
    struct pack_writer writer;

    pack_begin(&writer, &bench->arena, 100);
    pack_map(&writer, 4);
    pack_string(&writer, "op");
    pack_string(&writer, "follow");
    pack_string(&writer, "from");
    pack_int(&writer, 4);
    pack_string(&writer, "credit");
    pack_int(&writer, 5);
    pack_string(&writer, "after");
    pack_bin(&writer, (struct bytes){hash, 32});
    script_give(script_last_socket, peer, KEY_A, pack_end(&writer));
    serve_turn(&bench->engine);
    serve_turn(&bench->engine);
}

static void compares_an_old_hash_with_postgresql_before_it_sends(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);
    uint8_t head[32] = {9}, known[32] = {4}, wrong[32] = {5};

    stream_set_head(bench->engine.stream, 10, head);
    ask_with_after(bench, "p", wrong);
    assert_int_equal(socket->sent_count, 0); /* not even a position */
    struct store *store = bench->engine.serve->store;
    assert_int_equal(script_param_int(script_sent(store, "engine_event_read"), 0), 3);
    script_answer(store, rows_of(bench, 3, 10, known));
    script_answer_all(store);
    assert_true(serve_refused(socket, "forked"));
    serve_turn(&bench->engine);
    assert_int_equal(bench->engine.serve->count, 0);
    ask_with_after(bench, "q", known);
    script_answer(store, rows_of(bench, 3, 10, known));
    script_answer_all(store);
    serve_turn(&bench->engine);
    assert_false(serve_refused(socket, "forked"));
    assert_int_equal(bench->engine.serve->count, 1);
}

/* A slow follower waits alone. */
static void lets_a_full_follower_wait_and_serves_the_others(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);
    int64_t first = 0;

    serve_ask(bench, "p", KEY_A, "{op: 'follow', from: 1, credit: 9}");
    serve_commit(bench, 1, "told.v1", 10);
    socket->answer = SENT_full;
    serve_turn(&bench->engine);
    assert_true(serve_is_pressed(bench->engine.serve));
    assert_int_equal(bench->engine.serve->count, 1);
    assert_int_equal(bench->engine.serve->followers[0]->next, 1);
    socket->answer = SENT_fine;
    serve_turn(&bench->engine);
    assert_false(serve_is_pressed(bench->engine.serve));
    assert_int_equal(serve_events(script_said(socket, 1), &first), 1);
    socket->answer = SENT_gone;
    serve_commit(bench, 1, "told.v1", 10);
    serve_turn(&bench->engine);
    assert_int_equal(bench->engine.serve->count, 0);
}

static void forgets_a_follower_after_ten_seconds_of_silence(void **state)
{
    struct bench *bench = *state;

    serve_begin(bench);
    serve_ask(bench, "p", KEY_A, "{op: 'follow', from: 1}");
    bench->engine.serve->followers[0]->heard_us = clock_monotone_us() - 9900 * 1000;
    serve_turn(&bench->engine);
    assert_int_equal(bench->engine.serve->count, 1);
    bench->engine.serve->followers[0]->heard_us -= 101 * 1000;
    serve_turn(&bench->engine);
    assert_int_equal(bench->engine.serve->count, 0);
}

static void repeats_the_position_when_nothing_happens(void **state)
{
    struct bench *bench = *state;
    struct socket *socket = serve_begin(bench);

    serve_ask(bench, "p", KEY_A, "{op: 'follow', from: 1}");
    assert_int_equal(socket->sent_count, 1);
    serve_turn(&bench->engine);
    assert_int_equal(socket->sent_count, 1);
    bench->engine.serve->followers[0]->position_us -= (SERVE_POSITION_MS + 1) * 1000;
    serve_turn(&bench->engine);
    assert_int_equal(socket->sent_count, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, serve_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sends_a_position_at_once_then_events_from_memory),
        TEST(sends_no_event_without_credit),
        TEST(sends_only_the_types_and_the_partition_that_were_asked_for),
        TEST(sends_a_type_that_is_allowed_and_not_one_that_begins_like_it),
        TEST(keeps_messages_within_their_size),
        TEST(reads_what_is_no_longer_in_memory),
        TEST(compares_an_old_hash_with_postgresql_before_it_sends),
        TEST(lets_a_full_follower_wait_and_serves_the_others),
        TEST(forgets_a_follower_after_ten_seconds_of_silence),
        TEST(repeats_the_position_when_nothing_happens),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
