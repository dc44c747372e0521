/* Opens the body of a dead letter, for the engine and for the decision about it.
 *
 * The body is sealed under a key of its own that the vault's key wraps; it cannot be opened with another vault key, under
 * another id, or when a byte was changed. */
#pragma once

#include "common/engine/records.h"
#include "common/vault.h"

/* The message's bytes, in the arena. Absent, and logged, when it cannot be read. */
struct bytes
letter_open(const struct vault *vault, const struct dead_row *row, struct arena *arena);
