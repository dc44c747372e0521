/* Bundles: events of one case that came together, in one row.
 *
 * The lines of the manifest stand one behind the other, each a map that says how long its event is; the events stand in
 * the same order. So a package is put together from the lines alone, and every event can be cut out where it lies.
 * What was changed in the row is no bundle any more, or its events are not those that the manifest names. Pure. */
#pragma once

#include "common/arena.h"
#include "services/archive/package.h"

/* Lines and events together, so that the row fits into a page of PostgreSQL (8 KiB) beside its key. */
enum { BUNDLE_BYTES_MAX = 7600 };

struct bundle {
    struct bytes lines;
    struct bytes envelopes;
};

/* The key of a row: "<case>/<place of the first event of the transaction>". */
struct text bundle_item(struct arena *arena, struct uuid case_id, struct text first_place);

/* Puts an event at the end; false, and nothing is changed, when there is no room for it. The bytes are the arena's. */
bool bundle_add(
    struct arena *arena,
    struct bundle *bundle,
    struct bytes line,
    struct bytes envelope
) MUST_CHECK;

/* What a line says of its event, as far as it is needed to put a package together. Borrows. */
struct line {
    struct bytes raw; /* the line as it goes into the manifest */
    struct text stream, type;
    int64_t seq, bytes;
    bool has_digest;
};

/* Takes the first of the lines that stand one behind the other; false when there is none, or none that can be read. Then
 * `lines` is what is left: empty when all were taken. */
bool lines_next(struct bytes *lines, struct line *ret_line) MUST_CHECK;

/* How many events a row of a bundle has, and with `ret_events` (of at least so many) the events. 0: what is in it does not
 * fit together. `row` is as bundles_of_case.sql answers it: the length of the lines in 4 bytes, the lines, the events. */
size_t bundle_events(struct bytes row, struct package_event *ret_events);
