/* Tests of common/metrics_write.c: the text formats Prometheus 0.0.4 and OpenMetrics 1.0.0. */
#include "common/metrics.h"

#include <setjmp.h>
#include <stdarg.h>

#include "common/memory.h"

#include <cmocka.h>

static char *page;

static int forget(void **state UNUSED)
{
    memory_free(page);
    page = NULL;
    metrics_done();
    return 0;
}

static const char *page_as(enum metrics_format format)
{
    size_t length;

    memory_free(page);
    metrics_write(format, &page, &length);
    assert_int_equal(strlen(page), length);
    return page;
}

static void assert_shows(enum metrics_format format, const char *expected)
{
    if (!strstr(page_as(format), expected))
        fail_msg("no %s in %s", expected, page);
}

static void shows_a_counter_in_both_formats(void **state UNUSED)
{
    metric_add(METRIC_shouli_malformed_total, 5);
    assert_shows(
        METRICS_prometheus,
        "# TYPE shouli_malformed_total counter\n"
        "# HELP shouli_malformed_total Frames that could not be decoded.\n"
        "shouli_malformed_total 5\n"
    );
    assert_shows(
        METRICS_open,
        "# TYPE shouli_malformed counter\n"
        "# HELP shouli_malformed Frames that could not be decoded.\n"
        "shouli_malformed_total 5\n"
    );
}

static void shows_sets_of_labels_in_the_order_of_their_first_use(void **state UNUSED)
{
    metric_set_labelled(METRIC_shouli_queue_depth, 2, "q.card", "P2");
    metric_set_labelled(METRIC_shouli_queue_depth, 1, "q.account", "P1");
    metric_set_labelled(METRIC_shouli_queue_depth, 3, "q.card", "P2");
    assert_shows(
        METRICS_prometheus,
        "# TYPE shouli_queue_depth gauge\n"
        "# HELP shouli_queue_depth Cases waiting.\n"
        "shouli_queue_depth{queue=\"q.card\",grade=\"P2\"} 3\n"
        "shouli_queue_depth{queue=\"q.account\",grade=\"P1\"} 1\n"
    );
}

static void shows_seconds_with_their_unit(void **state UNUSED)
{
    metric_set_us_labelled(METRIC_shouli_follow_lag_seconds, 1234567, "intake");
    metric_set_us_labelled(METRIC_shouli_follow_lag_seconds, -2500, "desk");
    metric_set_labelled(METRIC_shouli_follow_lag_seconds, 86400, "router");
    assert_shows(
        METRICS_open,
        "# TYPE shouli_follow_lag_seconds gauge\n"
        "# UNIT shouli_follow_lag_seconds seconds\n"
    );
    assert_shows(METRICS_open, "{stream=\"intake\"} 1.234567\n");
    assert_shows(METRICS_open, "{stream=\"desk\"} -0.002500\n");
    assert_shows(METRICS_open, "{stream=\"router\"} 86400.000000\n");
    assert_null(strstr(page_as(METRICS_prometheus), "# UNIT"));
}

static void shows_a_histogram_cumulated(void **state UNUSED)
{
    metric_observe_us(METRIC_shouli_commit_seconds, 900);
    metric_observe_us(METRIC_shouli_commit_seconds, 1000);
    metric_observe_us(METRIC_shouli_commit_seconds, 2000);
    metric_observe_us(METRIC_shouli_commit_seconds, 61000000);
    assert_shows(METRICS_open, "# TYPE shouli_commit_seconds histogram\n");
    assert_shows(METRICS_open, "shouli_commit_seconds_bucket{le=\"0.0005\"} 0\n");
    assert_shows(METRICS_open, "shouli_commit_seconds_bucket{le=\"0.001\"} 2\n");
    assert_shows(METRICS_open, "shouli_commit_seconds_bucket{le=\"0.0025\"} 3\n");
    assert_shows(
        METRICS_open,
        "shouli_commit_seconds_bucket{le=\"60.0\"} 3\n"
        "shouli_commit_seconds_bucket{le=\"+Inf\"} 4\n"
        "shouli_commit_seconds_sum 61.003900\n"
        "shouli_commit_seconds_count 4\n"
    );
}

static void shows_a_histogram_of_counts_in_whole_numbers(void **state UNUSED)
{
    metric_observe(METRIC_shouli_batch_messages, 3);
    metric_observe(METRIC_shouli_batch_messages, 4);
    assert_shows(METRICS_open, "shouli_batch_messages_bucket{le=\"2.0\"} 0\n");
    assert_shows(METRICS_open, "shouli_batch_messages_bucket{le=\"4.0\"} 2\n");
    assert_shows(METRICS_open, "shouli_batch_messages_sum 7\nshouli_batch_messages_count 2\n");
}

static void shows_only_what_was_touched(void **state UNUSED)
{
    assert_null(strstr(page_as(METRICS_open), "shouli_"));
    metric_add(METRIC_shouli_malformed_total, 0);
    metric_set(METRIC_shouli_waiting_messages, 0);
    assert_shows(METRICS_open, "\nshouli_malformed_total 0\n");
    assert_shows(METRICS_open, "\nshouli_waiting_messages 0\n");
    assert_null(strstr(page, "shouli_peers"));
}

static void escapes_the_values_of_labels(void **state UNUSED)
{
    metric_add_labelled(METRIC_shouli_events_emitted_total, 1, "a\"b\\c\nd");
    metric_add_labelled(METRIC_shouli_events_emitted_total, 1, "工\xff");
    assert_shows(METRICS_open, "{type=\"a\\\"b\\\\c\\nd\"} 1\n");
    assert_shows(METRICS_open, "{type=\"工\xef\xbf\xbd\"} 1\n");
}

static void ends_open_metrics_with_its_mark_and_plain_text_without(void **state UNUSED)
{
    const char *text = page_as(METRICS_open);

    assert_string_equal(text + strlen(text) - 7, "\n# EOF\n");
    assert_null(strstr(page_as(METRICS_prometheus), "EOF"));
    assert_int_equal(page[strlen(page) - 1], '\n');
}

static void shows_the_process(void **state UNUSED)
{
    assert_shows(
        METRICS_open,
        "# TYPE process_cpu_seconds counter\n# UNIT process_cpu_seconds seconds\n"
    );
    assert_shows(METRICS_open, "\nprocess_cpu_seconds_total ");
    assert_shows(METRICS_open, "# UNIT process_resident_memory_bytes bytes\n");
    assert_shows(METRICS_open, "\nprocess_resident_memory_bytes ");
    assert_shows(METRICS_open, "\nprocess_open_fds ");
    assert_shows(METRICS_open, "\nprocess_start_time_seconds 1");
    assert_shows(METRICS_prometheus, "# TYPE process_cpu_seconds_total counter\n");
}

static void gives_open_metrics_to_those_who_ask_for_it(void **state UNUSED)
{
    static const char *const open[] = {
        "application/openmetrics-text",
        "Application/OpenMetrics-Text; version=1.0.0",
        "text/html, application/openmetrics-text",
        "application/openmetrics-text;q=0.5,text/plain;q=0.5",
        /* what Prometheus 2.45 sends */
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;"
        "q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
    };
    static const char *const plain[] = {
        NULL,
        "",
        ",",
        "*/*",
        "text/plain",
        "application/openmetrics-text;q=0",
        "application/openmetrics-text; q=0.2, text/plain; q=0.3",
        "application/openmetrics-text;q=2",
        "application/openmetrics-text;q=-1",
        "application/openmetrics-text;q=nan",
        "application/openmetrics-textual",
        "application/openmetrics",
    };

    for (size_t i = 0; i < LENGTH(open); i++)
        assert_int_equal(metrics_format_for(open[i]), METRICS_open);
    for (size_t i = 0; i < LENGTH(plain); i++)
        assert_int_equal(metrics_format_for(plain[i]), METRICS_prometheus);
}

static void names_the_type_of_its_content(void **state UNUSED)
{
    assert_string_equal(
        metrics_content_type(METRICS_open),
        "application/openmetrics-text; version=1.0.0; charset=utf-8"
    );
    assert_string_equal(
        metrics_content_type(METRICS_prometheus),
        "text/plain; version=0.0.4; charset=utf-8"
    );
}

#define PAGE_CASE(test) cmocka_unit_test_teardown(test, forget)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PAGE_CASE(shows_a_counter_in_both_formats),
        PAGE_CASE(shows_sets_of_labels_in_the_order_of_their_first_use),
        PAGE_CASE(shows_seconds_with_their_unit),
        PAGE_CASE(shows_a_histogram_cumulated),
        PAGE_CASE(shows_a_histogram_of_counts_in_whole_numbers),
        PAGE_CASE(shows_only_what_was_touched),
        PAGE_CASE(escapes_the_values_of_labels),
        PAGE_CASE(ends_open_metrics_with_its_mark_and_plain_text_without),
        PAGE_CASE(shows_the_process),
        PAGE_CASE(gives_open_metrics_to_those_who_ask_for_it),
        PAGE_CASE(names_the_type_of_its_content),
    };
    return cmocka_run_group_tests_name("metrics_write", tests, NULL, NULL);
}
