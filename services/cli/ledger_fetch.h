/* Asks a service for its ledger. */
#pragma once

#include "proto/messages.h"

/* NULL when it does not answer within CLI_SHORT_MS. Lives in the arena. */
const struct ledger_view *ledger_fetch(const char *service, struct arena *arena);
