/* Tests of common/engine/follow_gather.c: events into batches, cursors with them (DESIGN section 3, P2). */
#include "tests/unit/common/engine/upstream.h"

static struct follow *with_events(struct bench *bench, const char *const *texts, size_t count)
{
    struct follow *follow = upstream_begin(bench);
    uint8_t chain[32];

    stream_first_hash("up", chain);
    assert_true(
        upstream_say(bench, follow, upstream_events(&bench->arena, 1, texts, count, chain))
    );
    return follow;
}

static void turns_events_into_items_with_decision_and_case(void **state)
{
    static const char *const texts[] = {"count", "list"};
    struct bench *bench = *state;
    struct follow *follow = with_events(bench, texts, 2);

    follows_gather(&bench->engine, &bench->batch, 10);
    assert_int_equal(bench->batch.count, 2);
    const struct item *item = &bench->batch.items[1];
    assert_int_equal(item->kind, ITEM_event);
    assert_ptr_equal(item->follow, follow);
    assert_string_equal(item->stream, "up");
    assert_int_equal(item->seq, 2);
    assert_ptr_equal(item->decide, bench_decide);
    assert_ptr_equal(item->first, &counted_record);
    assert_true(item->has_case && uuid_equal(item->case_id, bench_case(2)));
    assert_null(item->set_aside_code);
    assert_true(text_is(((const struct sample *)item->message.body)->text, "list"));
    assert_int_equal(follow->count, 0);
    assert_int_equal(follows_waiting(bench->engine.follows), 0);
}

/* Who takes any event keeps it as it is: its type counts, its body is not read, not even one that does not read. */
static void leaves_the_body_of_an_event_that_is_taken_whatever_it_is(void **state)
{
    static const char *const texts[] = {"count"};
    struct bench *bench = *state;
    uint8_t chain[32];

    bench->reactions[0] = (struct reaction){"up", 0, bench_decide, NULL};
    bench->service.reaction_count = 1;
    assert_int_equal(follows_open(&bench->engine), OK);
    struct follow *follow = &bench->engine.follows->follow[0];
    stream_first_hash("up", chain);
    assert_true(upstream_say(bench, follow, upstream_events(&bench->arena, 1, texts, 1, chain))
    );
    follows_gather(&bench->engine, &bench->batch, 10);
    const struct item *item = &bench->batch.items[0];
    assert_int_equal(item->message.shape->type, SAMPLE_told);
    assert_null(item->message.body);
    assert_true(item->message.data.length > 0);
    assert_true(item->has_case && uuid_equal(item->case_id, bench_case(1)));
    assert_null(item->set_aside_code);
}

static void moves_the_cursor_over_events_that_do_not_concern_it(void **state)
{
    static const char *const texts[] = {NULL, NULL, NULL};
    struct bench *bench = *state;
    struct follow *follow = with_events(bench, texts, 3);

    assert_int_equal(follows_waiting(bench->engine.follows), 0);
    assert_true(follows_idle_progress(bench->engine.follows));
    follows_gather(&bench->engine, &bench->batch, 10);
    assert_int_equal(bench->batch.count, 0);
    assert_int_equal(bench->batch.move_count, 1);
    assert_int_equal(bench->batch.moves[0].seq, 3);
    assert_int_equal(follow->cursor, 0);
    follows_commit(&bench->engine, &bench->batch);
    assert_int_equal(follow->cursor, 3);
    assert_false(follows_idle_progress(bench->engine.follows));
}

static void takes_at_most_what_it_is_asked_for(void **state)
{
    static const char *const texts[] = {"count", NULL, "count", "count"};
    struct bench *bench = *state;
    struct follow *follow = with_events(bench, texts, 4);

    follows_gather(&bench->engine, &bench->batch, 2);
    assert_int_equal(bench->batch.count, 2);
    assert_int_equal(bench->batch.moves[0].seq, 3);
    assert_int_equal(follow->count, 1);
    assert_memory_equal(bench->batch.moves[0].hash, bench->batch.items[1].hash, 32);
}

static void shares_a_batch_among_streams(void **state)
{
    static const char *const texts[] = {"count", "count", "count"};
    struct bench *bench = *state;
    uint8_t chain[32];

    bench->reactions[0] = (struct reaction){"up", SAMPLE_told, bench_decide, NULL};
    bench->reactions[1] = (struct reaction){"down", SAMPLE_told, bench_decide, NULL};
    bench->service.reaction_count = 2;
    assert_int_equal(follows_open(&bench->engine), OK);
    for (size_t i = 0; i < 2; i++) {
        struct follow *follow = &bench->engine.follows->follow[i];
        stream_first_hash(follow->stream, chain);
        assert_true(
            upstream_say(bench, follow, upstream_events(&bench->arena, 1, texts, 3, chain))
        );
    }
    follows_gather(&bench->engine, &bench->batch, 4);
    assert_int_equal(bench->batch.count, 4);
    assert_int_equal(bench->batch.move_count, 2);
    assert_int_equal(bench->batch.moves[0].seq, 2);
    assert_int_equal(bench->batch.moves[1].seq, 2);
    assert_int_equal(follows_waiting(bench->engine.follows), 2);
}

/* What one stream leaves of its share, another one may use; no stream takes what the others want. */
static void gives_what_a_stream_leaves_to_the_others(void **state)
{
    static const char *const texts[] = {"count", "count", "count", "count"};
    struct bench *bench = *state;
    uint8_t chain[32];

    bench->reactions[0] = (struct reaction){"up", SAMPLE_told, bench_decide, NULL};
    bench->reactions[1] = (struct reaction){"down", SAMPLE_told, bench_decide, NULL};
    bench->service.reaction_count = 2;
    assert_int_equal(follows_open(&bench->engine), OK);
    for (size_t i = 0; i < 2; i++) {
        struct follow *follow = &bench->engine.follows->follow[i];
        stream_first_hash(follow->stream, chain);
        assert_true(upstream_say(
            bench,
            follow,
            upstream_events(&bench->arena, 1, texts, i ? 1 : 4, chain)
        ));
    }
    follows_gather(&bench->engine, &bench->batch, 4);
    assert_int_equal(bench->batch.count, 4);
    assert_int_equal(bench->batch.moves[0].seq, 3);
    assert_int_equal(bench->batch.moves[1].seq, 1);
}

/* Every stream gets a turn, also when there are more of them than places. */
static void goes_on_with_the_smallest_batch(void **state)
{
    static const char *const texts[] = {"count", "count"};
    struct bench *bench = *state;
    uint8_t chain[32];

    bench->reactions[0] = (struct reaction){"up", SAMPLE_told, bench_decide, NULL};
    bench->reactions[1] = (struct reaction){"down", SAMPLE_told, bench_decide, NULL};
    bench->service.reaction_count = 2;
    assert_int_equal(follows_open(&bench->engine), OK);
    struct follow *down = &bench->engine.follows->follow[1];
    stream_first_hash("down", chain);
    assert_true(upstream_say(bench, down, upstream_events(&bench->arena, 1, texts, 2, chain)));
    follows_gather(&bench->engine, &bench->batch, 1);
    assert_int_equal(bench->batch.count, 1);
}

static void sets_aside_an_event_that_does_not_decode(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    struct pack_writer writer;
    uint8_t chain[32], hash[32];
    struct bytes bad = pack_text(
        &bench->arena,
        "{specversion: '1.0', id: 'a', source: '/up', type: 'told.v1', data: {text: 5}}"
    );

    stream_first_hash("up", chain);
    stream_hash(chain, 1, bad, hash);
    pack_begin(&writer, &bench->arena, 300);
    pack_map(&writer, 2);
    pack_string(&writer, "op");
    pack_string(&writer, "events");
    pack_string(&writer, "events");
    pack_array(&writer, 1);
    pack_array(&writer, 3);
    pack_int(&writer, 1);
    pack_bin(&writer, bad);
    pack_bin(&writer, (struct bytes){hash, 32});
    assert_true(upstream_say(bench, follow, pack_end(&writer)));
    follows_gather(&bench->engine, &bench->batch, 10);
    assert_string_equal(bench->batch.items[0].set_aside_code, "malformed");
    bench->batch.to = 1;
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_set_aside);
}

/* A batch that fails is tried again in halves: each moves the cursor as far as its own events. */
static void moves_the_cursor_as_far_as_the_range_of_a_transaction(void **state)
{
    static const char *const texts[] = {"count", "count", NULL, "count", NULL};
    struct bench *bench = *state;
    struct batch *batch = &bench->batch;
    struct follow *follow = with_events(bench, texts, 5);
    struct cursor_move move;

    follows_gather(&bench->engine, batch, 10);
    batch->to = 1;
    assert_true(follow_move(batch, &batch->moves[0], &move));
    assert_int_equal(move.seq, 1);
    follows_commit(&bench->engine, batch);
    assert_int_equal(follow->cursor, 1);
    batch->from = 1;
    batch->to = 2;
    assert_true(follow_move(batch, &batch->moves[0], &move));
    assert_int_equal(move.seq, 2);
    assert_memory_equal(move.hash, batch->items[1].hash, 32);
    batch->from = 2;
    batch->to = 3; /* all */
    assert_true(follow_move(batch, &batch->moves[0], &move));
    assert_int_equal(move.seq, 5);
    assert_memory_equal(move.hash, follow->hash, 32);
}

static void moves_no_cursor_in_a_transaction_without_its_events(void **state)
{
    static const char *const texts[] = {"count"};
    struct bench *bench = *state;
    struct cursor_move move;

    (void)with_events(bench, texts, 1);
    follows_gather(&bench->engine, &bench->batch, 10);
    bench_command(bench, 7, "count");
    bench_command(bench, 8, "count");
    bench->batch.from = 1;
    bench->batch.to = 2;
    assert_false(follow_move(&bench->batch, &bench->batch.moves[0], &move));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(turns_events_into_items_with_decision_and_case),
        TEST(leaves_the_body_of_an_event_that_is_taken_whatever_it_is),
        TEST(moves_the_cursor_over_events_that_do_not_concern_it),
        TEST(takes_at_most_what_it_is_asked_for),
        TEST(shares_a_batch_among_streams),
        TEST(gives_what_a_stream_leaves_to_the_others),
        TEST(goes_on_with_the_smallest_batch),
        TEST(sets_aside_an_event_that_does_not_decode),
        TEST(moves_the_cursor_as_far_as_the_range_of_a_transaction),
        TEST(moves_no_cursor_in_a_transaction_without_its_events),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
