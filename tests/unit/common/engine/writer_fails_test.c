/* Tests of common/engine/writer_batches.c: when a batch begins, beside another or not, how it is released, and how
 * one that fails is tried in halves until one message is left (DESIGN section 3, poison). */
#include "common/engine/writer_inside.h"

#include "tests/unit/common/engine/writer_play.h"

static void send_commands(int from, int to, const char *text)
{
    for (int i = from; i <= to; i++)
        loop_send(0, loop_command(i, text));
    assert_true(loop_wait_waiting((size_t)(to - from + 1)));
}

static void hear_status(const char *status)
{
    struct parts parts;

    assert_true(loop_hear(0, &parts));
    assert_word(parts.frame[0], "status", status);
    parts_done(&parts);
}

static void begins_nothing_while_there_is_nothing(void **state UNUSED)
{
    play_take();
    for (int i = 0; i < 3; i++)
        play_turn(); /* it looks once for parked messages */
    size_t sent = play_store(0)->count;
    assert_false(writer_has_work(play.engine, false));
    play_turn();
    assert_string_equal(lane_words(&play.writer->lanes[0], sent), "");
    assert_null(writer_busy_lane(play.writer));
}

static void begins_nothing_before_the_sockets_are_open_or_while_it_drains(void **state UNUSED)
{
    play_take();
    play_chores_due(1);
    assert_true(writer_has_work(play.engine, false));
    play.engine->open = false;
    assert_false(writer_has_work(play.engine, false));
    play.engine->open = true;
    play.engine->phase = PHASE_draining;
    assert_false(writer_has_work(play.engine, false));
    play.engine->phase = PHASE_active;
    play.engine->reload = true;
    assert_false(writer_has_work(play.engine, false));
    play.engine->reload = false;
    assert_true(play_until(play_is_empty));
}

static void a_second_batch_begins_when_enough_wait_and_not_with_one_less(void **state UNUSED)
{
    play_take();
    for (int i = 0; i < 3; i++)
        play_turn(); /* it looks once for parked messages */
    loop_connect(0, 0);
    send_commands(1, 1, "count");
    assert_false(writer_has_work(play.engine, true));
    assert_true(writer_has_work(play.engine, false));
    send_commands(2, 2, "count");
    assert_true(loop_wait_waiting(2));
    assert_true(writer_has_work(play.engine, true));
    play.writer->careful = 1;
    assert_false(writer_has_work(play.engine, true));
    play.writer->careful = 0;
    assert_true(play_until(play_is_empty));
}

static void a_refusal_alone_costs_no_transaction(void **state UNUSED)
{
    play_take();
    play.writer->idle_commit_us = INT64_MAX;
    loop_connect(0, 0);
    send_commands(1, 1, "refuse");
    assert_true(play_until(play_is_empty));
    hear_status("rejected");
    assert_null(script_sent(play_store(0), "engine_begin"));
}

static void what_was_only_counted_is_stored_after_a_second(void **state UNUSED)
{
    play_take();
    counts_bump(play.engine->counts, "apart", TEXT("busy"), NULL);
    play.writer->idle_commit_us = clock_monotone_us() + 60000000;
    assert_false(writer_has_work(play.engine, false));
    play.writer->idle_commit_us = clock_monotone_us() - 1;
    assert_true(writer_has_work(play.engine, false));
    for (int i = 0; i < 6; i++)
        play_turn();
    assert_non_null(script_sent(play_store(0), "engine_stream_advance"));
    assert_false(counts_dirty(play.engine->counts));
    assert_in_range(play.writer->idle_commit_us - clock_monotone_us(), 1, 1000000);
}

static void a_transaction_that_must_be_repeated_is_repeated(void **state UNUSED)
{
    play_take();
    loop_connect(0, 0);
    *play_say("kept_insert") =
        (struct play_rule){.name = "kept_insert", .sqlstate = "40001", .times = 1};
    send_commands(1, 4, "count");
    assert_true(play_until(play_is_empty));
    for (int i = 0; i < 4; i++)
        hear_status("accepted");
    assert_int_equal(stream_seq(play.engine->stream), 4);
    assert_int_equal(counts_value(play.engine->counts, "event/told.v1"), 9);
}

static void tally_kept(
    struct tallies *tallies,
    const struct record_shape *shape,
    const void *before,
    const void *after
)
{
    assert_ptr_equal(shape, &kept_record);
    if (!before && after)
        tally_add(tallies, METRIC_shouli_queue_arrivals_total, TEXT("kept"));
}

/* What is decided three times counts when it is committed, and once. */
static void what_a_transaction_counts_is_counted_when_it_is_committed(void **state UNUSED)
{
    play.bench->service.tally = tally_kept;
    play_take();
    loop_connect(0, 0);
    *play_say("kept_insert") =
        (struct play_rule){.name = "kept_insert", .sqlstate = "40001", .times = 2};
    send_commands(1, 4, "count");
    assert_true(play_until(play_is_empty));
    assert_int_equal(metric_value_labelled(METRIC_shouli_queue_arrivals_total, "kept"), 4);
}

/* Four messages: 4, 2, 1 – the one that the database refuses thrice is set aside, the others are accepted. */
static void what_the_database_refuses_is_found_by_halves_and_set_aside(void **state UNUSED)
{
    play_take();
    loop_connect(0, 0);
    *play_say("kept_insert") =
        (struct play_rule){.name = "kept_insert", .sqlstate = "22003", .times = 3};
    send_commands(1, 4, "count");
    assert_true(play_until(play_is_empty));
    hear_status("rejected");
    for (int i = 0; i < 3; i++)
        hear_status("accepted");
    assert_int_equal(counts_value(play.engine->counts, "in/sample.v1/set_aside"), 1);
    assert_int_equal(counts_value(play.engine->counts, "in/sample.v1/accepted"), 3);
}

static void a_refused_fence_is_the_end(void **state UNUSED)
{
    play_take();
    *play_say("engine_stream_advance") =
        (struct play_rule){.name = "engine_stream_advance", .sqlstate = "23514", .times = 1};
    play_chores_due(1);
    enum error error = OK;
    for (int i = 0; i < PLAY_TURNS_MAX && error == OK; i++)
        error = play_turn();
    assert_int_equal(error, ERROR_fenced);
    assert_int_equal(stream_seq(play.engine->stream), 0);
}

/* Nothing is returned by the group's statement: each message was under way when another process ended. */
static void after_an_unclean_end_each_suspect_has_its_own_transaction(void **state UNUSED)
{
    play.clean = false;
    play_take();
    loop_connect(0, 0);
    send_commands(1, 3, "count");
    assert_true(play_until(play_is_empty));
    assert_int_equal(play.writer->careful, CAREFUL_MESSAGES - 3);
    assert_int_equal(play.writer->number, 3);
    assert_non_null(script_sent(play_store(0), "engine_attempt_begin"));
    assert_non_null(script_sent(play_store(0), "engine_attempt_end"));
}

static bool may_reload(void)
{
    return writer_may_reload(play.writer);
}

static bool works(void)
{
    return !may_reload();
}

static bool is_tried(void)
{
    return play.writer->lanes[0].state >= LANE_loading;
}

/* A batch of many transactions is not waited for. What is left of it is decided by what was in force when it was gathered:
 * that other policies are adopted is said by the batch behind it (P7). */
static void a_batch_keeps_its_policies_when_others_are_read(void **state UNUSED)
{
    static const int policies[2];
    struct engine *engine = play.engine;
    struct batch *batch = &play.writer->lanes[0].batch;

    engine->policy_sets[0].policies = &policies[0];
    engine->policy_sets[1].policies = &policies[1];
    play.clean = false;
    play_take();
    loop_connect(0, 0);
    send_commands(1, 3, "count");
    assert_true(play_until(works));
    assert_ptr_equal(batch->policies, &policies[0]);
    engine->reload = true;
    assert_true(play_until(may_reload));
    assert_false(writer_is_empty(play.writer));
    size_t from = batch->from;
    for (int i = 0; i < 5; i++)
        play_turn();
    assert_true(may_reload()); /* nothing begins before it is read */
    assert_int_equal(batch->from, from);
    engine->policies_turn = 1;
    engine->reload = false;
    assert_true(play_until(is_tried));
    assert_ptr_equal(batch->policies, &policies[0]);
    assert_true(play_until(play_is_empty));
    play_chores_due(1);
    assert_true(play_until(works));
    assert_ptr_equal(batch->policies, &policies[1]);
    assert_true(play_until(play_is_empty));
}

/* Its policies would be overwritten: it ends first, although nothing else begins. */
static void a_second_reload_waits_for_the_batch_that_has_the_policies_before(void **state UNUSED
)
{
    struct engine *engine = play.engine;

    play.clean = false;
    play_take();
    loop_connect(0, 0);
    send_commands(1, 3, "count");
    assert_true(play_until(works));
    engine->reload = true;
    assert_true(play_until(may_reload));
    assert_false(writer_is_empty(play.writer));
    engine->policies_turn = 1; /* the first is done, the second has come */
    assert_false(may_reload());
    assert_true(play_until(may_reload));
    assert_true(writer_is_empty(play.writer));
    assert_int_equal(play.writer->lanes[0].batch.count, 3);
    assert_int_equal(play.writer->lanes[0].batch.from, 3);
}

static bool waits_to_connect(void)
{
    return play.writer->state == WRITER_opening;
}

static void policies_may_change_while_postgresql_is_away(void **state UNUSED)
{
    play_take();
    loop_connect(0, 0);
    play_say("engine_commit")->never = true;
    send_commands(1, 1, "count");
    assert_true(play_until(works));
    play.engine->reload = true;
    for (int i = 0; i < 5; i++)
        play_turn();
    assert_false(may_reload()); /* its outcome is not known */
    play.engine->settings.store_timeout_ms = 0;
    assert_true(play_until(waits_to_connect));
    assert_true(may_reload());
    assert_false(writer_is_empty(play.writer));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, play_begin, play_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(begins_nothing_while_there_is_nothing),
        TEST(begins_nothing_before_the_sockets_are_open_or_while_it_drains),
        TEST(a_second_batch_begins_when_enough_wait_and_not_with_one_less),
        TEST(a_refusal_alone_costs_no_transaction),
        TEST(what_was_only_counted_is_stored_after_a_second),
        TEST(a_transaction_that_must_be_repeated_is_repeated),
        TEST(what_a_transaction_counts_is_counted_when_it_is_committed),
        TEST(what_the_database_refuses_is_found_by_halves_and_set_aside),
        TEST(a_refused_fence_is_the_end),
        TEST(after_an_unclean_end_each_suspect_has_its_own_transaction),
        TEST(a_batch_keeps_its_policies_when_others_are_read),
        TEST(a_second_reload_waits_for_the_batch_that_has_the_policies_before),
        TEST(policies_may_change_while_postgresql_is_away),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
