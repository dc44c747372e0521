/* Tests of common/engine/projector.c: connection, generations, rebuild (DESIGN section 3; P3). */
#include "tests/unit/common/engine/projector_bench.h"

static void waits_until_the_process_is_the_writer(void **state)
{
    struct bench *bench = *state;

    projector_begin(bench);
    bench->engine.writer->was_active = false;
    projector_step(bench);
    assert_int_equal(script_redises, 0);
    bench->engine.writer->was_active = true;
    projector_step(bench);
    assert_int_equal(script_redises, 1);
    struct waited waited;
    assert_int_equal(projector_wait(bench->engine.projector, &waited), 1);
    assert_true(waited.fd == 77 && waited.want_write);
}

static void builds_a_generation_that_is_new_for_ever(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_begin(bench);

    projector_step(bench);
    assert_int_equal(projector->state, PROJECTOR_building);
    assert_int_equal(projector->generation, 1000001); /* epoch 1, first rebuild */
    assert_true(text_is(redis_word(projector->redis, 0), "EVAL"));
    assert_true(text_is(redis_word(projector->redis, 3), "bench"));
    assert_true(text_is(redis_word(projector->redis, 4), "1"));
    assert_true(text_is(redis_word(projector->redis, 5), "1000001"));
    assert_true(text_is(redis_word(projector->redis, 6), "0"));
    assert_true(projector_wants_slice(projector));
    assert_int_equal(metric_value(METRIC_shouli_projection_ready), 0);
}

static void switches_when_all_slices_are_applied(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_begin(bench);

    projector_step(bench);
    redis_fine(projector->redis);
    projector_slice(bench, 1, PROJECTION_SLICE); /* a full slice: there may be more */
    assert_true(projector_wants_slice(projector));
    projector_slice(bench, 500, PROJECTION_SLICE - 1);
    assert_false(projector_wants_slice(projector));
    projector_step(bench);
    assert_int_equal(redis_pending(projector->redis), 2);
    assert_false(projector->switch_sent); /* they are not answered */
    redis_fine(projector->redis);
    projector_step(bench);
    assert_true(projector->switch_sent);
    assert_true(text_is(redis_word(projector->redis, 6), "2")
    ); /* the cursor it must stand at */
    assert_int_equal(projector->state, PROJECTOR_building);
    redis_fine(projector->redis);
    assert_int_equal(projector->state, PROJECTOR_ready);
    assert_int_equal(metric_value(METRIC_shouli_projection_ready), 1);
}

static void rebuilds_when_redis_is_not_where_it_was_left(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_ready(bench);

    projector_count(bench, 1, "count");
    projector_step(bench);
    redis_say(projector->redis, "STALE");
    projector_step(bench);
    assert_int_equal(projector->state, PROJECTOR_away);
    assert_int_equal(metric_value(METRIC_shouli_projection_stale_total), 1);
    projector->next_try_us = 0;
    projector_step(bench);
    assert_int_equal(projector->state, PROJECTOR_building);
    assert_int_equal(projector->generation, 1000002);
}

static void takes_a_refusal_for_stale(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_ready(bench);

    projector_count(bench, 1, "count");
    projector_step(bench);
    redis_answer(
        projector->redis,
        (struct redis_value){.kind = REDIS_error, .text = TEXT("OOM")}
    );
    assert_true(projector->stale);
}

static void answer_cursor(struct projector *projector, const char *epoch, const char *cursor)
{
    struct redis_value values[] = {
        {.kind = epoch ? REDIS_text : REDIS_nil, .text = text_of(epoch ? epoch : "")},
        {.kind = epoch ? REDIS_text : REDIS_nil, .text = text_of(cursor)}};

    redis_answer(
        projector->redis,
        (struct redis_value){.kind = REDIS_list, .count = 2, .values = values}
    );
}

static struct projector *lose_with_three_unanswered(struct bench *bench)
{
    struct projector *projector = projector_ready(bench);

    for (int i = 1; i <= 3; i++)
        projector_count(bench, i, "count");
    projector_step(bench);
    projector->redis->state = REDIS_broken;
    projector_step(bench);
    assert_int_equal(projector->state, PROJECTOR_away);
    assert_int_equal(projector->waiting, 3);
    assert_int_equal(metric_value(METRIC_shouli_redis_up), 0);
    projector->next_try_us = 0;
    projector_step(bench);
    assert_true(text_is(redis_word(projector->redis, 0), "HMGET"));
    assert_true(text_is(redis_word(projector->redis, 1), "bench:1000001:state"));
    return projector;
}

/* A lost connection needs no rebuild as long as Redis kept its data. */
static void goes_on_where_redis_stands_after_a_lost_connection(void **state)
{
    static const char *const cursors[] = {"0", "1", "2", "3"};
    struct bench *bench = *state;

    for (size_t i = 0; i < LENGTH(cursors); i++) {
        struct projector *projector = lose_with_three_unanswered(bench);
        answer_cursor(projector, "1", cursors[i]);
        assert_false(projector->stale);
        assert_int_equal(projector->waiting, 3 - i);
        projector_step(bench);
        assert_int_equal(redis_pending(projector->redis), 3 - i);
        projector_destroy(&bench->engine.projector);
        (void)bench_close(state);
        *state = bench = bench_new();
    }
    projector_ready(bench);
}

static void rebuilds_when_redis_lost_its_data_or_runs_ahead(void **state)
{
    static const struct {
        const char *epoch, *cursor;
    } cases[] = {{NULL, ""}, {"1", "4"}, {"2", "2"}, {"1", "-1"}};
    struct bench *bench = *state;

    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct projector *projector = lose_with_three_unanswered(bench);
        answer_cursor(projector, cases[i].epoch, cases[i].cursor);
        assert_true(projector->stale);
        projector_destroy(&bench->engine.projector);
        (void)bench_close(state);
        *state = bench = bench_new();
    }
    projector_ready(bench);
}

static void gives_a_silent_redis_up_after_two_seconds(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_ready(bench);

    projector_count(bench, 1, "count");
    projector_step(bench);
    projector->heard_us = clock_monotone_us() - 1900 * 1000;
    projector_step(bench);
    assert_int_equal(projector->state, PROJECTOR_ready);
    projector->heard_us -= 101 * 1000;
    projector_step(bench);
    assert_int_equal(projector->state, PROJECTOR_away);
    assert_int_equal(script_redises, 0);
}

/* Such as a server that takes the connection and does not greet: TLS would wait for ever. */
static void gives_a_redis_up_that_does_not_open_within_two_seconds(void **state)
{
    struct bench *bench = *state;
    struct projector *projector = projector_begin(bench);

    script_redis_opens = true;
    projector_step(bench);
    script_redis_opens = false;
    assert_int_equal(script_redises, 1);
    projector->heard_us = clock_monotone_us() - 1900 * 1000;
    projector_step(bench);
    assert_int_equal(script_redises, 1);
    projector->heard_us -= 101 * 1000;
    projector_step(bench);
    assert_int_equal(script_redises, 0);
    assert_int_equal(projector->state, PROJECTOR_away);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, projector_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(waits_until_the_process_is_the_writer),
        TEST(builds_a_generation_that_is_new_for_ever),
        TEST(switches_when_all_slices_are_applied),
        TEST(rebuilds_when_redis_is_not_where_it_was_left),
        TEST(takes_a_refusal_for_stale),
        TEST(goes_on_where_redis_stands_after_a_lost_connection),
        TEST(rebuilds_when_redis_lost_its_data_or_runs_ahead),
        TEST(gives_a_silent_redis_up_after_two_seconds),
        TEST(gives_a_redis_up_that_does_not_open_within_two_seconds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
