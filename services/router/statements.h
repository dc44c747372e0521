/* Written by common/tools/statements.py from the .sql files in services/router; change those and run it again.
 * The statements of this folder; see common/statement.h. */
#pragma once

#include "common/statement.h"

/* why.get names a case by its number */
extern const struct statement router_case_by_number_statement;
