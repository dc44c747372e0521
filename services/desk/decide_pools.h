/* Empty pools: cases wait and nobody who is there may have them (RO-11). An event with an owner when it begins and when it
 * ends, and shouli_pools_empty. */
#pragma once

#include "services/desk/present.h"

enum { POOLS_A_TURN = 24, POOL_LINES_MAX = 500 }; /* lines as in waiting_pools.sql */

extern const struct list_shape desk_waiting_pools_list;
extern const struct list_shape desk_empty_pools_list;

enum error desk_decide_pools(struct call *call);

/* Cases that ask for the same, as waiting_pools.sql writes them. The name says what does not change while they wait, so that
 * neither a rung of the ladder nor a regrade makes another pool of it. */
struct waiting_pool {
    struct text name;       /* queue, skills that router asked for, line */
    struct queued_case row; /* queue, skills, line, and what they ask for by now */
    int64_t cases, oldest_at;
};
bool waiting_pool_read(struct text line, struct waiting_pool *ret_pool) MUST_CHECK;
