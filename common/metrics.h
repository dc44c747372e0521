/* Metrics, all declared in common/metrics.def, kept as whole numbers and shown as Prometheus or
 * OpenMetrics text.
 *
 * Updates are relaxed atomics without a lock, so that a scrape by the HTTP thread never makes
 * the work wait; only the first use of a set of labels takes one. A metric is shown from its
 * first update on (an update by 0 is enough), so that a service shows only what it has. A
 * labelled metric has at most 1024 sets of labels, values of at most 64 bytes; what is over is
 * counted in shouli_metrics_dropped_total and goes nowhere else. Case ids, people and peers are
 * no labels (STYLE 8). Any thread may call. */
#pragma once

#include "common/basics.h"

enum { METRIC_SERIES_MAX = 1024, METRIC_LABELS_MAX = 4, METRIC_LABEL_BYTES_MAX = 64 };

enum metric_kind {
    METRIC_KIND_counter,
    METRIC_KIND_gauge,
    METRIC_KIND_gauge_seconds,   /* shown in seconds; metric_set takes seconds, metric_set_us
                                    microseconds */
    METRIC_KIND_histogram,       /* of durations, in seconds: 0.0001 to 60 in 18 steps */
    METRIC_KIND_histogram_counts /* of whole numbers: powers of two from 1 to 65536 */
};

enum metric {
#define METRIC(kind, name, help, labels) METRIC_##name,
#include "common/metrics.def"
#undef METRIC
    METRIC_COUNT
};

enum metrics_format {
    METRICS_prometheus, /* text format 0.0.4 */
    METRICS_open        /* OpenMetrics 1.0.0 */
};

/* Without labels; a metric that has some is a programmer error (assert), as is the wrong kind.
 * `n` >= 0. */
void metric_add(enum metric metric, int64_t n);
void metric_set(enum metric metric, int64_t value);
void metric_set_us(enum metric metric, int64_t us);
void metric_observe_us(enum metric metric, int64_t us);
void metric_observe(enum metric metric, int64_t count);

/* With the values of all labels in the order of metrics.def, as strings:
 *     metric_add_labelled(METRIC_shouli_messages_total, 1, "request.submitted.v1", "accepted");
 * The values are copied at the first use of a set. */
#define metric_add_labelled(metric, n, ...)                                                    \
    metric_add_at(metric, n, METRIC_VALUES(__VA_ARGS__), METRIC_VALUES_COUNT(__VA_ARGS__))
#define metric_set_labelled(metric, value, ...)                                                \
    metric_set_at(metric, value, METRIC_VALUES(__VA_ARGS__), METRIC_VALUES_COUNT(__VA_ARGS__))
#define metric_set_us_labelled(metric, us, ...)                                                \
    metric_set_us_at(metric, us, METRIC_VALUES(__VA_ARGS__), METRIC_VALUES_COUNT(__VA_ARGS__))
#define metric_value_labelled(metric, ...)                                                     \
    metric_value_at(metric, METRIC_VALUES(__VA_ARGS__), METRIC_VALUES_COUNT(__VA_ARGS__))

/* What stands there now: of a gauge_seconds microseconds, of a histogram the number of
 * observations; 0 when it was never touched. */
int64_t metric_value(enum metric metric);

/* OpenMetrics only for a client that names it in `Accept` and likes it no less than plain text;
 * `accept` may be NULL. */
enum metrics_format metrics_format_for(const char *accept);
const char *metrics_content_type(enum metrics_format format);

/* The whole page, with process_cpu_seconds_total, process_resident_memory_bytes,
 * process_open_fds, process_max_fds and process_start_time_seconds. The text is the caller's:
 * memory_free. Any thread. */
void metrics_write(enum metrics_format format, char **ret_text, size_t *ret_length);

/* Forgets everything; no other thread may be reading. */
void metrics_done(void);

/* What the macros above call. */
#define METRIC_VALUES(...)       ((const char *const[]){__VA_ARGS__})
#define METRIC_VALUES_COUNT(...) (sizeof(METRIC_VALUES(__VA_ARGS__)) / sizeof(char *))
void metric_add_at(enum metric metric, int64_t n, const char *const *values, size_t count);
void metric_set_at(enum metric metric, int64_t value, const char *const *values, size_t count);
void metric_set_us_at(enum metric metric, int64_t us, const char *const *values, size_t count);
int64_t metric_value_at(enum metric metric, const char *const *values, size_t count);
