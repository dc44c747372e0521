/* The newest cases about one matter, and whether they are an incident: so many received within so long (SL-13). Pure.
 *
 * Kept in order of receipt, whatever the order they came in; a case counts once. */
#pragma once

#include "common/arena.h"
#include "common/uuid.h"
#include "services/escalation/incident_policy.h"

/* All may be linked in one decision, with an event each. */
enum { INCIDENT_WINDOW_MAX = 40 };
_Static_assert((int)INCIDENT_WINDOW_MAX > (int)INCIDENT_CASES_MAX, "an incident fits");

struct incident_entry {
    int64_t received_ms;
    struct uuid case_id;
};

struct incident_window_list {
    size_t count;
    struct incident_entry at[INCIDENT_WINDOW_MAX]; /* the newest */
};

/* Lines "<ms> <case id>"; what does not read is left out. */
void incident_window_read(struct text text, struct incident_window_list *ret_list);
struct text incident_window_write(const struct incident_window_list *list, struct arena *arena);

void incident_window_add(struct incident_window_list *list, struct incident_entry entry);
void incident_window_remove(struct incident_window_list *list, struct uuid case_id);

/* The first of `cases` entries that were received within `window_ms` of one another, both ends included; -1: there are
 * none. */
int incident_window_find(
    const struct incident_window_list *list,
    int32_t cases,
    int64_t window_ms
);
