/* Archive: keeps every event of every case as it was followed, and when a case is closed makes a package of them.
 *
 * Nothing is opened here: sealed fields stay sealed, and destroying the case's key shreds them in packages too. */
#pragma once

#include "common/domain/zone.h"
#include "common/engine/service.h"
#include "services/archive/records.h"

extern const struct service archive_service;

struct archive_policies {
    const struct zone *zone; /* dates of archive numbers: Asia/Shanghai */
};

/* How many packages a turn of the chore looks at, and what their lists are bounded by (waiting.sql). */
enum { PACKAGES_A_TURN = 20 };

/* Packages that wait; key "". Lines of manifests; key: the case. */
extern const struct list_shape archive_waiting_list;
extern const struct list_shape archive_parts_list;

/* Any event of a followed stream. Events without a case are not kept: they are in their stream. */
enum error archive_take(struct call *call, const void *body);

/* Builds the packages that are ready: every stream that follows desk has said, as far as archive has it durably, that
 * it knew of the closing (DESIGN.md section 3, `applied`). What is not ready is tried again later, and is told of as
 * archive.incomplete.v1 each 24 h after the closing (AR-14). */
enum error archive_package(struct call *call);

/* Where a package stands follows from what is known of the case, in whatever order it became known. */
void package_settle(struct package *package, int64_t now_ms);

/* What a package needs and has not: codes for archive.incomplete.v1. */
enum { PACKAGE_LACKS_MAX = 8 };
size_t archive_lacks(
    const struct call *call,
    const struct package *package,
    struct text ret_lacks[PACKAGE_LACKS_MAX]
);
