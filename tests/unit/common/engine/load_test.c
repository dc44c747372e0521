/* Tests of common/engine/load.c: what a batch reads, in one round trip (DESIGN section 3; P2). */
#include "tests/unit/common/engine/writer_bench.h"

static struct store *begin(struct bench *bench, const char *text)
{
    bench_take_over(bench, 1, true);
    bench_send(bench, 1, text);
    bench_turn(bench);
    return bench_store(bench, 0);
}

static struct rows *accepted_row(struct bench *bench, struct bytes content, struct bytes reply)
{
    struct rows *rows = ARENA_NEW(&bench->arena, struct rows);
    struct item *item = &bench->engine.writer->lanes[0].batch.items[0];
    struct params params;

    params_begin(&params, &bench->arena);
    params_bytes(&params, (struct bytes){item->key16, 16});
    params_bytes(&params, content);
    if (reply.at)
        params_bytes(&params, reply);
    else
        params_null(&params);
    params_null(&params);
    script_row(rows, &params);
    return rows;
}

static void asks_for_keys_and_first_records_together(void **state)
{
    struct bench *bench = *state;
    struct store *store = begin(bench, "count");
    struct item *item = &bench->engine.writer->lanes[0].batch.items[0];
    const struct script_sent *keys = script_sent(store, "engine_accepted_find");

    assert_int_equal(script_array_count(script_param(keys, 0)), 1);
    assert_memory_equal(script_array_at(script_param(keys, 0), 0).at, item->key16, 16);
    bench_settle(bench);
    assert_true(text_is(bench_status(0), "accepted"));
}

static void answers_a_message_that_was_accepted_long_ago_like_then(void **state)
{
    struct bench *bench = *state;
    struct store *store = begin(bench, "count");
    struct item *item = &bench->engine.writer->lanes[0].batch.items[0];
    struct reply then = {
        .of = {bench_case(9), TEXT("GD9")},
        .result = pack_text(&bench->arena, "{n: 3}")};

    assert_true(script_until(store, "engine_accepted_find"));
    script_answer(
        store,
        accepted_row(
            bench,
            (struct bytes){item->content16, 16},
            reply_remember(&then, &bench->arena)
        )
    );
    bench_settle(bench);
    struct bytes said = script_said(script_last_socket, 0);
    assert_true(text_is(script_text(said, "status"), "duplicate"));
    assert_true(text_is(script_text(said, "case_no"), "GD9"));
    assert_true(bytes_equal(script_value(said, "result"), then.result));
    assert_int_equal(bench->decided[1], 0);
    assert_int_equal(stream_seq(bench->engine.stream), 0);
}

static void recalls_the_case_from_the_event_when_no_reply_was_kept(void **state)
{
    struct bench *bench = *state;
    struct store *store = begin(bench, "count");
    struct item *item = &bench->engine.writer->lanes[0].batch.items[0];
    struct rows *rows =
        accepted_row(bench, (struct bytes){item->content16, 16}, (struct bytes){0});

    rows->cells[0][3] = pack_text(
        &bench->arena,
        "{specversion: '1.0', id: 'e', source: '/x', type: 'told.v1', "
        "caseid: '01ca5e00-0000-0000-0000-000000000009', caseno: 'GD9', data: {text: 'a'}}"
    );
    assert_true(script_until(store, "engine_accepted_find"));
    script_answer(store, rows);
    bench_settle(bench);
    struct bytes said = script_said(script_last_socket, 0);
    assert_true(text_is(script_text(said, "status"), "duplicate"));
    assert_true(text_is(script_text(said, "case_no"), "GD9"));
    assert_true(text_is(script_text(said, "case_id"), "01ca5e00-0000-0000-0000-000000000009"));
}

static void refuses_an_id_that_was_used_for_another_content(void **state)
{
    struct bench *bench = *state;
    struct store *store = begin(bench, "count");
    uint8_t other[16] = {1};

    assert_true(script_until(store, "engine_accepted_find"));
    script_answer(
        store,
        accepted_row(bench, (struct bytes){other, 16}, bytes_of_text(TEXT("\x80")))
    );
    bench_settle(bench);
    struct bytes said = script_said(script_last_socket, 0);
    assert_true(text_is(script_text(said, "status"), "rejected"));
    assert_non_null(memmem(said.at, said.length, "id_reused", 9));
    assert_int_equal(bench->decided[1], 0);
}

static void loads_a_record_that_is_there(void **state)
{
    struct bench *bench = *state;
    struct store *store = begin(bench, "count");
    struct rows *rows = ARENA_NEW(&bench->arena, struct rows);
    struct counted row =
        {.id = bench_case(1), .has_id = true, .n = 41, .has_n = true, .colour = COLOUR_red};
    void *records[] = {&row};
    struct params params;

    assert_true(bench_reach(bench, 0, "counted_load"));
    params_begin(&params, &bench->arena);
    record_columns(&params, &counted_record, records, 1);
    rows->count = 1;
    for (int i = 0; i < params.count; i++)
        rows->cells[0][i] = script_array_at(
            (struct bytes){(const uint8_t *)params.values[i], (size_t)params.lengths[i]},
            0
        );
    script_answer(store, rows);
    bench_settle(bench);
    const struct script_sent *update = script_sent(store, "counted_update");
    struct bytes n = script_array_at(script_param(update, 1), 0);
    assert_int_equal(script_big(n.at, n.length), 42);
    assert_null(script_sent(store, "counted_insert"));
}

static void asks_lists_with_their_keys_and_the_time(void **state)
{
    struct bench *bench = *state;
    struct store *store = begin(bench, "list");

    assert_true(bench_reach(bench, 0, "plain"));
    const struct script_sent *sent = script_sent(store, "plain");
    assert_true(text_is(text_of_bytes(script_array_at(script_param(sent, 0), 0)), "x"));
    assert_int_equal(sent->params.count, 2);
    bench_settle(bench);
    assert_true(text_is(bench_status(0), "accepted"));
}

/* Lists see committed rows only. */
static void asks_lists_only_when_the_batch_before_is_committed(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 2, true);
    bench_send(bench, 1, "count");
    bench_turn(bench);
    assert_true(bench_reach(bench, 0, "engine_commit"));
    bench_send(bench, 2, "list");
    struct store *second = bench_store(bench, 1);
    for (int i = 0; i < 5; i++) {
        bench_turn(bench);
        script_answer_all(second);
    }
    assert_null(script_sent(second, "plain"));
    assert_true(bench->engine.writer->lanes[1].waits_for_list);
    script_answer_all(bench_store(bench, 0));
    bench_turn(bench);
    bench_turn(bench);
    assert_non_null(script_sent(second, "plain"));
    bench_settle(bench);
    assert_int_equal(stream_seq(bench->engine.stream), 2);
}

static void fails_the_lane_when_a_question_is_refused(void **state)
{
    struct bench *bench = *state;
    struct store *store = begin(bench, "count");

    assert_true(script_until(store, "engine_accepted_find"));
    script_fail(store, "57014");
    script_answer_all(store);
    assert_int_equal(bench->engine.writer->lanes[0].error, ERROR_db_retry);
    bench_turn(bench);
    assert_int_equal(bench->engine.writer->state, WRITER_opening);
    assert_true(text_is(bench_status(0), "-"));
}

static void names_what_is_tried(void **state)
{
    struct bench *bench = *state;
    struct item event = {.kind = ITEM_event, .stream = "up", .seq = 17};
    struct item command = {.kind = ITEM_command, .has_key = true, .key16 = {4}};
    struct item query = {.kind = ITEM_command};

    bench_take_over(bench, 1, true);
    assert_true(text_is(text_of_bytes(attempt_key(&event, &bench->arena)), "up/17"));
    assert_int_equal(attempt_key(&command, &bench->arena).length, 16);
    assert_int_equal(attempt_key(&command, &bench->arena).at[0], 4);
    assert_null(attempt_key(&query, &bench->arena).at);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_close)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(asks_for_keys_and_first_records_together),
        TEST(answers_a_message_that_was_accepted_long_ago_like_then),
        TEST(recalls_the_case_from_the_event_when_no_reply_was_kept),
        TEST(refuses_an_id_that_was_used_for_another_content),
        TEST(loads_a_record_that_is_there),
        TEST(asks_lists_with_their_keys_and_the_time),
        TEST(asks_lists_only_when_the_batch_before_is_committed),
        TEST(fails_the_lane_when_a_question_is_refused),
        TEST(names_what_is_tried),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
