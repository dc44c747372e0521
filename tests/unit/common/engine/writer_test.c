/* Tests of common/engine/writer.c: the states of the writer and of its lanes (DESIGN section 3; P1, P2). */
#include "tests/unit/common/engine/writer_bench.h"

static void accepts_only_after_the_commit_is_answered(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    bench_send(bench, 1, "count");
    bench_turn(bench);
    assert_true(bench_reach(bench, 0, "engine_commit"));
    bench_turn(bench);
    assert_true(text_is(bench_status(0), "-"));
    script_answer(bench_store(bench, 0), NULL); /* COMMIT */
    bench_turn(bench);
    assert_true(text_is(bench_status(0), "-")); /* the group has not ended */
    script_answer(bench_store(bench, 0), NULL);
    bench_turn(bench);
    assert_true(text_is(bench_status(0), "accepted"));
    assert_int_equal(stream_seq(bench->engine.stream), 1);
    assert_true(writer_is_empty(bench->engine.writer));
}

/* The fence: a writer whose epoch is over must end, not try again (P2). */
static void ends_when_the_fence_refuses_its_commit(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    bench_send(bench, 1, "count");
    bench_turn(bench);
    assert_true(bench_reach(bench, 0, "engine_stream_advance"));
    script_fail(bench_store(bench, 0), "23514");
    script_answer_all(bench_store(bench, 0));
    assert_int_equal(writer_turn(&bench->engine), ERROR_fenced);
    assert_true(text_is(bench_status(0), "-"));
    assert_int_equal(stream_seq(bench->engine.stream), 0);
}

static void fill_second_lane(struct bench *bench)
{
    bench_send(bench, 1, "count");
    bench_turn(bench);
    assert_true(bench_reach(bench, 0, "engine_commit"));
    bench_send(bench, 2, "count");
    bench_turn(bench);
}

/* A guard that is sent earlier is wrong (tried): DESIGN section 3. */
static void sends_head_and_commit_only_when_the_batch_before_is_committed(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 2, true);
    fill_second_lane(bench);
    struct store *second = bench_store(bench, 1);
    for (int i = 0; i < 5; i++) {
        script_answer_all(second);
        bench_turn(bench);
    }
    assert_int_equal(bench->engine.writer->lanes[1].state, LANE_waiting);
    assert_non_null(script_sent(second, "engine_event_insert"));
    assert_null(script_sent(second, "engine_stream_advance"));
    assert_null(script_sent(second, "engine_commit"));
    script_answer_all(bench_store(bench, 0));
    bench_turn(bench);
    assert_true(text_is(bench_status(0), "accepted"));
    assert_non_null(script_sent(second, "engine_commit"));
    assert_int_equal(script_param_int(script_sent(second, "engine_stream_advance"), 3), 2);
    script_answer_all(second);
    bench_turn(bench);
    assert_int_equal(script_last_socket->sent_count, 2);
    assert_int_equal(stream_seq(bench->engine.stream), 2);
}

/* Not even its statements may go out: they would wait for the row lock of the one before. */
static void holds_a_batch_that_touches_a_row_of_the_one_before(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 2, true);
    bench_send(bench, 1, "count");
    bench_turn(bench);
    assert_true(bench_reach(bench, 0, "engine_commit"));
    bench_send_id(bench, 2, 1, "count"); /* the same case */
    struct store *second = bench_store(bench, 1);
    for (int i = 0; i < 5; i++) {
        bench_turn(bench);
        script_answer_all(second);
    }
    assert_int_equal(bench->engine.writer->lanes[1].state, LANE_held);
    assert_null(script_sent(second, "engine_begin"));
    script_answer_all(bench_store(bench, 0));
    bench_turn(bench);
    assert_non_null(script_sent(second, "counted_update"));
    bench_settle(bench);
    assert_int_equal(script_last_socket->sent_count, 2);
    assert_true(text_is(bench_status(0), "accepted"));
    struct bytes n = script_array_at(script_param(script_sent(second, "counted_update"), 1), 0);
    assert_int_equal(script_big(n.at, n.length), 2);
}

static void tells_unavailable_in_time_and_does_not_answer_twice(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    bench_send(bench, 1, "count");
    bench_turn(bench);
    assert_true(bench_reach(bench, 0, "engine_commit"));
    struct item *item = &bench->engine.writer->lanes[0].batch.items[0];
    item->frame->received_us = clock_monotone_us() - 790 * 1000;
    bench_turn(bench);
    assert_true(text_is(bench_status(0), "-"));
    item->frame->received_us -= 11 * 1000;
    bench_turn(bench);
    assert_true(text_is(bench_status(0), "unavailable"));
    bench_settle(bench);
    assert_int_equal(script_last_socket->sent_count, 1);
    assert_int_equal(stream_seq(bench->engine.stream), 1); /* it was accepted all the same */
}

static void gives_up_a_transaction_that_takes_too_long(void **state)
{
    struct bench *bench = *state;
    struct writer *writer;

    bench_take_over(bench, 1, true);
    writer = bench->engine.writer;
    bench_send(bench, 1, "count");
    bench_turn(bench);
    assert_true(bench_reach(bench, 0, "engine_commit"));
    writer->lanes[0].since_us = clock_monotone_us() - 2400 * 1000;
    bench_turn(bench);
    assert_int_equal(writer->state, WRITER_active);
    writer->lanes[0].since_us -= 101 * 1000;
    bench_turn(bench);
    assert_int_equal(writer->state, WRITER_opening);
    assert_null(bench_store(bench, 0));
    assert_int_equal(metric_value(METRIC_shouli_unknown_outcomes_total), 1);
    assert_true(writer->next_try_us > clock_monotone_us());
}

static void opens_connections_again_with_a_growing_pause(void **state)
{
    struct bench *bench = *state;
    struct writer *writer;
    int64_t pauses[8];

    bench_take_over(bench, 2, true);
    writer = bench->engine.writer;
    for (size_t i = 0; i < LENGTH(pauses); i++) {
        writer->next_try_us = 0;
        bench_turn(bench);
        if (writer->lanes[1].store)
            writer->lanes[1].store->state = STORE_broken;
        bench_turn(bench);
        assert_int_equal(writer->state, WRITER_opening);
        pauses[i] = writer->backoff_ms;
    }
    assert_int_equal(pauses[0], 20);
    assert_int_equal(pauses[1], 40);
    assert_int_equal(pauses[7], 500);
    assert_int_equal(metric_value(METRIC_shouli_postgres_up), 0);
}

static void stores_at_the_end_that_it_is_clean(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    assert_true(writer_is_idle(bench->engine.writer));
    writer_finish(&bench->engine);
    assert_false(writer_is_idle(bench->engine.writer));
    bench_settle(bench);
    assert_true(writer_is_idle(bench->engine.writer));
    const struct script_sent *sent =
        script_sent(bench_store(bench, 0), "engine_stream_advance");
    assert_int_equal(script_param(sent, 5).at[0], 1);
}

static void waits_longer_when_there_is_nothing_to_do(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    bench->engine.writer->idle_commit_us = INT64_MAX;
    assert_int_equal(writer_timeout_ms(&bench->engine), 50);
    bench_send(bench, 1, "count");
    assert_int_equal(writer_timeout_ms(&bench->engine), 0);
    bench->engine.open = false;
    assert_int_equal(writer_timeout_ms(&bench->engine), 20);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_close)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(accepts_only_after_the_commit_is_answered),
        TEST(ends_when_the_fence_refuses_its_commit),
        TEST(sends_head_and_commit_only_when_the_batch_before_is_committed),
        TEST(holds_a_batch_that_touches_a_row_of_the_one_before),
        TEST(tells_unavailable_in_time_and_does_not_answer_twice),
        TEST(gives_up_a_transaction_that_takes_too_long),
        TEST(opens_connections_again_with_a_growing_pause),
        TEST(stores_at_the_end_that_it_is_clean),
        TEST(waits_longer_when_there_is_nothing_to_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
