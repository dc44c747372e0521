/* The one loop of a process: waits, reads, moves on; and the one way to stop. */
#pragma once

#include "common/basics.h"
#include "common/engine/keys.h"
#include "common/error.h"

/* Until a signal or an error that asks for the end. */
enum error engine_loop(struct engine *engine) MUST_CHECK;

/* service.c: reads policies, the allow-list and keys again; call between two batches, and connect anew as it says. */
enum keys_changed engine_reload(struct engine *engine);

enum { CODE_begin_anew = -1 }; /* no exit code */

/* service.c: how a process ends whose loop has ended so. Whom another process has overtaken begins anew, unless it was told
 * to end: then its messages are the other's, and it has ended well. */
int engine_code(const struct engine *engine, enum error error);
