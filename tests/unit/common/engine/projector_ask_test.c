/* Tests of common/engine/projector_ask.c: lists that Redis answers (DESIGN sections 3, 4; P3). */
#include "tests/unit/common/engine/projector_bench.h"

/* `count` lists that a batch wants of Redis. */
static void want(struct bench *bench, size_t count)
{
    batch_begin(&bench->batch, 1700000000000);
    for (size_t i = 0; i < count; i++) {
        struct list_slot *slot = ARENA_NEW(&bench->batch.arena, struct list_slot);
        slot->shape = &redis_list;
        slot->key = bytes_of_text(arena_format(&bench->batch.arena, "k%zu", count - 1 - i));
        batch_add_list(&bench->batch, slot);
    }
}

static void answer(struct projector *projector, size_t count)
{
    static struct redis_value member = {.kind = REDIS_text, .text = {"abc", 3}};
    struct redis_value values[8];

    for (size_t i = 0; i < count; i++)
        values[i] = (struct redis_value){.kind = REDIS_list, .count = i, .values = &member};
    redis_answer(
        projector->redis,
        (struct redis_value){.kind = REDIS_list, .count = count, .values = values}
    );
}

static void asks_all_lists_of_a_batch_in_one_script(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_ready(bench);

    want(bench, 2);
    projector_ask(&bench->engine, &bench->batch);
    assert_true(projector_is_asking(projector));
    assert_true(text_is(redis_word(projector->redis, 1), "return propose"));
    assert_true(text_is(redis_word(projector->redis, 6), "0")
    ); /* the cursor it must stand at */
    assert_true(text_is(redis_word(projector->redis, 7), "1700000000000"));
    assert_true(text_is(redis_word(projector->redis, 8), "k0"));
    assert_true(text_is(redis_word(projector->redis, 9), "k1"));
    answer(projector, 2);
    assert_false(projector_is_asking(projector));
    const struct list_slot *first = bench->batch.lists, *second = first->next;
    assert_true(first->loaded && !first->list.busy && first->list.count == 0);
    assert_true(second->loaded && second->list.count == 1);
    assert_true(text_is(text_of_bytes(second->list.keys[0]), "abc"));
}

static void says_busy_while_redis_is_away_or_being_built(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_begin(bench);

    want(bench, 1);
    projector_ask(&bench->engine, &bench->batch);
    assert_true(bench->batch.lists->loaded && bench->batch.lists->list.busy);
    projector_step(bench);
    want(bench, 1);
    projector_ask(&bench->engine, &bench->batch);
    assert_int_equal(projector->state, PROJECTOR_building);
    assert_true(bench->batch.lists->loaded && bench->batch.lists->list.busy);
    assert_false(projector_is_asking(projector));
}

static void says_busy_for_an_answer_that_is_stale_or_too_short(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_ready(bench);

    want(bench, 2);
    projector_ask(&bench->engine, &bench->batch);
    answer(projector, 1);
    assert_false(bench->batch.lists->list.busy);
    assert_true(bench->batch.lists->next->list.busy);
    want(bench, 1);
    projector_ask(&bench->engine, &bench->batch);
    redis_say(projector->redis, "STALE");
    assert_true(bench->batch.lists->loaded && bench->batch.lists->list.busy);
    assert_true(projector->stale);
    assert_int_equal(projector->late, 0);
}

static void stops_waiting_after_300_ms_and_ignores_the_late_answer(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_ready(bench);

    want(bench, 1);
    projector_ask(&bench->engine, &bench->batch);
    projector->asked_us = clock_monotone_us() - 290 * 1000;
    projector_watch_lists(projector);
    assert_true(projector_is_asking(projector));
    projector->asked_us -= 11 * 1000;
    projector_watch_lists(projector);
    assert_false(projector_is_asking(projector));
    assert_true(bench->batch.lists->list.busy);
    want(bench, 2);
    projector_ask(&bench->engine, &bench->batch);
    answer(projector, 2); /* of the first question */
    assert_true(projector_is_asking(projector));
    assert_false(bench->batch.lists->loaded);
    answer(projector, 2);
    assert_false(projector_is_asking(projector));
    assert_true(bench->batch.lists->loaded);
}

static void forgets_the_questions_of_a_batch_that_is_decided_again(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_ready(bench);
    struct batch other = {.limit = 0};

    want(bench, 1);
    projector_ask(&bench->engine, &bench->batch);
    projector_forget(&bench->engine, &other);
    assert_true(projector_is_asking(projector));
    projector_forget(&bench->engine, &bench->batch);
    assert_false(projector_is_asking(projector));
    struct list_slot *slot = bench->batch.lists;
    answer(projector, 1);
    assert_false(slot->loaded);
    assert_int_equal(projector->late, 0);
}

static void asks_at_most_1000_lists_at_once(void **state)
{
    static const size_t counts[] = {999, 1000, 1001};
    struct bench *bench = *state;
    struct projector *projector = projector_ready(bench);

    for (size_t i = 0; i < LENGTH(counts); i++) {
        size_t busy = 0;
        want(bench, counts[i]);
        projector_ask(&bench->engine, &bench->batch);
        for (struct list_slot *slot = bench->batch.lists; slot; slot = slot->next)
            busy += slot->list.busy;
        assert_int_equal(busy, counts[i] > 1000 ? 1 : 0);
        projector_forget(&bench->engine, &bench->batch);
        (void)projector;
    }
}

static void lets_a_decision_answer_busy(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_ready(bench);

    want(bench, 1);
    projector_ask(&bench->engine, &bench->batch);
    projector_lists_busy(projector);
    assert_true(bench->batch.lists->loaded && bench->batch.lists->list.busy);
    assert_int_equal(projector->late, 1);
    projector_lists_busy(projector);
    assert_int_equal(projector->late, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, projector_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(asks_all_lists_of_a_batch_in_one_script),
        TEST(says_busy_while_redis_is_away_or_being_built),
        TEST(says_busy_for_an_answer_that_is_stale_or_too_short),
        TEST(stops_waiting_after_300_ms_and_ignores_the_late_answer),
        TEST(forgets_the_questions_of_a_batch_that_is_decided_again),
        TEST(asks_at_most_1000_lists_at_once),
        TEST(lets_a_decision_answer_busy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
