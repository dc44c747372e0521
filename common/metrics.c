/* See metrics.h. */
#include "common/metrics.h"

#include <assert.h>
#include <pthread.h>

#include "common/memory.h"
#include "common/metrics_parts.h"

enum { KEY_BYTES_MAX = METRIC_LABELS_MAX * (METRIC_LABEL_BYTES_MAX + 1) };

/* The values of the labels, as a series keeps them. */
struct key {
    char at[KEY_BYTES_MAX];
    size_t length;
    uint64_t hash;
};

static const struct {
    enum metric_kind kind;
    const char *name;
    const char *help;
    const char *labels;
} declared[] = {
#define METRIC(kind, name, help, labels) {METRIC_KIND_##kind, #name, help, labels},
#include "common/metrics.def"
#undef METRIC
};

/* 1, 2.5 and 5 of each power of ten, so that the goals of DESIGN section 10 (1.0, 2.5, 10, 25
 * ms) are bounds. */
static const struct metric_bound seconds[] = {
    {100, "0.0001"},
    {250, "0.00025"},
    {500, "0.0005"},
    {1000, "0.001"},
    {2500, "0.0025"},
    {5000, "0.005"},
    {10000, "0.01"},
    {25000, "0.025"},
    {50000, "0.05"},
    {100000, "0.1"},
    {250000, "0.25"},
    {500000, "0.5"},
    {1000000, "1.0"},
    {2500000, "2.5"},
    {5000000, "5.0"},
    {10000000, "10.0"},
    {30000000, "30.0"},
    {60000000, "60.0"},
};

static const struct metric_bound counts[] = {
    {1, "1.0"},
    {2, "2.0"},
    {4, "4.0"},
    {8, "8.0"},
    {16, "16.0"},
    {32, "32.0"},
    {64, "64.0"},
    {128, "128.0"},
    {256, "256.0"},
    {512, "512.0"},
    {1024, "1024.0"},
    {2048, "2048.0"},
    {4096, "4096.0"},
    {8192, "8192.0"},
    {16384, "16384.0"},
    {32768, "32768.0"},
    {65536, "65536.0"},
};

static_assert(LENGTH(seconds) <= METRIC_BUCKETS_MAX, "the buckets fit");
static_assert(LENGTH(counts) <= METRIC_BUCKETS_MAX, "the buckets fit");

struct metric_state metric_states[METRIC_COUNT];

/* Held to add a series or a family, never to update or to read one. */
static pthread_mutex_t adding = PTHREAD_MUTEX_INITIALIZER;

enum metric_kind metric_kind_of(enum metric metric)
{
    return declared[metric].kind;
}

const char *metric_name(enum metric metric)
{
    return declared[metric].name;
}

const char *metric_help(enum metric metric)
{
    return declared[metric].help;
}

const char *metric_labels(enum metric metric)
{
    return declared[metric].labels;
}

struct metric_bounds metric_bounds_of(enum metric_kind kind)
{
    if (kind == METRIC_KIND_histogram)
        return (struct metric_bounds){LIST(seconds)};
    if (kind == METRIC_KIND_histogram_counts)
        return (struct metric_bounds){LIST(counts)};
    return (struct metric_bounds){0};
}

static size_t label_count(enum metric metric)
{
    const char *labels = declared[metric].labels;
    size_t count = labels[0] ? 1 : 0;

    for (; *labels; labels++)
        count += *labels == ',';
    return count;
}

static void add_to(_Atomic int64_t *cell, int64_t n)
{
    atomic_fetch_add_explicit(cell, n, memory_order_relaxed);
}

static void set_to(_Atomic int64_t *cell, int64_t value)
{
    atomic_store_explicit(cell, value, memory_order_relaxed);
}

static void show(enum metric metric)
{
    atomic_store_explicit(&metric_states[metric].is_shown, true, memory_order_relaxed);
}

static bool is_gauge(enum metric metric)
{
    return declared[metric].kind == METRIC_KIND_gauge ||
           declared[metric].kind == METRIC_KIND_gauge_seconds;
}

/* Of a number given in the metric's own unit, what is kept. */
static int64_t kept_of(enum metric metric, int64_t value)
{
    return declared[metric].kind == METRIC_KIND_gauge_seconds ? value * 1000000 : value;
}

void metric_add(enum metric metric, int64_t n)
{
    assert(n >= 0 && declared[metric].kind == METRIC_KIND_counter);
    assert(!declared[metric].labels[0]);
    add_to(&metric_states[metric].value, n);
    show(metric);
}

void metric_set(enum metric metric, int64_t value)
{
    assert(is_gauge(metric) && !declared[metric].labels[0]);
    set_to(&metric_states[metric].value, kept_of(metric, value));
    show(metric);
}

void metric_set_us(enum metric metric, int64_t us)
{
    assert(declared[metric].kind == METRIC_KIND_gauge_seconds && !declared[metric].labels[0]);
    set_to(&metric_states[metric].value, us);
    show(metric);
}

static void observe(enum metric metric, int64_t value, struct metric_bounds bounds)
{
    struct metric_state *state = &metric_states[metric];
    size_t bucket = 0;

    while (bucket < bounds.count && value > bounds.at[bucket].limit)
        bucket++;
    add_to(&state->buckets[bucket], 1);
    add_to(&state->value, value);
    show(metric);
}

void metric_observe_us(enum metric metric, int64_t us)
{
    assert(declared[metric].kind == METRIC_KIND_histogram);
    observe(metric, us, (struct metric_bounds){LIST(seconds)});
}

void metric_observe(enum metric metric, int64_t count)
{
    assert(declared[metric].kind == METRIC_KIND_histogram_counts);
    observe(metric, count, (struct metric_bounds){LIST(counts)});
}

/* FNV-1a: short input, no enemy, since label values are words of our own. */
static uint64_t hash_of(const char *at, size_t length)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (uint8_t)at[i]) * UINT64_C(1099511628211);
    return hash ^ hash >> 32;
}

/* False when a value is too long. */
static bool key_of(const char *const *values, size_t count, struct key *ret_key)
{
    ret_key->length = 0;
    for (size_t i = 0; i < count; i++) {
        const char *value = values[i] ? values[i] : "";
        size_t length = strnlen(value, METRIC_LABEL_BYTES_MAX + 1);
        if (length > METRIC_LABEL_BYTES_MAX)
            return false;
        memcpy(ret_key->at + ret_key->length, value, length);
        ret_key->at[ret_key->length + length] = 0;
        ret_key->length += length + 1;
    }
    ret_key->hash = hash_of(ret_key->at, ret_key->length);
    return true;
}

/* The slot that holds the key, or the empty one where it belongs. */
static _Atomic(struct metric_series *) *
slot_of(struct metric_family *family, const struct key *key)
{
    for (size_t i = key->hash % METRIC_SLOTS;; i = (i + 1) % METRIC_SLOTS) {
        struct metric_series *series =
            atomic_load_explicit(&family->slots[i], memory_order_acquire);
        if (!series || (series->hash == key->hash && series->key_length == key->length &&
                        memcmp(series->key, key->at, key->length) == 0))
            return &family->slots[i];
    }
}

/* Under the lock. NULL when the family is full. */
static struct metric_series *add_series(struct metric_state *state, const struct key *key)
{
    struct metric_family *family = atomic_load(&state->family);

    if (!family) {
        family = memory_new(1, sizeof(*family));
        atomic_store(&state->family, family);
    }

    _Atomic(struct metric_series *) *slot = slot_of(family, key);
    struct metric_series *series = atomic_load(slot);
    size_t count = atomic_load(&family->count);
    if (series || count == METRIC_SERIES_MAX)
        return series;

    series = memory_new(1, sizeof(*series) + key->length);
    series->hash = key->hash;
    series->key_length = key->length;
    memcpy(series->key, key->at, key->length);
    family->order[count] = series;
    atomic_store_explicit(&family->count, count + 1, memory_order_release);
    atomic_store_explicit(slot, series, memory_order_release);
    return series;
}

static struct metric_series *find_series(enum metric metric, const struct key *key)
{
    struct metric_family *family =
        atomic_load_explicit(&metric_states[metric].family, memory_order_acquire);

    return family ? atomic_load_explicit(slot_of(family, key), memory_order_acquire) : NULL;
}

/* Found or added; NULL when there is no room, which is counted. */
static struct metric_series *
series_for(enum metric metric, const char *const *values, size_t count)
{
    struct key key;
    struct metric_series *series = NULL;

    assert(count == label_count(metric) && count > 0);
    if (key_of(values, count, &key)) {
        series = find_series(metric, &key);
        if (!series) {
            pthread_mutex_lock(&adding);
            series = add_series(&metric_states[metric], &key);
            pthread_mutex_unlock(&adding);
        }
    }
    if (series)
        show(metric);
    else
        metric_add(METRIC_shouli_metrics_dropped_total, 1);
    return series;
}

void metric_add_at(enum metric metric, int64_t n, const char *const *values, size_t count)
{
    assert(n >= 0 && declared[metric].kind == METRIC_KIND_counter);
    struct metric_series *series = series_for(metric, values, count);
    if (series)
        add_to(&series->value, n);
}

void metric_set_at(enum metric metric, int64_t value, const char *const *values, size_t count)
{
    assert(is_gauge(metric));
    struct metric_series *series = series_for(metric, values, count);
    if (series)
        set_to(&series->value, kept_of(metric, value));
}

void metric_set_us_at(enum metric metric, int64_t us, const char *const *values, size_t count)
{
    assert(declared[metric].kind == METRIC_KIND_gauge_seconds);
    struct metric_series *series = series_for(metric, values, count);
    if (series)
        set_to(&series->value, us);
}

int64_t metric_value(enum metric metric)
{
    struct metric_state *state = &metric_states[metric];
    size_t bounds = metric_bounds_of(declared[metric].kind).count;
    int64_t total = 0;

    if (!bounds)
        return atomic_load_explicit(&state->value, memory_order_relaxed);
    for (size_t i = 0; i <= bounds; i++)
        total += atomic_load_explicit(&state->buckets[i], memory_order_relaxed);
    return total;
}

int64_t metric_value_at(enum metric metric, const char *const *values, size_t count)
{
    struct key key;
    struct metric_series *series = NULL;

    assert(count == label_count(metric) && count > 0);
    if (key_of(values, count, &key))
        series = find_series(metric, &key);
    return series ? atomic_load_explicit(&series->value, memory_order_relaxed) : 0;
}

void metrics_done(void)
{
    for (size_t i = 0; i < METRIC_COUNT; i++) {
        struct metric_family *family = atomic_load(&metric_states[i].family);
        for (size_t k = 0; family && k < atomic_load(&family->count); k++)
            memory_free(family->order[k]);
        memory_free(family);
    }
    memset(metric_states, 0, sizeof(metric_states));
}
