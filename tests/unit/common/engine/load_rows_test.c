/* Tests of common/engine/load.c: what a batch reads, in one round trip, and what it makes of the answers. */
#include "common/engine/writer_inside.h"

#include "tests/unit/common/engine/lane_bench.h"

static void a_batch_looks_its_keys_and_records_up_in_one_round_trip(void **state)
{
    struct lane *lane = lane_of(*state, 0);

    bench_key(lane_add(lane, ITEM_command, 1, "count"), 1, 1);
    bench_key(lane_add(lane, ITEM_command, 2, "count"), 2, 1);
    lane_begin(lane);
    assert_string_equal(
        lane_words(lane, 0),
        "engine_accepted_find engine_letter_find kept_load ;"
    );
    for (int i = 0; i < 2; i++)
        assert_int_equal(script_array_count(script_param(&lane->store->sent[i], 0)), 2);
    assert_false(lane->load_answered);
    script_answer_all(lane->store);
    assert_true(lane->load_answered);
}

static void rows_become_records_and_missing_ones_are_known_to_be_missing(void **state)
{
    struct bench *bench = *state;
    struct lane *lane = lane_of(bench, 0);
    struct rows *rows = lane_rows();
    struct params params;

    lane_add(lane, ITEM_command, 1, "count");
    lane_add(lane, ITEM_command, 2, "count");
    lane_begin(lane);
    params_begin(&params, &bench->arena);
    params_uuid(&params, bench_case(2));
    params_int(&params, 41);
    for (int i = 0; i < 5; i++)
        params_null(&params);
    script_row(rows, &params);
    script_answer(lane->store, rows);
    script_answer_all(lane->store);
    struct uuid one = bench_case(1), two = bench_case(2);
    const struct record_slot *missing =
        table_find(&lane->batch.table, &kept_record, (struct bytes){one.b, 16});
    const struct record_slot *found =
        table_find(&lane->batch.table, &kept_record, (struct bytes){two.b, 16});
    assert_int_equal(missing->state, SLOT_loaded);
    assert_null(missing->now);
    assert_int_equal(found->state, SLOT_loaded);
    assert_int_equal(((const struct counted *)found->now)->n, 41);
    assert_ptr_equal(found->before, found->now);
    assert_true(batch_decide(&bench->engine, &lane->batch));
    assert_int_equal(((const struct counted *)found->now)->n, 42);
}

/* What the batch before has touched is taken from its table: PostgreSQL does not have it yet. */
static void a_record_of_the_batch_before_is_not_loaded(void **state)
{
    struct lane *first = lane_of(*state, 0), *second = lane_of(*state, 1);

    lane_add(first, ITEM_command, 1, "count");
    lane_play(first);
    second->batch.before = &first->batch;
    lane_add(second, ITEM_command, 1, "count");
    lane_add(second, ITEM_command, 2, "count");
    lane_begin(second);
    assert_string_equal(lane_words(second, 0), "kept_load ;");
    assert_int_equal(script_array_count(script_param(&second->store->sent[0], 0)), 1);
}

static void a_list_is_asked_once_with_all_its_keys_and_read_in_order(void **state)
{
    struct bench *bench = *state;
    struct lane *lane = lane_of(bench, 0);
    struct rows *rows = lane_rows();

    lane_add(lane, ITEM_command, 1, "list");
    lane_begin(lane);
    script_answer_all(lane->store);
    size_t from = lane->store->count;
    assert_false(batch_decide(&bench->engine, &lane->batch));
    lane_load(lane);
    assert_string_equal(lane_words(lane, from), "kept_list ;");
    for (int i = 0; i < 20; i++) {
        struct params params;
        params_begin(&params, &bench->arena);
        params_text(&params, i == 19 ? TEXT("unasked") : TEXT("x"));
        params_text(&params, arena_format(&bench->arena, "k%d", i));
        script_row(rows, &params);
    }
    script_answer(lane->store, rows);
    script_answer_all(lane->store);
    assert_true(lane->batch.lists->loaded);
    assert_int_equal(lane->batch.lists->list.count, 19);
    assert_true(text_is(text_of_bytes(lane->batch.lists->list.keys[0]), "k0"));
    assert_true(text_is(text_of_bytes(lane->batch.lists->list.keys[18]), "k18"));
    assert_true(batch_decide(&bench->engine, &lane->batch));
}

static void a_list_that_goes_by_time_gets_the_now_of_the_batch(void **state)
{
    struct bench *bench = *state;
    struct lane *lane = lane_of(bench, 0);

    lane_add(lane, ITEM_command, 1, "timed");
    lane_begin(lane);
    script_answer_all(lane->store);
    assert_false(batch_decide(&bench->engine, &lane->batch));
    lane_load(lane);
    const struct script_sent *sent = script_must(lane->store, "timed_list");
    assert_int_equal(sent->params.count, 2);
    assert_int_equal(script_param_int(sent, 1), (lane->batch.now_ms - 946684800000) * 1000);
}

/* A list sees committed rows only. */
static void a_list_waits_until_the_batch_before_is_committed(void **state)
{
    struct bench *bench = *state;
    struct lane *first = lane_of(bench, 0), *second = lane_of(bench, 1);

    second->batch.before = &first->batch;
    lane_add(second, ITEM_command, 1, "list");
    lane_begin(second);
    script_answer_all(second->store);
    assert_false(batch_decide(&bench->engine, &second->batch));
    size_t from = second->store->count;
    lane_load(second);
    assert_true(second->waits_for_list);
    assert_string_equal(lane_words(second, from), "");
    second->batch.before = NULL;
    lane_load(second);
    assert_false(second->waits_for_list);
    assert_string_equal(lane_words(second, from), "kept_list ;");
}

static const struct rows *lease_of(struct bench *bench, int64_t next)
{
    struct rows *rows = lane_rows();
    struct params params;

    params_begin(&params, &bench->arena);
    params_text(&params, TEXT("GD"));
    params_int(&params, next);
    script_row(rows, &params);
    return rows;
}

static void ask_for_number(struct bench *bench, struct lane *lane)
{
    lane_add(lane, ITEM_command, 1, "number");
    lane_begin(lane);
    script_answer_all(lane->store);
    assert_false(batch_decide(&bench->engine, &lane->batch));
    lane_load(lane);
    assert_string_equal(script_next(lane->store), "engine_number_lease");
}

/* A number of a lease that was rolled back could be given out twice. */
static void leased_numbers_are_used_when_the_lease_is_committed_not_before(void **state)
{
    struct bench *bench = *state;
    struct lane *lane = lane_of(bench, 0);

    ask_for_number(bench, lane);
    assert_int_equal(
        script_param_int(script_must(lane->store, "engine_number_lease"), 1),
        10000
    );
    script_answer(lane->store, lease_of(bench, 501));
    assert_int_equal(engine_take_number(&bench->engine, TEXT("GD")), 0);
    script_answer_all(lane->store);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("GD")), 501);
    assert_int_equal(bench->engine.numbers[0].end, 10501);
}

static void a_lease_in_a_group_that_failed_is_not_used(void **state)
{
    struct bench *bench = *state;
    struct lane *lane = lane_of(bench, 0);

    ask_for_number(bench, lane);
    script_answer(lane->store, lease_of(bench, 501));
    lane->error = ERROR_db_retry;
    script_answer_all(lane->store);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("GD")), 0);
    assert_true(lane->load_answered);
}

static void the_first_failure_of_a_load_is_the_lanes_error(void **state)
{
    struct lane *lane = lane_of(*state, 0);

    bench_key(lane_add(lane, ITEM_command, 1, "count"), 1, 1);
    lane_begin(lane);
    script_fail(lane->store, "22000");
    script_answer_all(lane->store);
    assert_int_equal(lane->error, ERROR_db_refused);
    assert_true(lane->load_answered);
}

static void a_lane_touches_another_when_both_changed_a_row(void **state)
{
    struct lane *first = lane_of(*state, 0), *second = lane_of(*state, 1);

    assert_false(lane_touches(first, NULL));
    lane_add(first, ITEM_command, 1, "count");
    lane_play(first);
    lane_add(second, ITEM_command, 2, "count");
    lane_play(second);
    assert_false(lane_touches(second, first));
    struct uuid id = bench_case(2);
    struct record_slot *slot =
        table_get(&first->batch.table, &kept_record, (struct bytes){id.b, 16});
    assert_false(lane_touches(second, first));
    slot->changed = true;
    assert_true(lane_touches(second, first));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lane_bench_begin, lane_bench_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_batch_looks_its_keys_and_records_up_in_one_round_trip),
        TEST(rows_become_records_and_missing_ones_are_known_to_be_missing),
        TEST(a_record_of_the_batch_before_is_not_loaded),
        TEST(a_list_is_asked_once_with_all_its_keys_and_read_in_order),
        TEST(a_list_that_goes_by_time_gets_the_now_of_the_batch),
        TEST(a_list_waits_until_the_batch_before_is_committed),
        TEST(leased_numbers_are_used_when_the_lease_is_committed_not_before),
        TEST(a_lease_in_a_group_that_failed_is_not_used),
        TEST(the_first_failure_of_a_load_is_the_lanes_error),
        TEST(a_lane_touches_another_when_both_changed_a_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
