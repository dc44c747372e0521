/* Whether the counts of all services balance (DESIGN P10).
 *
 * Pure: looks at the ledgers that services answered with. Compared are a stream's sequence with its counts by type; what
 * an emitter sent with what each follower applied, type by type, where the follower has caught up; requests accepted with
 * cases received, and with the cases that router and desk hold, state by state. Two independent writers keep what is
 * compared, so a difference is a fault and not a rounding. A follower that is behind is no fault: it is counted apart. */
#pragma once

#include "proto/messages.h"
#include "services/cli/client.h"

enum { LEDGER_FAULTS_MAX = 64, LEDGER_FAULT_BYTES = 200 };

struct ledgers {
    const struct ledger_view *of[CLIENT_SERVICES]; /* NULL: did not answer */
};

struct ledger_result {
    char faults[LEDGER_FAULTS_MAX][LEDGER_FAULT_BYTES];
    size_t fault_count; /* further ones are counted, not kept */
    size_t compared;    /* pairs of counts that were compared */
    int64_t behind;     /* events that followers have not applied yet */
};

void ledger_check(const struct ledgers *ledgers, struct ledger_result *ret_result);

/* A count by its name; 0 when there is none. And the sum of those that begin with `prefix`. */
int64_t ledger_count_of(const struct ledger_view *view, const char *name);
int64_t ledger_sum(const struct ledger_view *view, const char *prefix);
