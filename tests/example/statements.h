/* Written by common/tools/statements.py from the .sql files in tests/example; change those and run it again.
 * The statements of this folder; see common/statement.h. */
#pragma once

#include "common/statement.h"

/* For the chore: the cases with the most notes. */
extern const struct statement example_most_noted_statement;

/* Rebuilding the queue: the next 200 cases. */
extern const struct statement example_slice_statement;
