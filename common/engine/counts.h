/* The first of the ledger's two counts (P10): cumulative, by type and outcome and by state, kept in the row
 * of the stream and therefore exactly as durable as the effects that they count.
 *
 * received = accepted + duplicate + rejected; busy, unavailable, forbidden, malformed are counted apart.
 * Names: "in/<type>/<outcome>", "event/<type>", "state/<state>". At most COUNTS_MAX names. */
#pragma once

#include "common/arena.h"

enum { COUNTS_MAX = 512 };

struct batch;
struct counts;
struct item;

struct counts *counts_new(void);
void counts_destroy(struct counts **counts);

/* Takes over what the row says: a JSON object of whole numbers. */
void counts_read(struct counts *counts, struct text json);

/* Counts a decided transaction in, and takes it back when it failed. */
void counts_add(struct counts *counts, struct batch *batch);
void counts_undo(struct counts *counts, struct batch *batch);

/* One that needs no transaction: busy, malformed … */
void counts_bump(
    struct counts *counts,
    const char *group,
    struct text name,
    const char *outcome
);

int64_t counts_value(const struct counts *counts, const char *name);
/* By index, from 0; false at the end. */
bool counts_at(
    const struct counts *counts,
    size_t index,
    struct text *ret_name,
    int64_t *ret_value
);
/* Without `deltas` (of a batch that is not committed), which may be NULL. */
struct text
counts_json(const struct counts *counts, const int64_t *deltas, struct arena *arena);

/* As metrics: cases by state, and how far the events counted by type are from the stream's `seq` (must be 0).
 * Without `deltas`, as above. */
void counts_show(const struct counts *counts, const int64_t *deltas, int64_t seq);

/* True when something was counted that is not stored yet. */
bool counts_dirty(const struct counts *counts);
void counts_saved(struct counts *counts);
