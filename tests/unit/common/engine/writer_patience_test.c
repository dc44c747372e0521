/* Tests of common/engine/writer.c: the states of the writer and of its lanes, and the limits of its patience. */
#include "common/engine/writer.h"

#include "tests/unit/common/engine/writer_play.h"

static void collects_every_statement_once(void **state UNUSED)
{
    const struct writer *writer = play.writer;
    bool has_record = false, has_list = false;

    assert_in_range(writer->statement_count, 30, STATEMENTS_MAX);
    for (size_t i = 0; i < writer->statement_count; i++) {
        assert_non_null(writer->statements[i]->sql);
        for (size_t k = i + 1; k < writer->statement_count; k++)
            assert_string_not_equal(writer->statements[i]->name, writer->statements[k]->name);
        has_record |= writer->statements[i] == &kept_record.update;
        has_list |= writer->statements[i] == &kept_list_statement;
    }
    assert_true(has_record && has_list);
}

static void a_record_named_twice_adds_nothing(void **state UNUSED)
{
    static const struct record_shape *const twice[] = {&kept_record, &kept_record};
    size_t once = play.writer->statement_count;

    play.bench->service.records = twice;
    play.bench->service.record_count = 2;
    writer_destroy(&play.engine->writer);
    play.engine->writer = play.writer = writer_new(play.engine);
    assert_int_equal(play.writer->statement_count, once);
}

static void opens_as_many_connections_as_it_is_set_to(void **state UNUSED)
{
    assert_int_equal(script_stores, 0);
    play_take();
    assert_int_equal(script_stores, 2);
    play.writer->lane_count = 1;
    struct waited waited[2];
    assert_int_equal(
        writer_wait(play.writer, waited),
        0
    ); /* a played connection has no descriptor */
}

static void only_a_lane_that_has_decided_stands_before_another(void **state UNUSED)
{
    struct lane *first = &play.writer->lanes[0], *second = &play.writer->lanes[1];
    static const struct {
        enum lane_state state;
        bool stands;
    } states[] = {
        {LANE_idle, false},
        {LANE_retry, false},
        {LANE_loading, false},
        {LANE_held, true},
        {LANE_filling, true},
        {LANE_waiting, true},
        {LANE_committing, true},
    };

    for (size_t i = 0; i < LENGTH(states); i++) {
        first->state = states[i].state;
        second->batch.before = &first->batch;
        assert_ptr_equal(lane_before(play.writer, second), states[i].stands ? first : NULL);
        second->batch.before = NULL;
        assert_null(lane_before(play.writer, second));
    }
    first->state = LANE_idle;
}

static void a_lane_remembers_since_when_it_is_in_its_state(void **state UNUSED)
{
    struct lane *lane = &play.writer->lanes[0];
    int64_t before_us = clock_monotone_us();

    lane_enter(lane, LANE_waiting);
    assert_int_equal(lane->state, LANE_waiting);
    assert_in_range(lane->since_us - before_us, 0, 1000000);
    lane->state = LANE_idle;
}

/* A server that is away is asked more and more seldom: 20 ms, 40 … 500. */
static void a_lost_connection_is_tried_again_after_longer_and_longer_pauses(void **state UNUSED)
{
    static const int64_t pauses[] = {20, 40, 80, 160, 320, 500, 500};

    for (size_t i = 0; i < LENGTH(pauses); i++) {
        writer_give_up(play.engine, "test");
        assert_int_equal(play.writer->backoff_ms, pauses[i]);
        assert_int_equal(play.writer->state, WRITER_opening);
    }
    play_turn();
    assert_int_equal(script_stores, 0);
    play.writer->next_try_us = 0;
    play_take();
    assert_int_equal(play.writer->backoff_ms, 0);
}

static void
a_connection_that_breaks_gives_all_up_and_another_election_follows(void **state UNUSED)
{
    play_take();
    play_store(1)->state = STORE_broken;
    play_turn();
    assert_int_equal(play.writer->state, WRITER_opening);
    assert_int_equal(script_stores, 0);
    play_take();
    assert_int_equal(script_stores, 2);
    assert_int_equal(writer_epoch(play.writer), 6);
}

static void a_batch_that_is_too_slow_is_given_up_and_tried_in_halves(void **state UNUSED)
{
    play_take();
    loop_connect(0, 0);
    for (int i = 1; i <= 4; i++)
        loop_send(0, loop_command(i, "count"));
    assert_true(loop_wait_waiting(4));
    play_say("kept_load")->never = true;
    play_turn();
    struct lane *lane = &play.writer->lanes[0];
    assert_int_equal(lane->batch.to, 4);
    lane->since_us -= play.engine->settings.store_timeout_ms * 1000 - 5000000;
    play_turn();
    assert_int_equal(play.writer->state, WRITER_active);
    lane->since_us -= 5000001;
    play_turn();
    assert_int_equal(play.writer->state, WRITER_opening);
    assert_int_equal(lane->batch.limit, 2);
    play.rule_count = 0;
    assert_true(play_until(play_is_empty));
    assert_int_equal(stream_seq(play.engine->stream), 4);
}

static void an_election_without_an_answer_is_given_up(void **state UNUSED)
{
    play_say("engine_lock_try")->never = true;
    play_turn();
    play_turn();
    assert_true(play.writer->asked);
    play.writer->asked_us -= play.engine->settings.store_timeout_ms * 1000 + 1;
    play_turn();
    assert_int_equal(play.writer->state, WRITER_opening);
    assert_false(play.writer->asked);
}

static void an_end_is_stored_as_clean_once_and_then_the_writer_is_idle(void **state UNUSED)
{
    play_take();
    assert_true(writer_is_idle(play.writer));
    writer_finish(play.engine);
    assert_false(writer_is_idle(play.writer));
    for (int i = 0; i < PLAY_TURNS_MAX && !writer_is_idle(play.writer); i++)
        play_turn();
    assert_true(writer_is_idle(play.writer));
    assert_int_equal(
        script_param(script_must(play_store(0), "engine_stream_advance"), 5).at[0],
        1
    );
    size_t sent = play_store(0)->count;
    for (int i = 0; i < 5; i++)
        play_turn();
    assert_int_equal(play_store(0)->count, sent);
}

static void waits_shortly_until_it_writes_and_not_at_all_when_there_is_work(void **state UNUSED)
{
    assert_int_equal(writer_timeout_ms(play.engine), 20);
    play_take();
    assert_int_equal(writer_timeout_ms(play.engine), 50);
    play_chores_due(1);
    assert_int_equal(writer_timeout_ms(play.engine), 0);
    play_say("engine_commit")->never = true;
    for (int i = 0; i < 5; i++)
        play_turn();
    assert_int_equal(writer_timeout_ms(play.engine), 50);
    play.rule_count = 0;
    play.engine->open = false;
    assert_int_equal(writer_timeout_ms(play.engine), 20);
    play.engine->open = true;
    assert_true(play_until(play_is_empty));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, play_begin, play_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(collects_every_statement_once),
        TEST(a_record_named_twice_adds_nothing),
        TEST(opens_as_many_connections_as_it_is_set_to),
        TEST(only_a_lane_that_has_decided_stands_before_another),
        TEST(a_lane_remembers_since_when_it_is_in_its_state),
        TEST(a_lost_connection_is_tried_again_after_longer_and_longer_pauses),
        TEST(a_connection_that_breaks_gives_all_up_and_another_election_follows),
        TEST(a_batch_that_is_too_slow_is_given_up_and_tried_in_halves),
        TEST(an_election_without_an_answer_is_given_up),
        TEST(an_end_is_stored_as_clean_once_and_then_the_writer_is_idle),
        TEST(waits_shortly_until_it_writes_and_not_at_all_when_there_is_work),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
