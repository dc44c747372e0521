/* The one caller of malloc: it returns memory or ends the process with one log line.
 *
 * Running out of memory is not an error path (STYLE 4): redelivery repeats the work after the restart.
 * In exchange every size that comes from outside is bounded before anything is allocated. */
#pragma once

#include "common/basics.h"

/* Zeroed memory; never NULL. Give it back with memory_free. */
void *memory_new(size_t count, size_t size);

/* Grows or shrinks; the new part is not zeroed. `at` may be NULL. */
void *memory_resize(void *at, size_t count, size_t size);

/* A zero-terminated copy. */
char *memory_copy_text(struct text text);

/* NULL is fine. */
void memory_free(void *at);

/* Gives back to the system what is free, each ten seconds and not more often: after a backlog, blocks that are still used lie among
 * those that are not, and the process would stay as large as it was. True when it was done. `now_us` is monotone. */
bool memory_tidy(int64_t now_us);
