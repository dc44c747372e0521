/* Tests of common/engine/serve.c over real CURVE sockets: what is sent, when,
 * and to whom no more (PROTOCOL section 3). */
#include "common/engine/serve_inside.h"

#include "tests/unit/common/engine/follower.h"

enum { LARGE_BYTES = 60000, LARGE_COUNT = 700 };

/* Commits `count` events of cases 1, 2, 3 …, each with an envelope of its own. */
static void commit_events(int count, const char *type, size_t bytes)
{
    struct engine *engine = loop.engine;
    struct batch batch = {.count = 0};

    batch_begin(&batch, 1700000000000);
    batch.placed = ARENA_ARRAY(&batch.arena, struct placed, (size_t)count);
    batch.seq = stream_seq(engine->stream);
    memcpy(batch.hash, stream_head_hash(engine->stream), 32);
    for (int i = 0; i < count; i++) {
        struct placed *placed = &batch.placed[batch.placed_count++];
        uint8_t *envelope = arena_take(&batch.arena, bytes);
        memset(envelope, i + 1, bytes);
        *placed = (struct placed
        ){.seq = ++batch.seq,
          .case_id = bench_case(i + 1),
          .has_case = true,
          .type = type,
          .envelope = {envelope, bytes}};
        stream_hash(batch.hash, placed->seq, placed->envelope, placed->hash);
        memcpy(batch.hash, placed->hash, 32);
    }
    stream_commit(engine, &batch);
    batch_done(&batch);
}

static void says_the_position_at_once_although_nothing_happened(void **state UNUSED)
{
    loop_connect(0, 1);
    ask(0, "{op: 'follow', from: 1, credit: 10}");
    assert_int_equal(hear(0, "position", 0), 0);
    assert_int_equal(serving()->count, 1);
    assert_silence(0);
}

static void sends_what_follows_and_then_how_far_that_reaches(void **state UNUSED)
{
    commit_events(3, "told.v1", 40);
    loop_connect(0, 1);
    ask(0, "{op: 'follow', from: 2, credit: 10}");
    assert_int_equal(hear(0, "position", 0), 1);
    assert_int_equal(hear(0, "events", 2), 2);
    assert_int_equal(hear(0, "position", 0), 3);
    commit_events(1, "told.v1", 40);
    assert_int_equal(hear(0, "events", 1), 4);
    assert_int_equal(hear(0, "position", 0), 4);
}

static void an_event_comes_with_its_bytes_and_its_place_in_the_chain(void **state UNUSED)
{
    struct parts parts;

    commit_events(1, "told.v1", 40);
    loop_connect(0, 1);
    ask(0, "{op: 'follow', from: 1, credit: 1}");
    hear(0, "position", 0);
    assert_true(loop_hear(0, &parts));
    const struct kept_event *kept = stream_kept(loop.engine->stream, 1);
    struct pack_reader reader = {
        loop_value(parts.frame[0], "events").from,
        parts.frame[0].at + parts.frame[0].length};
    pack_next(&reader);
    pack_next(&reader);
    assert_int_equal(pack_next(&reader).integer, 1);
    assert_true(bytes_equal(pack_next(&reader).bytes, kept->envelope));
    assert_true(bytes_equal(pack_next(&reader).bytes, (struct bytes){kept->hash, 32}));
    assert_word(parts.frame[0], "stream", "bench");
    parts_done(&parts);
}

static void sends_no_event_without_credit_and_no_more_than_it(void **state UNUSED)
{
    commit_events(5, "told.v1", 40);
    loop_connect(0, 1);
    ask(0, "{op: 'follow', from: 1, credit: 0}");
    assert_int_equal(hear(0, "position", 0), 0);
    assert_silence(0);
    ask(0, "{op: 'credit', n: 2, cursor: 0}");
    assert_int_equal(hear(0, "events", 2), 1);
    assert_silence(0);
    ask(0, "{op: 'credit', n: 3, cursor: 2}");
    assert_int_equal(hear(0, "events", 3), 3);
    assert_int_equal(serving()->followers[0]->cursor, 2);
    assert_int_equal(serving()->followers[0]->credit, 0);
}

static void passes_over_types_that_are_not_asked_for(void **state UNUSED)
{
    commit_events(2, "other.v1", 40);
    commit_events(1, "told.v1", 40);
    commit_events(2, "other.v1", 40);
    loop_connect(1, 1);
    ask(1, "{op: 'follow', from: 1, credit: 1, types: ['told.v1']}");
    assert_int_equal(hear(1, "position", 0), 0);
    assert_int_equal(hear(1, "events", 1), 3);
    ask(1, "{op: 'credit', n: 1}");
    assert_int_equal(hear(1, "position", 0), 5);
}

static void gives_each_case_to_one_of_two_partitions(void **state UNUSED)
{
    uint32_t of_first = 0;

    commit_events(20, "told.v1", 40);
    for (int i = 1; i <= 20; i++)
        of_first += uuid_partition(bench_case(i), 2) == 0;
    assert_in_range(of_first, 1, 19);
    loop_connect(0, 1);
    ask(0, "{op: 'follow', from: 1, credit: 100, partition: 0, partitions: 2}");
    hear(0, "position", 0);
    hear(0, "events", of_first);
    ask(0, "{op: 'follow', from: 1, credit: 100, partition: 1, partitions: 2}");
    assert_int_equal(hear(0, "position", 0), 20);
    assert_int_equal(hear(0, "position", 0), 0);
    hear(0, "events", 20 - of_first);
}

static void says_its_position_every_half_second(void **state UNUSED)
{
    loop_connect(0, 1);
    ask(0, "{op: 'follow', from: 1, credit: 10}");
    hear(0, "position", 0);
    serving()->followers[0]->position_us -= (SERVE_POSITION_MS - 300) * 1000;
    assert_silence(0);
    serving()->followers[0]->position_us -= 300 * 1000;
    assert_int_equal(hear(0, "position", 0), 0);
}

static void forgets_a_follower_that_is_silent_for_ten_seconds(void **state UNUSED)
{
    loop_connect(0, 1);
    ask(0, "{op: 'follow', from: 1, credit: 10}");
    hear(0, "position", 0);
    serving()->followers[0]->heard_us = clock_monotone_us() - (SERVE_SILENCE_MS - 3000) * 1000;
    loop_turn();
    assert_int_equal(serving()->count, 1);
    serving()->followers[0]->heard_us = clock_monotone_us() - (SERVE_SILENCE_MS + 1) * 1000;
    loop_turn();
    assert_int_equal(serving()->count, 0);
    ask(0, "{op: 'credit', n: 1}");
    hear_error(0, "bad_request");
}

static void a_word_from_the_follower_keeps_it(void **state UNUSED)
{
    loop_connect(0, 1);
    ask(0, "{op: 'follow', from: 1, credit: 1}");
    hear(0, "position", 0);
    int64_t old_us = clock_monotone_us() - (SERVE_SILENCE_MS - 3000) * 1000;
    serving()->followers[0]->heard_us = old_us;
    ask(0, "{op: 'credit', n: 1}");
    for (int i = 0; i < LOOP_TURNS_MAX && serving()->followers[0]->heard_us == old_us; i++)
        loop_turn();
    assert_true(serving()->followers[0]->heard_us > old_us);
}

/* A slow follower waits alone, and what it is owed is not lost (P1, P5). */
static void a_full_pipe_presses_and_every_event_comes_once_it_is_read(void **state UNUSED)
{
    int64_t next = 1;
    struct parts parts;

    stream_destroy(&loop.engine->stream);
    loop.engine->stream = stream_new("bench", 64 * 1024 * 1024);
    commit_events(LARGE_COUNT, "told.v1", LARGE_BYTES);
    loop_connect(1, 1);
    loop.high_water = 1;
    loop_connect(0, 1);
    ask(0, "{op: 'follow', from: 1, credit: 65536}");
    for (int i = 0; i < LOOP_TURNS_MAX && !serve_is_pressed(serving()); i++)
        loop_turn();
    assert_true(serve_is_pressed(serving()));
    ask(1, "{op: 'follow', from: 'new', credit: 1, types: ['told.v1']}");
    assert_int_equal(hear(1, "position", 0), LARGE_COUNT);
    while (next <= LARGE_COUNT && loop_hear(0, &parts)) {
        struct pack_value list = loop_value(parts.frame[0], "events");
        if (list.type == PACK_array) {
            struct pack_reader reader = {list.from, parts.frame[0].at + parts.frame[0].length};
            pack_next(&reader);
            pack_next(&reader);
            assert_int_equal(pack_next(&reader).integer, next);
            assert_true(list.count * LARGE_BYTES <= SERVE_BYTES_MAX);
            next += list.count;
        }
        parts_done(&parts);
    }
    assert_int_equal(next, LARGE_COUNT + 1);
    loop_turn();
    assert_false(serve_is_pressed(serving()));
}

static void a_closed_end_forgets_its_followers(void **state UNUSED)
{
    struct engine *engine = loop.engine;

    loop_connect(0, 1);
    ask(0, "{op: 'follow', from: 1, credit: 10}");
    hear(0, "position", 0);
    assert_int_equal(metric_value(METRIC_shouli_peers), 1);
    serve_close(engine);
    assert_null(engine->serve);
    assert_int_equal(metric_value(METRIC_shouli_peers), 0);
}

static void a_taken_port_is_an_error_and_not_the_end(void **state UNUSED)
{
    struct serve *serve = serving();

    assert_int_equal(serve_open(loop.engine), ERROR_io);
    serve_close(loop.engine);
    loop.engine->serve = serve;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, loop_begin, loop_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(says_the_position_at_once_although_nothing_happened),
        TEST(sends_what_follows_and_then_how_far_that_reaches),
        TEST(an_event_comes_with_its_bytes_and_its_place_in_the_chain),
        TEST(sends_no_event_without_credit_and_no_more_than_it),
        TEST(passes_over_types_that_are_not_asked_for),
        TEST(gives_each_case_to_one_of_two_partitions),
        TEST(says_its_position_every_half_second),
        TEST(forgets_a_follower_that_is_silent_for_ten_seconds),
        TEST(a_word_from_the_follower_keeps_it),
        TEST(a_full_pipe_presses_and_every_event_comes_once_it_is_read),
        TEST(a_closed_end_forgets_its_followers),
        TEST(a_taken_port_is_an_error_and_not_the_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
