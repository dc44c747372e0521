/* Archive: keeps every event of every case as it was followed, and when a case is closed makes a package of them.
 *
 * Nothing is opened here: sealed fields stay sealed, and destroying the case's key shreds them in packages too. */
#pragma once

#include "common/domain/zone.h"
#include "common/engine/service.h"
#include "services/archive/records.h"

extern const struct service archive_service;

/* What a change of a row adds to shouli_archive_packages_total. */
void archive_tally(
    struct tallies *tallies,
    const struct record_shape *shape,
    const void *before,
    const void *after
);

struct archive_policies {
    const struct zone *zone; /* dates of archive numbers: Asia/Shanghai */
};

/* How many packages a turn of the chore looks at, and what their lists are bounded by (waiting.sql). */
enum { PACKAGES_A_TURN = 60 };

/* Packages that wait; key "". Lines of manifests, several in a piece; places of events that are kept alone; bundles;
 * key: the case. */
extern const struct list_shape archive_waiting_list;
extern const struct list_shape archive_parts_list;
extern const struct list_shape archive_kept_list;
extern const struct list_shape archive_bundles_list;

/* Any event of a followed stream: it is kept, with the others of its case in the transaction. The row of the package begins with the closing; before that, and while it is
 * going to be looked at anyway, an event changes nothing else. Events without a case are not kept: they are in their
 * stream. */
enum error archive_take(struct call *call, const void *body);

/* Builds the packages that are ready: every stream that follows desk has said, as far as archive has it durably, that
 * it knew of the closing (DESIGN.md section 3, `applied`). What is not ready is tried again later, and is told of as
 * archive.incomplete.v1 each 24 h after the closing (AR-14). */
enum error archive_package(struct call *call);

/* Events that a query verifies at a time: a decision has room for so many records. kept_of_case.sql asks for one more
 * of those that are kept alone. */
enum { VERIFIED_EVENTS_MAX = 250 };

/* Proves the newest package of a case from its rows alone. Refuses not_found; conflict while the package is not stored
 * or later events wait for a new version. A package that is damaged is no refusal: the verdict says `valid` false, and
 * why. With more than VERIFIED_EVENTS_MAX events it says `next`, to be asked for as `after`. */
enum error archive_decide_verify(struct call *call, const struct archive_verify *query);

/* The key of archive_kept_list: "<case>", or "<case>/<place>" for the events behind a place. */
struct text archive_behind(struct arena *arena, struct uuid case_id, struct text place);

/* The clock of archiving itself (K18) ends because a package was stored: no reason for another version. */
bool archive_is_own_echo(const struct message *message);

/* "<case>/<version>", the key of a manifest. */
struct text archive_item(struct arena *arena, struct uuid case_id, int64_t version);

/* A package is looked at first so long after the closing, and after what comes later: until then its case's events are
 * committed, and the other services have most often said that they knew of the closing. */
enum { PACKAGE_QUIET_MS = 500 };
