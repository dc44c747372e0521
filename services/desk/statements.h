/* Written by common/tools/statements.py from the .sql files in services/desk; change those and run it again.
 * The statements of this folder; see common/statement.h. */
#pragma once

#include "common/statement.h"

/* what the chore must look at now, the longest overdue first; 24 a turn, so that its events fit one decision */
extern const struct statement desk_case_awake_statement;

/* case.get names a case by its number */
extern const struct statement desk_case_by_number_statement;

/* the next cases that wait, in the order of their key: the projection is rebuilt from them */
extern const struct statement desk_case_slice_statement;

/* what has not ended in each queue, counted from the rows: queue, state, grade, cases */
extern const struct statement desk_queue_cases_statement;

/* what waits in each queue, counted from the rows: queue, grade, cases, milliseconds that the oldest has waited */
extern const struct statement desk_queue_depth_statement;
