/* Written by common/tools/statements.py from the .sql files in services/survey; change those and run it again.
 * The statements of this folder; see common/statement.h. */
#pragma once

#include "common/statement.h"

/* For the chore: invitations that can no longer be answered, oldest first. */
extern const struct statement survey_lapsed_statement;
