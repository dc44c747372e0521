/* Tests of common/engine/follow_counts.c: the second of the ledger's two counts (P10). */
#include "tests/unit/common/engine/upstream.h"

static int64_t count_at(struct bench *bench, size_t index)
{
    struct text type;
    int64_t n = -1;

    return follows_count(bench->engine.follows, 0, index, &type, &n) ? n : -1;
}

static void counts_applied_events_by_type_when_they_are_committed(void **state)
{
    static const char *const texts[] = {"count", NULL, "count"};
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    uint8_t chain[32];

    stream_first_hash("up", chain);
    assert_true(upstream_say(bench, follow, upstream_events(&bench->arena, 1, texts, 3, chain))
    );
    follows_gather(&bench->engine, &bench->batch, 10);
    bench->batch.to = bench->batch.count;
    assert_true(text_is(follow_counts(follow, &bench->batch, &bench->arena), "{\"told.v1\":2}")
    );
    /* Sent again after a failure: counted once. */
    assert_true(text_is(follow_counts(follow, &bench->batch, &bench->arena), "{\"told.v1\":2}")
    );
    assert_int_equal(count_at(bench, 0), 0);
    follows_commit(&bench->engine, &bench->batch);
    assert_int_equal(count_at(bench, 0), 2);
    assert_int_equal(
        metric_value_labelled(METRIC_shouli_events_applied_total, "up", "told.v1"),
        2
    );
}

static void counts_the_events_of_its_own_stream_and_range_alone(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    struct follow other;

    bench_event(bench, 1, "count")->follow = follow;
    bench_event(bench, 2, "count")->follow = &other;
    bench_event(bench, 3, "count")->follow = follow;
    bench_command(bench, 4, "count");
    bench->batch.to = 2;
    assert_true(text_is(follow_counts(follow, &bench->batch, &bench->arena), "{\"told.v1\":1}")
    );
}

static void reads_what_it_has_written(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);
    struct text type;
    int64_t n;

    follow_counts_read(follow, TEXT("{\"a.v1\":5,\"b.v1\":7}"));
    assert_true(follows_count(bench->engine.follows, 0, 1, &type, &n));
    assert_true(text_is(type, "b.v1") && n == 7);
    assert_false(follows_count(bench->engine.follows, 0, 2, &type, &n));
    assert_true(
        text_is(follow_counts(follow, &bench->batch, &bench->arena), "{\"a.v1\":5,\"b.v1\":7}")
    );
    follow_counts_read(follow, TEXT("no json"));
    assert_int_equal(count_at(bench, 0), -1);
    assert_true(text_is(follow_counts(follow, &bench->batch, &bench->arena), "{}"));
}

static void has_room_for_follow_types_max_types(void **state)
{
    struct bench *bench = *state;
    struct follow *follow = upstream_begin(bench);

    for (int i = 1; i <= FOLLOW_TYPES_MAX + 1; i++) {
        char type[32];
        snprintf(type, sizeof(type), "type.%d", i);
        follow_count_of(follow, type)->value++;
        assert_int_equal(follow->type_count, i < FOLLOW_TYPES_MAX ? i : FOLLOW_TYPES_MAX);
    }
    assert_int_equal(count_at(bench, FOLLOW_TYPES_MAX - 1), 2);
    assert_int_equal(count_at(bench, FOLLOW_TYPES_MAX - 2), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(counts_applied_events_by_type_when_they_are_committed),
        TEST(counts_the_events_of_its_own_stream_and_range_alone),
        TEST(reads_what_it_has_written),
        TEST(has_room_for_follow_types_max_types),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
