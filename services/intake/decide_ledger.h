/* A publisher's own day: what was accepted of the source that asks, id by id, and how many of its messages were
 * duplicates or refused. The source is that of the envelope, which the key must be allowed to use (PROTOCOL section 5).
 *
 * LEDGER_PAGE_MAX events are looked at for an answer, whosever they are, so that a question costs a bounded time; an
 * answer may therefore be empty and still say that there is more. A day of the bank, +08:00, by the time of receipt. */
#pragma once

#include "common/engine/service.h"
#include "proto/messages.h"

enum { LEDGER_PAGE_MAX = 500 };

extern const struct list_shape intake_span_list; /* events of a span of cases */
extern const struct list_shape
    intake_counts_list; /* duplicates and refusals of a source and day */
extern const struct list_shape intake_accepted_list; /* events by the keys of messages */

/* ledger.day.v1; invalid_field for what is no day. */
enum error intake_decide_day(struct call *call, const struct ledger_day *query);

/* ledger.ids.v1: every id at most once in the answer, unknown ones left out. */
enum error intake_decide_ids(struct call *call, const struct ledger_ids *query);
