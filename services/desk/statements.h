/* Written by common/tools/statements.py from the .sql files in services/desk; change those and run it again.
 * The statements of this folder; see common/statement.h. */
#pragma once

#include "common/statement.h"

/* what the chore must look at now, the longest overdue first; 16 a turn, so that its events fit one decision */
extern const struct statement desk_case_awake_statement;

/* case.get names a case by its number */
extern const struct statement desk_case_by_number_statement;

/* the next cases that wait, in the order of their key: the projection is rebuilt from them */
extern const struct statement desk_case_slice_statement;

/* the pools that were called empty */
extern const struct statement desk_empty_pools_statement;

/* who is there, said so or did something within a day, the least loaded first: actor, role, unit, presence, points taken, whether an offer */
extern const struct statement desk_present_statement;

/* what has not ended in each queue, counted from the rows: queue, state, grade, cases */
extern const struct statement desk_queue_cases_statement;

/* what waits in each queue, counted from the rows: queue, grade, cases, milliseconds that the oldest has waited */
extern const struct statement desk_queue_depth_statement;

/* what waits in each queue, to be compared with Redis: queue, cases; of more than 20,000 cases not all are read */
extern const struct statement desk_queue_waiting_statement;

/* what waits, by what it asks for: queue, skills, line, needs by now, cases, since when the oldest waits in ms; what was */
extern const struct statement desk_waiting_pools_statement;
