/* A case that is named by its number or its id, for commands of escalation, which take ids only. */
#pragma once

#include "common/arena.h"
#include "common/arguments.h"

/* Gives `--case-id` for the second word. A number (GD…) is asked of escalation, which knows a case as soon as it has a clock, in
 * the name of who acts: only who reads cases is told. EXIT_FINE, or how the program ends after a line on stderr. The id lives in the arena. */
int cli_name_case(struct arguments *arguments, struct arena *arena);
