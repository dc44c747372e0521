/* Tests of common/engine/batch.c: outcomes, idempotency, order of a case, poison (DESIGN section 3; P2, P4, P5). */
#include "common/engine/batch.h"

#include "tests/unit/common/engine/bench.h"

static void lets_messages_of_one_case_see_each_others_effects(void **state)
{
    struct bench *bench = *state;

    for (int i = 0; i < 3; i++)
        bench_command(bench, 1, "count");
    bench_play(bench, &bench->batch);
    assert_int_equal(bench_counted(&bench->batch, 1)->n, 3);
    assert_int_equal(bench->batch.placed_count, 3);
    assert_int_equal(bench->batch.seq, 3);
    assert_int_equal(bench->loads, 1);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(bench->batch.items[i].outcome, OUTCOME_accepted);
        assert_int_equal(bench->batch.items[i].first_seq, i + 1);
    }
}

static void asks_once_for_what_all_messages_of_a_batch_need(void **state)
{
    struct bench *bench = *state;

    for (int i = 1; i <= 50; i++)
        bench_command(bench, i, "count");
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->loads, 1);
    assert_int_equal(bench->batch.placed_count, 50);
}

static void holds_a_case_back_behind_a_message_that_waits(void **state)
{
    struct bench *bench = *state;

    bench_command(bench, 1, "list");
    bench_command(bench, 1, "count");
    bench_command(bench, 2, "count");
    assert_false(batch_decide(&bench->engine, &bench->batch));
    /* The list is asked for by the first; the second is of the same case and does not run. */
    assert_int_equal(bench->decided[1], 1);
    assert_int_equal(bench->decided[2], 1);
    assert_int_equal(bench->batch.decided, 0);
    bench_load(bench, &bench->batch);
    bench_play(bench, &bench->batch);
    assert_int_equal(bench_counted(&bench->batch, 1)->n, 2);
    assert_int_equal(bench->batch.items[0].first_seq, 1);
    assert_int_equal(bench->batch.items[1].first_seq, 2);
    assert_int_equal(bench->batch.items[2].first_seq, 3);
}

static void decides_in_order_although_a_later_message_has_all_it_needs(void **state)
{
    struct bench *bench = *state;
    struct uuid two = bench_case(2);

    table_get(&bench->batch.table, &counted_record, (struct bytes){two.b, 16})->state =
        SLOT_loaded;
    bench_command(bench, 1, "count");
    bench_command(bench, 2, "count");
    assert_false(batch_decide(&bench->engine, &bench->batch));
    assert_int_equal(bench->batch.items[1].outcome, OUTCOME_open);
    assert_int_equal(bench->batch.placed_count, 0);
    bench_load(bench, &bench->batch);
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].first_seq, 1);
    assert_int_equal(bench->batch.items[1].first_seq, 2);
}

/* A decision may be run to say what it needs; a message that could not be read has none. */
static void does_not_run_an_unreadable_message_to_see_what_it_needs(void **state)
{
    struct bench *bench = *state;

    bench_command(bench, 1, "list");
    struct item *unreadable = bench_command(bench, 0, "");
    unreadable->decide = NULL;
    unreadable->message.body = NULL;
    unreadable->set_aside_code = "malformed";
    unreadable->set_aside_reason = "the frame could not be read";
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_accepted);
    assert_int_equal(bench->batch.items[1].outcome, OUTCOME_set_aside);
}

static void takes_a_record_from_the_batch_before_and_not_from_the_database(void **state)
{
    struct bench *bench = *state;
    struct batch later = {.limit = 0};

    bench_command(bench, 1, "count");
    bench_play(bench, &bench->batch);
    batch_begin(&later, 1700000000001);
    bench_add(bench, &later, ITEM_command, 1, "count");
    later.before = &bench->batch;
    bench->loads = 0;
    bench_play(bench, &later);
    assert_int_equal(bench->loads, 0);
    assert_int_equal(bench_counted(&later, 1)->n, 2);
    assert_int_equal(bench_counted(&bench->batch, 1)->n, 1);
    batch_done(&later);
}

static enum error find_nothing(struct call *call, const void *body)
{
    const struct sample *sample = body;

    return refuse(call, sample->text.at, "data.case_id", "there is no such case");
}

/* When to try again, for a case that was made so long before; 0: nothing will come of it. */
static int64_t hint(struct bench *bench, int64_t age_ms, const char *code)
{
    static const uint8_t random[10] = {1};
    struct item *item = bench_command(bench, 1, code);

    item->decide = find_nothing;
    item->case_id = uuid_make(bench->batch.now_ms - age_ms, random);
    bench_play(bench, &bench->batch);
    assert_int_equal(item->outcome, OUTCOME_rejected);
    return item->reply.retry_after_ms;
}

/* PROTOCOL section 2: a case id younger than 60 s that is not known yet, whichever service is asked. */
static void says_when_to_ask_again_about_a_case_that_was_just_made(void **state)
{
    assert_true(hint(*state, 0, "not_found") > 0);
    assert_true(hint(*state, 59999, "not_found") > 0);
    assert_int_equal(hint(*state, 60000, "not_found"), 0);
    assert_int_equal(hint(*state, 60001, "not_found"), 0);
    /* Clocks of two hosts differ a little; an id of next year was made by nobody here. */
    assert_true(hint(*state, -59999, "not_found") > 0);
    assert_int_equal(hint(*state, -60000, "not_found"), 0);
    assert_int_equal(hint(*state, 0, "conflict"), 0);
}

static void an_id_of_another_version_was_not_just_made(void **state)
{
    struct bench *bench = *state;
    struct item *item = bench_command(bench, 1, "not_found");
    static const uint8_t random[10] = {1};

    item->decide = find_nothing;
    item->case_id = uuid_make(bench->batch.now_ms, random);
    item->case_id.b[6] = 0x40;
    bench_play(bench, &bench->batch);
    assert_int_equal(item->reply.retry_after_ms, 0);
}

static void keeps_nothing_of_a_refused_message(void **state)
{
    struct bench *bench = *state;

    bench_command(bench, 1, "refuse");
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_rejected);
    assert_int_equal(bench->batch.placed_count, 0);
    for (struct record_slot *slot = bench->batch.table.first; slot; slot = slot->next)
        assert_false(slot->changed);
}

static void asks_at_most_rounds_max_times(void **state)
{
    struct bench *bench = *state;

    bench_event(bench, 1, "never");
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->loads, ROUNDS_MAX);
    assert_int_equal(bench->decided[1], ROUNDS_MAX + 1);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_set_aside);
    assert_string_equal(bench->batch.items[0].set_aside_code, "poison");
}

/* The histogram is of transactions, whatever slices and passes they are decided in. */
static void observes_once_how_long_a_transaction_was_decided(void **state)
{
    struct bench *bench = *state;
    int64_t before = metric_value(METRIC_shouli_decide_seconds);

    for (int i = 1; i <= 9; i++)
        bench_command(bench, i, i == 4 ? "list" : "count");
    bench->batch.slice = 2;
    bench_play(bench, &bench->batch);
    assert_int_equal(metric_value(METRIC_shouli_decide_seconds), before + 1);
    batch_undo(&bench->engine, &bench->batch);
    assert_int_equal(bench->batch.decide_us, 0);
}

static void removes_a_record(void **state)
{
    struct bench *bench = *state;

    bench_command(bench, 1, "count");
    bench_command(bench, 1, "remove");
    bench_play(bench, &bench->batch);
    assert_null(bench_counted(&bench->batch, 1));
    bench_command(bench, 1, "count");
    bench_play(bench, &bench->batch);
    assert_int_equal(bench_counted(&bench->batch, 1)->n, 1);
}

static void keeps_what_a_sender_was_told_when_it_decides_again(void **state)
{
    struct bench *bench = *state;

    bench_command(bench, 1, "count");
    struct item *told = bench_command(bench, 2, "count");
    struct item *refused = bench_command(bench, 3, "count");
    bench_play(bench, &bench->batch);
    told->outcome = OUTCOME_unavailable;
    refused->outcome = OUTCOME_rejected;
    refused->decide = NULL;
    batch_undo(&bench->engine, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_open);
    assert_int_equal(bench->batch.items[0].first_seq, 0);
    assert_int_equal(told->outcome, OUTCOME_unavailable);
    assert_int_equal(refused->outcome, OUTCOME_rejected);
    assert_int_equal(bench->batch.placed_count, 0);
    assert_null(bench->batch.table.first);
    bench->batch.seq = 0;
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.placed_count, 1);
    assert_int_equal(bench_counted(&bench->batch, 1)->n, 1);
}

/* PROTOCOL section 2: it is told `malformed`, however often its transaction is tried. */
static void says_of_an_unreadable_frame_what_the_gate_found(void **state)
{
    struct bench *bench = *state;
    struct item *item = bench_command(bench, 0, "count");

    item->decide = NULL;
    item->set_aside_code = "malformed";
    faults_add(
        &item->reply.faults,
        &bench->batch.arena,
        "malformed",
        (struct text){0},
        "twice"
    );
    for (int tried = 0; tried < 2; tried++) {
        bench_play(bench, &bench->batch);
        assert_int_equal(item->outcome, OUTCOME_set_aside);
        assert_int_equal(item->reply.faults.count, 1);
        assert_string_equal(item->reply.faults.list[0].code, "malformed");
        batch_undo(&bench->engine, &bench->batch);
    }
}

/* A transaction that is rolled back may find other records the next time; what is poison for good stays so. */
static void forgets_what_it_decided_to_set_aside_when_it_decides_again(void **state)
{
    struct bench *bench = *state;
    struct item *decided = bench_event(bench, 1, "poison");
    struct item *given = bench_event(bench, 2, "count");

    given->set_aside_code = "db_refused";
    given->set_aside_reason = "for good";
    bench_play(bench, &bench->batch);
    assert_int_equal(decided->outcome, OUTCOME_set_aside);
    assert_int_equal(given->outcome, OUTCOME_set_aside);
    batch_undo(&bench->engine, &bench->batch);
    assert_null(decided->set_aside_code);
    assert_null(decided->set_aside_reason);
    assert_string_equal(given->set_aside_code, "db_refused");
    int before = bench->decided[1];
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->decided[1], before + 1);
    assert_int_equal(decided->outcome, OUTCOME_set_aside);
    assert_int_equal(given->outcome, OUTCOME_set_aside);
    batch_undo(&bench->engine, &bench->batch);
    assert_null(decided->set_aside_code); /* each time anew */
}

static void decides_one_range_at_a_time(void **state)
{
    struct bench *bench = *state;

    for (int i = 1; i <= 4; i++)
        bench_command(bench, i, "count");
    bench->batch.to = 2;
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.placed_count, 2);
    assert_int_equal(bench->batch.items[2].outcome, OUTCOME_open);
    bench->batch.from = 2;
    bench->batch.to = 4;
    batch_undo(&bench->engine, &bench->batch);
    assert_int_equal(bench->batch.items[1].outcome, OUTCOME_accepted);
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[3].outcome, OUTCOME_accepted);
}

static void chains_its_events_from_the_head_that_it_was_given(void **state)
{
    struct bench *bench = *state;
    uint8_t head[32] = {9}, expected[32];

    memcpy(bench->batch.hash, head, 32);
    bench->batch.seq = 41;
    bench_command(bench, 1, "wide");
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.placed[0].seq, 42);
    stream_hash(head, 42, bench->batch.placed[0].envelope, expected);
    assert_memory_equal(bench->batch.placed[0].hash, expected, 32);
    stream_hash(expected, 43, bench->batch.placed[1].envelope, expected);
    assert_memory_equal(bench->batch.hash, expected, 32);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lets_messages_of_one_case_see_each_others_effects),
        TEST(asks_once_for_what_all_messages_of_a_batch_need),
        TEST(holds_a_case_back_behind_a_message_that_waits),
        TEST(decides_in_order_although_a_later_message_has_all_it_needs),
        TEST(does_not_run_an_unreadable_message_to_see_what_it_needs),
        TEST(takes_a_record_from_the_batch_before_and_not_from_the_database),
        TEST(says_of_an_unreadable_frame_what_the_gate_found),
        TEST(says_when_to_ask_again_about_a_case_that_was_just_made),
        TEST(an_id_of_another_version_was_not_just_made),
        TEST(keeps_nothing_of_a_refused_message),
        TEST(asks_at_most_rounds_max_times),
        TEST(observes_once_how_long_a_transaction_was_decided),
        TEST(removes_a_record),
        TEST(keeps_what_a_sender_was_told_when_it_decides_again),
        TEST(forgets_what_it_decided_to_set_aside_when_it_decides_again),
        TEST(decides_one_range_at_a_time),
        TEST(chains_its_events_from_the_head_that_it_was_given),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
