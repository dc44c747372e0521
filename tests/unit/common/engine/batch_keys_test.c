/* Tests of common/engine/batch_keys.c: the same (source, id) again, and who waits for the look-up of a key (DESIGN
 * section 3; P2, P4). */
#include "tests/unit/common/engine/bench.h"

static void answers_a_second_delivery_in_the_batch_like_the_first(void **state)
{
    struct bench *bench = *state;

    bench_key(bench_command(bench, 1, "wide"), 5, 9);
    bench_key(bench_command(bench, 1, "wide"), 5, 9);
    bench_play(bench, &bench->batch);
    const struct item *first = &bench->batch.items[0], *second = &bench->batch.items[1];
    assert_int_equal(first->outcome, OUTCOME_accepted);
    assert_int_equal(second->outcome, OUTCOME_duplicate);
    assert_true(uuid_equal(second->reply.of.id, bench_case(1)));
    assert_true(text_is(second->reply.of.no, "GD1"));
    assert_true(bytes_equal(second->reply.result, first->reply.result));
    assert_int_equal(bench_counted(&bench->batch, 1)->n, 1);
    assert_int_equal(bench->batch.placed_count, 2);
}

static void refuses_an_id_that_comes_again_with_another_content(void **state)
{
    struct bench *bench = *state;

    bench_key(bench_command(bench, 1, "count"), 5, 9);
    bench_key(bench_command(bench, 1, "count"), 5, 8);
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[1].outcome, OUTCOME_rejected);
    assert_string_equal(bench->batch.items[1].reply.faults.list[0].code, "id_reused");
    assert_int_equal(bench_counted(&bench->batch, 1)->n, 1);
}

/* PROTOCOL section 2: after `rejected` the same id may come again with any content. */
static void remembers_accepted_messages_only(void **state)
{
    struct bench *bench = *state;

    bench_key(bench_command(bench, 1, "refuse"), 5, 9);
    bench_key(bench_command(bench, 1, "count"), 5, 8);
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_rejected);
    assert_string_equal(bench->batch.items[0].reply.faults.list[0].code, "conflict");
    assert_int_equal(bench->batch.items[1].outcome, OUTCOME_accepted);
}

static void finds_a_second_delivery_in_the_batch_before(void **state)
{
    struct bench *bench = *state;
    struct batch later = {.limit = 0};

    bench_key(bench_command(bench, 1, "wide"), 5, 9);
    bench_play(bench, &bench->batch);
    batch_begin(&later, 1700000000001);
    bench_key(bench_add(bench, &later, ITEM_command, 1, "wide"), 5, 9);
    later.before = &bench->batch;
    bench_play(bench, &later);
    assert_int_equal(later.items[0].outcome, OUTCOME_duplicate);
    assert_true(bytes_equal(later.items[0].reply.result, bench->batch.items[0].reply.result));
    /* A copy: the batch before is forgotten first. */
    assert_ptr_not_equal(later.items[0].reply.result.at, bench->batch.items[0].reply.result.at);
    batch_done(&later);
}

/* The look-up in PostgreSQL may have been answered before the batch before was committed. */
static void settles_what_it_shares_with_the_batch_before_when_that_is_committed(void **state)
{
    struct bench *bench = *state;
    struct batch later = {.limit = 0};

    bench_key(bench_command(bench, 1, "count"), 5, 9);
    bench_play(bench, &bench->batch);
    batch_begin(&later, 1700000000001);
    bench_key(bench_add(bench, &later, ITEM_command, 1, "count"), 5, 9);
    bench_key(bench_add(bench, &later, ITEM_command, 1, "count"), 5, 7);
    bench_key(bench_add(bench, &later, ITEM_command, 1, "count"), 6, 9);
    later.before = &bench->batch;
    batch_outlive(&later);
    assert_null(later.before);
    assert_int_equal(later.items[0].outcome, OUTCOME_duplicate);
    assert_int_equal(later.items[1].outcome, OUTCOME_rejected);
    assert_int_equal(later.items[2].outcome, OUTCOME_open);
    batch_done(&later);
}

static size_t looked_up(struct bench *bench, uint8_t key)
{
    uint8_t key16[16];
    size_t tried = 0, count = 0;

    memset(key16, key, 16);
    while (batch_lookup(&bench->batch, (struct bytes){key16, 16}, &tried))
        count++;
    return count;
}

static void finds_all_that_wait_for_the_look_up_of_a_key(void **state)
{
    struct bench *bench = *state;

    assert_int_equal(looked_up(bench, 7), 0); /* nothing was looked up yet */
    batch_begin_lookups(&bench->batch);
    for (int i = 0; i < 6; i++) {
        struct item *item = bench_command(bench, 1, "count");
        bench_key(item, i % 2 ? 7 : 9, 1);
        if (i == 5)
            item->key16[15] = 0; /* falls on the same place, and is another key */
        batch_add_lookup(&bench->batch, item);
    }
    assert_int_equal(looked_up(bench, 7), 2);
    assert_int_equal(looked_up(bench, 9), 3);
    assert_int_equal(looked_up(bench, 8), 0);
    assert_null(batch_lookup(
        &bench->batch,
        (struct bytes){bench->batch.items[0].key16, 15},
        &(size_t){0}
    ));
}

/* A batch that goes in many transactions would else take 64 KiB for each. */
static void uses_its_tables_again_for_the_next_transaction(void **state)
{
    struct bench *bench = *state;

    bench_key(bench_command(bench, 1, "list"), 5, 9);
    bench_play(bench, &bench->batch);
    batch_begin_lookups(&bench->batch);
    batch_add_lookup(&bench->batch, &bench->batch.items[0]);
    struct item *const *keys = bench->batch.keys, *const *lookups = bench->batch.lookups;
    const struct uuid *held = bench->batch.held;
    assert_non_null(held);
    batch_undo(&bench->engine, &bench->batch);
    batch_begin_lookups(&bench->batch);
    assert_null(batch_find_key(&bench->batch, bench->batch.items[0].key16));
    assert_int_equal(looked_up(bench, 5), 0);
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_accepted);
    assert_ptr_equal(bench->batch.keys, keys);
    assert_ptr_equal(bench->batch.lookups, lookups);
    assert_ptr_equal(bench->batch.held, held);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(answers_a_second_delivery_in_the_batch_like_the_first),
        TEST(refuses_an_id_that_comes_again_with_another_content),
        TEST(remembers_accepted_messages_only),
        TEST(finds_a_second_delivery_in_the_batch_before),
        TEST(settles_what_it_shares_with_the_batch_before_when_that_is_committed),
        TEST(finds_all_that_wait_for_the_look_up_of_a_key),
        TEST(uses_its_tables_again_for_the_next_transaction),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
