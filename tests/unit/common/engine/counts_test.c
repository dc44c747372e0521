/* Tests of common/engine/counts.c: the first of the ledger's two counts (P10). */
#include "common/engine/counts.h"

#include <jansson.h>

#include "tests/unit/common/engine/bench.h"

static int64_t value(struct bench *bench, const char *name)
{
    return counts_value(bench->engine.counts, name);
}

static void counts_messages_by_type_and_outcome_events_and_states(void **state)
{
    struct bench *bench = *state;

    bench_key(bench_command(bench, 1, "count"), 1, 1);
    bench_key(bench_command(bench, 1, "count"), 1, 1);
    bench_command(bench, 2, "count");
    bench_command(bench, 2, "wide");
    bench_command(bench, 3, "refuse");
    bench_command(bench, 4, "poison");
    bench_event(bench, 5, "count");
    bench_play(bench, &bench->batch);
    counts_add(bench->engine.counts, &bench->batch);
    assert_int_equal(value(bench, "in/sample.v1/accepted"), 3);
    assert_int_equal(value(bench, "in/sample.v1/duplicate"), 1);
    assert_int_equal(value(bench, "in/sample.v1/rejected"), 1);
    assert_int_equal(value(bench, "in/sample.v1/set_aside"), 1);
    assert_int_equal(value(bench, "event/told.v1"), 5);
    assert_int_equal(value(bench, "state/red"), 2); /* cases 1 and 5, counted once */
    assert_int_equal(value(bench, "state/blue"), 1);
    assert_true(counts_dirty(bench->engine.counts));
    counts_saved(bench->engine.counts);
    assert_false(counts_dirty(bench->engine.counts));
}

static void moves_a_record_from_one_state_to_another(void **state)
{
    struct bench *bench = *state;
    struct uuid id = bench_case(1);
    struct counted before = {.id = id, .has_id = true, .n = 1, .colour = COLOUR_red};
    struct record_slot *slot =
        table_get(&bench->batch.table, &counted_record, (struct bytes){id.b, 16});

    slot->state = SLOT_loaded;
    slot->before = slot->now = &before;
    bench_command(bench, 1, "count");
    bench_play(bench, &bench->batch);
    counts_add(bench->engine.counts, &bench->batch);
    assert_int_equal(value(bench, "state/red"), -1);
    assert_int_equal(value(bench, "state/blue"), 1);
}

static void takes_back_what_a_failed_transaction_counted(void **state)
{
    struct bench *bench = *state;

    counts_bump(bench->engine.counts, "apart", TEXT("busy"), NULL);
    bench_command(bench, 1, "count");
    bench_play(bench, &bench->batch);
    counts_add(bench->engine.counts, &bench->batch);
    counts_bump(bench->engine.counts, "apart", TEXT("busy"), NULL);
    counts_undo(bench->engine.counts, &bench->batch);
    assert_int_equal(value(bench, "in/sample.v1/accepted"), 0);
    assert_int_equal(value(bench, "event/told.v1"), 0);
    assert_int_equal(value(bench, "state/red"), 0);
    assert_int_equal(value(bench, "apart/busy"), 2);
    counts_undo(bench->engine.counts, &bench->batch); /* once */
    assert_int_equal(value(bench, "in/sample.v1/accepted"), 0);
}

/* They are counted apart: the sender may come again. */
static void does_not_count_queries_busy_unavailable_and_forbidden_as_received(void **state)
{
    struct bench *bench = *state;

    bench_command(bench, 1, "count")->outcome = OUTCOME_busy;
    bench_command(bench, 1, "count")->outcome = OUTCOME_unavailable;
    bench_command(bench, 1, "count")->outcome = OUTCOME_answered;
    struct item *forbidden = bench_command(bench, 1, "count");
    forbidden->outcome = OUTCOME_rejected;
    faults_add(
        &forbidden->reply.faults,
        &bench->batch.arena,
        "forbidden",
        (struct text){0},
        "no"
    );
    counts_add(bench->engine.counts, &bench->batch);
    struct text name;
    int64_t any;
    assert_false(counts_at(bench->engine.counts, 0, &name, &any));
}

static void counts_all_unknown_types_under_one_name(void **state)
{
    struct bench *bench = *state;

    for (int i = 0; i < 600; i++) {
        struct item *item = bench_command(bench, 1, "count");
        item->message.shape = NULL;
        item->message.type_name = arena_format(&bench->batch.arena, "unknown.%d", i);
        item->outcome = OUTCOME_rejected;
    }
    counts_add(bench->engine.counts, &bench->batch);
    assert_int_equal(value(bench, "in/unknown/rejected"), 600);
}

static void stores_and_reads_itself_as_json(void **state)
{
    struct bench *bench = *state;
    struct counts *other = counts_new();
    struct text name;
    int64_t n;

    counts_bump(bench->engine.counts, "apart", TEXT("busy"), NULL);
    counts_bump(bench->engine.counts, "in", TEXT("a.v1"), "accepted");
    counts_bump(bench->engine.counts, "in", TEXT("a.v1"), "accepted");
    struct text json = counts_json(bench->engine.counts, NULL, &bench->arena);
    assert_true(text_is(json, "{\"apart/busy\":1,\"in/a.v1/accepted\":2}"));
    counts_bump(other, "old", TEXT("gone"), NULL);
    counts_read(other, json);
    assert_int_equal(counts_value(other, "in/a.v1/accepted"), 2);
    assert_int_equal(counts_value(other, "old/gone"), 0);
    assert_false(counts_dirty(other));
    assert_true(counts_at(other, 1, &name, &n));
    assert_false(counts_at(other, 2, &name, &n));
    counts_destroy(&other);
}

static void leaves_out_what_a_later_batch_has_counted_already(void **state)
{
    struct bench *bench = *state;

    counts_bump(bench->engine.counts, "in", TEXT("sample.v1"), "accepted");
    bench_command(bench, 1, "count");
    bench_play(bench, &bench->batch);
    counts_add(bench->engine.counts, &bench->batch);
    struct text json =
        counts_json(bench->engine.counts, bench->batch.count_deltas, &bench->arena);
    json_t *read = json_loadb(json.at, json.length, 0, NULL);
    assert_int_equal(json_integer_value(json_object_get(read, "in/sample.v1/accepted")), 1);
    assert_int_equal(json_integer_value(json_object_get(read, "event/told.v1")), 0);
    json_decref(read);
    assert_int_equal(value(bench, "in/sample.v1/accepted"), 2);
}

/* Names over the limit share the last one: the sum stays right. */
static void has_room_for_counts_max_names(void **state)
{
    struct bench *bench = *state;
    struct text name;
    int64_t n;

    for (int i = 1; i <= COUNTS_MAX + 1; i++) {
        counts_bump(
            bench->engine.counts,
            "in",
            arena_format(&bench->arena, "type.%d", i),
            "accepted"
        );
        assert_true(counts_at(
            bench->engine.counts,
            (size_t)(i < COUNTS_MAX ? i : COUNTS_MAX) - 1,
            &name,
            &n
        ));
    }
    assert_false(counts_at(bench->engine.counts, COUNTS_MAX, &name, &n));
    assert_true(counts_at(bench->engine.counts, COUNTS_MAX - 1, &name, &n));
    assert_int_equal(n, 2);
    assert_true(counts_at(bench->engine.counts, COUNTS_MAX - 2, &name, &n));
    assert_int_equal(n, 1);
}

static void starts_from_nothing_when_the_row_holds_no_object(void **state)
{
    struct bench *bench = *state;
    struct text name;
    int64_t n;

    counts_read(bench->engine.counts, TEXT("{}"));
    assert_false(counts_at(bench->engine.counts, 0, &name, &n));
    counts_read(bench->engine.counts, TEXT("no json"));
    assert_false(counts_at(bench->engine.counts, 0, &name, &n));
}

static void shows_cases_by_state_and_how_far_the_ledger_is_off(void **state)
{
    struct bench *bench = *state;
    struct counts *counts = bench->engine.counts;

    counts_read(counts, TEXT("{\"event/told.v1\":5,\"event/gone.v1\":2,\"state/red\":3}"));
    counts_show(counts, NULL, 7);
    assert_int_equal(metric_value(METRIC_shouli_ledger_imbalance), 0);
    assert_int_equal(metric_value_labelled(METRIC_shouli_cases, "red"), 3);
    counts_show(counts, NULL, 9);
    assert_int_equal(metric_value(METRIC_shouli_ledger_imbalance), 2);
    counts_show(counts, NULL, 6);
    assert_int_equal(metric_value(METRIC_shouli_ledger_imbalance), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(counts_messages_by_type_and_outcome_events_and_states),
        TEST(moves_a_record_from_one_state_to_another),
        TEST(takes_back_what_a_failed_transaction_counted),
        TEST(does_not_count_queries_busy_unavailable_and_forbidden_as_received),
        TEST(counts_all_unknown_types_under_one_name),
        TEST(stores_and_reads_itself_as_json),
        TEST(leaves_out_what_a_later_batch_has_counted_already),
        TEST(has_room_for_counts_max_names),
        TEST(starts_from_nothing_when_the_row_holds_no_object),
        TEST(shows_cases_by_state_and_how_far_the_ledger_is_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
