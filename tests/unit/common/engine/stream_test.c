/* Tests of common/engine/stream.c: the chain, the ring, what was applied (PROTOCOL section 3, P8). */
#include "common/engine/stream.h"

#include "common/engine/follow_inside.h"
#include "tests/unit/common/engine/bench.h"

static void assert_hash(const uint8_t hash[32], const char *hex)
{
    char text[65];

    for (size_t i = 0; i < 32; i++)
        snprintf(text + 2 * i, 3, "%02x", hash[i]);
    assert_string_equal(text, hex);
}

/* Made with Python's hashlib from the sentence in PROTOCOL section 3. */
static void chains_as_the_protocol_says(void **state UNUSED)
{
    uint8_t first[32], hash[32], other[32];

    stream_first_hash("intake", first);
    assert_hash(first, "4736bc313525a831796b50cd96372e4144ff3f53466f535349e476230e730c17");
    stream_hash(first, 1, bytes_of_text(TEXT("\x80")), hash);
    assert_hash(hash, "e34889e9d253a1944e6dc23430f975dc98e9e6f2ae871942ad60f3360e1cd0dc");
    stream_hash(hash, 2, bytes_of_text(TEXT("\x81\xa1x\x01")), other);
    assert_hash(other, "37bd5d1de3e823c12326af13672c8caeb56a4b5f42e2c877029d8b8f7dcb0598");
    stream_hash(hash, (INT64_C(1) << 40) + 7, (struct bytes){0}, other);
    assert_hash(other, "8eecfabdad1924f6a9ac6ef03c6b3da464006570b9f5aefe7b97c6c9698a6dd7");
}

static void begins_with_the_hash_of_its_name(void **state)
{
    struct bench *bench = *state;
    uint8_t first[32];

    stream_first_hash("bench", first);
    assert_memory_equal(stream_head_hash(bench->engine.stream), first, 32);
    assert_int_equal(stream_seq(bench->engine.stream), 0);
    assert_null(stream_kept(bench->engine.stream, 0));
    assert_null(stream_kept(bench->engine.stream, 1));
}

/* PROTOCOL section 3: caseid, caseno, causationid, correlationid; actor and extensions as sent. */
static void passes_on_what_caused_an_event(void **state)
{
    struct bench *bench = *state;
    struct bytes value = pack_text(&bench->arena, "'x'");
    struct extension tenant = {TEXT("tenant"), value};
    struct message cause = {
        .id = TEXT("m-1"),
        .correlationid = TEXT("c-1"),
        .traceparent = TEXT("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        .actorid = TEXT("u-1"),
        .actorrole = TEXT("clerk"),
        .actorunit = TEXT("b-2"),
        .extension_count = 1,
        .extensions = &tenant};
    struct emitted emitted = {
        .type = SAMPLE_told,
        .of = {bench_case(1), TEXT("GD1")},
        .data = pack_text(&bench->arena, "{text: 'a'}"),
        .cause = &cause};
    struct faults faults = {.count = 0};
    struct message event;

    for (int turn = 0; turn < 2; turn++) {
        struct bytes raw = stream_envelope(&bench->engine, &bench->batch, 42, NULL, &emitted);
        assert_int_equal(
            message_decode(
                raw,
                &sample_catalogue,
                DECODE_strict,
                &bench->arena,
                &faults,
                &event
            ),
            OK
        );
        assert_true(text_is(event.id, "bench-42"));
        assert_true(text_is(event.source, "/shouli/bench"));
        assert_true(text_is(event.type_name, "told.v1"));
        assert_int_equal(event.time_ms, 1700000000000);
        assert_true(uuid_equal(event.case_id, bench_case(1)));
        assert_true(text_is(event.case_no, "GD1"));
        assert_true(text_is(event.causationid, "m-1"));
        assert_true(text_is(event.correlationid, turn ? "m-1" : "c-1"));
        assert_true(text_is(event.actorid, "u-1") && text_is(event.actorrole, "clerk"));
        assert_true(text_is(event.actorunit, "b-2"));
        assert_int_equal(event.extension_count, 1);
        assert_true(text_starts(event.traceparent, TEXT("00-4bf92f3577b34da6a3ce929d0e0e4736-"))
        );
        assert_memory_not_equal(event.traceparent.at + 36, "00f067aa0ba902b7", 16);
        cause.correlationid = (struct text){0};
    }
}

/* A batch of `count` events of `bytes` bytes each, committed. */
static void commit(struct bench *bench, size_t count, size_t bytes)
{
    struct batch *batch = &bench->batch;
    int64_t seq = stream_seq(bench->engine.stream);

    batch_begin(batch, 1700000000000);
    batch->placed = ARENA_ARRAY(&batch->arena, struct placed, count + 1);
    batch->placed_count = count;
    for (size_t i = 0; i < count; i++) {
        uint8_t *filling = arena_zero(&batch->arena, bytes);
        memset(filling, (uint8_t)(seq + 1 + (int64_t)i), bytes);
        batch->placed[i] = (struct placed
        ){.seq = seq + 1 + (int64_t)i,
          .case_id = bench_case(3),
          .has_case = true,
          .type = "told.v1",
          .envelope = {filling, bytes},
          .hash = {(uint8_t)i}};
    }
    batch->seq = seq + (int64_t)count;
    stream_commit(&bench->engine, batch);
}

static void keeps_what_was_committed(void **state)
{
    struct bench *bench = *state;

    commit(bench, 3, 10);
    batch_begin(&bench->batch, 0); /* the batch's memory is gone */
    const struct kept_event *kept = stream_kept(bench->engine.stream, 2);
    assert_int_equal(kept->seq, 2);
    assert_int_equal(kept->envelope.length, 10);
    assert_int_equal(kept->envelope.at[9], 2);
    assert_int_equal(kept->hash[0], 1);
    assert_true(kept->has_case && uuid_equal(kept->case_id, bench_case(3)));
    assert_true(text_is(kept->type, "told.v1"));
    assert_int_equal(stream_seq(bench->engine.stream), 3);
    assert_null(stream_kept(bench->engine.stream, 4));
}

/* The bench's ring holds 1 MiB. */
static void lets_the_oldest_batches_go_when_the_bytes_are_over_the_limit(void **state)
{
    struct bench *bench = *state;
    struct stream *stream = bench->engine.stream;

    commit(bench, 1, 512 * 1024);
    commit(bench, 1, 512 * 1024); /* exactly full */
    assert_int_equal(stream_oldest_kept(stream), 1);
    commit(bench, 1, 1);
    assert_int_equal(stream_oldest_kept(stream), 2);
    assert_null(stream_kept(stream, 1));
    assert_non_null(stream_kept(stream, 2));
    commit(bench, 2, 1024 * 1024); /* larger than the ring: it alone is kept */
    assert_int_equal(stream_oldest_kept(stream), 4);
    assert_non_null(stream_kept(stream, 4));
    assert_non_null(stream_kept(stream, 5));
    commit(bench, 1, 1);
    assert_int_equal(stream_oldest_kept(stream), 6);
}

static void never_keeps_more_events_than_the_ring_has_places(void **state)
{
    enum {
        PLACES = 1 << 11,
        EACH = 1 << 8
    }; /* a place for each 512 bytes of the bench's 1 MiB */
    struct bench *bench = *state;
    struct stream *stream = bench->engine.stream;

    for (int i = 0; i < PLACES / EACH; i++)
        commit(bench, EACH, 1);
    assert_int_equal(stream_oldest_kept(stream), 1);
    assert_int_equal(stream_kept(stream, 1)->seq, 1);
    commit(bench, 1, 1);
    int64_t oldest = stream_oldest_kept(stream);
    assert_int_equal(oldest, EACH + 1);
    assert_int_equal(stream_kept(stream, oldest)->seq, oldest);
    assert_int_equal(stream_kept(stream, PLACES + 1)->seq, PLACES + 1);
}

static void keeps_the_newest_of_a_batch_with_more_events_than_places(void **state)
{
    enum { PLACES = 1 << 11 };
    struct bench *bench = *state;
    struct stream *stream = bench->engine.stream;

    for (int more = 0; more <= 1; more++) {
        commit(bench, PLACES + (size_t)more, 1);
        int64_t oldest = stream_oldest_kept(stream);
        assert_int_equal(oldest, stream_seq(stream) - PLACES + 1);
        assert_null(stream_kept(stream, oldest - 1));
        assert_int_equal(stream_kept(stream, oldest)->seq, oldest);
        assert_int_equal(stream_kept(stream, stream_seq(stream))->seq, stream_seq(stream));
    }
    commit(bench, 1, 1);
    assert_int_equal(stream_oldest_kept(stream), stream_seq(stream));
}

static void has_places_for_what_the_setting_can_hold(void **state)
{
    static const struct {
        size_t bytes;
        int64_t places;
    } cases[] = {
        {65536, 1 << 10},
        {512 * 1024, 1 << 10},
        {512 * 1024 + 1, 1 << 11},
        {64 * 1024 * 1024, 1 << 17},
        {1024 * 1024 * 1024, 1 << 17},
    };
    struct bench *bench = *state;

    for (size_t i = 0; i < LENGTH(cases); i++) {
        stream_destroy(&bench->engine.stream);
        bench->engine.stream = stream_new("bench", cases[i].bytes);
        for (int64_t left = cases[i].places; left > 0; left -= 512)
            commit(bench, 512, 1);
        assert_int_equal(stream_oldest_kept(bench->engine.stream), 1);
        commit(bench, 1, 1);
        assert_int_equal(stream_oldest_kept(bench->engine.stream), 513);
    }
}

static void starts_with_an_empty_ring_at_the_head_that_was_read(void **state)
{
    struct bench *bench = *state;
    uint8_t hash[32] = {9};

    stream_set_head(bench->engine.stream, 100, hash);
    assert_int_equal(stream_seq(bench->engine.stream), 100);
    assert_int_equal(stream_oldest_kept(bench->engine.stream), 101);
    assert_null(stream_kept(bench->engine.stream, 100));
    commit(bench, 1, 1);
    assert_int_equal(stream_kept(bench->engine.stream, 101)->seq, 101);
}

static void follow_two(struct bench *bench)
{
    bench->reactions[0] = (struct reaction){.stream = "up"};
    bench->reactions[1] = (struct reaction){.stream = "down"};
    bench->service.reaction_count = 2;
    follows_set_cursor(&bench->engine, TEXT("up"), 5, (struct bytes){0}, TEXT("{}"));
    follows_set_cursor(&bench->engine, TEXT("down"), 7, (struct bytes){0}, TEXT("{}"));
}

static bool applied_is(struct bench *bench, int64_t seq, const char *expected)
{
    struct pack_writer writer;

    pack_begin(&writer, &bench->arena, 64);
    stream_put_applied(&bench->engine, seq, &writer);
    return bytes_equal(pack_end(&writer), pack_text(&bench->arena, expected));
}

static void tells_what_had_been_applied_of_others_at_each_head(void **state)
{
    struct bench *bench = *state;

    follow_two(bench);
    assert_true(applied_is(bench, 0, "{}"));
    stream_note_applied(&bench->engine);
    commit(bench, 2, 1);
    bench->engine.follows->follow[0].cursor = 6;
    commit(bench, 2, 1);
    bench->engine.follows->follow[1].cursor = 9;
    commit(bench, 0, 1); /* cursors move without an event */
    assert_true(applied_is(bench, 0, "{up: 5, down: 7}"));
    assert_true(applied_is(bench, 1, "{up: 5, down: 7}"));
    assert_true(applied_is(bench, 3, "{up: 5, down: 7}"));
    assert_true(applied_is(bench, 4, "{up: 6, down: 9}"));
    assert_true(applied_is(bench, 99, "{up: 6, down: 9}"));
}

/* 4096 heads are remembered; of an older one nothing is claimed. */
static void claims_nothing_about_heads_that_it_has_forgotten(void **state)
{
    struct bench *bench = *state;

    follow_two(bench);
    for (int i = 0; i < 4096; i++)
        commit(bench, 1, 1);
    assert_true(applied_is(bench, 1, "{up: 5, down: 7}"));
    commit(bench, 1, 1);
    assert_true(applied_is(bench, 1, "{}"));
    assert_true(applied_is(bench, 2, "{up: 5, down: 7}"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(chains_as_the_protocol_says),
        TEST(begins_with_the_hash_of_its_name),
        TEST(passes_on_what_caused_an_event),
        TEST(keeps_what_was_committed),
        TEST(lets_the_oldest_batches_go_when_the_bytes_are_over_the_limit),
        TEST(never_keeps_more_events_than_the_ring_has_places),
        TEST(keeps_the_newest_of_a_batch_with_more_events_than_places),
        TEST(has_places_for_what_the_setting_can_hold),
        TEST(starts_with_an_empty_ring_at_the_head_that_was_read),
        TEST(tells_what_had_been_applied_of_others_at_each_head),
        TEST(claims_nothing_about_heads_that_it_has_forgotten),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
