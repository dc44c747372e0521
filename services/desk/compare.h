/* Whether Redis queues what PostgreSQL says waits: shouli_queue_difference (DESIGN section 4).
 *
 * The rows are counted in the writer, so that Redis is asked with no commit between; that is for at most
 * COMPARED_CASES_MAX waiting cases, counted in some 15 ms. While more wait nothing is compared and the metric keeps
 * its value: what a long queue holds wrongly shows when it has become short, or when its cases are claimed. */
#pragma once

#include "services/desk/case_row.h"

enum { COMPARED_CASES_MAX = 20000 }; /* as in queue_waiting.sql, which reads one more */

extern const struct list_shape desk_waiting_list;

enum error desk_compare(struct call *call);

/* "q.card|12" as queue_waiting.sql and propose.lua write it. False when it is not that. */
struct queue_count {
    char queue[65];
    int64_t cases;
};
bool queue_count_read(struct text line, struct queue_count *ret_count) MUST_CHECK;
