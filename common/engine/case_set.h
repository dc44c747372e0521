/* A growing set of case ids, for the cases that wait behind dead letters (parked.h).
 *
 * Sorted, it is searched and added to in logarithmic time, but for the move of what lies behind: 100,000 ids are 1.6 MB.
 * As a mere list it may hold an id twice. It has no limit of its own: its user bounds it. */
#pragma once

#include "common/uuid.h"

struct case_set {
    struct uuid *cases;
    size_t count, size;
};

void case_set_done(struct case_set *set);

/* At the end, whatever stands there already: a list, or a set that is sorted afterwards. */
void case_set_append(struct case_set *set, struct uuid case_id);
void case_set_sort(struct case_set *set);

/* Of a sorted set. False when it is in it already. */
bool case_set_add(struct case_set *set, struct uuid case_id);
bool case_set_has(const struct case_set *set, struct uuid case_id);

/* Takes those out of a sorted set that are in `gone` and not in `still`, both sorted. */
void case_set_remove(
    struct case_set *set,
    const struct case_set *gone,
    const struct case_set *still
);
