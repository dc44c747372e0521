/* `shouli policy preview PROFILE FROM TO` and `shouli policy migrate PROFILE FROM TO --reason R`: what another version of a
 * rule profile would move of open cases, and moving them, slice by slice until there are no more. FROM above TO goes back.
 * One line a limit, before and after; the last line counts. */
#pragma once

#include "common/arguments.h"

/* `words` of the arguments: the verb, profile, version before, version after. Exit codes as exits.h. */
int policy_move_run(struct arguments *arguments, bool migrate);
