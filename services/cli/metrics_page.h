/* A service's page of metrics, fetched and read: what `queues` and `top` show.
 *
 * HTTP/1.0 without anything that needs more; the page is at most METRICS_PAGE_BYTES_MAX. */
#pragma once

#include "common/arena.h"

enum { METRICS_PAGE_BYTES_MAX = 4 * 1024 * 1024, SAMPLE_LABELS_MAX = 4 };

struct sample_label {
    struct text name, value;
};

/* One line: name{label="value",…} number. Views into the page. */
struct sample {
    struct text name;
    struct sample_label labels[SAMPLE_LABELS_MAX];
    size_t label_count;
    double value;
};

/* The body of GET `path` at a service's HTTP port, whatever its status; absent when nothing answers within 2 s. */
struct text page_fetch(const char *service, const char *path, struct arena *arena);

/* The next sample of `io_page`, which moves behind it; false at its end. Comments and what is no sample are passed over. */
bool page_next(struct text *io_page, struct sample *ret_sample);

/* The value of a label; absent. */
struct text sample_label(const struct sample *sample, const char *name);

/* The sum of all samples of that name; 0 when there is none. */
double page_sum(struct text page, const char *name);
