/* Tests of common/engine/attempt.c: what is noted before it is tried, and who is suspected after an unclean end (DESIGN
 * section 3, poison; P5). */
#include "common/engine/writer_inside.h"

#include "tests/unit/common/engine/lane_bench.h"

static void attempts(struct bench *bench, int64_t count)
{
    struct lane *lane = lane_of(bench, 0);
    struct rows *rows = lane_rows();
    struct params params;

    bench->engine.writer->careful = 10;
    bench_key(lane_add(lane, ITEM_command, 1, "count"), 6, 1);
    lane_begin(lane);
    assert_string_equal(
        lane_words(lane, 0),
        "engine_attempt_begin engine_accepted_find engine_letter_find kept_load ;"
    );
    params_begin(&params, &bench->arena);
    params_int(&params, count);
    script_row(rows, &params);
    script_answer(lane->store, rows);
    script_answer_all(lane->store);
}

/* DESIGN section 3, poison: a message that ends the process is set aside at the third attempt. */
static void a_second_attempt_is_made(void **state)
{
    attempts(*state, 2);
    assert_null(lane_of(*state, 0)->batch.items[0].set_aside_code);
}

static void at_the_third_attempt_a_message_is_set_aside(void **state)
{
    attempts(*state, 3);
    assert_string_equal(lane_of(*state, 0)->batch.items[0].set_aside_code, "poison");
}

static void an_attempt_is_noted_once_a_process(void **state)
{
    struct lane *lane = lane_of(*state, 0);

    attempts(*state, 1);
    size_t from = lane->store->count;
    lane_begin(lane);
    assert_string_equal(lane_words(lane, from), "engine_accepted_find engine_letter_find ;");
}

static void an_attempt_is_named_by_the_key_or_the_place_in_the_stream(void **state)
{
    struct bench *bench = *state;
    struct lane *lane = lane_of(bench, 0);
    struct item *command = lane_add(lane, ITEM_command, 1, "count");

    assert_null(attempt_key(command, &bench->arena).at);
    bench_key(command, 4, 1);
    assert_true(
        bytes_equal(attempt_key(command, &bench->arena), (struct bytes){command->key16, 16})
    );
    struct item *event = lane_add(lane, ITEM_event, 1, "count");
    event->seq = 77;
    assert_true(text_is(text_of_bytes(attempt_key(event, &bench->arena)), "up/77"));
    assert_null(attempt_key(lane_add(lane, ITEM_chore, 0, "count"), &bench->arena).at);
}

/* `count` commands with keys 1, 2 …, loaded as a group; PostgreSQL returns those of `fresh`. */
static void note_group(struct bench *bench, int count, const int *fresh, int fresh_count)
{
    struct lane *lane = lane_of(bench, 0);
    struct rows *rows = lane_rows();

    bench->engine.writer->careful = 100;
    for (int i = 1; i <= count && (int)lane->batch.count < count; i++)
        bench_key(lane_add(lane, ITEM_command, i, "count"), (uint8_t)i, 1);
    lane->batch.from = 0;
    lane->batch.to = attempt_group(&lane->batch, BATCH_MAX);
    lane_begin(lane);
    for (int i = 0; i < fresh_count; i++) {
        struct params params;
        params_begin(&params, &bench->arena);
        params_bytes(&params, (struct bytes){lane->batch.items[fresh[i] - 1].key16, 16});
        script_row(rows, &params);
    }
    assert_true(script_until(lane->store, "engine_attempt_group"));
    script_answer(lane->store, rows);
    script_answer_all(lane->store);
}

static void a_group_is_noted_with_one_statement_and_tried_together(void **state)
{
    static const int fresh[] = {1, 2, 3};
    struct lane *lane = lane_of(*state, 0);

    note_group(*state, 3, fresh, 3);
    const struct script_sent *sent = script_must(lane->store, "engine_attempt_group");
    assert_int_equal(script_array_count(script_param(sent, 0)), 3);
    assert_null(script_sent(lane->store, "engine_attempt_begin"));
    assert_false(lane->suspects);
    assert_int_equal(lane->batch.to, 3);
}

/* Its row was there: a process has ended while it was under way. It is tried alone, the others are not counted. */
static void a_message_with_a_row_of_an_earlier_process_is_a_suspect(void **state)
{
    static const int fresh[] = {1, 3};
    struct lane *lane = lane_of(*state, 0);
    const struct item *items = lane->batch.items;

    note_group(*state, 3, fresh, 2);
    items = lane->batch.items;
    assert_true(lane->suspects);
    assert_true(items[1].suspect && !items[1].attempted);
    assert_false(items[0].suspect || items[2].suspect);
    assert_true(items[0].attempted && items[2].attempted);
    assert_int_equal(attempt_group(&lane->batch, BATCH_MAX), 1); /* up to the suspect */
    lane->batch.from = 1;
    assert_int_equal(attempt_group(&lane->batch, BATCH_MAX), 1); /* the suspect alone */
    lane->batch.to = 2;
    lane_begin(lane);
    assert_int_equal(
        script_array_count(script_param(script_must(lane->store, "engine_accepted_find"), 0)),
        1
    );
    assert_memory_equal(
        script_param(script_must(lane->store, "engine_attempt_begin"), 0).at,
        items[1].key16,
        16
    );
    lane->batch.from = 2;
    assert_int_equal(attempt_group(&lane->batch, BATCH_MAX), 1);
}

/* What this process has noted itself does not make it suspicious to itself. */
static void a_group_that_is_tried_again_is_noted_once(void **state)
{
    static const int fresh[] = {1, 2};
    struct lane *lane = lane_of(*state, 0);

    note_group(*state, 2, fresh, 2);
    size_t from = lane->store->count;
    lane_begin(lane);
    assert_null(strstr(lane_words(lane, from), "attempt"));
    assert_false(lane->suspects);
}

static void a_group_holds_fifty_at_most_and_no_more_than_the_limit(void **state)
{
    static const struct {
        int count;
        size_t limit, size;
    } cases[] =
        {{49, 1000, 49}, {50, 1000, 50}, {51, 1000, 50}, {51, 8, 8}, {51, 1, 1}, {1, 9, 1}};
    struct bench *bench = *state;

    for (size_t i = 0; i < LENGTH(cases); i++) {
        batch_begin(&bench->batch, 1700000000000);
        for (int k = 0; k < cases[i].count; k++)
            bench_key(bench_command(bench, k + 1, "count"), (uint8_t)(k + 1), 1);
        assert_int_equal(attempt_group(&bench->batch, cases[i].limit), cases[i].size);
    }
    batch_begin(&bench->batch, 1700000000000);
    assert_int_equal(attempt_group(&bench->batch, 50), 0);
}

/* A chore or a query leaves no row; if it ended the process, others would be suspected for it. */
static void what_leaves_no_row_is_tried_alone(void **state)
{
    struct bench *bench = *state;

    bench_event(bench, 1, "count");
    bench_command(bench, 2, "count"); /* no key: a query */
    bench_event(bench, 3, "count");
    batch_add(&bench->batch, ITEM_chore);
    bench_event(bench, 4, "count");
    bench_command(bench, 5, "count")->outcome = OUTCOME_rejected; /* never run */
    bench_event(bench, 6, "count");
    static const size_t sizes[] = {1, 1, 1, 1, 3};
    for (size_t i = 0; i < LENGTH(sizes); i++) {
        size_t size = attempt_group(&bench->batch, BATCH_MAX);
        assert_int_equal(size, sizes[i]);
        bench->batch.from += size;
    }
    assert_int_equal(bench->batch.from, bench->batch.count);
}

static void nothing_is_noted_after_a_clean_end(void **state)
{
    struct lane *lane = lane_of(*state, 0);

    bench_key(lane_add(lane, ITEM_command, 1, "count"), 6, 1);
    lane_begin(lane);
    assert_null(strstr(lane_words(lane, 0), "attempt"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, lane_bench_begin, lane_bench_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_second_attempt_is_made),
        TEST(at_the_third_attempt_a_message_is_set_aside),
        TEST(an_attempt_is_noted_once_a_process),
        TEST(an_attempt_is_named_by_the_key_or_the_place_in_the_stream),
        TEST(a_group_is_noted_with_one_statement_and_tried_together),
        TEST(a_message_with_a_row_of_an_earlier_process_is_a_suspect),
        TEST(a_group_that_is_tried_again_is_noted_once),
        TEST(a_group_holds_fifty_at_most_and_no_more_than_the_limit),
        TEST(what_leaves_no_row_is_tried_alone),
        TEST(nothing_is_noted_after_a_clean_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
