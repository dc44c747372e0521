/* Prints a moment of `shouli top`: services, queues, clocks, stores; for people, or as JSON lines for programs. */
#pragma once

#include <stdio.h>

#include "services/cli/top_turn.h"

void top_print(FILE *out, const struct top_turn *turn);

/* One line a service, then {"queues": …}, {"clocks": …} and {"stores": …}, a line each. */
void top_print_json(FILE *out, const struct top_turn *turn);
