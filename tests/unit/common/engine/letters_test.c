/* Tests of common/engine/letters.c: a command that was set aside and is sent again (DESIGN section 3, poison; P2, P5). */
#include "common/engine/parked_inside.h"
#include "common/engine/writer_inside.h"

#include "tests/unit/common/engine/lane_bench.h"

/* Loads commands with key 1, 2 … and content 9, and answers with one letter of that key and content. */
static struct lane *find_letter(struct bench *bench, int count, uint8_t key, uint8_t content)
{
    struct lane *lane = lane_of(bench, 0);
    struct rows *rows = lane_rows();
    struct params params;
    uint8_t bytes[32];

    for (int i = 1; i <= count; i++)
        bench_key(lane_add(lane, ITEM_command, i, "count"), (uint8_t)i, 9);
    lane_begin(lane);
    memset(bytes, key, 16);
    memset(bytes + 16, content, 16);
    params_begin(&params, &bench->arena);
    params_bytes(&params, arena_bytes(&bench->arena, (struct bytes){bytes, 16}));
    params_bytes(&params, arena_bytes(&bench->arena, (struct bytes){bytes + 16, 16}));
    params_text(&params, TEXT("poison"));
    script_row(rows, &params);
    assert_true(script_until(lane->store, "engine_letter_find"));
    script_answer(lane->store, rows);
    script_answer_all(lane->store);
    return lane;
}

static void a_command_that_waits_as_a_letter_is_answered_and_not_tried(void **state)
{
    struct lane *lane = find_letter(*state, 3, 2, 9);
    const struct item *items = lane->batch.items;

    while (!batch_decide(lane->engine, &lane->batch)) {
        lane_load(lane);
        script_answer_all(lane->store);
    }
    assert_int_equal(items[0].outcome, OUTCOME_accepted);
    assert_int_equal(items[1].outcome, OUTCOME_rejected);
    assert_int_equal(items[2].outcome, OUTCOME_accepted);
    assert_string_equal(items[1].reply.faults.list[0].code, "case_parked");
    assert_true(text_is(
        items[1].reply.faults.list[0].message,
        "set aside for an operator: poison / 已搁置，待人工处理"
    ));
    assert_int_equal(bench_now->decided[2], 0);
}

/* PROTOCOL section 2: after `rejected` the same id may come again with any content. */
static void the_same_id_with_other_content_is_tried(void **state)
{
    struct lane *lane = find_letter(*state, 2, 2, 8);

    assert_int_equal(lane->batch.items[1].outcome, OUTCOME_open);
}

static void what_was_accepted_meanwhile_stays_accepted(void **state)
{
    struct lane *lane = lane_of(*state, 0);

    bench_key(lane_add(lane, ITEM_command, 1, "count"), 1, 9);
    lane->batch.items[0].outcome = OUTCOME_duplicate;
    lane_begin(lane);
    assert_null(script_sent(lane->store, "engine_letter_find"));
}

static void nobody_asks_when_no_command_waits(void **state)
{
    struct bench *bench = *state;
    struct lane *lane = lane_of(bench, 0);

    bench->engine.parked->counted = true;
    bench_key(lane_add(lane, ITEM_command, 1, "count"), 1, 9);
    lane_begin(lane);
    assert_null(script_sent(lane->store, "engine_letter_find"));
}

static void events_and_replays_are_not_looked_for(void **state)
{
    struct lane *lane = lane_of(*state, 0);

    bench_key(lane_add(lane, ITEM_replay, 1, "count"), 1, 9);
    lane_add(lane, ITEM_event, 2, "count");
    lane_begin(lane);
    assert_null(script_sent(lane->store, "engine_letter_find"));
}

static void a_question_that_fails_fails_the_batch(void **state)
{
    struct lane *lane = lane_of(*state, 0);

    bench_key(lane_add(lane, ITEM_command, 1, "count"), 1, 9);
    lane_begin(lane);
    assert_true(script_until(lane->store, "engine_letter_find"));
    script_fail(lane->store, "57014");
    assert_int_equal(lane->error, ERROR_db_retry);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lane_bench_begin, lane_bench_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_command_that_waits_as_a_letter_is_answered_and_not_tried),
        TEST(the_same_id_with_other_content_is_tried),
        TEST(what_was_accepted_meanwhile_stays_accepted),
        TEST(nobody_asks_when_no_command_waits),
        TEST(events_and_replays_are_not_looked_for),
        TEST(a_question_that_fails_fails_the_batch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
