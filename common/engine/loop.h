/* The one loop of a process: waits, reads, moves on; and the one way to stop. */
#pragma once

#include "common/basics.h"
#include "common/error.h"

struct engine;

/* Until a signal or an error that asks for the end. */
enum error engine_loop(struct engine *engine) MUST_CHECK;

/* service.c: reads policies and the allow-list again; call between two batches. */
void engine_reload(struct engine *engine);
