/* Tests of common/engine/engine.c: numbers in blocks, time that never runs back, what a decision may look up. */
#include "common/engine/engine.h"

#include "tests/unit/common/engine/bench.h"

static void takes_numbers_in_order_and_none_beyond_the_end_of_the_block(void **state)
{
    struct bench *bench = *state;

    assert_int_equal(engine_take_number(&bench->engine, TEXT("GD")), 0);
    engine_add_numbers(&bench->engine, TEXT("GD"), 41, 43);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("GD")), 41);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("GD")), 42);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("GD")), 0);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("G")), 0);
}

static void a_new_block_takes_the_place_of_the_old_one_of_its_sequence(void **state)
{
    struct bench *bench = *state;

    engine_add_numbers(&bench->engine, TEXT("GD"), 1, 2);
    engine_add_numbers(&bench->engine, TEXT("TS"), 7, 9);
    engine_add_numbers(&bench->engine, TEXT("GD"), 100, 101);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("GD")), 100);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("GD")), 0);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("TS")), 7);
    assert_int_equal(bench->engine.number_next, 2);
}

static void add_sequences(struct engine *engine, int count)
{
    char name[16];

    for (int i = 0; i < count; i++) {
        snprintf(name, sizeof(name), "S%d", i);
        engine_add_numbers(engine, text_of(name), 100 * i + 1, 100 * i + 3);
    }
}

static void keeps_sixteen_sequences(void **state)
{
    struct bench *bench = *state;

    add_sequences(&bench->engine, NUMBER_SEQUENCES_MAX);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("S0")), 1);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("S15")), 1501);
}

/* Numbers may be skipped, never repeated: what is overwritten is leased again. */
static void the_seventeenth_sequence_overwrites_the_oldest(void **state)
{
    struct bench *bench = *state;

    add_sequences(&bench->engine, NUMBER_SEQUENCES_MAX + 1);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("S0")), 0);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("S1")), 101);
    assert_int_equal(engine_take_number(&bench->engine, TEXT("S16")), 1601);
}

static void finds_the_shape_of_a_message_by_its_number(void **state)
{
    struct bench *bench = *state;

    for (size_t i = 0; i < sample_catalogue.count; i++)
        assert_ptr_equal(
            engine_message_shape(&bench->engine, sample_messages[i].type),
            &sample_messages[i]
        );
    assert_null(engine_message_shape(&bench->engine, 0));
    assert_null(engine_message_shape(&bench->engine, -1));
    assert_null(engine_message_shape(&bench->engine, 1000));
}

static void finds_a_shape_in_a_catalogue_that_is_not_numbered_in_order(void **state)
{
    struct bench *bench = *state;
    const struct message_shape shuffled[] = {sample_messages[2], sample_messages[0]};
    const struct catalogue catalogue = {LIST(shuffled)};

    bench->service.catalogue = &catalogue;
    assert_ptr_equal(engine_message_shape(&bench->engine, SAMPLE_told), &shuffled[0]);
    assert_ptr_equal(engine_message_shape(&bench->engine, SAMPLE_idle), &shuffled[1]);
    assert_null(engine_message_shape(&bench->engine, SAMPLE_sample));
}

static int64_t scripted_ms;

static int64_t say_time(void)
{
    return scripted_ms;
}

/* REQUIREMENTS OP-07: a clock that is set back must not let time run backwards for decisions. */
static void time_stands_still_while_the_clock_is_behind_and_goes_on_then(void **state)
{
    struct bench *bench = *state;

    clock_inject(say_time);
    scripted_ms = 1700000000000;
    assert_int_equal(engine_now_ms(&bench->engine), 1700000000000);
    scripted_ms -= 3600000;
    assert_int_equal(engine_now_ms(&bench->engine), 1700000000000);
    scripted_ms = 1700000000001;
    assert_int_equal(engine_now_ms(&bench->engine), 1700000000001);
    clock_inject(NULL);
}

static struct call call_of(struct bench *bench, struct deciding *deciding)
{
    *deciding = (struct deciding){.batch = &bench->batch, .engine = &bench->engine};
    return (struct call){.deciding = deciding};
}

static void a_decision_sees_the_vault_and_the_policies_in_force(void **state)
{
    struct bench *bench = *state;
    struct deciding deciding;
    struct call call = call_of(bench, &deciding);

    assert_ptr_equal(call_vault(&call), &bench->engine.vault);
    assert_ptr_equal(call_policy_set(&call), &bench->engine.policy_sets[0]);
    bench->engine.policies_turn = 1; /* the batch has those that it was gathered with */
    assert_ptr_equal(call_policy_set(&call), &bench->engine.policy_sets[0]);
    bench->batch.policies_turn = 1;
    assert_ptr_equal(call_policy_set(&call), &bench->engine.policy_sets[1]);
}

static void a_decision_reads_the_counts_one_by_one_until_the_end(void **state)
{
    struct bench *bench = *state;
    struct deciding deciding;
    struct call call = call_of(bench, &deciding);
    struct text name = {0};
    int64_t value = 0;

    assert_false(call_count(&call, 0, &name, &value));
    counts_bump(bench->engine.counts, "apart", TEXT("busy"), NULL);
    counts_bump(bench->engine.counts, "apart", TEXT("busy"), NULL);
    assert_true(call_count(&call, 0, &name, &value));
    assert_true(text_is(name, "apart/busy"));
    assert_int_equal(value, 2);
    assert_false(call_count(&call, 1, &name, &value));
}

static void a_decision_reads_the_head_of_its_own_stream(void **state)
{
    struct bench *bench = *state;
    struct deciding deciding;
    struct call call = call_of(bench, &deciding);
    const uint8_t hash[32] = {1};
    int64_t seq = 0;

    stream_set_head(bench->engine.stream, 77, hash);
    bench->batch.seq = 5;
    assert_string_equal(call_stream(&call, &seq), "bench");
    assert_int_equal(seq, 77);
    stream_destroy(&bench->engine.stream);
    assert_string_equal(call_stream(&call, &seq), "bench");
    assert_int_equal(seq, 5);
}

static void follow_up(struct bench *bench)
{
    bench->reactions[0] = (struct reaction){"up", SAMPLE_told, bench_decide, NULL};
    bench->service.reaction_count = 1;
}

static void a_decision_reads_the_cursors_of_followed_streams(void **state)
{
    struct bench *bench = *state;
    struct deciding deciding;
    struct call call = call_of(bench, &deciding);
    struct text type = {0};
    int64_t value = 99;

    follow_up(bench);
    follows_set_cursor(
        &bench->engine,
        TEXT("up"),
        12,
        (struct bytes){0},
        TEXT("{\"a.b.v1\":3}")
    );
    assert_string_equal(call_cursor(&call, 0, &value), "up");
    assert_int_equal(value, 12);
    assert_true(call_cursor_count(&call, 0, 0, &type, &value));
    assert_true(text_is(type, "a.b.v1"));
    assert_int_equal(value, 3);
    assert_false(call_cursor_count(&call, 0, 1, &type, &value));
    assert_null(call_cursor(&call, 1, &value));
    assert_int_equal(value, 3);
}

static void without_streams_a_trial_says_what_was_applied(void **state)
{
    struct bench *bench = *state;
    struct deciding deciding;
    struct call call = call_of(bench, &deciding);

    bench->engine.trial_applied = 10;
    assert_true(call_upstream_applied(&call, "up", "bench", 9));
    assert_true(call_upstream_applied(&call, "up", "bench", 10));
    assert_false(call_upstream_applied(&call, "up", "bench", 11));
}

static void what_a_stream_never_said_is_not_applied(void **state)
{
    struct bench *bench = *state;
    struct deciding deciding;
    struct call call = call_of(bench, &deciding);

    follow_up(bench);
    bench->engine.trial_applied = 10;
    follows_set_cursor(&bench->engine, TEXT("up"), 12, (struct bytes){0}, TEXT("{}"));
    assert_true(call_upstream_applied(&call, "up", "bench", 0));
    assert_false(call_upstream_applied(&call, "up", "bench", 1));
}

static void a_month_is_yyyymm_in_utc(void **state UNUSED)
{
    assert_int_equal(engine_month(1798761599999), 202612); /* 2026-12-31 23:59:59.999 */
    assert_int_equal(engine_month(1798761600000), 202701);
    assert_int_equal(engine_month(0), 197001);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_month_is_yyyymm_in_utc),
        TEST(takes_numbers_in_order_and_none_beyond_the_end_of_the_block),
        TEST(a_new_block_takes_the_place_of_the_old_one_of_its_sequence),
        TEST(keeps_sixteen_sequences),
        TEST(the_seventeenth_sequence_overwrites_the_oldest),
        TEST(finds_the_shape_of_a_message_by_its_number),
        TEST(finds_a_shape_in_a_catalogue_that_is_not_numbered_in_order),
        TEST(time_stands_still_while_the_clock_is_behind_and_goes_on_then),
        TEST(a_decision_sees_the_vault_and_the_policies_in_force),
        TEST(a_decision_reads_the_counts_one_by_one_until_the_end),
        TEST(a_decision_reads_the_head_of_its_own_stream),
        TEST(a_decision_reads_the_cursors_of_followed_streams),
        TEST(without_streams_a_trial_says_what_was_applied),
        TEST(what_a_stream_never_said_is_not_applied),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
