/* The page of all metrics (see metrics.h), as Prometheus text 0.0.4 or OpenMetrics 1.0.0. The
 * latter differs in the name of a counter's family, in naming units, and in its end mark. */
#include "common/metrics_parts.h"

#include <stdlib.h>
#include <strings.h>

#include "common/metrics_process.h"
#include "common/text_page.h"
#include "common/utf8.h"

#define TOTAL "_total"

static bool ends_with(struct text name, struct text end)
{
    return name.length >= end.length &&
           memcmp(name.at + name.length - end.length, end.at, end.length) == 0;
}

/* The comment lines before a family's samples. */
static void write_head(
    struct text_page *page,
    enum metrics_format format,
    const char *name,
    const char *type,
    const char *help
)
{
    struct text family = text_of(name);
    static const struct text units[] = {{"seconds", 7}, {"bytes", 5}};

    if (format == METRICS_open && ends_with(family, TEXT(TOTAL)))
        family.length -= strlen(TOTAL);
    int length = (int)family.length;
    text_page_print(page, "# TYPE %.*s %s\n", length, family.at, type);
    for (size_t i = 0; format == METRICS_open && i < LENGTH(units); i++)
        if (ends_with(family, units[i]))
            text_page_print(page, "# UNIT %.*s %s\n", length, family.at, units[i].at);
    text_page_print(page, "# HELP %.*s %s\n", length, family.at, help);
}

static const char *type_of(enum metric_kind kind)
{
    switch (kind) {
    case METRIC_KIND_counter:
        return "counter";
    case METRIC_KIND_gauge:
    case METRIC_KIND_gauge_seconds:
        return "gauge";
    case METRIC_KIND_histogram:
    case METRIC_KIND_histogram_counts:
        return "histogram";
    }
    return "unknown";
}

static void write_seconds(struct text_page *page, int64_t us)
{
    text_page_print(
        page,
        "%s%lld.%06lld\n",
        us < 0 ? "-" : "",
        llabs(us / 1000000),
        llabs(us % 1000000)
    );
}

static void write_number(struct text_page *page, enum metric_kind kind, int64_t value)
{
    if (kind == METRIC_KIND_gauge_seconds || kind == METRIC_KIND_histogram)
        write_seconds(page, value);
    else
        text_page_print(page, "%lld\n", (long long)value);
}

/* Values are words of our own; should one ever be none, the page must still be one that a
 * scraper takes. */
static void write_label_value(struct text_page *page, struct text value)
{
    uint32_t code;
    char bytes[UTF8_BYTES_MAX];

    for (size_t at = 0, step; (step = utf8_step(value, at, &code)) > 0; at += step) {
        if (code == '\n')
            text_page_add(page, TEXT("\\n"));
        else if (code == '"' || code == '\\')
            text_page_print(page, "\\%c", (char)code);
        else
            text_page_print(page, "%.*s", (int)utf8_put(code, bytes), bytes);
    }
}

static void write_labels(struct text_page *page, const char *names, const char *values)
{
    const char *separator = "{";

    while (*names) {
        size_t length = strcspn(names, ",");
        text_page_print(page, "%s%.*s=\"", separator, (int)length, names);
        write_label_value(page, text_of(values));
        text_page_add(page, TEXT("\""));
        separator = ",";
        names += length + (names[length] == ',');
        values += strlen(values) + 1;
    }
    text_page_add(page, TEXT("} "));
}

static void write_family(struct text_page *page, enum metric metric)
{
    struct metric_family *family =
        atomic_load_explicit(&metric_states[metric].family, memory_order_acquire);
    size_t count = family ? atomic_load_explicit(&family->count, memory_order_acquire) : 0;

    for (size_t i = 0; i < count; i++) {
        struct metric_series *series = family->order[i];
        text_page_print(page, "%s", metric_name(metric));
        write_labels(page, metric_labels(metric), series->key);
        write_number(
            page,
            metric_kind_of(metric),
            atomic_load_explicit(&series->value, memory_order_relaxed)
        );
    }
}

/* The count is the sum of the buckets that were read, so that a page never contradicts itself.
 */
static void write_histogram(struct text_page *page, enum metric metric)
{
    struct metric_state *state = &metric_states[metric];
    struct metric_bounds bounds = metric_bounds_of(metric_kind_of(metric));
    const char *name = metric_name(metric);
    long long total = 0;

    for (size_t i = 0; i <= bounds.count; i++) {
        const char *bound = i < bounds.count ? bounds.at[i].text : "+Inf";
        total += atomic_load_explicit(&state->buckets[i], memory_order_relaxed);
        text_page_print(page, "%s_bucket{le=\"%s\"} %lld\n", name, bound, total);
    }
    text_page_print(page, "%s_sum ", name);
    write_number(
        page,
        metric_kind_of(metric),
        atomic_load_explicit(&state->value, memory_order_relaxed)
    );
    text_page_print(page, "%s_count %lld\n", name, total);
}

static void write_metric(struct text_page *page, enum metrics_format format, enum metric metric)
{
    enum metric_kind kind = metric_kind_of(metric);
    const char *name = metric_name(metric);

    if (!atomic_load_explicit(&metric_states[metric].is_shown, memory_order_relaxed))
        return;
    write_head(page, format, name, type_of(kind), metric_help(metric));
    if (metric_bounds_of(kind).count) {
        write_histogram(page, metric);
    } else if (metric_labels(metric)[0]) {
        write_family(page, metric);
    } else {
        text_page_print(page, "%s ", name);
        write_number(
            page,
            kind,
            atomic_load_explicit(&metric_states[metric].value, memory_order_relaxed)
        );
    }
}

static void write_process(struct text_page *page, enum metrics_format format)
{
    struct metrics_process process = metrics_process_read();
    const struct {
        const char *name;
        const char *type;
        const char *help;
        int64_t value;
    } gauges[] = {
        {"process_resident_memory_bytes",
         "gauge",
         "Physical memory in use.",
         process.resident_bytes},
        {"process_open_fds", "gauge", "Open file descriptors.", process.open_fds},
        {"process_max_fds", "gauge", "Most file descriptors allowed.", process.max_fds},
        {"process_start_time_seconds",
         "gauge",
         "Unix time of the start.",
         process.start_seconds},
    };

    if (process.cpu_us >= 0) {
        write_head(page, format, "process_cpu_seconds_total", "counter", "CPU time used.");
        text_page_print(page, "process_cpu_seconds_total ");
        write_seconds(page, process.cpu_us);
    }
    for (size_t i = 0; i < LENGTH(gauges); i++) {
        if (gauges[i].value < 0)
            continue;
        write_head(page, format, gauges[i].name, gauges[i].type, gauges[i].help);
        text_page_print(page, "%s %lld\n", gauges[i].name, (long long)gauges[i].value);
    }
}

void metrics_write(enum metrics_format format, char **ret_text, size_t *ret_length)
{
    struct text_page page = {0};

    for (enum metric metric = 0; metric < METRIC_COUNT; metric++)
        write_metric(&page, format, metric);
    write_process(&page, format);
    text_page_add(&page, format == METRICS_open ? TEXT("# EOF\n") : TEXT(""));
    *ret_text = page.at;
    *ret_length = page.length;
}

/* In thousandths, as RFC 9110, 12.4.2 has it: 1 where none is given. */
static int quality_of(const char *at, const char *end)
{
    for (; at < end; at++) {
        if (*at != ';')
            continue;
        const char *name = at + 1 + strspn(at + 1, " \t");
        if (strncasecmp(name, "q=", 2) != 0)
            continue;
        double quality = strtod(name + 2, NULL);
        return quality >= 0 && quality <= 1 ? (int)(quality * 1000) : 0;
    }
    return 1000;
}

enum metrics_format metrics_format_for(const char *accept)
{
    static const struct text open = {"application/openmetrics-text", 28};
    static const struct text plain = {"text/plain", 10};
    int open_quality = 0;
    int plain_quality = 0;

    while (accept && *accept) {
        accept += strspn(accept, " \t,");
        const char *end = accept + strcspn(accept, ",");
        size_t length = strcspn(accept, "; \t,");
        int quality = quality_of(accept, end);
        if (length == open.length && strncasecmp(accept, open.at, length) == 0)
            open_quality = quality > open_quality ? quality : open_quality;
        if (length == plain.length && strncasecmp(accept, plain.at, length) == 0)
            plain_quality = quality > plain_quality ? quality : plain_quality;
        accept = end;
    }
    return open_quality > 0 && open_quality >= plain_quality ? METRICS_open
                                                             : METRICS_prometheus;
}

const char *metrics_content_type(enum metrics_format format)
{
    return format == METRICS_open ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                                  : "text/plain; version=0.0.4; charset=utf-8";
}
