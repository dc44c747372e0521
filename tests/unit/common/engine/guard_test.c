/* Tests of common/engine/guard.c: a small batch of new messages is looked up in its own transaction, which fails when one of
 * them was accepted before (P1, P2; LIMITS 11.1). */
#include "common/engine/parked_inside.h"
#include "tests/unit/common/engine/writer_bench.h"

enum { GUARD_MAX = 3 };

static struct store *begin(struct bench *bench)
{
    bench_take_over(bench, 2, true);
    bench->engine.settings.guard_max = GUARD_MAX;
    bench->engine.parked->counted = true; /* no command waits as a letter */
    return bench_store(bench, 0);
}

static struct lane *first_lane(struct bench *bench)
{
    return &bench->engine.writer->lanes[0];
}

/* What a connection was sent from the n-th statement on, without the load of records, which the bench's decisions need. */
static const char *words(const struct store *store, size_t from)
{
    static char text[1024];
    size_t length = 0;

    text[0] = 0;
    for (size_t i = from; i < store->count && length < sizeof(text); i++) {
        const struct statement *statement = store->sent[i].statement;
        const char *name = statement ? statement->name : ";";
        if (i + 1 < store->count && strcmp(name, "counted_load") == 0) {
            i++;
            continue;
        }
        length += (size_t
        )snprintf(text + length, sizeof(text) - length, "%s%s", length ? " " : "", name);
    }
    return text;
}

static bool asks_first(struct bench *bench, size_t from)
{
    return strstr(words(bench_store(bench, 0), from), "engine_accepted_find") != NULL;
}

/* The key of the n-th item of the batch was accepted before, with that content. */
static struct rows *accepted_before(struct bench *bench, size_t index, struct bytes content)
{
    struct rows *rows = ARENA_NEW(&bench->arena, struct rows);
    const struct item *item = &first_lane(bench)->batch.items[index];
    struct reply then = {.of = {bench_case(9), TEXT("GD9")}};
    struct params params;

    params_begin(&params, &bench->arena);
    params_bytes(&params, (struct bytes){item->key16, 16});
    params_bytes(&params, content);
    params_bytes(&params, reply_remember(&then, &bench->arena));
    params_null(&params);
    script_row(rows, &params);
    return rows;
}

/* The guard finds one of the keys; then PostgreSQL is asked which. */
static void find_known(struct bench *bench)
{
    struct store *store = bench_store(bench, 0);

    assert_true(bench_reach(bench, 0, "engine_accepted_guard"));
    script_fail(store, "22P02");
    assert_true(bench_reach(bench, 0, "engine_accepted_find"));
}

static void a_new_message_takes_one_round_trip(void **state)
{
    struct bench *bench = *state;
    struct store *store = begin(bench);
    size_t from = store->count;

    bench_send(bench, 1, "count");
    bench_settle(bench);
    assert_string_equal(
        words(store, from),
        "engine_begin engine_accepted_guard counted_insert engine_event_insert "
        "engine_accepted_insert engine_stream_advance engine_commit ;"
    );
    assert_true(text_is(bench_status(0), "accepted"));
    assert_int_equal(bench->engine.writer->number, 1);
}

static void the_keys_of_all_its_messages_are_looked_up(void **state)
{
    struct bench *bench = *state;
    struct store *store = begin(bench);

    bench_send(bench, 1, "count");
    bench_send(bench, 2, "refuse");
    bench_turn(bench);
    const struct batch *batch = &first_lane(bench)->batch;
    assert_true(bench_reach(bench, 0, "engine_accepted_guard"));
    struct bytes keys = script_param(script_sent(store, "engine_accepted_guard"), 0);
    assert_int_equal(script_array_count(keys), 2);
    assert_memory_equal(script_array_at(keys, 0).at, batch->items[0].key16, 16);
    assert_memory_equal(script_array_at(keys, 1).at, batch->items[1].key16, 16);
    bench_settle(bench);
    assert_int_equal(script_last_socket->sent_count, 2);
}

static void nothing_is_answered_before_the_commit(void **state)
{
    struct bench *bench = *state;

    begin(bench);
    bench_send(bench, 1, "count");
    bench_turn(bench);
    assert_true(bench_reach(bench, 0, "engine_commit"));
    bench_turn(bench);
    assert_int_equal(script_last_socket->sent_count, 0);
    assert_int_equal(stream_seq(bench->engine.stream), 0);
}

static void one_that_was_accepted_before_is_answered_like_then(void **state)
{
    struct bench *bench = *state;
    struct store *store = begin(bench);
    size_t from;

    bench_send(bench, 1, "count");
    bench_send(bench, 2, "count");
    bench_turn(bench);
    from = store->count;
    find_known(bench);
    const struct item *item = &first_lane(bench)->batch.items[0];
    script_answer(store, accepted_before(bench, 0, (struct bytes){item->content16, 16}));
    bench_settle(bench);
    assert_non_null(strstr(words(store, from), "engine_rollback engine_accepted_find"));
    assert_int_equal(script_last_socket->sent_count, 2);
    assert_true(text_is(script_text(script_said(script_last_socket, 1), "status"), "duplicate")
    );
    assert_true(text_is(script_text(script_said(script_last_socket, 1), "case_no"), "GD9"));
    assert_true(text_is(bench_status(0), "accepted"));
}

static void an_id_with_another_content_is_refused(void **state)
{
    struct bench *bench = *state;
    struct store *store = begin(bench);
    static const uint8_t other[16] = {1};

    bench_send(bench, 1, "count");
    bench_turn(bench);
    find_known(bench);
    script_answer(store, accepted_before(bench, 0, (struct bytes){other, 16}));
    bench_settle(bench);
    struct bytes said = script_said(script_last_socket, 0);
    assert_non_null(memmem(said.at, said.length, "id_reused", 9));
    assert_int_equal(stream_seq(bench->engine.stream), 0);
}

/* P8, P10: head, number of the transaction and counts are as if it had been tried once. */
static void what_was_given_back_leaves_no_trace(void **state)
{
    struct bench *bench = *state;
    struct store *store = begin(bench);
    struct writer *writer = bench->engine.writer;
    uint8_t hash[32];

    memcpy(hash, writer->hash, 32);
    bench_send(bench, 1, "wide");
    bench_turn(bench);
    find_known(bench);
    assert_int_equal(writer->number, 0);
    assert_int_equal(writer->seq, stream_seq(bench->engine.stream));
    assert_memory_equal(writer->hash, stream_head_hash(bench->engine.stream), 32);
    assert_int_equal(store->sent[store->count - 1].statement == NULL, 1);
    bench_settle(bench);
    assert_int_equal(writer->number, 1);
    assert_int_equal(stream_seq(bench->engine.stream), 2);
    assert_int_equal(counts_value(bench->engine.counts, "in/sample.v1/accepted"), 1);
    assert_int_equal(counts_value(bench->engine.counts, "event/told.v1"), 2);
    assert_int_equal(script_last_socket->sent_count, 1);
}

static void numbers_that_were_taken_are_given_back(void **state)
{
    struct bench *bench = *state;
    struct engine *engine = &bench->engine;

    begin(bench);
    engine_add_numbers(engine, TEXT("GD"), 7, 10);
    bench_send(bench, 1, "count");
    bench_turn(bench);
    assert_int_equal(engine_take_number(engine, TEXT("GD")), 7); /* as a decision does */
    find_known(bench);
    assert_int_equal(engine_take_number(engine, TEXT("GD")), 7);
    bench_settle(bench);
}

static void after_one_was_known_batches_are_looked_up_first_for_a_second(void **state)
{
    struct bench *bench = *state;
    struct store *store = begin(bench);
    struct writer *writer = bench->engine.writer;
    size_t from;

    bench_send(bench, 1, "count");
    bench_turn(bench);
    find_known(bench);
    assert_in_range(writer->guard_again_us - clock_monotone_us(), 900000, 1000000);
    bench_settle(bench);
    from = store->count;
    bench_send(bench, 2, "count");
    bench_settle(bench);
    assert_true(asks_first(bench, from));
    writer->guard_again_us = clock_monotone_us();
    from = store->count;
    bench_send(bench, 3, "count");
    bench_settle(bench);
    assert_false(asks_first(bench, from));
    assert_int_equal(script_last_socket->sent_count, 3);
}

/* One below, at, and above guard_max. */
static void a_larger_batch_is_looked_up_first(void **state)
{
    struct bench *bench = *state;
    struct store *store = begin(bench);

    for (int count = GUARD_MAX - 1; count <= GUARD_MAX + 1; count++) {
        size_t from = store->count;
        for (int i = 0; i < count; i++)
            bench_send(bench, 10 * count + i, "count");
        bench_settle(bench);
        assert_int_equal(asks_first(bench, from), count > GUARD_MAX);
    }
    assert_int_equal(script_last_socket->sent_count, 3 * GUARD_MAX);
}

static void nothing_begins_beside_it(void **state)
{
    struct bench *bench = *state;

    begin(bench); /* one message is worth a second transaction */
    bench_send(bench, 1, "count");
    bench_turn(bench);
    assert_true(bench_reach(bench, 0, "engine_commit"));
    bench_send(bench, 2, "count");
    bench_turn(bench);
    assert_int_equal(bench->engine.writer->lanes[1].state, LANE_idle);
    bench_settle(bench);
    assert_int_equal(script_last_socket->sent_count, 2);
}

static void a_refusal_alone_is_looked_up_and_costs_no_transaction(void **state)
{
    struct bench *bench = *state;
    struct store *store = begin(bench);
    size_t from = store->count;

    bench->engine.writer->idle_commit_us = INT64_MAX;
    bench_send(bench, 1, "refuse");
    bench_settle(bench);
    assert_string_equal(words(store, from), "engine_accepted_find ;");
    assert_true(text_is(bench_status(0), "rejected"));
    assert_int_equal(bench->engine.writer->guard_again_us, 0);
}

static void it_is_looked_up_first_where_rows_may_be_needed(void **state)
{
    struct bench *bench = *state;
    struct engine *engine = &bench->engine;
    struct lane *lane;

    begin(bench);
    lane = first_lane(bench);
    batch_begin(&lane->batch, 1700000000000);
    struct item *item = batch_add(&lane->batch, ITEM_command);
    item->has_key = true;
    lane->batch.to = lane->batch.count;
    assert_true(lane_may_guard(lane));
    item->has_case = true;
    assert_true(lane_may_guard(lane));
    item->first = &counted_record;
    assert_false(lane_may_guard(lane));
    item->has_case = false;
    item->kind = ITEM_event;
    assert_false(lane_may_guard(lane));
    item->kind = ITEM_chore;
    assert_false(lane_may_guard(lane));
    item->kind = ITEM_command;
    engine->writer->careful = 1;
    assert_false(lane_may_guard(lane));
    engine->writer->careful = 0;
    lane->batch.before = &engine->writer->lanes[1].batch;
    assert_false(lane_may_guard(lane));
    lane->batch.before = NULL;
    assert_true(lane_may_guard(lane));
    engine->parked->letters.commands = 1;
    assert_false(lane_may_guard(lane));
    engine->parked->letters.commands = 0;
    engine->settings.guard_max = 0;
    assert_false(lane_may_guard(lane));
    lane->batch.count = lane->batch.to = 0;
}

/* A query has no key: nothing is looked up for it. */
static void without_a_key_nothing_is_guarded(void **state)
{
    struct bench *bench = *state;
    struct lane *lane;

    begin(bench);
    lane = first_lane(bench);
    batch_begin(&lane->batch, 1700000000000);
    (void)batch_add(&lane->batch, ITEM_command);
    lane->batch.to = lane->batch.count;
    lane_begin_guard(lane);
    assert_false(lane->guarded);
    lane->batch.items[0].has_key = true;
    lane_begin_guard(lane);
    assert_true(lane->guarded);
    lane->guarded = false;
    lane->batch.count = lane->batch.to = 0;
}

/* Any other failure of the guard is one of the transaction. */
static void a_guard_that_fails_otherwise_is_tried_again(void **state)
{
    struct bench *bench = *state;
    struct writer *writer;

    begin(bench);
    writer = bench->engine.writer;
    bench_send(bench, 1, "count");
    bench_turn(bench);
    assert_true(bench_reach(bench, 0, "engine_accepted_guard"));
    script_fail(bench_store(bench, 0), "57014");
    assert_false(first_lane(bench)->known);
    assert_int_equal(first_lane(bench)->error, ERROR_db_retry);
    script_answer_all(bench_store(bench, 0));
    bench_turn(bench);
    assert_int_equal(writer->state, WRITER_opening);
    assert_int_equal(script_last_socket->sent_count, 0);
}

/* P1: the answer to COMMIT is lost; the row of the stream tells that it was stored. */
static void a_commit_in_doubt_is_found_out_like_any_other(void **state)
{
    struct bench *bench = *state;
    struct engine *engine = &bench->engine;

    begin(bench);
    bench_send(bench, 1, "count");
    bench_turn(bench);
    assert_true(bench_reach(bench, 0, "engine_commit"));
    bench_store(bench, 0)->state = STORE_broken;
    bench_turn(bench);
    engine->writer->next_try_us = 0;
    bench_turn(bench);
    bench_elect(bench, 1, 1, true);
    bench_turn(bench);
    assert_int_equal(script_last_socket->sent_count, 1);
    assert_true(text_is(bench_status(0), "accepted"));
    assert_int_equal(stream_seq(engine->stream), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_message_takes_one_round_trip),
        TEST(the_keys_of_all_its_messages_are_looked_up),
        TEST(nothing_is_answered_before_the_commit),
        TEST(one_that_was_accepted_before_is_answered_like_then),
        TEST(an_id_with_another_content_is_refused),
        TEST(what_was_given_back_leaves_no_trace),
        TEST(numbers_that_were_taken_are_given_back),
        TEST(after_one_was_known_batches_are_looked_up_first_for_a_second),
        TEST(a_larger_batch_is_looked_up_first),
        TEST(nothing_begins_beside_it),
        TEST(a_refusal_alone_is_looked_up_and_costs_no_transaction),
        TEST(it_is_looked_up_first_where_rows_may_be_needed),
        TEST(without_a_key_nothing_is_guarded),
        TEST(a_guard_that_fails_otherwise_is_tried_again),
        TEST(a_commit_in_doubt_is_found_out_like_any_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
