/* Packages: the manifest of a case's events, and the proof that nothing in it was changed (REQUIREMENTS AR-15 to AR-18).
 *
 * The manifest names the SHA-256 of every event, and the package's SHA-256 is that of the manifest: it covers both, and
 * the events need not be read to build a package. Whoever has the manifest, its SHA-256 from archive.stored.v1 (which
 * stands in archive's own chain) and the events can verify it alone. Pure. */
#pragma once

#include "common/arena.h"
#include "proto/messages.h"

enum { PACKAGE_PARTS_MAX = 2000 };

/* An event as it is kept. */
struct package_event {
    struct text stream;
    int64_t seq;
    struct text type;
    struct bytes envelope;
};

/* Where an event stands: "desk/0000000000000000012", so that places sort by stream and sequence. */
struct text package_place(struct arena *arena, struct text stream, int64_t seq);

/* The line of the manifest for an event, encoded; `hash` may be absent. */
struct bytes
package_part(struct arena *arena, const struct package_event *event, struct bytes hash);

enum package_fault {
    PACKAGE_ok,
    PACKAGE_manifest_changed,    /* it has another SHA-256 */
    PACKAGE_manifest_unreadable, /* it is none, or its parts are not in order */
    PACKAGE_event_changed,
    PACKAGE_event_missing,
    PACKAGE_event_added
};

struct package_verdict {
    enum package_fault fault;
    struct text stream; /* of the first event that is wrong; absent when it is the manifest */
    int64_t seq;
};

/* A part of the events: those behind `after` (absent: from the first), and `more` when others follow. */
struct package_slice {
    struct text after; /* a place */
    bool more;
};

/* Recomputes everything, or a slice: then a package is proved when all its slices are, from the first to one without
 * `more`, each beginning where the one before ended, against one digest. `slice` NULL: all. `events` are those of the case, by stream (bytewise) and seq; later ones than the manifest's
 * version knew are `event_added`, so a caller verifies the newest version. The verdict borrows. */
struct package_verdict package_verify(
    struct bytes manifest,
    struct bytes sha256_expected,
    const struct package_slice *slice,
    const struct package_event *events,
    size_t count,
    struct arena *arena
);

/* For people: "an event was changed" and the like. */
struct text package_fault_text(enum package_fault fault);
