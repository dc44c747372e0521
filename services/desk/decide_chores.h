/* What desk does by time: lapsed leases, quiet periods that are over, offers and the overflow ladder, depth of the queues. */
#pragma once

#include "services/desk/case_row.h"

enum {
    AWAKE_SLICE = 16
}; /* as in case_awake.sql: five records and four events each fit a decision */

extern const struct list_shape desk_awake_list;
extern const struct list_shape desk_depth_list;

/* Shows as 0 the counter that an alert looks at. */
void desk_show(void);

enum error desk_decide_awake(struct call *call);
enum error desk_decide_depth(struct call *call);

/* "q.card|P2|12|340000" as queue_depth.sql writes it. False when it is not that. */
struct queue_depth {
    char queue[65], grade[8];
    int64_t cases, oldest_ms;
};
bool queue_depth_read(struct text line, struct queue_depth *ret_depth) MUST_CHECK;
