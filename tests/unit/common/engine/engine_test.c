/* Tests of common/engine/engine.c: numbers, types, time, and what a decision may ask of the engine. */
#include "common/clock.h"
#include "tests/unit/common/engine/bench.h"

static int64_t clock_ms;

static int64_t now_ms(void)
{
    return clock_ms;
}

static void hands_out_a_block_of_numbers_and_no_more(void **state)
{
    struct bench *bench = *state;

    assert_int_equal(engine_take_number(&bench->engine, TEXT("a")), 0);
    engine_add_numbers(&bench->engine, TEXT("a"), 5, 7);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("a")), 5);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("b")), 0);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("a")), 6);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("a")), 0);
    engine_add_numbers(&bench->engine, TEXT("a"), 100, 101);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("a")), 100);
}

/* Over NUMBER_SEQUENCES_MAX the oldest block is given up: its numbers are skipped, never repeated. */
static void keeps_blocks_of_16_sequences(void **state)
{
    struct bench *bench = *state;
    char name[16];

    for (int i = 0; i < NUMBER_SEQUENCES_MAX; i++) {
        snprintf(name, sizeof(name), "s%d", i);
        engine_add_numbers(&bench->engine, text_of(name), 10 * i + 1, 10 * i + 9);
    }
    assert_int_equal(engine_take_number(&bench->engine, TEXT("s0")), 1);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("s15")), 151);
    engine_add_numbers(&bench->engine, TEXT("s16"), 1000, 1001);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("s0")), 0);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("s1")), 11);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("s16")), 1000);
}

static void finds_a_message_by_its_number(void **state)
{
    struct bench *bench = *state;

    assert_string_equal(engine_message_shape(&bench->engine, SAMPLE_told)->name, "told.v1");
    assert_string_equal(engine_message_shape(&bench->engine, SAMPLE_idle)->name, "idle.v1");
    assert_null(engine_message_shape(&bench->engine, 0));
    assert_null(engine_message_shape(&bench->engine, SAMPLE_told + 1));
    assert_null(engine_message_shape(&bench->engine, -1));
}

/* OP-07: the host's clock may be set back; the batch's now is not. */
static void never_lets_time_run_backwards(void **state)
{
    struct bench *bench = *state;

    clock_inject(now_ms);
    clock_ms = 1000;
    assert_int_equal(engine_now_ms(&bench->engine), 1000);
    clock_ms = 400;
    assert_int_equal(engine_now_ms(&bench->engine), 1000);
    clock_ms = 1001;
    assert_int_equal(engine_now_ms(&bench->engine), 1001);
    clock_inject(NULL);
}

static void tells_a_decision_counts_cursors_and_the_stream(void **state)
{
    struct bench *bench = *state;
    struct deciding deciding = {.engine = &bench->engine, .batch = &bench->batch};
    struct call call = {.deciding = &deciding};
    struct text name;
    int64_t n;

    bench->reactions[0] = (struct reaction){.stream = "up"};
    bench->service.reaction_count = 1;
    follows_set_cursor(&bench->engine, TEXT("up"), 5, (struct bytes){0}, TEXT("{\"a.v1\":3}"));
    counts_bump(bench->engine.counts, "apart", TEXT("busy"), NULL);
    assert_true(call_count(&call, 0, &name, &n));
    assert_true(text_is(name, "apart/busy") && n == 1);
    assert_false(call_count(&call, 1, &name, &n));
    assert_string_equal(call_cursor(&call, 0, &n), "up");
    assert_int_equal(n, 5);
    assert_null(call_cursor(&call, 1, &n));
    assert_true(call_cursor_count(&call, 0, 0, &name, &n));
    assert_true(text_is(name, "a.v1") && n == 3);
    assert_false(call_cursor_count(&call, 0, 1, &name, &n));
    assert_string_equal(call_stream(&call, &n), "bench");
    assert_int_equal(n, 0);
    assert_ptr_equal(call_vault(&call), &bench->engine.vault);
    bench->engine.policies_turn = 1;
    assert_ptr_equal(call_policy_set(&call), &bench->engine.policy_sets[1]);
}

static void knows_nothing_of_upstream_before_it_is_told(void **state)
{
    struct bench *bench = *state;
    struct deciding deciding = {.engine = &bench->engine, .batch = &bench->batch};
    struct call call = {.deciding = &deciding};

    bench->reactions[0] = (struct reaction){.stream = "up"};
    bench->service.reaction_count = 1;
    follows_set_cursor(&bench->engine, TEXT("up"), 5, (struct bytes){0}, TEXT("{}"));
    assert_false(call_upstream_applied(&call, "up", "other", 1));
    assert_false(call_upstream_applied(&call, "nobody", "other", 1));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(hands_out_a_block_of_numbers_and_no_more),
        TEST(keeps_blocks_of_16_sequences),
        TEST(finds_a_message_by_its_number),
        TEST(never_lets_time_run_backwards),
        TEST(tells_a_decision_counts_cursors_and_the_stream),
        TEST(knows_nothing_of_upstream_before_it_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
