/* Tests of common/engine/batch.c: messages that are set aside and the case that waits behind them (DESIGN section
 * 3, poison; P2, P4, P5). */
#include "tests/unit/common/engine/bench.h"

static void sets_a_poisonous_event_aside_and_goes_on(void **state)
{
    struct bench *bench = *state;

    bench_event(bench, 1, "poison");
    bench_event(bench, 2, "count");
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_set_aside);
    assert_string_equal(bench->batch.items[0].set_aside_code, "poison");
    assert_int_equal(bench->batch.items[1].outcome, OUTCOME_accepted);
    assert_int_equal(bench->batch.placed_count, 1);
}

static void parks_later_events_of_the_case_in_the_same_batch(void **state)
{
    struct bench *bench = *state;

    bench_event(bench, 1, "count");
    bench_event(bench, 1, "poison");
    bench_event(bench, 1, "count");
    bench_event(bench, 2, "count");
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_accepted);
    assert_int_equal(bench->batch.items[2].outcome, OUTCOME_parked);
    assert_int_equal(bench->batch.items[3].outcome, OUTCOME_accepted);
    assert_int_equal(bench_counted(&bench->batch, 1)->n, 1);
}

static void parks_events_behind_a_letter_of_the_batch_before(void **state)
{
    struct bench *bench = *state;
    struct batch later = {.limit = 0};

    bench_event(bench, 1, "poison");
    bench_play(bench, &bench->batch);
    batch_begin(&later, 1700000000001);
    bench_add(bench, &later, ITEM_event, 1, "count");
    bench_add(bench, &later, ITEM_event, 2, "count");
    later.before = &bench->batch;
    bench_play(bench, &later);
    assert_int_equal(later.items[0].outcome, OUTCOME_parked);
    assert_int_equal(later.items[1].outcome, OUTCOME_accepted);
    batch_done(&later);
}

static void refuses_commands_on_a_parked_case(void **state)
{
    struct bench *bench = *state;

    bench_event(bench, 1, "poison");
    bench_command(bench, 1, "count");
    bench_command(bench, 2, "count");
    bench_play(bench, &bench->batch);
    const struct item *refused = &bench->batch.items[1];
    assert_int_equal(refused->outcome, OUTCOME_rejected);
    assert_string_equal(refused->reply.faults.list[0].code, "case_parked");
    assert_true(refused->reply.retry_after_ms > 0);
    assert_int_equal(bench->batch.items[2].outcome, OUTCOME_accepted);
}

static void answers_queries_on_a_parked_case(void **state)
{
    struct bench *bench = *state;

    bench_event(bench, 1, "poison");
    bench_command(bench, 1, "count")->message.shape = &sample_messages[0];
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[1].outcome, OUTCOME_answered);
    assert_int_equal(bench->batch.placed_count, 0);
    assert_null(bench_counted(&bench->batch, 1));
}

static void parks_behind_a_letter_of_long_ago_but_replays_it(void **state)
{
    struct bench *bench = *state;

    bench_event(bench, 1, "poison");
    bench_play(bench, &bench->batch);
    parked_commit(&bench->engine, &bench->batch);
    assert_true(parked_has(bench->engine.parked, bench_case(1)));
    batch_begin(&bench->batch, 1700000000001);
    bench_add(bench, &bench->batch, ITEM_replay, 1, "count");
    bench_event(bench, 1, "count");
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_accepted);
    assert_int_equal(bench->batch.items[1].outcome, OUTCOME_parked);
}

static void keeps_a_replay_behind_one_that_fails_again(void **state)
{
    struct bench *bench = *state;

    bench_add(bench, &bench->batch, ITEM_replay, 1, "poison");
    bench_add(bench, &bench->batch, ITEM_replay, 1, "count");
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_set_aside);
    assert_int_equal(bench->batch.items[1].outcome, OUTCOME_parked);
}

static void does_not_park_a_case_for_a_command(void **state)
{
    struct bench *bench = *state;

    bench_command(bench, 1, "poison");
    bench_command(bench, 1, "count");
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_set_aside);
    assert_string_equal(bench->batch.items[0].reply.faults.list[0].code, "case_parked");
    assert_int_equal(bench->batch.items[1].outcome, OUTCOME_accepted);
}

/* P5: two copies at once make one letter; one with other content is another message (PROTOCOL section 2). */
static void answers_a_second_copy_without_a_second_letter(void **state)
{
    static const enum outcome expected[] =
        {OUTCOME_set_aside, OUTCOME_rejected, OUTCOME_accepted, OUTCOME_duplicate};
    struct bench *bench = *state;

    bench_key(bench_command(bench, 1, "poison"), 4, 1);
    bench_key(bench_command(bench, 1, "poison"), 4, 1);
    bench_key(bench_command(bench, 1, "count"), 4, 2);
    bench_key(bench_command(bench, 1, "count"), 4, 2);
    bench_play(bench, &bench->batch);
    for (size_t i = 0; i < LENGTH(expected); i++)
        assert_int_equal(bench->batch.items[i].outcome, expected[i]);
    assert_string_equal(bench->batch.items[1].reply.faults.list[0].code, "case_parked");
    assert_true(text_is(
        bench->batch.items[1].reply.faults.list[0].message,
        bench->batch.items[0].reply.faults.list[0].message.at
    ));
}

static void answers_a_copy_in_the_batch_behind_without_a_second_letter(void **state)
{
    struct bench *bench = *state;
    struct batch later = {.limit = 0};

    bench_key(bench_command(bench, 1, "poison"), 4, 1);
    bench_play(bench, &bench->batch);
    batch_begin(&later, 1700000000001);
    bench_key(bench_add(bench, &later, ITEM_command, 1, "poison"), 4, 1);
    later.before = &bench->batch;
    bench_play(bench, &later);
    assert_int_equal(later.items[0].outcome, OUTCOME_rejected);
    batch_done(&later);
}

/* P5: nobody hears what a replayed command is answered, so a refusal would lose it without a trace. */
static void sets_aside_a_replayed_command_whose_id_was_used_for_other_content(void **state)
{
    struct bench *bench = *state;

    bench_key(bench_command(bench, 1, "count"), 4, 1);
    bench_key(bench_add(bench, &bench->batch, ITEM_replay, 0, "count"), 4, 2);
    bench_key(bench_add(bench, &bench->batch, ITEM_replay, 0, "count"), 4, 1);
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_accepted);
    assert_int_equal(bench->batch.items[1].outcome, OUTCOME_set_aside);
    assert_string_equal(bench->batch.items[1].set_aside_code, "id_reused");
    assert_int_equal(
        bench->batch.items[2].outcome,
        OUTCOME_duplicate
    ); /* its effects are there */
    assert_int_equal(bench->batch.placed_count, 1);
}

static void sets_it_aside_as_well_when_the_batch_before_has_used_the_id(void **state)
{
    struct bench *bench = *state;
    struct batch later = {.limit = 0};

    bench_key(bench_command(bench, 1, "count"), 4, 1);
    bench_play(bench, &bench->batch);
    batch_begin(&later, 1700000000001);
    bench_key(bench_add(bench, &later, ITEM_replay, 0, "count"), 4, 2);
    later.before = &bench->batch;
    batch_outlive(&later);
    bench_play(bench, &later);
    assert_int_equal(later.items[0].outcome, OUTCOME_set_aside);
    assert_string_equal(later.items[0].set_aside_code, "id_reused");
    batch_done(&later);
}

/* An envelope over the limit would be refused by all who follow (PROTOCOL section 1): it never gets into the stream. */
static void sets_aside_a_message_whose_event_would_be_over_the_limit(void **state)
{
    static const int over[] = {-1, 0, 1};
    struct bench *bench = *state;
    char *text = arena_zero(&bench->arena, ENVELOPE_BYTES_MAX + 1);
    size_t length = 100000;

    memset(text, 'x', ENVELOPE_BYTES_MAX);
    text[length] = '\0';
    bench_event(bench, 1, text);
    bench_play(bench, &bench->batch);
    size_t around = bench->batch.placed[0].envelope.length - length;
    for (size_t i = 0; i < LENGTH(over); i++) {
        batch_begin(&bench->batch, 1700000000000);
        memset(text, 'x', ENVELOPE_BYTES_MAX);
        text[(int)(ENVELOPE_BYTES_MAX - around) + over[i]] = '\0';
        bench_event(bench, 2, "count");
        bench_event(bench, 1, text);
        bench_event(bench, 2, "count");
        bench_play(bench, &bench->batch);
        bool large = over[i] > 0;
        const struct item *item = &bench->batch.items[1];
        assert_int_equal(item->outcome, large ? OUTCOME_set_aside : OUTCOME_accepted);
        assert_int_equal(item->first_seq, large ? 0 : 2);
        assert_int_equal(bench->batch.placed_count, large ? 2 : 3);
        assert_int_equal(bench->batch.seq, large ? 2 : 3);
        assert_int_equal(bench_counted(&bench->batch, 1) == NULL, large);
        uint8_t hash[32] = {0};
        for (size_t k = 0; k < bench->batch.placed_count; k++)
            stream_hash(hash, (int64_t)k + 1, bench->batch.placed[k].envelope, hash);
        assert_memory_equal(hash, bench->batch.hash, 32);
    }
}

static void sets_aside_an_event_that_is_refused(void **state)
{
    struct bench *bench = *state;

    bench_event(bench, 1, "refuse");
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_set_aside);
    assert_string_equal(bench->batch.items[0].set_aside_code, "conflict");
}

static void parks_nothing_behind_an_event_without_a_case(void **state)
{
    struct bench *bench = *state;

    bench_event(bench, 0, "poison");
    bench_event(bench, 0, "count");
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_set_aside);
    assert_int_equal(bench->batch.items[1].outcome, OUTCOME_accepted);
    assert_int_equal(bench->batch.aside_count, 0);
}

/* A batch holds up to BATCH_MAX new messages and REPLAY_MAX replayed ones; each may be poison. */
static void holds_as_many_letters_as_messages(void **state)
{
    static const size_t sizes[] =
        {BATCH_MAX - 1, BATCH_MAX, BATCH_MAX + 1, BATCH_MAX + REPLAY_MAX};
    struct bench *bench = *state;

    for (size_t k = 0; k < LENGTH(sizes); k++) {
        batch_begin(&bench->batch, 1700000000000);
        for (size_t i = 0; i < sizes[k]; i++)
            bench_event(bench, (int)i + 1, "poison");
        bench->batch.to = 1;
        bench_play(bench, &bench->batch);
        uint8_t *next = arena_zero(&bench->batch.arena, 8192); /* what lies behind the list */
        bench->batch.to = bench->batch.count;
        bench_play(bench, &bench->batch);
        assert_int_equal(bench->batch.aside_count, sizes[k]);
        for (size_t i = 0; i < 8192; i++)
            assert_int_equal(next[i], 0);
        assert_int_equal(bench->batch.items[sizes[k] - 1].outcome, OUTCOME_set_aside);
    }
}

static enum error chore_that_fails(struct call *call)
{
    assert_null(call->message);
    return ERROR_poison;
}

static enum error chore_that_goes_on(struct call *call)
{
    call->reply->busy = true;
    return OK;
}

static void leaves_a_chore_that_fails_for_its_next_turn(void **state)
{
    static const struct chore fails = CHORE("fails", 1, chore_that_fails);
    static const struct chore more = CHORE("more", 1, chore_that_goes_on);
    struct bench *bench = *state;

    batch_add(&bench->batch, ITEM_chore)->chore = &fails;
    batch_add(&bench->batch, ITEM_chore)->chore = &more;
    bench->batch.to = 2;
    bench_play(bench, &bench->batch);
    assert_int_equal(bench->batch.items[0].outcome, OUTCOME_answered);
    assert_false(bench->batch.items[0].more);
    assert_int_equal(bench->batch.items[1].outcome, OUTCOME_accepted);
    assert_true(bench->batch.items[1].more);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_begin, bench_end)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sets_a_poisonous_event_aside_and_goes_on),
        TEST(parks_later_events_of_the_case_in_the_same_batch),
        TEST(parks_events_behind_a_letter_of_the_batch_before),
        TEST(refuses_commands_on_a_parked_case),
        TEST(answers_queries_on_a_parked_case),
        TEST(parks_behind_a_letter_of_long_ago_but_replays_it),
        TEST(keeps_a_replay_behind_one_that_fails_again),
        TEST(does_not_park_a_case_for_a_command),
        TEST(answers_a_second_copy_without_a_second_letter),
        TEST(answers_a_copy_in_the_batch_behind_without_a_second_letter),
        TEST(sets_aside_a_replayed_command_whose_id_was_used_for_other_content),
        TEST(sets_it_aside_as_well_when_the_batch_before_has_used_the_id),
        TEST(sets_aside_a_message_whose_event_would_be_over_the_limit),
        TEST(sets_aside_an_event_that_is_refused),
        TEST(parks_nothing_behind_an_event_without_a_case),
        TEST(holds_as_many_letters_as_messages),
        TEST(leaves_a_chore_that_fails_for_its_next_turn),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
