/* Tests of common/engine/follow_wire.c: what is heard of a followed stream (PROTOCOL section 3; P2, P5, P8). */
#include "tests/unit/common/engine/upstream.h"

static void takes_events_in_order_and_verifies_the_chain(void **state)
{
    static const char *const texts[] = {"count", NULL, "count"};
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    uint8_t chain[32];

    stream_first_hash("up", chain);
    assert_true(upstream_say(bench, follow, upstream_events(&bench->arena, 1, texts, 3, chain))
    );
    assert_int_equal(follow->received, 3);
    assert_int_equal(follow->count, 3);
    assert_int_equal(follow->concerning, 2);
    assert_memory_equal(follow->hash, chain, 32);
    assert_null(follow->queue[1].envelope); /* it does not concern us */
    assert_int_equal(metric_value(METRIC_shouli_follow_dropped_total), 0);
}

static void takes_a_replay_once(void **state)
{
    static const char *const texts[] = {"count", "count"};
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    uint8_t chain[32], again[32];

    stream_first_hash("up", chain);
    memcpy(again, chain, 32);
    assert_true(upstream_say(bench, follow, upstream_events(&bench->arena, 1, texts, 2, chain))
    );
    assert_true(upstream_say(bench, follow, upstream_events(&bench->arena, 1, texts, 2, again))
    );
    assert_int_equal(follow->count, 2);
    assert_int_equal(follow->received, 2);
    assert_memory_equal(follow->hash, chain, 32);
}

static void asks_again_after_a_gap_and_takes_nothing_beyond_it(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    uint8_t chain[32], later[32] = {3};

    stream_first_hash("up", chain);
    assert_true(upstream_say(bench, follow, upstream_event(&bench->arena, 1, "count", chain)));
    follow->asked_us = 5;
    assert_true(upstream_say(bench, follow, upstream_event(&bench->arena, 3, "count", later)));
    assert_int_equal(follow->received, 1);
    assert_int_equal(follow->count, 1);
    assert_int_equal(follow->asked_us, 0);
    assert_int_equal(metric_value(METRIC_shouli_follow_dropped_total), 1);
    assert_true(upstream_say(bench, follow, upstream_event(&bench->arena, 2, "count", chain)));
    assert_int_equal(follow->received, 2);
}

/* The stream contradicts what was seen: a person must look. */
static void stops_at_an_event_that_does_not_continue_the_chain(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    uint8_t chain[32], other[32];

    stream_first_hash("up", chain);
    assert_true(upstream_say(bench, follow, upstream_event(&bench->arena, 1, "count", chain)));
    memcpy(other, chain, 32);
    other[0] ^= 1;
    assert_false(upstream_say(bench, follow, upstream_event(&bench->arena, 2, "count", other)));
    assert_int_equal(follow->received, 1);
    assert_int_equal(follow->count, 1);
}

static void stops_at_a_first_event_of_another_stream(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    uint8_t chain[32];

    stream_first_hash("down", chain);
    assert_false(upstream_say(bench, follow, upstream_event(&bench->arena, 1, "count", chain)));
}

static void goes_on_from_a_cursor_with_its_hash(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    uint8_t chain[32] = {7}, other[32] = {8};

    follows_set_cursor(&bench->engine, TEXT("up"), 41, (struct bytes){chain, 32}, TEXT("{}"));
    assert_false(upstream_say(bench, follow, upstream_event(&bench->arena, 42, "count", other))
    );
    assert_true(upstream_say(bench, follow, upstream_event(&bench->arena, 42, "count", chain)));
    assert_int_equal(follow->received, 42);
    assert_int_equal(follow->cursor, 41);
}

static void believes_the_first_event_after_a_cursor_without_a_hash(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    uint8_t chain[32] = {7}, other[32] = {9};

    follows_set_cursor(&bench->engine, TEXT("up"), 41, (struct bytes){0}, TEXT("{}"));
    assert_true(upstream_say(bench, follow, upstream_event(&bench->arena, 42, "count", chain)));
    assert_false(upstream_say(bench, follow, upstream_event(&bench->arena, 43, "count", other))
    );
}

static void stops_when_the_service_says_that_the_stream_is_another(void **state)
{
    static const struct {
        const char *code;
        bool goes_on;
    } cases[] = {
        {"forked", false},
        {"ahead", false},
        {"gone", true},
        {"forbidden", true},
        {"bad_request", true}};
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);

    for (size_t i = 0; i < LENGTH(cases); i++) {
        char text[100];
        snprintf(text, sizeof(text), "{op: 'error', code: '%s', message: 'x'}", cases[i].code);
        assert_int_equal(
            upstream_say(bench, follow, pack_text(&bench->arena, text)),
            cases[i].goes_on
        );
    }
}

/* Most often the service has been restarted and does not know us yet. */
static void asks_again_when_it_is_refused_but_not_at_once(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    struct bytes refused = pack_text(&bench->arena, "{op: 'error', code: 'bad_request'}");

    follow->asked_us = clock_monotone_us();
    assert_true(upstream_say(bench, follow, refused));
    assert_int_not_equal(follow->asked_us, 0);
    follow->asked_us = clock_monotone_us() - 101 * 1000;
    assert_true(upstream_say(bench, follow, refused));
    assert_int_equal(follow->asked_us, 0);
}

static void ignores_what_it_does_not_know(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);

    assert_true(upstream_say(bench, follow, pack_text(&bench->arena, "{op: 'news', more: [1]}"))
    );
    assert_false(follow->broken);
    assert_int_equal(metric_value_labelled(METRIC_shouli_follow_malformed_total, "up"), 0);
}

/* P5: nothing is dropped silently; what cannot be read is counted, and asked for again over a new connection. */
static void breaks_off_at_what_cannot_be_read(void **state)
{
    static const char *const said[] = {
        "{}",
        "[1, 2]",
        "5",
        "{op: 7}",
        "{op: 'events'}",
        "{op: 'events', events: [[1]]}",
        "{op: 'events', events: [['1', <00>, <00>]]}",
        "{op: 'events', events: [[1, <80>, 'x']]}",
        "{op: 'events', events: {a: 1}}",
        "{op: 'position', seq: 'x'}",
    };
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);

    for (size_t i = 0; i < LENGTH(said); i++) {
        follow->broken = false;
        assert_true(upstream_say(bench, follow, pack_text(&bench->arena, said[i])));
        assert_true(follow->broken);
    }
    follow->broken = false;
    assert_true(upstream_say(bench, follow, bytes_of_text(TEXT("\x82\xa2op"))));
    assert_true(follow->broken);
    assert_int_equal(
        metric_value_labelled(METRIC_shouli_follow_malformed_total, "up"),
        LENGTH(said) + 1
    );
    assert_int_equal(follow->count, 0);
    assert_int_equal(follow->received, 0);
}

/* What stood before the broken one is kept, what stands behind it is asked for again. */
static void keeps_the_events_before_a_broken_one(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    uint8_t chain[32];

    stream_first_hash("up", chain);
    assert_true(upstream_say(bench, follow, upstream_event(&bench->arena, 1, "count", chain)));
    assert_true(
        upstream_say(bench, follow, pack_text(&bench->arena, "{op: 'events', events: [[2]]}"))
    );
    assert_int_equal(follow->received, 1);
    assert_int_equal(follow->count, 1);
    assert_true(follow->broken);
}

static void says_where_it_goes_on_and_how_much_it_takes(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    uint8_t hash[32] = {7};

    follow_ask(&bench->engine, follow);
    struct bytes said = script_said(follow->socket, 0);
    assert_true(text_is(script_text(said, "op"), "follow"));
    assert_true(text_is(script_text(said, "stream"), "up"));
    assert_int_equal(script_int(said, "from"), 1);
    assert_int_equal(script_int(said, "credit"), FOLLOW_CREDIT);
    assert_null(script_value(said, "after").at);
    assert_int_equal(follow->credit, FOLLOW_CREDIT);

    follows_set_cursor(&bench->engine, TEXT("up"), 9, (struct bytes){hash, 32}, TEXT("{}"));
    follow_ask(&bench->engine, follow);
    said = script_said(follow->socket, 0);
    assert_int_equal(script_int(said, "from"), 10);
    assert_memory_equal(script_text(said, "after").at, hash, 32);
}

/* What waits and what may come are together never more than FOLLOW_CREDIT. */
static void gives_credit_for_what_it_has_taken(void **state)
{
    static const char *const texts[] = {"count", "count", "count"};
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    uint8_t chain[32];

    stream_first_hash("up", chain);
    follow_ask(&bench->engine, follow);
    assert_true(upstream_say(bench, follow, upstream_events(&bench->arena, 1, texts, 3, chain))
    );
    assert_int_equal(follow->credit, FOLLOW_CREDIT - 3);
    follow_give_credit(&bench->engine, follow);
    struct bytes said = script_said(follow->socket, 0);
    assert_true(text_is(script_text(said, "op"), "credit"));
    assert_int_equal(script_int(said, "n"), 0); /* three wait */
    follow->cursor = 2;
    follows_gather(&bench->engine, &bench->batch, 2);
    follow_give_credit(&bench->engine, follow);
    said = script_said(follow->socket, 0);
    assert_int_equal(script_int(said, "n"), 2);
    assert_int_equal(script_int(said, "cursor"), 2);
    assert_int_equal(follow->credit, FOLLOW_CREDIT - 1);
    follow->socket->answer = SENT_full;
    follow->credit = 0;
    follow_give_credit(&bench->engine, follow);
    assert_int_equal(follow->credit, 0);
}

/* Called from the tests of positions. */
static bool position(struct bench *bench, struct follow *follow, const char *text)
{
    return upstream_say(bench, follow, pack_text(&bench->arena, text));
}

/* A name that is no text has no bytes to copy. */
static void passes_over_what_upstream_says_of_no_stream(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);

    assert_true(position(
        bench,
        follow,
        "{op: 'position', seq: 0, applied: {5: 6, near: [1, 2], nowhere: null, far: 8}}"
    ));
    assert_int_equal(follow->applied_count, 1);
    assert_int_equal(follows_upstream_applied(bench->engine.follows, "up", "far"), 8);
}

/* Who sends more than it was given credit for is not given more by that. */
static void never_asks_for_more_than_there_is_room_for(void **state)
{
    static const size_t counts[] =
        {0, FOLLOW_CREDIT - 1, FOLLOW_CREDIT, FOLLOW_CREDIT + 1, FOLLOW_QUEUE_SIZE};
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);

    for (size_t i = 0; i < LENGTH(counts); i++) {
        follow->count = counts[i];
        follow_ask(&bench->engine, follow);
        int64_t wanted = FOLLOW_CREDIT - (int64_t)size_min(FOLLOW_CREDIT, counts[i]);
        assert_int_equal(follow->credit, wanted);
        assert_int_equal(script_int(script_said(script_last_socket, 0), "credit"), wanted);
    }
    follow->count = 0;
}

static void believes_what_upstream_applied_when_its_cursor_is_there(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    const struct follows *follows = bench->engine.follows;

    assert_true(
        position(bench, follow, "{op: 'position', seq: 10, time: t(77), applied: {far: 5}}")
    );
    assert_int_equal(follow->upstream_seq, 10);
    assert_int_equal(follow->upstream_ms, 77);
    assert_int_equal(follows_upstream_applied(follows, "up", "far"), 0);
    follow->cursor = 9;
    assert_true(position(bench, follow, "{op: 'position', seq: 12, applied: {far: 6}}"));
    assert_int_equal(follows_upstream_applied(follows, "up", "far"), 0);
    follow->cursor = 10; /* the first one is reached; the second was passed over until then */
    assert_true(position(bench, follow, "{op: 'position', seq: 14, applied: {far: 8}}"));
    assert_int_equal(follows_upstream_applied(follows, "up", "far"), 5);
    follow->cursor = 14;
    assert_true(position(bench, follow, "{op: 'position', seq: 14, applied: {far: 8}}"));
    assert_int_equal(follows_upstream_applied(follows, "up", "far"), 8);
    assert_int_equal(follows_upstream_applied(follows, "up", "near"), 0);
}

static void keeps_what_was_applied_of_as_many_streams_as_there_are(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);

    for (int i = 0; i <= STREAMS_FOLLOWED_MAX; i++) {
        char text[100];
        snprintf(text, sizeof(text), "{op: 'position', seq: 0, applied: {s%d: %d}}", i, i + 1);
        assert_true(position(bench, follow, text));
    }
    assert_int_equal(follow->applied_count, STREAMS_FOLLOWED_MAX);
    assert_int_equal(follows_upstream_applied(bench->engine.follows, "up", "s7"), 8);
    assert_int_equal(follows_upstream_applied(bench->engine.follows, "up", "s8"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(takes_events_in_order_and_verifies_the_chain),
        TEST(takes_a_replay_once),
        TEST(asks_again_after_a_gap_and_takes_nothing_beyond_it),
        TEST(stops_at_an_event_that_does_not_continue_the_chain),
        TEST(stops_at_a_first_event_of_another_stream),
        TEST(goes_on_from_a_cursor_with_its_hash),
        TEST(believes_the_first_event_after_a_cursor_without_a_hash),
        TEST(stops_when_the_service_says_that_the_stream_is_another),
        TEST(asks_again_when_it_is_refused_but_not_at_once),
        TEST(ignores_what_it_does_not_know),
        TEST(breaks_off_at_what_cannot_be_read),
        TEST(keeps_the_events_before_a_broken_one),
        TEST(says_where_it_goes_on_and_how_much_it_takes),
        TEST(gives_credit_for_what_it_has_taken),
        TEST(passes_over_what_upstream_says_of_no_stream),
        TEST(never_asks_for_more_than_there_is_room_for),
        TEST(believes_what_upstream_applied_when_its_cursor_is_there),
        TEST(keeps_what_was_applied_of_as_many_streams_as_there_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
