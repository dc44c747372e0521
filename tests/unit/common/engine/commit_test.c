/* Tests of common/engine/commit.c: what a batch writes, and in which order (DESIGN section 3; P1, P2, P8). */
#include "tests/unit/common/engine/writer_bench.h"

static struct store *commit(struct bench *bench, int count, const char *text)
{
    bench_take_over(bench, 1, true);
    for (int i = 1; i <= count; i++)
        bench_send(bench, i, text);
    bench_turn(bench);
    bench_settle(bench);
    return bench_store(bench, 0);
}

static size_t place_of(const struct store *store, const char *name)
{
    return (size_t)(script_sent(store, name) - store->sent);
}

static void writes_one_statement_a_record_type_and_the_head_last(void **state)
{
    struct bench *bench = *state;
    const struct store *store = commit(bench, 3, "count");
    const struct script_sent *insert = script_sent(store, "counted_insert");

    assert_int_equal(script_array_count(script_param(insert, 0)), 3);
    assert_true(place_of(store, "engine_begin") < place_of(store, "counted_insert"));
    assert_true(place_of(store, "counted_insert") < place_of(store, "engine_stream_advance"));
    assert_true(
        place_of(store, "engine_event_insert") < place_of(store, "engine_stream_advance")
    );
    assert_true(
        place_of(store, "engine_accepted_insert") < place_of(store, "engine_stream_advance")
    );
    assert_int_equal(
        place_of(store, "engine_stream_advance") + 1,
        place_of(store, "engine_commit")
    );
    assert_null(store->sent[place_of(store, "engine_commit") + 1].statement); /* the sync */
}

static void writes_events_with_seq_case_envelope_and_hash(void **state)
{
    struct bench *bench = *state;
    const struct store *store = commit(bench, 2, "wide");
    const struct script_sent *events = script_sent(store, "engine_event_insert");
    uint8_t hash[32] = {5}; /* the head that the election read */

    assert_int_equal(script_array_count(script_param(events, 0)), 4);
    for (int64_t i = 0; i < 4; i++) {
        struct bytes seq = script_array_at(script_param(events, 0), i);
        struct bytes envelope = script_array_at(script_param(events, 2), i);
        assert_int_equal(script_big(seq.at, 8), i + 1);
        stream_hash(hash, i + 1, envelope, hash);
        assert_memory_equal(script_array_at(script_param(events, 3), i).at, hash, 32);
    }
    assert_memory_equal(script_array_at(script_param(events, 1), 3).at, bench_case(2).b, 16);
    const struct script_sent *head = script_sent(store, "engine_stream_advance");
    assert_int_equal(script_param_int(head, 0), 4);
    assert_memory_equal(script_param(head, 1).at, hash, 32);
}

/* The fence is by epoch and number of the transaction. */
static void numbers_its_transactions(void **state)
{
    struct bench *bench = *state;
    const struct store *store = commit(bench, 1, "count");
    const struct script_sent *head = script_sent(store, "engine_stream_advance");

    assert_int_equal(script_param_int(head, 2), 1);
    assert_int_equal(script_param_int(head, 3), 1);
    assert_int_equal(script_param(head, 5).at[0], 0); /* not clean: the process goes on */
    assert_true(text_is(text_of_bytes(script_param(head, 6)), "bench"));
    bench_send(bench, 2, "count");
    bench_settle(bench);
    assert_int_equal(script_param_int(script_sent(store, "engine_stream_advance"), 3), 2);
}

static void keeps_counts_in_the_row_of_the_stream(void **state)
{
    struct bench *bench = *state;
    const struct store *store = commit(bench, 2, "count");
    struct text counts =
        text_of_bytes(script_param(script_sent(store, "engine_stream_advance"), 4));

    assert_non_null(memmem(counts.at, counts.length, "\"in/sample.v1/accepted\":2", 25));
    assert_non_null(memmem(counts.at, counts.length, "\"event/told.v1\":2", 17));
}

static void remembers_a_reply_only_when_the_event_does_not_say_it_all(void **state)
{
    struct bench *bench = *state;
    const struct store *store = commit(bench, 1, "count");
    const struct script_sent *accepted = script_sent(store, "engine_accepted_insert");

    assert_int_equal(script_array_count(script_param(accepted, 1)), 1);
    assert_int_equal(script_big(script_array_at(script_param(accepted, 3), 0).at, 8), 1);
    assert_null(script_array_at(script_param(accepted, 4), 0).at);
    bench_send(bench, 2, "wide"); /* has a result */
    bench_settle(bench);
    accepted = script_sent(store, "engine_accepted_insert");
    struct bytes kept = script_array_at(script_param(accepted, 4), 0);
    assert_non_null(kept.at);
    assert_true(bytes_equal(
        script_value(kept, "result"),
        script_value(script_said(script_last_socket, 0), "result")
    ));
}

static void writes_nothing_for_refused_messages(void **state)
{
    struct bench *bench = *state;
    bench_take_over(bench, 1, true);
    struct store *store = bench_store(bench, 0);

    counts_saved(bench->engine.counts);
    bench->engine.writer->idle_commit_us = INT64_MAX;
    bench_send(bench, 1, "refuse");
    bench_settle(bench);
    assert_true(text_is(bench_status(0), "rejected"));
    assert_null(script_sent(store, "engine_begin"));
    assert_true(counts_dirty(bench->engine.counts)); /* stored with the next transaction */
    bench->engine.writer->idle_commit_us = 0;
    bench_settle(bench);
    assert_non_null(script_sent(store, "engine_stream_advance"));
    assert_false(counts_dirty(bench->engine.counts));
}

static void updates_and_removes_rows_that_were_there(void **state)
{
    struct bench *bench = *state;
    struct store *store = commit(bench, 1, "count");

    bench_send(bench, 2, "remove"); /* no row: nothing to do for it */
    bench_settle(bench);
    assert_null(script_sent(store, "counted_remove"));
    struct lane *lane = &bench->engine.writer->lanes[0];
    struct counted row = {.id = bench_case(3), .has_id = true, .n = 1, .has_n = true};
    batch_begin(&lane->batch, 1700000000000);
    struct record_slot *slot =
        table_get(&lane->batch.table, &counted_record, (struct bytes){row.id.b, 16});
    slot->state = SLOT_loaded;
    slot->before = &row;
    slot->changed = true;
    assert_true(lane_has_effects(lane));
    lane_fill(lane);
    const struct script_sent *removed = script_sent(store, "counted_remove");
    assert_memory_equal(script_array_at(script_param(removed, 0), 0).at, row.id.b, 16);
}

static void notes_the_first_failure_alone(void **state)
{
    struct bench *bench = *state;
    const struct store_failure first = {"22P02", "bad"}, second = {"40001", "again"};

    bench_take_over(bench, 1, true);
    struct lane *lane = &bench->engine.writer->lanes[0];
    lane_fail(lane, NULL, "skipped");
    assert_int_equal(lane->error, OK);
    lane_fail(lane, &first, "a");
    lane_fail(lane, &second, "b");
    assert_int_equal(lane->error, ERROR_db_refused);
}

/* The rows of all inserts of events so far, and how many inserts there were. */
static size_t count_events(const struct store *store, size_t *ret_inserts)
{
    size_t rows = 0;

    *ret_inserts = 0;
    for (size_t i = 0; i < store->count; i++) {
        const struct script_sent *sent = &store->sent[i];
        if (!sent->statement || strcmp(sent->statement->name, "engine_event_insert") != 0)
            continue;
        rows += (size_t)script_array_count(script_param(sent, 0));
        ++*ret_inserts;
    }
    return rows;
}

static size_t count_sent(const struct store *store, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < store->count; i++)
        count += store->sent[i].statement && strcmp(store->sent[i].statement->name, name) == 0;
    return count;
}

/* Answers all that is asked until nothing moves any more. */
static void settle_slowly(struct bench *bench)
{
    for (int i = 0; i < 20; i++) {
        bench_turn(bench);
        script_answer_all(bench_store(bench, 0));
    }
}

static void stores_events_while_later_messages_are_decided(void **state)
{
    struct bench *bench = *state;
    const int count = 600;
    size_t inserts;

    bench_take_over(bench, 1, true);
    for (int i = 1; i <= count; i++)
        bench_send(bench, i, "count");
    for (int i = 0; i < 20 && count_events(bench_store(bench, 0), &inserts) == 0; i++) {
        bench_turn(bench);
        script_answer_all(bench_store(bench, 0));
    }
    assert_int_equal(count_events(bench_store(bench, 0), &inserts), 256);
    assert_int_equal(bench->engine.writer->lanes[0].batch.decided, 256);
    settle_slowly(bench);
    assert_int_equal(count_events(bench_store(bench, 0), &inserts), count);
    assert_int_equal(inserts, 3);
    assert_int_equal(count_sent(bench_store(bench, 0), "engine_begin"), 1);
    assert_int_equal(count_sent(bench_store(bench, 0), "engine_commit"), 1);
    assert_int_equal(count_sent(bench_store(bench, 0), "engine_rollback"), 0);
    assert_int_equal(bench->engine.writer->lanes[0].state, LANE_idle);
}

/* A load is a transaction of its own: numbers that it leases are used before the batch is committed. */
static void takes_back_what_it_stored_ahead_when_a_decision_needs_more(void **state)
{
    struct bench *bench = *state;
    const int count = 400;
    size_t inserts;

    bench_take_over(bench, 1, true);
    for (int i = 1; i <= count; i++)
        bench_send(bench, i, i == 350 ? "more" : "count");
    settle_slowly(bench);
    const struct store *store = bench_store(bench, 0);
    assert_int_equal(count_sent(store, "engine_rollback"), 1);
    assert_int_equal(count_sent(store, "engine_begin"), 2);
    assert_true(place_of(store, "engine_rollback") < place_of(store, "counted_load"));
    assert_int_equal(count_events(store, &inserts), 256 + count);
    assert_int_equal(bench->engine.writer->lanes[0].state, LANE_idle);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_close)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(writes_one_statement_a_record_type_and_the_head_last),
        TEST(writes_events_with_seq_case_envelope_and_hash),
        TEST(numbers_its_transactions),
        TEST(keeps_counts_in_the_row_of_the_stream),
        TEST(remembers_a_reply_only_when_the_event_does_not_say_it_all),
        TEST(writes_nothing_for_refused_messages),
        TEST(updates_and_removes_rows_that_were_there),
        TEST(notes_the_first_failure_alone),
        TEST(stores_events_while_later_messages_are_decided),
        TEST(takes_back_what_it_stored_ahead_when_a_decision_needs_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
