/* Tests of common/engine/commit.c: what a transaction writes, in which order, and what it leaves out. */
#include "common/engine/writer_inside.h"

#include "tests/unit/common/engine/lane_bench.h"

static void a_transaction_writes_rows_events_keys_head_and_commits_in_one_group(void **state)
{
    struct lane *lane = lane_of(*state, 0);

    bench_key(lane_add(lane, ITEM_command, 1, "count"), 1, 1);
    lane_play(lane);
    assert_string_equal(
        lane_write(lane),
        "engine_begin kept_insert engine_event_insert engine_accepted_insert "
        "engine_stream_advance engine_commit ;"
    );
    assert_false(lane->committed);
    script_answer_all(lane->store);
    assert_true(lane->committed);
    assert_true(lane->sync_answered);
}

/* Traces (PROTOCOL section 1): only where one enters from outside is it written for the index. */
static void a_trace_from_outside_is_indexed_where_it_enters(void **state)
{
    struct text foreign = TEXT("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    struct lane *lane = lane_of(*state, 0);

    lane_add(lane, ITEM_command, 1, "count")->message.traceparent = foreign;
    lane_add(lane, ITEM_command, 2, "count");
    lane_add(lane, ITEM_event, 3, "count")->message.traceparent = foreign;
    lane_play(lane);
    lane_write(lane);
    struct bytes traces = script_param(script_must(lane->store, "engine_event_insert"), 4);
    assert_int_equal(script_array_count(traces), 3);
    assert_int_equal(script_array_at(traces, 0).at[0], 0x4b);
    assert_null(script_array_at(traces, 1).at);
    assert_null(script_array_at(traces, 2).at);
}

/* P4: the answer is remembered only where the event does not tell it. */
static void remembers_an_answer_when_the_event_does_not_say_it_all(void **state)
{
    struct lane *lane = lane_of(*state, 0);

    bench_key(lane_add(lane, ITEM_command, 1, "count"), 1, 1);
    bench_key(lane_add(lane, ITEM_command, 2, "wide"), 2, 1);
    bench_key(lane_add(lane, ITEM_command, 3, "refuse"), 3, 1);
    lane_play(lane);
    lane_write(lane);
    const struct script_sent *sent = script_must(lane->store, "engine_accepted_insert");
    struct bytes replies = script_param(sent, 4);
    assert_int_equal(script_array_count(replies), 2);
    assert_null(script_array_at(replies, 0).at);
    assert_non_null(script_array_at(replies, 1).at);
    assert_int_equal(script_big(script_array_at(script_param(sent, 3), 1).at, 8), 2);
    /* The part is that of the batch's month: 14 November 2023. */
    assert_int_equal(script_param_int(sent, 0), 202311);
}

static void the_head_moves_by_the_events_under_the_epoch_of_this_writer(void **state)
{
    struct bench *bench = *state;
    struct lane *lane = lane_of(bench, 0);

    bench->engine.writer->epoch = 7;
    bench->engine.writer->number = 40;
    lane->batch.seq = 100;
    lane_add(lane, ITEM_command, 1, "wide");
    lane_play(lane);
    lane_write(lane);
    const struct script_sent *advance = script_must(lane->store, "engine_stream_advance");
    assert_int_equal(script_param_int(advance, 0), 102);
    assert_true(bytes_equal(script_param(advance, 1), (struct bytes){lane->batch.hash, 32}));
    assert_int_equal(script_param_int(advance, 2), 7);
    assert_int_equal(script_param_int(advance, 3), 41);
    assert_int_equal(script_param(advance, 5).at[0], 0);
    assert_true(text_is(text_of_bytes(script_param(advance, 6)), "bench"));
    assert_int_equal(bench->engine.writer->seq, 102);
    assert_int_equal(lane->batch.number, 41);
}

static void only_the_last_transaction_of_a_process_that_ends_says_clean(void **state)
{
    struct bench *bench = *state;
    struct lane *lane = lane_of(bench, 0);

    bench->engine.writer->finishing = true;
    lane_add(lane, ITEM_command, 1, "count");
    lane_add(lane, ITEM_command, 2, "count");
    lane->batch.to = 1;
    lane_play(lane);
    lane_write(lane);
    assert_int_equal(
        script_param(script_must(lane->store, "engine_stream_advance"), 5).at[0],
        0
    );
    lane->batch.to = 2;
    lane_end(lane);
    assert_int_equal(
        script_param(script_must(lane->store, "engine_stream_advance"), 5).at[0],
        1
    );
}

static bool says(const struct lane *lane, const char *words)
{
    struct bytes json = script_param(script_must(lane->store, "engine_stream_advance"), 4);

    return memmem(json.at, json.length, words, strlen(words)) != NULL;
}

/* P10: the counts in the row are those of the transactions up to it, not of the next one that is under way. */
static void what_the_batch_behind_has_counted_is_not_in_this_transaction(void **state)
{
    struct bench *bench = *state;
    struct lane *first = lane_of(bench, 0), *second = lane_of(bench, 1);

    lane_add(first, ITEM_command, 1, "count");
    lane_play(first);
    counts_add(bench->engine.counts, &first->batch);
    lane_add(second, ITEM_command, 2, "wide");
    lane_play(second);
    counts_add(bench->engine.counts, &second->batch);
    lane_end(first);
    assert_true(says(first, "\"event/told.v1\":1,") || says(first, "\"event/told.v1\":1}"));
    first->batch.count_deltas = NULL; /* it is released */
    lane_end(second);
    assert_true(says(second, "\"event/told.v1\":3,") || says(second, "\"event/told.v1\":3}"));
}

static void behind_another_lane_the_statements_go_out_and_the_commit_waits(void **state)
{
    struct lane *first = lane_of(*state, 0), *second = lane_of(*state, 1);

    first->state = LANE_committing;
    second->batch.before = &first->batch;
    lane_add(second, ITEM_command, 1, "count");
    lane_play(second);
    size_t from = second->store->count;
    lane_fill(second);
    assert_string_equal(
        lane_words(second, from),
        "engine_begin kept_insert engine_event_insert ;"
    );
    assert_false(second->sync_answered);
    script_answer_all(second->store);
    assert_true(second->sync_answered);
}

/* Two lanes add to the same row of a sender's day: sent beside an open transaction, each would wait for the other's COMMIT
 * until the writer gives up (P6, P10). */
static void counts_of_senders_go_out_only_with_the_head(void **state)
{
    struct bench *bench = *state;
    struct lane *first = lane_of(bench, 0), *second = lane_of(bench, 1);

    first->state = LANE_committing;
    second->batch.before = &first->batch;
    lane_add(second, ITEM_command, 1, "count");
    lane_play(second);
    bench->engine.senders.waiting[0] =
        (struct sender_count){.source = "/a", .source_length = 2, .duplicate = 1};
    bench->engine.senders.count = 1;
    size_t from = second->store->count;
    lane_fill(second);
    assert_string_equal(
        lane_words(second, from),
        "engine_begin kept_insert engine_event_insert ;"
    );
    assert_true(senders_dirty(&bench->engine.senders));
    from = second->store->count;
    lane_end(second);
    assert_string_equal(
        lane_words(second, from),
        "engine_sender_day_add engine_stream_advance engine_commit ;"
    );
    assert_false(senders_dirty(&bench->engine.senders));
    assert_non_null(second->batch.senders);
}

static void
a_statement_that_fails_is_the_error_of_the_lane_and_nothing_is_committed(void **state)
{
    struct lane *lane = lane_of(*state, 0);

    lane_add(lane, ITEM_command, 1, "count");
    lane_play(lane);
    lane_write(lane);
    script_until(lane->store, "kept_insert");
    script_fail(lane->store, "22003");
    script_answer_all(lane->store);
    assert_int_equal(lane->error, ERROR_db_refused);
    assert_true(lane->sync_answered);
    assert_false(lane->committed);
}

static void the_first_failure_stands(void **state)
{
    struct lane *lane = lane_of(*state, 0);
    const struct store_failure refused = {.sqlstate = "22003"}, again = {.sqlstate = "40001"};

    lane_fail(lane, NULL, "skipped");
    assert_int_equal(lane->error, OK);
    lane_fail(lane, &refused, "first");
    lane_fail(lane, &again, "second");
    assert_int_equal(lane->error, ERROR_db_refused);
}

static void an_attempt_ends_with_the_effects_of_its_message(void **state)
{
    struct bench *bench = *state;
    struct lane *lane = lane_of(bench, 0);

    for (uint8_t i = 1; i <= 3; i++)
        bench_key(lane_add(lane, ITEM_command, i, "count"), i, 1);
    lane_play(lane);
    lane->batch.items[0].attempted = lane->batch.items[2].attempted = true;
    lane_fill(lane);
    struct bytes keys = script_param(script_must(lane->store, "engine_attempt_end"), 0);
    assert_int_equal(script_array_count(keys), 2);
    assert_memory_equal(script_array_at(keys, 0).at, lane->batch.items[0].key16, 16);
    assert_memory_equal(script_array_at(keys, 1).at, lane->batch.items[2].key16, 16);
}

/* P5: the message would be in no queue and in no letter. The transaction is given up before its COMMIT goes out. */
static void a_letter_that_cannot_be_opened_fails_the_transaction(void **state)
{
    struct bench *bench = *state;
    struct lane *lane = lane_of(bench, 0);
    struct dead_row row = {
        .id = bench_case(9),
        .origin = TEXT("up"),
        .body = bytes_of_text(TEXT("no letter")),
        .state = DEAD_STATE_retried};

    (void)lane_add(lane, ITEM_event, 1, "count");
    lane_play(lane);
    struct record_slot *slot =
        table_get(&lane->batch.table, &dead_row_record, (struct bytes){row.id.b, 16});
    slot->before = slot->now = &row;
    slot->changed = true;
    lane_fill(lane);
    assert_int_equal(lane->error, ERROR_db_retry);
    assert_null(script_sent(lane->store, "engine_parked_insert"));
}

static void a_refusal_needs_no_transaction_until_its_count_is_stored(void **state)
{
    struct bench *bench = *state;
    struct lane *lane = lane_of(bench, 0);

    bench_key(lane_add(lane, ITEM_command, 1, "refuse"), 1, 1);
    lane_play(lane);
    assert_int_equal(lane->batch.items[0].outcome, OUTCOME_rejected);
    assert_false(lane_has_effects(lane));
    counts_add(bench->engine.counts, &lane->batch);
    bench->engine.writer->idle_commit_us = clock_monotone_us() + 60000000;
    assert_false(lane_has_effects(lane));
    bench->engine.writer->idle_commit_us = 0;
    assert_true(lane_has_effects(lane));
}

static void every_lasting_outcome_needs_a_transaction(void **state)
{
    struct lane *lane = lane_of(*state, 0);
    struct item *item = lane_add(lane, ITEM_command, 1, "count");

    assert_false(lane_has_effects(lane));
    item->outcome = OUTCOME_accepted;
    assert_false(lane_has_effects(lane));
    item->has_key = true;
    assert_true(lane_has_effects(lane));
    item->outcome = OUTCOME_duplicate;
    assert_false(lane_has_effects(lane));
    item->outcome = OUTCOME_set_aside;
    assert_true(lane_has_effects(lane));
    item->outcome = OUTCOME_parked;
    assert_true(lane_has_effects(lane));
    item->outcome = OUTCOME_answered;
    item->attempted = true;
    assert_true(lane_has_effects(lane));
    item->attempted = false;
    item->kind = ITEM_replay;
    assert_true(lane_has_effects(lane));
    item->kind = ITEM_slice;
    assert_true(lane_has_effects(lane));
}

static void the_end_of_the_process_needs_a_transaction(void **state)
{
    struct bench *bench = *state;

    assert_false(lane_has_effects(lane_of(bench, 0)));
    bench->engine.writer->finishing = true;
    assert_true(lane_has_effects(lane_of(bench, 0)));
}

#define TEST(name)                                                                             \
    cmocka_unit_test_setup_teardown(name, lane_bench_begin_following, lane_bench_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_transaction_writes_rows_events_keys_head_and_commits_in_one_group),
        TEST(a_trace_from_outside_is_indexed_where_it_enters),
        TEST(remembers_an_answer_when_the_event_does_not_say_it_all),
        TEST(the_head_moves_by_the_events_under_the_epoch_of_this_writer),
        TEST(only_the_last_transaction_of_a_process_that_ends_says_clean),
        TEST(what_the_batch_behind_has_counted_is_not_in_this_transaction),
        TEST(behind_another_lane_the_statements_go_out_and_the_commit_waits),
        TEST(counts_of_senders_go_out_only_with_the_head),
        TEST(a_statement_that_fails_is_the_error_of_the_lane_and_nothing_is_committed),
        TEST(the_first_failure_stands),
        TEST(an_attempt_ends_with_the_effects_of_its_message),
        TEST(a_letter_that_cannot_be_opened_fails_the_transaction),
        TEST(a_refusal_needs_no_transaction_until_its_count_is_stored),
        TEST(every_lasting_outcome_needs_a_transaction),
        TEST(the_end_of_the_process_needs_a_transaction),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
