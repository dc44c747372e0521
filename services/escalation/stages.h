/* How long each stage of a case took: answering, consulting, processing, feedback, following up (REQUIREMENTS SL-12).
 *
 * A pure function of the journal. A stage ends with its fact, and begins where the one before ended, so the stages add up to the
 * time from receipt to the end. One that was passed over takes no time: its time belongs to the next that has a fact. After a
 * reopening the case is being processed again. */
#pragma once

#include "common/engine/service.h"
#include "proto/messages.h"
#include "services/escalation/journal.h"

enum { STAGES_MAX = 5 }; /* as stage_times in proto/escalation.def */

struct stages {
    size_t count; /* reached; 0: nothing is known of its receipt */
    bool ended;
    int64_t at_ms
        [STAGES_MAX +
         1]; /* stage n is [n, n + 1); the last of a case that has not ended is now */
};

void stages_of(const struct journal *journal, int64_t now_ms, struct stages *ret_stages);

/* Query stages.get, for whom reading.h lets. missing_field, forbidden, not_found. */
enum error stages_decide_get(struct call *call, const struct stages_get *query);
