/* Tests of common/engine/writer_elect.c: becoming the writer, and what became of a COMMIT whose answer was lost
 * (DESIGN section 3; P1, P2). */
#include "tests/unit/common/engine/writer_bench.h"

/* A command whose COMMIT went out when the connection was lost; the writer opens another. */
static void lose_a_commit(struct bench *bench)
{
    struct writer *writer = bench->engine.writer;

    bench_send(bench, 1, "count");
    bench_turn(bench);
    assert_true(bench_reach(bench, 0, "engine_commit"));
    bench_store(bench, 0)->state = STORE_broken;
    bench_turn(bench);
    assert_int_equal(writer->state, WRITER_opening);
    writer->next_try_us = 0;
    bench_turn(bench);
    assert_int_equal(writer->state, WRITER_electing);
    writer->next_try_us = 0;
    bench_turn(bench);
}

static void takes_the_stream_with_the_next_epoch(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    assert_int_equal(writer_epoch(bench->engine.writer), 1);
    assert_int_equal(bench->engine.writer->careful, 0);
    assert_int_equal(stream_seq(bench->engine.stream), 0);
    assert_int_equal(stream_head_hash(bench->engine.stream)[0], 5);
}

static void releases_a_batch_in_doubt_that_was_committed(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    lose_a_commit(bench);
    bench_elect(bench, 1, 1, true); /* the row has the number of the batch in doubt */
    bench_turn(bench);
    assert_true(text_is(bench_status(0), "accepted"));
    assert_int_equal(writer_epoch(bench->engine.writer), 2);
    assert_int_equal(counts_value(bench->engine.counts, "in/sample.v1/accepted"), 1);
    bench_settle(bench);
    assert_int_equal(script_last_socket->sent_count, 1);
    assert_null(script_sent(bench_store(bench, 0), "engine_event_insert"));
}

static void decides_a_batch_in_doubt_again_that_was_not_committed(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    lose_a_commit(bench);
    bench_elect(bench, 1, 0, true);
    bench_turn(bench);
    assert_true(text_is(bench_status(0), "-"));
    bench_settle(bench);
    assert_true(text_is(bench_status(0), "accepted"));
    assert_non_null(script_sent(bench_store(bench, 0), "engine_event_insert"));
    assert_int_equal(counts_value(bench->engine.counts, "in/sample.v1/accepted"), 1);
    assert_int_equal(counts_value(bench->engine.counts, "event/told.v1"), 1);
    assert_int_equal(stream_seq(bench->engine.stream), 1);
}

static void ends_when_another_process_has_taken_the_stream(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    lose_a_commit(bench);
    bench_elect(bench, 7, 1, true);
    assert_int_equal(writer_turn(&bench->engine), ERROR_fenced);
    assert_true(text_is(bench_status(0), "-"));
}

/* Even without the lock: the row's epoch tells that somebody else writes. */
static void ends_at_a_look_at_a_foreign_epoch(void **state)
{
    struct bench *bench = *state;
    struct rows *rows;
    struct params params;

    bench_take_over(bench, 1, true);
    lose_a_commit(bench);
    rows = ARENA_NEW(&bench->arena, struct rows);
    params_begin(&params, &bench->arena);
    params_int(&params, 2);
    script_row(rows, &params);
    assert_string_equal(script_next(bench_store(bench, 0)), "engine_stream_look");
    script_answer(bench_store(bench, 0), rows);
    assert_int_equal(writer_turn(&bench->engine), ERROR_fenced);
}

static void stands_by_while_another_holds_the_lock(void **state)
{
    struct bench *bench = *state;
    struct engine *engine = &bench->engine;
    struct rows *no = ARENA_NEW(&bench->arena, struct rows);
    struct params params;

    engine->settings.connections = 1;
    engine->settings.database_url.hidden = TEXT("scripted");
    engine->settings.store_timeout_ms = 2500;
    engine->chore_due_ms = memory_new(1, sizeof(int64_t));
    engine->writer = writer_new(engine);
    bench_turn(bench);
    params_begin(&params, &bench->arena);
    params_flag(&params, false);
    script_row(no, &params);
    assert_true(script_until(bench_store(bench, 0), "engine_lock_try"));
    script_answer(bench_store(bench, 0), no);
    script_answer_all(bench_store(bench, 0));
    assert_null(script_sent(bench_store(bench, 0), "engine_stream_take"));
    assert_false(writer_is_active(engine->writer));
    assert_true(engine->writer->next_try_us > clock_monotone_us());
    size_t sent = bench_store(bench, 0)->count;
    bench_turn(bench);
    assert_int_equal(bench_store(bench, 0)->count, sent); /* not at once */
    engine->writer->next_try_us = 0;
    bench_turn(bench);
    assert_true(bench_store(bench, 0)->count > sent);
    engine->gate = NULL;
}

static size_t asked_first[8], asked;

/* The server that it asks first, of three. */
static size_t note_first(size_t first)
{
    asked_first[asked++ % LENGTH(asked_first)] = first;
    return first % 3;
}

/* DESIGN 3: a primary that is cut off from its synchronous standby takes connections, and no COMMIT of it ever ends. */
static void begins_behind_the_server_that_failed_it(void **state)
{
    struct bench *bench = *state;
    struct writer *writer;

    asked = 0;
    script_host = note_first;
    bench_take_over(bench, 1, true);
    writer = bench->engine.writer;
    assert_int_equal(asked_first[0], 0);
    assert_int_equal(bench->engine.store_first, 0);
    assert_true(writer_is_connected(writer));
    for (size_t lost = 1; lost <= 4; lost++) {
        writer_give_up(&bench->engine, "too slow");
        assert_false(writer_is_connected(writer));
        writer->next_try_us = 0;
        bench_turn(bench);
        assert_int_equal(asked_first[lost] % 3, lost % 3);
        assert_int_equal(bench->engine.store_first, lost % 3);
    }
    script_host = NULL;
}

/* While nobody lets it in, the order stays: one attempt asks all of them. */
static void stays_with_its_order_while_it_cannot_connect(void **state)
{
    struct bench *bench = *state;

    asked = 0;
    script_host = note_first;
    bench_take_over(bench, 1, true);
    writer_give_up(&bench->engine, "too slow");
    writer_give_up(&bench->engine, "cannot connect");
    assert_int_equal(bench->engine.store_first, 1);
    script_host = NULL;
}

static size_t each_another(size_t first)
{
    return (first + asked++) % 3;
}

/* An election on one server says nothing about another: the batches of the second connection would be fenced by chance. */
static void is_not_elected_while_its_connections_reach_different_servers(void **state)
{
    struct bench *bench = *state;
    struct engine *engine = &bench->engine;

    asked = 0;
    script_host = each_another;
    engine->settings.connections = 2;
    engine->settings.database_url.hidden = TEXT("scripted");
    engine->settings.store_timeout_ms = 2500;
    engine->chore_due_ms = memory_new(1, sizeof(int64_t));
    engine->writer = writer_new(engine);
    bench_turn(bench);
    assert_int_equal(engine->writer->state, WRITER_opening);
    assert_null(bench_store(bench, 0));
    assert_null(bench_store(bench, 1));
    script_host = NULL; /* both reach the one that is asked */
    engine->writer->next_try_us = 0;
    bench_turn(bench);
    assert_int_equal(engine->writer->state, WRITER_electing);
    engine->gate = NULL;
}

static void is_overtaken_only_by_another_writer(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    assert_false(writer_is_overtaken(bench->engine.writer));
    lose_a_commit(bench);
    bench_elect(bench, 7, 1, true);
    assert_int_equal(writer_turn(&bench->engine), ERROR_fenced);
    assert_true(writer_is_overtaken(bench->engine.writer));
}

static void is_not_the_writer_when_the_election_is_rolled_back(void **state)
{
    struct bench *bench = *state;
    struct engine *engine = &bench->engine;
    struct rows *yes = ARENA_NEW(&bench->arena, struct rows);
    struct params params;

    engine->settings.connections = 1;
    engine->settings.database_url.hidden = TEXT("scripted");
    engine->settings.store_timeout_ms = 2500;
    engine->chore_due_ms = memory_new(1, sizeof(int64_t));
    engine->writer = writer_new(engine);
    bench_turn(bench);
    params_begin(&params, &bench->arena);
    params_flag(&params, true);
    script_row(yes, &params);
    assert_true(script_until(bench_store(bench, 0), "engine_lock_try"));
    script_answer(bench_store(bench, 0), yes);
    assert_true(script_until(bench_store(bench, 0), "engine_stream_take"));
    script_fail(bench_store(bench, 0), "40001");
    script_answer_all(bench_store(bench, 0));
    assert_false(writer_is_active(engine->writer));
    assert_int_equal(writer_turn(engine), OK);
}

static void makes_parts_for_this_month_and_the_next_before_they_are_needed(void **state)
{
    struct bench *bench = *state;
    struct writer *writer;

    bench_take_over(bench, 1, true);
    writer = bench->engine.writer;
    assert_false(writer_parts_due(&bench->engine));
    writer->seq = writer->parts_seq + 499999;
    assert_false(writer_parts_due(&bench->engine));
    writer->seq++;
    assert_true(writer_parts_due(&bench->engine));
    size_t before = bench_store(bench, 0)->count;
    writer_ensure_parts(&bench->engine);
    assert_int_equal(bench_store(bench, 0)->count - before, 3); /* two months and the sync */
    assert_true(writer->parts_pending);
    assert_false(writer_parts_due(&bench->engine));
    script_answer_all(bench_store(bench, 0));
    assert_false(writer->parts_pending);
    writer->parts_month--;
    assert_true(writer_parts_due(&bench->engine));
}

/* Rows are given the batch's time, which goes on where the host's clock was set back (clock_watch.h). */
static void makes_parts_by_the_time_that_rows_are_given(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    bench->engine.last_now_ms = clock_now_ms() + 40 * INT64_C(86400000);
    assert_true(writer_parts_due(&bench->engine));
    writer_ensure_parts(&bench->engine);
    const struct store *store = bench_store(bench, 0);
    assert_int_equal(
        script_param_int(&store->sent[store->count - 3], 1),
        engine_month(bench->engine.last_now_ms)
    );
    script_answer_all(bench_store(bench, 0));
    assert_false(writer_parts_due(&bench->engine));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_close)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(takes_the_stream_with_the_next_epoch),
        TEST(releases_a_batch_in_doubt_that_was_committed),
        TEST(decides_a_batch_in_doubt_again_that_was_not_committed),
        TEST(ends_when_another_process_has_taken_the_stream),
        TEST(ends_at_a_look_at_a_foreign_epoch),
        TEST(begins_behind_the_server_that_failed_it),
        TEST(stays_with_its_order_while_it_cannot_connect),
        TEST(is_not_elected_while_its_connections_reach_different_servers),
        TEST(is_overtaken_only_by_another_writer),
        TEST(stands_by_while_another_holds_the_lock),
        TEST(is_not_the_writer_when_the_election_is_rolled_back),
        TEST(makes_parts_for_this_month_and_the_next_before_they_are_needed),
        TEST(makes_parts_by_the_time_that_rows_are_given),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
