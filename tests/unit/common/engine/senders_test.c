/* Tests of common/engine/senders.c: duplicates and refusals by source and day (P10). */
#include "common/engine/senders.h"

#include "common/engine/allow.h"
#include "tests/unit/common/engine/bench.h"
#include "tests/unit/common/engine/scripted_array.h"

#define NOON INT64_C(1795233600000) /* 2026-11-21 12:00 in +08:00, day 20778 */

static struct senders senders;
static struct client client;

static int begin(void **state)
{
    senders = (struct senders){.count = 0};
    client = (struct client){.sources = {.word = {TEXT("/")}, .count = 1}};
    return bench_begin(state);
}

static void
note(struct bench *bench, const char *source, enum outcome outcome, int64_t at, int times)
{
    struct item *item = bench_command(bench, 1, "count");

    item->message.source = text_of(source);
    item->outcome = outcome;
    for (int i = 0; i < times; i++)
        senders_note(&senders, &client, item, at);
}

static void a_day_is_one_of_the_bank(void **state UNUSED)
{
    assert_int_equal(senders_day(NOON), 20778);
    assert_int_equal(senders_day(NOON + 12 * 3600000 - 1), 20778);
    assert_int_equal(senders_day(NOON + 12 * 3600000), 20779);
    assert_int_equal(senders_day(0), 0);
    assert_int_equal(senders_day(-8 * INT64_C(3600000) - 1), -1);
}

static void counts_by_source_and_day(void **state)
{
    struct bench *bench = *state;

    note(bench, "/a", OUTCOME_duplicate, NOON, 3);
    note(bench, "/a", OUTCOME_rejected, NOON, 1);
    note(bench, "/a", OUTCOME_parked, NOON, 1);
    note(bench, "/a", OUTCOME_duplicate, NOON + 12 * 3600000, 1);
    note(bench, "/b", OUTCOME_set_aside, NOON, 1);
    assert_int_equal(senders.count, 3);
    assert_int_equal(senders.waiting[0].duplicate, 3);
    assert_int_equal(senders.waiting[0].rejected, 2);
    assert_int_equal(senders.waiting[1].day, 20779);
    assert_int_equal(senders.waiting[2].rejected, 1);
}

static void leaves_out_what_is_counted_elsewhere_or_not_at_all(void **state)
{
    struct bench *bench = *state;
    struct item *item = bench_command(bench, 1, "count");

    note(bench, "/a", OUTCOME_accepted, NOON, 1);
    note(bench, "/a", OUTCOME_busy, NOON, 1);
    note(bench, "/a", OUTCOME_unavailable, NOON, 1);
    note(bench, "", OUTCOME_rejected, NOON, 1);
    item->outcome = OUTCOME_rejected;
    item->kind = ITEM_event;
    senders_note(&senders, &client, item, NOON);
    item->kind = ITEM_command;
    faults_add(&item->reply.faults, &bench->arena, "forbidden", (struct text){0}, "no");
    senders_note(&senders, &client, item, NOON);
    assert_false(senders_dirty(&senders));
}

/* At, and above the limit: what has no place is counted together, and nothing is lost. */
static void sources_beyond_the_limit_are_counted_together(void **state)
{
    struct bench *bench = *state;

    for (int i = 0; i < SENDERS_MAX; i++)
        note(bench, arena_format(&bench->arena, "/s%d", i).at, OUTCOME_duplicate, NOON, 1);
    assert_int_equal(senders.count, SENDERS_MAX);
    client.counted_count = 0; /* another key */
    note(bench, "/s0", OUTCOME_duplicate, NOON, 1);
    assert_int_equal(senders.waiting[0].duplicate, 2);
    note(bench, "/more", OUTCOME_duplicate, NOON, 1);
    note(bench, "/even-more", OUTCOME_rejected, NOON, 1);
    assert_int_equal(senders.count, SENDERS_MAX + 1);
    assert_memory_equal(senders.waiting[SENDERS_MAX].source, "*", 1);
    assert_int_equal(senders.waiting[SENDERS_MAX].source_length, 1);
    assert_int_equal(senders.waiting[SENDERS_MAX].duplicate, 1);
    assert_int_equal(senders.waiting[SENDERS_MAX].rejected, 1);
}

/* A publisher proves its day by these counts; another key must not be able to say them (P10). */
static void a_source_that_is_not_the_keys_own_counts_nothing(void **state)
{
    struct bench *bench = *state;

    client.sources.word[0] = TEXT("/a");
    note(bench, "/b", OUTCOME_rejected, NOON, 1);
    assert_false(senders_dirty(&senders));
    note(bench, "/a/1", OUTCOME_rejected, NOON, 1);
    assert_int_equal(senders.count, 1);
    senders_note(&senders, NULL, &bench->batch.items[0], NOON); /* an unknown key */
    assert_int_equal(senders.count, 1);
    assert_int_equal(senders.waiting[0].rejected, 1);
}

/* Below, at and above; what it has already, and another day, it may go on with. */
static void a_key_has_so_many_sources_a_day(void **state)
{
    struct bench *bench = *state;

    for (int i = 0; i < CLIENT_SOURCES_MAX; i++) {
        senders.count = 0;
        note(bench, arena_format(&bench->arena, "/s%d", i).at, OUTCOME_rejected, NOON, 1);
        assert_int_equal(senders.waiting[0].source[0], '/');
    }
    senders.count = 0;
    note(bench, "/more", OUTCOME_rejected, NOON, 1);
    note(bench, "/even-more", OUTCOME_rejected, NOON, 1);
    assert_int_equal(senders.count, 1);
    assert_memory_equal(senders.waiting[0].source, "*", 2);
    assert_int_equal(senders.waiting[0].rejected, 2);
    note(bench, "/s0", OUTCOME_rejected, NOON, 1);
    assert_int_equal(senders.count, 2);
    note(bench, "/more", OUTCOME_rejected, NOON + 12 * 3600000, 1);
    assert_int_equal(senders.count, 3);
    assert_memory_equal(senders.waiting[2].source, "/more", 5);
}

static void a_transaction_takes_what_waits(void **state)
{
    struct bench *bench = *state;
    struct params params;

    assert_false(senders_take(&senders, &bench->batch, &params));
    note(bench, "/a", OUTCOME_duplicate, NOON, 2);
    note(bench, "/b", OUTCOME_rejected, NOON, 1);
    assert_true(senders_take(&senders, &bench->batch, &params));
    assert_false(senders_dirty(&senders));
    assert_int_equal(params.count, 4);
    assert_non_null(bench->batch.senders);
}

static void one_that_failed_gives_back_what_it_took(void **state)
{
    struct bench *bench = *state;
    struct params params;

    note(bench, "/a", OUTCOME_duplicate, NOON, 2);
    assert_true(senders_take(&senders, &bench->batch, &params));
    note(bench, "/a", OUTCOME_duplicate, NOON, 5);
    senders_give_back(&senders, &bench->batch);
    assert_int_equal(senders.count, 1);
    assert_int_equal(senders.waiting[0].duplicate, 7);
    senders_give_back(&senders, &bench->batch); /* once only */
    assert_int_equal(senders.waiting[0].duplicate, 7);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, bench_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_day_is_one_of_the_bank),
        TEST(counts_by_source_and_day),
        TEST(leaves_out_what_is_counted_elsewhere_or_not_at_all),
        TEST(sources_beyond_the_limit_are_counted_together),
        TEST(a_source_that_is_not_the_keys_own_counts_nothing),
        TEST(a_key_has_so_many_sources_a_day),
        TEST(a_transaction_takes_what_waits),
        TEST(one_that_failed_gives_back_what_it_took),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
