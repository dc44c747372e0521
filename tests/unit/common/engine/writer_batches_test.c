/* Tests of common/engine/writer_batches.c: how a batch begins, is released and fails (DESIGN section 3; P1, P2, P6). */
#include "common/engine/follow_inside.h"
#include "common/engine/parked_inside.h"
#include "tests/unit/common/engine/upstream.h"
#include "tests/unit/common/engine/writer_bench.h"

static void takes_into_one_batch_what_has_arrived(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    for (int i = 1; i <= 5; i++)
        bench_send(bench, i, "count");
    bench_turn(bench);
    assert_int_equal(bench->engine.writer->lanes[0].batch.count, 5);
    bench_send(bench, 6, "count");
    bench_turn(bench);
    assert_int_equal(bench->engine.writer->lanes[0].batch.count, 5);
    bench_settle(bench);
    assert_int_equal(script_last_socket->sent_count, 6);
    assert_int_equal(stream_seq(bench->engine.stream), 6);
}

static void takes_at_most_batch_max_messages(void **state)
{
    static const int sizes[] = {1, 2, 3};
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    bench->engine.settings.batch_max = 2;
    for (size_t i = 0; i < LENGTH(sizes); i++) {
        for (int k = 0; k < sizes[i]; k++)
            bench_send(bench, (int)i * 10 + k + 1, "count");
        bench_turn(bench);
        assert_int_equal(
            bench->engine.writer->lanes[0].batch.count,
            sizes[i] < 2 ? sizes[i] : 2
        );
        bench_settle(bench);
    }
    assert_int_equal(script_last_socket->sent_count, 6);
}

/* Sends that many, of which PostgreSQL refuses one; how often it did. The last election finds what was committed. */
static size_t play_refused(struct bench *bench, int count, size_t refused)
{
    struct writer *writer = bench->engine.writer;
    const struct batch *batch = &writer->lanes[0].batch;
    size_t failures = 0;

    for (int i = 0; i < count; i++)
        bench_send(bench, i + 1, "count");
    while (script_last_socket->sent_count < (size_t)count) {
        bench_turn(bench);
        writer->next_try_us = 0;
        struct store *store = bench_store(bench, 0);
        if (!store)
            continue;
        if (writer->state == WRITER_electing) {
            bench_elect(bench, writer->epoch, writer->number - 1, true);
            continue;
        }
        bool bad = batch->from <= refused && batch->to > refused &&
                   batch->items[refused].outcome != OUTCOME_set_aside;
        if (bad && strcmp(script_next(store), "engine_event_insert") == 0) {
            script_fail(store, "22P02");
            failures++;
        } else if (store_pending(store)) {
            script_answer(store, NULL);
        }
    }
    return failures;
}

/* Data that PostgreSQL refuses: halves, until one message is left, which is set aside; the others are accepted. */
static void halves_a_batch_until_the_bad_message_is_alone(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    assert_int_equal(play_refused(bench, 4, 2), 2); /* of 4, and alone: 2 were good */
    for (size_t i = 0; i < 4; i++) {
        struct bytes said = script_said(script_last_socket, 3 - i);
        assert_true(text_is(script_text(said, "status"), i == 2 ? "rejected" : "accepted"));
    }
    assert_int_equal(stream_seq(bench->engine.stream), 3);
    assert_int_equal(counts_value(bench->engine.counts, "in/sample.v1/accepted"), 3);
    assert_int_equal(counts_value(bench->engine.counts, "in/sample.v1/set_aside"), 1);
}

/* P6: one bad message costs a few transactions and little memory, wherever it stands; the rest of its batch does not go
 * one by one. */
static void a_bad_message_costs_its_batch_few_transactions(void **state)
{
    enum {
        MESSAGES = 128
    }; /* 2^7: found after 8 failures, with 7 transactions before it or less */
    static const size_t places[] = {0, 1, 63, 64, 100, MESSAGES - 1};
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    for (size_t i = 0; i < LENGTH(places); i++) {
        const struct batch *batch = &bench->engine.writer->lanes[0].batch;
        int64_t number = bench->engine.writer->number;
        script_last_socket->sent_count = 0;
        assert_in_range(play_refused(bench, MESSAGES, places[i]), 2, 8);
        assert_in_range(bench->engine.writer->number - number, 1, 8 + 8);
        assert_int_equal(batch->from, MESSAGES);
        assert_in_range(batch->arena.used, 1, 2500000);
    }
    assert_int_equal(stream_seq(bench->engine.stream), LENGTH(places) * (MESSAGES - 1));
}

static void begins_a_second_batch_beside_one_only_when_enough_waits(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 2, true);
    bench->engine.settings.overlap_min = 3;
    bench_send(bench, 1, "count");
    bench_turn(bench);
    assert_true(bench_reach(bench, 0, "engine_commit"));
    for (int i = 2; i <= 4; i++) {
        assert_int_equal(bench->engine.writer->lanes[1].state, LANE_idle);
        bench_send(bench, i, "count");
        bench_turn(bench);
    }
    assert_int_not_equal(bench->engine.writer->lanes[1].state, LANE_idle);
    assert_int_equal(bench->engine.writer->lanes[1].batch.count, 3);
    bench_settle(bench);
    assert_int_equal(script_last_socket->sent_count, 4);
}

/* P5, P10: under load a batch is always under way; what an operator has given back must not wait for its end. */
static void looks_for_what_may_be_replayed_also_while_batches_overlap(void **state)
{
    struct bench *bench = *state;
    struct writer *writer;

    bench_take_over(bench, 2, true);
    writer = bench->engine.writer;
    bench_send(bench, 1, "count");
    bench_turn(bench);
    assert_true(bench_reach(bench, 0, "engine_commit"));
    bench->engine.parked->look = true;
    bench_send(bench, 2, "count");
    bench_turn(bench);
    assert_int_equal(writer->lanes[1].state, LANE_idle);
    size_t asked = bench_store(bench, 0)->count;
    script_answer_all(bench_store(bench, 0));
    bench_turn(bench);
    struct store *store = bench_store(bench, 0);
    assert_ptr_equal(script_must(store, "engine_parked_ready"), &store->sent[asked]);
    assert_true(bench_reach(bench, 0, "engine_commit"));
    bench_send(bench, 3, "count"); /* it was asked: batches overlap again */
    bench_turn(bench);
    assert_int_not_equal(writer->lanes[1].state, LANE_idle);
    bench_settle(bench);
    assert_int_equal(script_last_socket->sent_count, 3);
}

/* P10: both counts are compared as of what is committed, whatever the other batch has counted already. */
static void shows_the_counts_although_a_batch_is_always_under_way(void **state)
{
    struct bench *bench = *state;
    struct writer *writer;

    bench_take_over(bench, 2, true);
    writer = bench->engine.writer;
    bench_send(bench, 1, "count");
    bench_turn(bench);
    assert_true(bench_reach(bench, 0, "engine_commit"));
    bench_send(bench, 2, "wide");
    bench_turn(bench);
    for (int i = 0; i < 5 && !lane_is_decided(&writer->lanes[1]); i++) {
        script_answer_all(bench_store(bench, 1));
        bench_turn(bench);
    }
    assert_true(lane_is_decided(&writer->lanes[1]));
    metric_set(METRIC_shouli_ledger_imbalance, 77);
    writer->shown_us = 0;
    script_answer_all(bench_store(bench, 0));
    bench_turn(bench);
    assert_false(writer_is_empty(writer));
    assert_int_equal(metric_value(METRIC_shouli_ledger_imbalance), 0);
    int64_t shown_us = writer->shown_us;
    bench_settle(bench);
    assert_int_equal(writer->shown_us, shown_us); /* once a second */
    assert_int_equal(stream_seq(bench->engine.stream), 3);
}

/* After an unclean end the first messages go in small groups, each announced before it is tried; a message that was
 * announced by a process that ended goes alone. */
static void goes_carefully_after_an_unclean_end(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 2, false);
    assert_int_equal(bench->engine.writer->careful, CAREFUL_MESSAGES);
    bench_send(bench, 1, "count");
    bench_send(bench, 2, "count");
    bench_turn(bench);
    const struct batch *batch = &bench->engine.writer->lanes[0].batch;
    assert_int_equal(batch->count, 2);
    assert_int_equal(batch->to, 2);
    assert_string_equal(script_next(bench_store(bench, 0)), "engine_attempt_group");
    assert_false(writer_has_work(&bench->engine, true));
    struct rows *rows = ARENA_NEW(&bench->arena, struct rows);
    struct params params;
    params_begin(&params, &bench->arena);
    params_bytes(&params, (struct bytes){batch->items[0].key16, 16});
    script_row(rows, &params);
    script_answer(bench_store(bench, 0), rows); /* the first is new, the second is not */
    script_answer_all(bench_store(bench, 0));
    bench_turn(bench);
    assert_int_equal(batch->to, 1);
    assert_int_equal(batch->items[0].outcome, OUTCOME_open);
    bench_settle(bench);
    assert_int_equal(script_last_socket->sent_count, 2);
    const struct script_sent *alone =
        script_sent(bench_store(bench, 0), "engine_attempt_begin");
    assert_memory_equal(script_param(alone, 0).at, batch->items[1].key16, 16);
    assert_int_equal(bench->engine.writer->number, 2);
}

/* P4: with more parked cases than can be known an event could pass the letter that its case waits behind. */
static void follows_nothing_while_too_many_cases_are_parked(void **state)
{
    static const char *const texts[] = {"count"};
    struct bench *bench = *state;
    uint8_t chain[32];

    bench_take_over(bench, 1, true);
    bench->engine.writer->idle_commit_us = 0;
    struct follow *follow = upstream_begin(bench);
    stream_first_hash("up", chain);
    assert_true(upstream_say(bench, follow, upstream_events(&bench->arena, 1, texts, 1, chain))
    );
    bench->engine.parked->over = true;
    assert_false(writer_has_work(&bench->engine, false));
    bench_turn(bench);
    assert_true(writer_is_empty(bench->engine.writer));
    assert_int_equal(follow->count, 1);
    bench_send(bench, 1, "count"); /* a command makes a batch, without the event */
    bench_settle(bench);
    assert_int_equal(follow->count, 1);
    assert_int_equal(follow->cursor, 0);
    bench->engine.parked->over = false;
    assert_true(writer_has_work(&bench->engine, false));
    bench_settle(bench);
    assert_int_equal(follow->count, 0);
    assert_int_equal(follow->cursor, 1);
}

/* The third time it is tried no more: the process ended twice while it handled it. */
static void sets_aside_at_the_third_attempt(void **state)
{
    static const struct {
        int64_t attempt;
        const char *status;
    } cases[] = {{2, "accepted"}, {3, "rejected"}, {4, "rejected"}};
    struct bench *bench = *state;

    bench_take_over(bench, 1, false);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct rows *rows = ARENA_NEW(&bench->arena, struct rows);
        struct params params;
        params_begin(&params, &bench->arena);
        params_int(&params, cases[i].attempt);
        script_row(rows, &params);
        bench_send(bench, (int)i + 1, "count");
        bench_turn(bench);
        assert_true(bench_reach(bench, 0, "engine_attempt_begin"));
        script_answer(bench_store(bench, 0), rows);
        bench_settle(bench);
        assert_true(text_is(bench_status(i), cases[i].status));
        assert_non_null(script_sent(bench_store(bench, 0), "engine_attempt_end"));
    }
    assert_int_equal(bench->engine.writer->careful, CAREFUL_MESSAGES - 3);
}

static struct rows *noted_keys(struct bench *bench, const struct batch *batch)
{
    struct rows *rows = ARENA_NEW(&bench->arena, struct rows);

    for (size_t i = batch->from; i < batch->to; i++) {
        struct params params;
        params_begin(&params, &bench->arena);
        params_bytes(&params, (struct bytes){batch->items[i].key16, 16});
        script_row(rows, &params);
    }
    return rows;
}

/* A suspect whose turn comes when the writer is careful no more is not noted again; its row goes with its effects. */
static void leaves_no_attempt_behind_when_it_is_careful_no_more(void **state)
{
    struct bench *bench = *state;
    struct writer *writer;

    bench_take_over(bench, 1, false);
    writer = bench->engine.writer;
    writer->careful = 1;
    bench_send(bench, 1, "count");
    bench_send(bench, 2, "count");
    bench_turn(bench);
    const struct batch *batch = &writer->lanes[0].batch;
    struct rows *rows = noted_keys(bench, batch);
    rows->count = 1; /* the second was under way when a process ended */
    assert_string_equal(script_next(bench_store(bench, 0)), "engine_attempt_group");
    script_answer(bench_store(bench, 0), rows);
    bench_settle(bench);
    assert_int_equal(writer->careful, 0);
    assert_int_equal(script_last_socket->sent_count, 2);
    assert_null(script_sent(bench_store(bench, 0), "engine_attempt_begin"));
    const struct script_sent *end = script_must(bench_store(bench, 0), "engine_attempt_end");
    assert_memory_equal(script_array_at(script_param(end, 0), 0).at, batch->items[1].key16, 16);
    assert_non_null(script_sent(bench_store(bench, 0), "engine_attempt_forget"));
    assert_false(writer->forget_attempts);
    size_t sent = bench_store(bench, 0)->count;
    bench_send(bench, 3, "count"); /* once */
    bench_settle(bench);
    assert_true(
        script_sent(bench_store(bench, 0), "engine_attempt_forget") <
        &bench_store(bench, 0)->sent[sent]
    );
}

static int chore_turns;

static enum error count_turn(struct call *call)
{
    chore_turns++;
    call->reply->busy = chore_turns == 1;
    return OK;
}

static void runs_chores_when_they_are_due(void **state)
{
    static const struct chore chores[] = {CHORE("turn", 3600 * 1000, count_turn)};
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    bench->service.chores = chores;
    bench->service.chore_count = 1;
    chore_turns = 0;
    bench_settle(bench); /* it wants another turn at once, then none for an hour */
    assert_int_equal(chore_turns, 2);
    bench->engine.chore_due_ms[0] = clock_now_ms();
    bench_settle(bench);
    assert_int_equal(chore_turns, 3);
}

/* The event that says which policies are in force stands before the first decision by them. */
static void chores_come_first_when_policies_were_read(void **state)
{
    static const struct chore chores[] = {CHORE("turn", 3600 * 1000, count_turn)};
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    bench->service.chores = chores;
    bench->service.chore_count = 1;
    chore_turns = 1;
    bench->engine.chore_due_ms[0] = INT64_MAX;
    for (int i = 0; i < 2; i++) {
        bench->engine.adopts = i == 1;
        bench_send(bench, i + 1, "count");
        bench_turn(bench);
        const struct batch *batch = &bench->engine.writer->lanes[0].batch;
        assert_int_equal(batch->count, i + 1);
        assert_int_equal(batch->items[0].kind, i == 1 ? ITEM_chore : ITEM_command);
        bench_settle(bench);
    }
    assert_int_equal(chore_turns, 2);
    assert_false(bench->engine.adopts);
}

static size_t widest_part;

static enum error count_part(struct call *call)
{
    chore_turns++;
    widest_part = size_max(widest_part, call->part);
    call->reply->busy = chore_turns == 1;
    return OK;
}

static void a_wide_chore_that_asks_for_more_is_decided_in_parts(void **state)
{
    static const struct chore chores[] = {CHORE("turn", 3600 * 1000, count_part)};
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    bench->service.chores = bench->service.wide_chore = chores;
    bench->service.chore_count = 1;
    bench->service.wide_parts = 3;
    bench->engine.chore_due_ms[0] = 1; /* due, but nothing asked for a turn at once */
    chore_turns = 0;
    widest_part = 0;
    bench_settle(bench);
    assert_int_equal(chore_turns, 1 + 3);
    assert_int_equal(widest_part, 2);
}

static void takes_no_work_while_it_drains_or_reloads(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 1, true);
    bench_send(bench, 1, "count");
    assert_true(writer_has_work(&bench->engine, false));
    bench->engine.reload = true;
    assert_false(writer_has_work(&bench->engine, false));
    bench->engine.reload = false;
    bench->engine.phase = PHASE_draining;
    assert_false(writer_has_work(&bench->engine, false));
    bench->engine.phase = PHASE_active;
    bench->engine.writer->parts_pending = true;
    assert_false(writer_has_work(&bench->engine, false));
    bench->engine.writer->parts_pending = false;
}

static void answers_a_second_delivery_that_overlaps_the_first(void **state)
{
    struct bench *bench = *state;

    bench_take_over(bench, 2, true);
    bench_send(bench, 1, "wide");
    bench_turn(bench);
    assert_true(bench_reach(bench, 0, "engine_commit"));
    bench_send(bench, 1, "wide");
    bench_turn(bench);
    bench_settle(bench);
    assert_int_equal(script_last_socket->sent_count, 2);
    assert_true(text_is(bench_status(0), "duplicate"));
    assert_true(bytes_equal(
        script_value(script_said(script_last_socket, 0), "result"),
        script_value(script_said(script_last_socket, 1), "result")
    ));
    assert_int_equal(stream_seq(bench->engine.stream), 2);
}

static void lets_a_few_events_wait_for_company_but_no_command(void **state)
{
    struct bench *bench = *state;
    struct engine *engine = &bench->engine;

    bench_take_over(bench, 1, true);
    bench->service.patience_ms = 100;
    engine->settings.overlap_min = 200;
    engine->follows = memory_new(1, sizeof(*engine->follows));
    engine->follows->count = 1;
    engine->follows->follow[0].concerning = 199;
    assert_false(writer_has_work(engine, false));
    assert_in_range(writer_timeout_ms(engine), 1, 50);
    engine->writer->events_since_us -= 99 * 1000;
    assert_false(writer_has_work(engine, false));
    engine->writer->events_since_us -= 1000;
    assert_true(writer_has_work(engine, false));

    engine->writer->events_since_us = 0;
    engine->follows->follow[0].concerning = 200;
    assert_true(writer_has_work(engine, false));
    engine->writer->events_since_us = 0;
    engine->follows->follow[0].concerning = 1;
    assert_false(writer_has_work(engine, false));
    bench_send(bench, 1, "count");
    assert_true(writer_has_work(engine, false));
}

/* A service that nobody waits for has its events come together in larger batches, up to what a batch takes. */
static void waits_for_as_much_company_as_its_service_wishes(void **state)
{
    struct bench *bench = *state;
    struct engine *engine = &bench->engine;

    bench_take_over(bench, 2, true);
    bench->service.patience_ms = 100;
    bench->service.company = 600;
    engine->settings.overlap_min = 200;
    engine->settings.batch_max = 1000;
    engine->follows = memory_new(1, sizeof(*engine->follows));
    engine->follows->count = 1;
    engine->follows->follow[0].concerning = 599;
    assert_false(writer_has_work(engine, false));
    assert_false(writer_has_work(engine, true));
    engine->follows->follow[0].concerning = 600;
    assert_true(writer_has_work(engine, false));
    assert_true(writer_has_work(engine, true));
    engine->settings.batch_max = 300;
    engine->follows->follow[0].concerning = 300;
    assert_true(writer_has_work(engine, false));
    engine->follows->follow[0].concerning = 299;
    engine->writer->events_since_us = 0;
    assert_false(writer_has_work(engine, false));
    bench->service.company = 100; /* not less than what is worth a second transaction */
    engine->follows->follow[0].concerning = 199;
    engine->writer->events_since_us = 0;
    assert_false(writer_has_work(engine, true));
    assert_false(writer_has_work(engine, false));
}

static void takes_events_at_once_where_nobody_is_patient(void **state)
{
    struct bench *bench = *state;
    struct engine *engine = &bench->engine;

    bench_take_over(bench, 1, true);
    engine->settings.overlap_min = 200;
    engine->follows = memory_new(1, sizeof(*engine->follows));
    engine->follows->count = 1;
    engine->follows->follow[0].concerning = 1;
    assert_true(writer_has_work(engine, false));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_close)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(takes_into_one_batch_what_has_arrived),
        TEST(takes_at_most_batch_max_messages),
        TEST(halves_a_batch_until_the_bad_message_is_alone),
        TEST(a_bad_message_costs_its_batch_few_transactions),
        TEST(begins_a_second_batch_beside_one_only_when_enough_waits),
        TEST(looks_for_what_may_be_replayed_also_while_batches_overlap),
        TEST(shows_the_counts_although_a_batch_is_always_under_way),
        TEST(goes_carefully_after_an_unclean_end),
        TEST(follows_nothing_while_too_many_cases_are_parked),
        TEST(sets_aside_at_the_third_attempt),
        TEST(leaves_no_attempt_behind_when_it_is_careful_no_more),
        TEST(runs_chores_when_they_are_due),
        TEST(chores_come_first_when_policies_were_read),
        TEST(a_wide_chore_that_asks_for_more_is_decided_in_parts),
        TEST(takes_no_work_while_it_drains_or_reloads),
        TEST(answers_a_second_delivery_that_overlaps_the_first),
        TEST(lets_a_few_events_wait_for_company_but_no_command),
        TEST(waits_for_as_much_company_as_its_service_wishes),
        TEST(takes_events_at_once_where_nobody_is_patient),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
