/* What the two halves of metrics share: metrics.c keeps the numbers, metrics_write.c shows
 * them. */
#pragma once

#include <stdatomic.h>

#include "common/metrics.h"

enum { METRIC_BUCKETS_MAX = 18, METRIC_SLOTS = 2 * METRIC_SERIES_MAX };

/* One set of label values, never moved nor changed but for its number. */
struct metric_series {
    _Atomic int64_t value;
    uint64_t hash;
    size_t key_length;
    char key[]; /* the values, each ended by a zero */
};

/* All sets of one labelled metric, to be found by hash and to be read in the order of their
 * first use. */
struct metric_family {
    _Atomic size_t count; /* of `order`, raised after the entry is written */
    struct metric_series *order[METRIC_SERIES_MAX];
    _Atomic(struct metric_series *)
        slots[METRIC_SLOTS]; /* open addressing, at most half full */
};

struct metric_state {
    atomic_bool is_shown;
    _Atomic int64_t value;                           /* of a histogram the sum */
    _Atomic int64_t buckets[METRIC_BUCKETS_MAX + 1]; /* not cumulated; the last one is +Inf */
    _Atomic(struct metric_family *) family;
};

/* The upper bound of one bucket of a histogram, as number and as shown. */
struct metric_bound {
    int64_t limit; /* microseconds, or whole numbers */
    const char *text;
};

struct metric_bounds {
    const struct metric_bound *at;
    size_t count;
};

extern struct metric_state metric_states[METRIC_COUNT];

enum metric_kind metric_kind_of(enum metric metric);
const char *metric_name(enum metric metric);
const char *metric_help(enum metric metric);
const char *metric_labels(enum metric metric); /* joined by commas */

/* Empty for what is no histogram. */
struct metric_bounds metric_bounds_of(enum metric_kind kind);
