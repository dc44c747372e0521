/* What desk counts for shouli_queue_cases: cases that have not ended, by queue, state and grade (REQUIREMENTS OP-04).
 *
 * Counted from the rows, so that it is what PostgreSQL knows, whatever Redis holds. Metrics are no state: nothing
 * depends on them. */
#pragma once

#include "services/desk/case_row.h"

extern const struct list_shape desk_cases_list;

enum error desk_measure_cases(struct call *call);

/* "q.card|claimed|P2|12" as queue_cases.sql writes it. False when it is not that. */
struct queue_cases {
    char queue[65], state[33], grade[8];
    int64_t cases;
};
bool queue_cases_read(struct text line, struct queue_cases *ret_cases) MUST_CHECK;
