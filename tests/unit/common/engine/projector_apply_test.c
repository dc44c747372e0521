/* Tests of common/engine/projector_apply.c: what a commit or a slice changes in Redis (DESIGN section 3; P3, P6). */
#include "tests/unit/common/engine/projector_bench.h"

static bool
words_are(const struct redis *redis, size_t from, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (words[i] && !text_is(redis_word(redis, from + i), words[i]))
            return false;
    }
    return redis->sent[redis->count - 1].count == from + count;
}

static void sends_what_a_commit_changed_with_the_cursor_before_it(void **state)
{
    /* epoch, generation, cursor before, cursor after, then op, set, member, score */
    static const char *const added[] = {"1", "1000001", "0", "1", "+", "q", NULL, "1"};
    static const char *const next[] = {"1", "1000001", "1", "2", "+", "q", NULL, "1"};
    struct bench *bench = *state;
    struct projector *projector = projector_ready(bench);

    projector_count(bench, 1, "count");
    projector_step(bench);
    assert_true(words_are(projector->redis, 4, added, LENGTH(added)));
    assert_memory_equal(redis_word(projector->redis, 10).at, bench_case(1).b, 16);
    projector_count(bench, 2, "count");
    projector_step(bench);
    assert_true(words_are(projector->redis, 4, next, LENGTH(next)));
    assert_int_equal(projector->waiting, 2);
    redis_fine(projector->redis);
    assert_int_equal(projector->waiting, 0);
    assert_int_equal(projector->in_flight, 0);
}

static void removes_members_of_rows_that_are_gone(void **state)
{
    static const char *const removed[] = {"-", "q", NULL, "0"};
    struct bench *bench = *state;
    struct projector *projector = projector_ready(bench);

    batch_begin(&bench->batch, 1700000000000);
    bench_command(bench, 1, "count");
    bench_play(bench, &bench->batch);
    struct record_slot *slot = bench->batch.table.first;
    slot->before = slot->now;
    slot->now = NULL;
    projector_commit(&bench->engine, &bench->batch);
    projector_step(bench);
    assert_true(words_are(projector->redis, 8, removed, LENGTH(removed)));
}

static void sends_nothing_for_a_commit_that_changed_no_such_row(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_ready(bench);
    size_t sent = projector->redis->count;

    projector_count(bench, 1, "refuse");
    projector_step(bench);
    assert_int_equal(projector->redis->count, sent);
    assert_int_equal(projector->cursor_made, 0);
}

static void keeps_scores_and_words_in_order(void **state)
{
    struct bench *bench = *state;
    struct projection_ops *ops = ARENA_NEW(&bench->arena, struct projection_ops);
    char set[] = "set";

    projector_begin(bench);
    for (int i = 0; i < 200; i++)
        projection_add(ops, set, bytes_of_text(TEXT("m")), i);
    projection_add(ops, set, bytes_of_text(TEXT("m")), INT64_MAX);
    projection_add(ops, set, bytes_of_text(TEXT("m")), -5);
    projection_remove(ops, set, bytes_of_text(TEXT("m")));
    set[0] = 'X';
    assert_int_equal(ops->count, 4 * 203);
    assert_true(text_is(ops->words[4 * 199 + 3], "199"));
    assert_true(text_is(ops->words[4 * 200 + 3], "9223372036854775807"));
    assert_true(text_is(ops->words[4 * 201 + 3], "-5"));
    assert_true(text_is(ops->words[4 * 202], "-"));
    assert_true(text_is(ops->words[1], "set"));
    arena_done(&ops->arena);
}

/* A script stops Redis for everybody: at most 200 members each (LIMITS.md, 7). */
static void cuts_a_large_commit_into_pieces(void **state)
{
    static const struct {
        int cases;
        size_t pieces;
    } sizes[] = {{199, 1}, {200, 1}, {201, 2}, {400, 2}, {401, 3}};
    struct bench *bench = *state;
    struct projector *projector = projector_ready(bench);

    for (size_t i = 0; i < LENGTH(sizes); i++) {
        size_t before = projector->redis->count;
        batch_begin(&bench->batch, 1700000000000);
        for (int k = 1; k <= sizes[i].cases; k++)
            bench_command(bench, k, "count");
        bench_play(bench, &bench->batch);
        projector_commit(&bench->engine, &bench->batch);
        projector_step(bench);
        assert_int_equal(projector->redis->count - before, sizes[i].pieces);
        size_t members = 0;
        for (size_t k = before; k < projector->redis->count; k++)
            members += (projector->redis->sent[k].count - 8) / 4;
        assert_int_equal(members, sizes[i].cases);
        redis_fine(projector->redis);
        assert_int_equal(projector->waiting, 0);
    }
}

static void has_at_most_64_scripts_in_flight(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_ready(bench);
    size_t before = projector->redis->count;

    for (int i = 1; i <= PROJECTOR_IN_FLIGHT_MAX + 1; i++)
        projector_count(bench, i, "count");
    projector_step(bench);
    assert_int_equal(projector->redis->count - before, PROJECTOR_IN_FLIGHT_MAX);
    redis_say(projector->redis, "OK");
    projector_step(bench);
    assert_int_equal(projector->redis->count - before, PROJECTOR_IN_FLIGHT_MAX + 1);
}

/* Over WAITING_MAX everything is given up, and Redis is rebuilt from the rows. */
static void keeps_a_bounded_number_of_commits_for_a_redis_that_is_away(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_ready(bench);

    for (size_t i = 1; i <= PROJECTOR_WAITING_MAX; i++) {
        projector_count(bench, 1, "count");
        assert_int_equal(projector->waiting, i);
    }
    assert_false(projector->stale);
    projector_count(bench, 1, "count");
    assert_int_equal(projector->waiting, 0);
    assert_true(projector->stale);
}

static void ignores_commits_before_the_first_generation(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_begin(bench);

    projector_count(bench, 1, "count");
    assert_int_equal(projector->waiting, 0);
}

static void projects_rows_of_a_slice_and_goes_on_after_its_last_key(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_begin(bench);

    projector_step(bench);
    redis_fine(projector->redis);
    projector_slice(bench, 10, PROJECTION_SLICE);
    assert_int_equal(projector->waiting, 1);
    assert_memory_equal(projector->after, bench_case(9 + PROJECTION_SLICE).b, 16);
    assert_false(projector->slices_done);
    projector_step(bench);
    assert_true(text_is(redis_word(projector->redis, 11), "10")); /* score of the first */
    projector_gather(&bench->engine, &bench->batch);
    assert_false(projector_wants_slice(projector)); /* one is out */
}

static void forgets_a_slice_of_an_older_generation(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_begin(bench);

    projector_step(bench);
    redis_fine(projector->redis);
    projector->generation++;
    batch_begin(&bench->batch, 0);
    struct item *item = batch_add(&bench->batch, ITEM_slice);
    item->seq = projector->generation - 1;
    item->slice = ARENA_NEW(&bench->batch.arena, struct key_list);
    bench->batch.to = 1;
    projector_commit(&bench->engine, &bench->batch);
    assert_false(projector->slices_done);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, projector_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sends_what_a_commit_changed_with_the_cursor_before_it),
        TEST(removes_members_of_rows_that_are_gone),
        TEST(sends_nothing_for_a_commit_that_changed_no_such_row),
        TEST(keeps_scores_and_words_in_order),
        TEST(cuts_a_large_commit_into_pieces),
        TEST(has_at_most_64_scripts_in_flight),
        TEST(keeps_a_bounded_number_of_commits_for_a_redis_that_is_away),
        TEST(ignores_commits_before_the_first_generation),
        TEST(projects_rows_of_a_slice_and_goes_on_after_its_last_key),
        TEST(forgets_a_slice_of_an_older_generation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
