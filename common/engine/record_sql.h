/* Records to arrays and rows to records: one statement a record type a batch (STYLE 7).
 * The one place that knows how a field stands in PostgreSQL (see common/shape.h). */
#pragma once

#include "common/engine/record.h"
#include "common/store.h"

/* An array parameter for one field of `count` records. */
void record_column(
    struct params *params,
    const struct record_shape *shape,
    size_t field,
    void *const *records,
    size_t count
);

/* All fields, in order: the parameters of insert and update. */
void record_columns(
    struct params *params,
    const struct record_shape *shape,
    void *const *records,
    size_t count
);

/* An array of keys: the parameter of load and remove. */
void record_keys(
    struct params *params,
    const struct record_shape *shape,
    const struct bytes *keys,
    size_t count
);

/* A record from a row of the load statement; texts are copied into the arena. */
void *record_from_row(
    const struct record_shape *shape,
    const struct rows *rows,
    int row,
    struct arena *arena
);

/* Whether storing the one would leave what storing the other would. */
bool record_is_same(const struct record_shape *shape, const void *a, const void *b);
