/* Tests of common/engine/batch_parked.c: with more parked cases than can be known nothing of a case passes (P4, P5). What
 * waits behind a letter that is known: batch_poison_test.c. */
#include "common/engine/parked_inside.h"
#include "tests/unit/common/engine/bench.h"

static void park_more_than_may_be(struct bench *bench)
{
    bench->engine.parked->over = true;
}

static void an_event_of_any_case_waits_when_too_many_are_parked(void **state)
{
    struct bench *bench = *state;

    park_more_than_may_be(bench);
    bench_event(bench, 1, "count");
    bench_event(bench, 0, "count"); /* of no case */
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_parked);
    assert_int_equal(bench->batch.items[1].outcome, OUTCOME_accepted);
    /* It is looked at again as soon as it is in its queue: maybe nothing is before it. */
    bench->engine.parked->look = false;
    parked_commit(&bench->engine, &bench->batch);
    assert_true(bench->engine.parked->look);
}

static void a_command_on_a_case_is_told_busy_and_others_go_on(void **state)
{
    struct bench *bench = *state;

    park_more_than_may_be(bench);
    bench_command(bench, 1, "count");
    bench_command(bench, 0, "count");
    bench_command(bench, 2, "count")->message.shape = &sample_messages[0]; /* a query */
    bench_add(bench, &bench->batch, ITEM_replay, 3, "count");
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_busy);
    assert_int_equal(bench->batch.items[1].outcome, OUTCOME_accepted);
    assert_int_equal(bench->batch.items[2].outcome, OUTCOME_answered);
    assert_int_equal(bench->batch.items[3].outcome, OUTCOME_accepted);
}

static void a_case_that_is_known_to_wait_is_answered_as_ever(void **state)
{
    struct bench *bench = *state;

    bench_event(bench, 1, "poison");
    bench_play(bench, &bench->batch);
    parked_commit(&bench->engine, &bench->batch);
    park_more_than_may_be(bench);
    batch_begin(&bench->batch, 1700000000001);
    bench_command(bench, 1, "count");
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_rejected);
    assert_string_equal(bench->batch.items[0].reply.faults.list[0].code, "case_parked");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_event_of_any_case_waits_when_too_many_are_parked),
        TEST(a_command_on_a_case_is_told_busy_and_others_go_on),
        TEST(a_case_that_is_known_to_wait_is_answered_as_ever),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
