/* Tests of common/metrics.c: the numbers. How they are shown: metrics_write_test.c. */
#include "common/metrics.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include "common/memory.h"
#include "common/metrics_parts.h"

#include <cmocka.h>

static int forget(void **state UNUSED)
{
    metrics_done();
    return 0;
}

static void adds_to_counters_and_sets_gauges(void **state UNUSED)
{
    metric_add(METRIC_shouli_malformed_total, 2);
    metric_add(METRIC_shouli_malformed_total, 3);
    metric_set(METRIC_shouli_peers, 7);
    metric_set(METRIC_shouli_peers, -4);
    assert_int_equal(metric_value(METRIC_shouli_malformed_total), 5);
    assert_int_equal(metric_value(METRIC_shouli_peers), -4);
    assert_int_equal(metric_value(METRIC_shouli_waiting_messages), 0);
}

static void keeps_sets_of_labels_apart(void **state UNUSED)
{
    metric_add_labelled(METRIC_shouli_messages_total, 1, "a", "bc");
    metric_add_labelled(METRIC_shouli_messages_total, 10, "ab", "c");
    metric_add_labelled(METRIC_shouli_messages_total, 100, "a", "bc");
    assert_int_equal(metric_value_labelled(METRIC_shouli_messages_total, "a", "bc"), 101);
    assert_int_equal(metric_value_labelled(METRIC_shouli_messages_total, "ab", "c"), 10);
    assert_int_equal(metric_value_labelled(METRIC_shouli_messages_total, "abc", ""), 0);
}

static void copies_the_values_of_labels(void **state UNUSED)
{
    char type[] = "case.received.v1";

    metric_add_labelled(METRIC_shouli_events_emitted_total, 1, type);
    type[0] = 'X';
    assert_int_equal(
        metric_value_labelled(METRIC_shouli_events_emitted_total, "case.received.v1"),
        1
    );
    assert_int_equal(metric_value_labelled(METRIC_shouli_events_emitted_total, type), 0);
}

static void keeps_seconds_as_microseconds(void **state UNUSED)
{
    metric_set_labelled(METRIC_shouli_follow_lag_seconds, 3, "intake");
    assert_int_equal(
        metric_value_labelled(METRIC_shouli_follow_lag_seconds, "intake"),
        3000000
    );
    metric_set_us_labelled(METRIC_shouli_follow_lag_seconds, 2500, "intake");
    assert_int_equal(metric_value_labelled(METRIC_shouli_follow_lag_seconds, "intake"), 2500);
}

static void takes_an_absent_value_as_empty(void **state UNUSED)
{
    const char *none = NULL;

    metric_add_labelled(METRIC_shouli_events_emitted_total, 1, none);
    assert_int_equal(metric_value_labelled(METRIC_shouli_events_emitted_total, ""), 1);
}

static int64_t bucket(enum metric metric, size_t index)
{
    return atomic_load(&metric_states[metric].buckets[index]);
}

static void puts_durations_on_and_around_each_bound_into_its_bucket(void **state UNUSED)
{
    struct metric_bounds bounds = metric_bounds_of(METRIC_KIND_histogram);

    assert_int_equal(bounds.count, 18);
    for (size_t i = 0; i < bounds.count; i++) {
        metric_observe_us(METRIC_shouli_commit_seconds, bounds.at[i].limit - 1);
        metric_observe_us(METRIC_shouli_commit_seconds, bounds.at[i].limit);
        metric_observe_us(METRIC_shouli_commit_seconds, bounds.at[i].limit + 1);
    }
    assert_int_equal(bucket(METRIC_shouli_commit_seconds, 0), 2);
    for (size_t i = 1; i < bounds.count; i++)
        assert_int_equal(bucket(METRIC_shouli_commit_seconds, i), 3);
    assert_int_equal(bucket(METRIC_shouli_commit_seconds, bounds.count), 1);
    assert_int_equal(metric_value(METRIC_shouli_commit_seconds), 54);
}

static void bounds_grow_and_say_what_they_are(void **state UNUSED)
{
    struct metric_bounds durations = metric_bounds_of(METRIC_KIND_histogram);
    struct metric_bounds counts = metric_bounds_of(METRIC_KIND_histogram_counts);
    double shown;

    for (size_t i = 0; i < durations.count; i++) {
        assert_true(i == 0 || durations.at[i].limit > durations.at[i - 1].limit);
        assert_int_equal(sscanf(durations.at[i].text, "%lf", &shown), 1);
        assert_int_equal((int64_t)(shown * 1e6 + 0.5), durations.at[i].limit);
    }
    assert_int_equal(durations.at[0].limit, 100);
    assert_int_equal(durations.at[durations.count - 1].limit, 60 * 1000 * 1000);
    for (size_t i = 0; i < counts.count; i++) {
        assert_int_equal(counts.at[i].limit, 1 << i);
        assert_int_equal(sscanf(counts.at[i].text, "%lf", &shown), 1);
        assert_int_equal((int64_t)shown, counts.at[i].limit);
    }
    assert_int_equal(metric_bounds_of(METRIC_KIND_gauge).count, 0);
}

static void puts_counts_into_powers_of_two(void **state UNUSED)
{
    metric_observe(METRIC_shouli_batch_messages, 0);
    metric_observe(METRIC_shouli_batch_messages, 1);
    metric_observe(METRIC_shouli_batch_messages, 2);
    metric_observe(METRIC_shouli_batch_messages, 65536);
    metric_observe(METRIC_shouli_batch_messages, 65537);
    assert_int_equal(bucket(METRIC_shouli_batch_messages, 0), 2);
    assert_int_equal(bucket(METRIC_shouli_batch_messages, 1), 1);
    assert_int_equal(bucket(METRIC_shouli_batch_messages, 16), 1);
    assert_int_equal(bucket(METRIC_shouli_batch_messages, 17), 1);
    assert_int_equal(metric_value(METRIC_shouli_batch_messages), 5);
}

/* DESIGN P6: every buffer has a limit; P5: what is over is counted. */
static void counts_sets_of_labels_over_the_limit_as_dropped(void **state UNUSED)
{
    char type[32];

    for (int i = 0; i < METRIC_SERIES_MAX; i++) {
        snprintf(type, sizeof(type), "type.%d", i);
        metric_add_labelled(METRIC_shouli_events_emitted_total, i, type);
    }
    assert_int_equal(metric_value(METRIC_shouli_metrics_dropped_total), 0);
    metric_add_labelled(METRIC_shouli_events_emitted_total, 1, "one.more");
    metric_add_labelled(METRIC_shouli_events_emitted_total, 1, "one.more");
    assert_int_equal(metric_value(METRIC_shouli_metrics_dropped_total), 2);
    assert_int_equal(metric_value_labelled(METRIC_shouli_events_emitted_total, "one.more"), 0);
    for (int i = 0; i < METRIC_SERIES_MAX; i++) {
        snprintf(type, sizeof(type), "type.%d", i);
        metric_add_labelled(METRIC_shouli_events_emitted_total, 1, type);
        assert_int_equal(
            metric_value_labelled(METRIC_shouli_events_emitted_total, type),
            i + 1
        );
    }
    assert_int_equal(metric_value(METRIC_shouli_metrics_dropped_total), 2);
}

static void drops_a_value_over_its_limit(void **state UNUSED)
{
    char value[METRIC_LABEL_BYTES_MAX + 2] = {0};

    memset(value, 'x', METRIC_LABEL_BYTES_MAX - 1);
    metric_add_labelled(METRIC_shouli_messages_total, 1, value, value);
    value[METRIC_LABEL_BYTES_MAX - 1] = 'x';
    metric_add_labelled(METRIC_shouli_messages_total, 1, value, value);
    assert_int_equal(metric_value_labelled(METRIC_shouli_messages_total, value, value), 1);
    assert_int_equal(metric_value(METRIC_shouli_metrics_dropped_total), 0);
    value[METRIC_LABEL_BYTES_MAX] = 'x';
    metric_add_labelled(METRIC_shouli_messages_total, 1, "a", value);
    assert_int_equal(metric_value(METRIC_shouli_metrics_dropped_total), 1);
    assert_int_equal(metric_value_labelled(METRIC_shouli_messages_total, "a", value), 0);
}

static void forgets_everything_when_done(void **state UNUSED)
{
    metric_add(METRIC_shouli_malformed_total, 2);
    metric_add_labelled(METRIC_shouli_events_emitted_total, 1, "a");
    metrics_done();
    assert_int_equal(metric_value(METRIC_shouli_malformed_total), 0);
    assert_int_equal(metric_value_labelled(METRIC_shouli_events_emitted_total, "a"), 0);
}

enum { ROUNDS = 2000, TYPES = 50 };

static void *add_many(void *unused UNUSED)
{
    char type[32];

    for (int i = 0; i < ROUNDS; i++) {
        snprintf(type, sizeof(type), "type.%d", i % TYPES);
        metric_add_labelled(METRIC_shouli_events_emitted_total, 1, type);
        metric_add(METRIC_shouli_malformed_total, 1);
    }
    return NULL;
}

static void loses_nothing_when_threads_add_and_one_reads(void **state UNUSED)
{
    pthread_t threads[2];
    int64_t total = 0;
    char type[32];

    assert_int_equal(pthread_create(&threads[0], NULL, add_many, NULL), 0);
    assert_int_equal(pthread_create(&threads[1], NULL, add_many, NULL), 0);
    for (int i = 0; i < 5; i++) {
        char *text;
        size_t length;
        metrics_write(METRICS_open, &text, &length);
        assert_true(length > 0);
        memory_free(text);
    }
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    for (int i = 0; i < TYPES; i++) {
        snprintf(type, sizeof(type), "type.%d", i);
        total += metric_value_labelled(METRIC_shouli_events_emitted_total, type);
    }
    assert_int_equal(total, 2 * ROUNDS);
    assert_int_equal(metric_value(METRIC_shouli_malformed_total), 2 * ROUNDS);
}

/* The rules of common/metrics.def itself. */
static void every_declaration_follows_the_naming_rules(void **state UNUSED)
{
    for (enum metric metric = 0; metric < METRIC_COUNT; metric++) {
        const char *name = metric_name(metric);
        size_t length = strlen(name);
        bool is_total = length > 6 && strcmp(name + length - 6, "_total") == 0;
        bool is_seconds = length > 8 && strcmp(name + length - 8, "_seconds") == 0;
        enum metric_kind kind = metric_kind_of(metric);
        size_t labels = metric_labels(metric)[0] ? 1 : 0;

        for (const char *at = metric_labels(metric); *at; at++)
            labels += *at == ',';
        assert_int_equal(strncmp(name, "shouli_", 7), 0);
        assert_int_equal(is_total, kind == METRIC_KIND_counter);
        assert_int_equal(
            is_seconds,
            kind == METRIC_KIND_gauge_seconds || kind == METRIC_KIND_histogram
        );
        assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz_"), length);
        assert_true(labels <= METRIC_LABELS_MAX);
        assert_true(labels == 0 || metric_bounds_of(kind).count == 0);
        assert_null(strpbrk(metric_help(metric), "\n\\"));
        assert_int_equal(metric_help(metric)[strlen(metric_help(metric)) - 1], '.');
    }
}

#define METRIC_CASE(test) cmocka_unit_test_teardown(test, forget)

int main(void)
{
    const struct CMUnitTest tests[] = {
        METRIC_CASE(adds_to_counters_and_sets_gauges),
        METRIC_CASE(keeps_sets_of_labels_apart),
        METRIC_CASE(copies_the_values_of_labels),
        METRIC_CASE(keeps_seconds_as_microseconds),
        METRIC_CASE(takes_an_absent_value_as_empty),
        METRIC_CASE(puts_durations_on_and_around_each_bound_into_its_bucket),
        METRIC_CASE(bounds_grow_and_say_what_they_are),
        METRIC_CASE(puts_counts_into_powers_of_two),
        METRIC_CASE(counts_sets_of_labels_over_the_limit_as_dropped),
        METRIC_CASE(drops_a_value_over_its_limit),
        METRIC_CASE(forgets_everything_when_done),
        METRIC_CASE(loses_nothing_when_threads_add_and_one_reads),
        METRIC_CASE(every_declaration_follows_the_naming_rules),
    };
    return cmocka_run_group_tests_name("metrics", tests, NULL, NULL);
}
