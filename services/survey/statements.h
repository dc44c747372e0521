/* Written by common/tools/statements.py from the .sql files in services/survey; change those and run it again.
 * The statements of this folder; see common/statement.h. */
#pragma once

#include "common/statement.h"

/* For the chore: call-backs that are due and have not begun, oldest first. */
extern const struct statement survey_due_statement;

/* For the chore: invitations that can no longer be answered, oldest first. */
extern const struct statement survey_lapsed_statement;
