/* Tests of common/engine/watch.c: the walk over the own chain (P8), and what the database says of its replicas. */
#include "common/engine/watch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/engine/engine.h"
#include "common/engine/noted.h"
#include "common/memory.h"
#include "common/metrics.h"
#include "tests/support/trial.h"

#include <cmocka.h>

#define T0   INT64_C(1795268651123)
#define H(x) x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x
#define HEAD H("aa")
#define MID  H("bb")

static const struct chore chores[] = {
    CHORE("chain", WATCH_CHAIN_EVERY_MS, watch_chain),
    CHORE("database", WATCH_DATABASE_EVERY_MS, watch_database),
};
static const struct service plain = {.name = "plain", .port = 90, .chores = LIST(chores)};
static struct trial *trial;

static int begin(void **state UNUSED)
{
    watch_begin(false);
    trial = trial_new(&plain, T0);
    return 0;
}

static int end(void **state UNUSED)
{
    trial_destroy(&trial);
    metrics_done();
    return 0;
}

/* One turn, with what PostgreSQL answers to it. */
static void turn(const struct list_shape *shape, const char *chore, const char *line)
{
    struct bytes key = bytes_of_text(text_of(line));

    trial_list(trial, shape, &key, 1, false);
    assert_int_equal(trial_chore(trial, chore)->outcome, OUTCOME_accepted);
    assert_int_equal(trial_event_count(trial), 0);
}

static void walk(const char *line)
{
    turn(&watch_chain_list, "chain", line);
}

static void assert_chain(int64_t verified, int64_t broken, int64_t at_ms)
{
    assert_int_equal(metric_value(METRIC_shouli_chain_verified_seq), verified);
    assert_int_equal(metric_value(METRIC_shouli_chain_broken_seq), broken);
    assert_int_equal(
        metric_value(METRIC_shouli_chain_verified_timestamp_seconds),
        at_ms * 1000
    );
}

static void a_walk_to_the_head_says_when(void **state UNUSED)
{
    walk("7|" HEAD "|7|" HEAD "|0");
    assert_chain(7, 0, T0);
    trial_set_time(trial, T0 + 500);
    walk("0|" HEAD "|0|" HEAD "|0"); /* a stream without an event is whole */
    assert_chain(0, 0, T0 + 500);
}

static void a_longer_chain_is_walked_in_slices(void **state UNUSED)
{
    walk("1200|" HEAD "|500|" MID "|0");
    assert_chain(500, 0, 0);
    walk("1200|" HEAD "|1000|" MID "|0");
    assert_chain(1000, 0, 0);
    walk("1201|" HEAD "|1201|" HEAD "|0"); /* it has grown meanwhile */
    assert_chain(1201, 0, T0);
    walk("1201|" HEAD "|500|" MID "|0"); /* from the first event again */
    assert_chain(500, 0, T0);
    walk("1201|" HEAD "|1000|" MID "|0");
    walk("1201|" HEAD "|1201|" HEAD "|0");
}

static void a_changed_event_is_named_until_all_is_well(void **state UNUSED)
{
    walk("7|" HEAD "|7|" HEAD "|3");
    assert_chain(2, 3, 0);
    walk("7|" HEAD "|7|" HEAD "|3");
    assert_chain(2, 3, 0);
    walk("7|" HEAD "|7|" HEAD "|0");
    assert_chain(7, 0, T0);
}

static void a_missing_end_is_found(void **state UNUSED)
{
    walk("7|" HEAD "|6|" MID "|0");
    assert_chain(6, 7, 0);
    walk("501|" HEAD "|499|" MID "|0"); /* of a slice of 500 */
    assert_chain(499, 500, 0);
    walk("501|" HEAD "|500|" MID "|0");
    assert_chain(500, 500, 0); /* the fault stands until a walk has come to the head */
    walk("501|" HEAD "|501|" HEAD "|0");
    assert_chain(501, 0, T0);
}

static void another_hash_than_the_head_has_kept_is_found(void **state UNUSED)
{
    walk("7|" HEAD "|7|" MID "|0");
    assert_chain(6, 7, 0);
    walk("7|" HEAD "|7|" HEAD "|0");
}

static void an_answer_that_is_none_changes_nothing(void **state UNUSED)
{
    struct chain_slice slice;

    walk("7|" HEAD "|7|" HEAD "|3");
    walk("");
    walk("7|xyz|7|" HEAD "|0");
    assert_chain(2, 3, 0);
    trial_list(trial, &watch_chain_list, NULL, 0, false);
    trial_chore(trial, "chain");
    assert_chain(2, 3, 0);
    assert_false(chain_slice_read(TEXT("7|" HEAD "|7|" HEAD), &slice));
    assert_true(chain_slice_read(TEXT("7|" HEAD "|7|" MID "|2"), &slice));
    assert_int_equal(slice.broken, 2);
    assert_string_equal(slice.hash, MID);
}

static void replicas_kept_log_and_what_the_archive_lacks_are_shown(void **state UNUSED)
{
    turn(&watch_database_list, "database", "2|1|123456789012|67108865");
    assert_int_equal(metric_value(METRIC_shouli_postgres_replicas), 2);
    assert_int_equal(metric_value(METRIC_shouli_postgres_slots_unused), 1);
    assert_int_equal(metric_value(METRIC_shouli_postgres_wal_kept_bytes), 123456789012);
    assert_int_equal(metric_value(METRIC_shouli_postgres_archive_waiting_bytes), 67108865);
    turn(&watch_database_list, "database", "0|0|0");
    assert_int_equal(metric_value(METRIC_shouli_postgres_replicas), 2);
    turn(&watch_database_list, "database", "0|0|0|0");
    assert_int_equal(metric_value(METRIC_shouli_postgres_replicas), 0);
}

/* The key that the next slice is asked with. */
static int64_t asked_after(void)
{
    struct item item = {.outcome = OUTCOME_open};
    struct deciding deciding = {.batch = &(struct batch){.limit = 0}};
    struct engine engine = {.service = &plain, .stream_name = "plain"};
    struct call call = {
        .arena = &deciding.batch->arena,
        .reply = &item.reply,
        .deciding = &deciding};

    deciding.engine = &engine;
    assert_int_equal(watch_chain(&call), ERROR_need);
    int64_t after = strtoll((const char *)deciding.batch->lists->key.at, NULL, 10);
    batch_done(deciding.batch);
    return after;
}

/* A decision may run again, and its transaction may fail: the walk goes on with what is committed. */
static void the_walk_goes_on_when_a_slice_is_committed(void **state UNUSED)
{
    struct item item = {.outcome = OUTCOME_rejected};
    struct batch batch = {.limit = 0};
    struct engine engine = {.service = &plain, .stream_name = "plain"};
    struct deciding deciding = {.batch = &batch, .engine = &engine};
    struct call call = {.arena = &batch.arena, .reply = &item.reply, .deciding = &deciding};
    struct bytes line = bytes_of_text(TEXT("1200|" HEAD "|500|" MID "|0"));

    assert_int_equal(watch_chain(&call), ERROR_need);
    batch.lists->loaded = true;
    batch.lists->list = (struct key_list){.keys = &line, .count = 1};
    for (int i = 0; i < 2; i++) {
        item.reply = (struct reply){0};
        assert_int_equal(watch_chain(&call), OK);
    }
    noted_apply(&item);
    assert_int_equal(asked_after(), 0);
    assert_chain(0, 0, 0);
    item.outcome = OUTCOME_accepted;
    noted_apply(&item);
    assert_int_equal(asked_after(), 500);
    assert_chain(500, 0, 0);
    watch_begin(false);
    assert_int_equal(asked_after(), 0);
    batch_done(&batch);
}

static void counters_that_alerts_look_at_begin_at_zero(void **state UNUSED)
{
    char *page = NULL;
    size_t length;

    watch_begin(false);
    metrics_write(METRICS_prometheus, &page, &length);
    assert_non_null(strstr(page, "shouli_postgres_failures_total{code=\"53100\"} 0\n"));
    assert_non_null(strstr(page, "shouli_forbidden_total 0\n"));
    assert_non_null(strstr(page, "shouli_clock_steps_total{direction=\"forward\"} 0\n"));
    assert_non_null(strstr(page, "shouli_clock_steps_total{direction=\"back\"} 0\n"));
    assert_null(strstr(page, "shouli_redis_failures_total"));
    memory_free(page);
    watch_begin(true);
    metrics_write(METRICS_prometheus, &page, &length);
    assert_non_null(strstr(page, "shouli_redis_failures_total{code=\"OOM\"} 0\n"));
    memory_free(page);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_walk_to_the_head_says_when),
        TEST(a_longer_chain_is_walked_in_slices),
        TEST(a_changed_event_is_named_until_all_is_well),
        TEST(a_missing_end_is_found),
        TEST(another_hash_than_the_head_has_kept_is_found),
        TEST(an_answer_that_is_none_changes_nothing),
        TEST(the_walk_goes_on_when_a_slice_is_committed),
        TEST(counters_that_alerts_look_at_begin_at_zero),
        TEST(replicas_kept_log_and_what_the_archive_lacks_are_shown),
    };

    return cmocka_run_group_tests_name("watch", tests, NULL, NULL);
}
