/* The packages that archive's stream tells of, and archive asked to prove each of them again (REQUIREMENTS AR-15).
 *
 * A verdict counts only with the digest of archive.stored.v1: that stands in the chain, which the caller has verified,
 * so that rows which were changed together are found too. The newest `max` events are kept, of a case the newest. */
#pragma once

#include "common/uuid.h"
#include "proto/messages.h"

enum { PACKAGES_MAX = 100000, PACKAGES_DEFAULT = 200 };

struct stored_package {
    struct uuid case_id;
    int64_t version, noted; /* `noted`: its place among all that were noted */
    uint8_t sha256[32];
    char archive_no[33];
};

struct stored_packages {
    struct stored_package *at; /* the newest `max`, in a ring */
    size_t max;
    int64_t noted; /* all there were */
};

struct packages_result {
    int64_t verified, bad;
    int64_t changing;    /* opened again, or waiting for a new version */
    int64_t too_large;   /* more events than archive verifies at once */
    int64_t unanswered;  /* silence, or refused for another reason */
    int64_t passed_over; /* older than the newest `max` */
};

/* Room for `max` packages, 0 to PACKAGES_MAX; 0: nothing is noted. */
void packages_init(struct stored_packages *packages, size_t max);
void packages_done(struct stored_packages *packages);

/* An event of archive's stream; others than archive.stored.v1 are passed over. */
void packages_note(struct stored_packages *packages, struct bytes envelope);

/* Sorts, and keeps of each case its newest version; answers how many there are. Ends the noting. */
size_t packages_settle(struct stored_packages *packages);

/* Asks archive for each, prints what is bad and one line of all. How the program ends (exits.h). */
int packages_verify(struct stored_packages *packages, bool json);
