/* Tests of common/engine/load.c: the keys of idempotency that a batch looks up (P4). */
#include "common/engine/writer_inside.h"

#include "tests/unit/common/engine/lane_bench.h"

static void messages_without_a_key_and_refused_ones_are_not_looked_up(void **state)
{
    struct lane *lane = lane_of(*state, 0);

    lane_add(lane, ITEM_command, 0, "count")->first = NULL;
    bench_key(lane_add(lane, ITEM_command, 0, "count"), 2, 1);
    lane->batch.items[1].outcome = OUTCOME_rejected;
    lane_begin(lane);
    assert_string_equal(lane_words(lane, 0), "");
    assert_true(lane->load_answered);
}

static void add_cells(
    struct bench *bench,
    struct rows *rows,
    uint8_t key,
    uint8_t content,
    struct bytes reply,
    struct bytes envelope
)
{
    struct params params;
    uint8_t keys[32];

    memset(keys, key, 16);
    memset(keys + 16, content, 16);
    params_begin(&params, &bench->arena);
    params_bytes(&params, arena_bytes(&bench->arena, (struct bytes){keys, 16}));
    params_bytes(&params, arena_bytes(&bench->arena, (struct bytes){keys + 16, 16}));
    reply.at ? params_bytes(&params, reply) : params_null(&params);
    envelope.at ? params_bytes(&params, envelope) : params_null(&params);
    script_row(rows, &params);
}

static struct bytes remembered_reply(struct bench *bench)
{
    const struct reply reply = {.of = {bench_case(7), TEXT("GD7")}};

    return reply_remember(&reply, &bench->arena);
}

/* P4: a second delivery is answered like the first. */
static void a_key_that_was_accepted_is_answered_as_it_was_then(void **state)
{
    struct lane *lane = lane_of(*state, 0);
    struct rows *rows = lane_rows();

    bench_key(lane_add(lane, ITEM_command, 1, "count"), 1, 9);
    bench_key(lane_add(lane, ITEM_command, 2, "count"), 2, 9);
    lane_begin(lane);
    add_cells(*state, rows, 2, 9, remembered_reply(*state), (struct bytes){0});
    script_answer(lane->store, rows);
    assert_int_equal(lane->batch.items[0].outcome, OUTCOME_open);
    assert_int_equal(lane->batch.items[1].outcome, OUTCOME_duplicate);
    assert_true(uuid_equal(lane->batch.items[1].reply.of.id, bench_case(7)));
    assert_true(text_is(lane->batch.items[1].reply.of.no, "GD7"));
}

static void an_answer_without_words_of_its_own_is_read_from_its_event(void **state)
{
    struct bench *bench = *state;
    struct lane *lane = lane_of(bench, 0);
    struct rows *rows = lane_rows();
    const struct sample body = {.text = TEXT("count")};
    const struct message event = {
        .shape = &sample_messages[2],
        .type_name = TEXT("told.v1"),
        .id = TEXT("bench-1"),
        .source = TEXT("/shouli/bench"),
        .case_id = bench_case(5),
        .has_case = true,
        .case_no = TEXT("GD5"),
        .body = &body};

    bench_key(lane_add(lane, ITEM_command, 1, "count"), 1, 9);
    lane_begin(lane);
    add_cells(bench, rows, 1, 9, (struct bytes){0}, message_encode(&event, &bench->arena));
    script_answer(lane->store, rows);
    assert_int_equal(lane->batch.items[0].outcome, OUTCOME_duplicate);
    assert_true(uuid_equal(lane->batch.items[0].reply.of.id, bench_case(5)));
    assert_true(text_is(lane->batch.items[0].reply.of.no, "GD5"));
}

static void an_id_that_was_accepted_with_other_content_is_refused(void **state)
{
    struct lane *lane = lane_of(*state, 0);
    struct rows *rows = lane_rows();

    bench_key(lane_add(lane, ITEM_command, 1, "count"), 1, 9);
    lane_begin(lane);
    add_cells(*state, rows, 1, 8, remembered_reply(*state), (struct bytes){0});
    script_answer(lane->store, rows);
    assert_int_equal(lane->batch.items[0].outcome, OUTCOME_rejected);
    assert_string_equal(lane->batch.items[0].reply.faults.list[0].code, "id_reused");
    assert_true(uuid_is_zero(lane->batch.items[0].reply.of.id));
}

/* P5: it was a dead letter, and is one again; nobody would hear a refusal. */
static void
a_replayed_command_whose_id_was_accepted_with_other_content_is_set_aside(void **state)
{
    struct lane *lane = lane_of(*state, 0);
    struct rows *rows = lane_rows();

    bench_key(lane_add(lane, ITEM_replay, 0, "count"), 1, 9);
    lane_begin(lane);
    add_cells(*state, rows, 1, 8, remembered_reply(*state), (struct bytes){0});
    script_answer(lane->store, rows);
    assert_int_equal(lane->batch.items[0].outcome, OUTCOME_open);
    bench_play(*state, &lane->batch);
    assert_int_equal(lane->batch.items[0].outcome, OUTCOME_set_aside);
    assert_string_equal(lane->batch.items[0].set_aside_code, "id_reused");
    assert_int_equal(lane->batch.items[0].reply.faults.count, 0);
}

/* The table of look-ups goes by the first bytes of a key; equal ones must not hide each other. */
static void keys_that_fall_on_one_place_are_told_apart(void **state)
{
    struct lane *lane = lane_of(*state, 0);
    struct rows *rows = lane_rows();

    for (uint8_t i = 0; i < 3; i++) {
        bench_key(lane_add(lane, ITEM_command, i + 1, "count"), 0xff, 9);
        lane->batch.items[i].key16[15] = i;
    }
    lane_begin(lane);
    add_cells(*state, rows, 0xff, 9, remembered_reply(*state), (struct bytes){0});
    uint8_t key[16];
    memset(key, 0xff, 16);
    key[15] = 1;
    rows->cells[0][0] = (struct bytes){key, 16};
    script_answer(lane->store, rows);
    assert_int_equal(lane->batch.items[0].outcome, OUTCOME_open);
    assert_int_equal(lane->batch.items[1].outcome, OUTCOME_duplicate);
    assert_int_equal(lane->batch.items[2].outcome, OUTCOME_open);
}

static void both_deliveries_in_one_batch_are_answered_as_accepted_before(void **state)
{
    struct lane *lane = lane_of(*state, 0);
    struct rows *rows = lane_rows();

    bench_key(lane_add(lane, ITEM_command, 1, "count"), 3, 9);
    bench_key(lane_add(lane, ITEM_command, 1, "count"), 3, 9);
    lane_begin(lane);
    add_cells(*state, rows, 3, 9, remembered_reply(*state), (struct bytes){0});
    script_answer(lane->store, rows);
    assert_int_equal(lane->batch.items[0].outcome, OUTCOME_duplicate);
    assert_int_equal(lane->batch.items[1].outcome, OUTCOME_duplicate);
}

static void a_thousand_keys_find_their_place(void **state)
{
    struct lane *lane = lane_of(*state, 0);

    for (int i = 0; i < BATCH_MAX; i++)
        bench_key(lane_add(lane, ITEM_command, 1, "count"), (uint8_t)(i % 7), 9);
    lane_begin(lane);
    assert_int_equal(
        script_array_count(script_param(script_must(lane->store, "engine_accepted_find"), 0)),
        BATCH_MAX
    );
    size_t placed = 0;
    for (size_t i = 0; i < 4096; i++)
        placed += lane->batch.lookups[i] != NULL;
    assert_int_equal(placed, BATCH_MAX);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lane_bench_begin, lane_bench_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(messages_without_a_key_and_refused_ones_are_not_looked_up),
        TEST(a_key_that_was_accepted_is_answered_as_it_was_then),
        TEST(an_answer_without_words_of_its_own_is_read_from_its_event),
        TEST(an_id_that_was_accepted_with_other_content_is_refused),
        TEST(a_replayed_command_whose_id_was_accepted_with_other_content_is_set_aside),
        TEST(keys_that_fall_on_one_place_are_told_apart),
        TEST(both_deliveries_in_one_batch_are_answered_as_accepted_before),
        TEST(a_thousand_keys_find_their_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
