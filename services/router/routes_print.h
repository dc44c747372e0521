/* The routing table as people read it: each route with its conditions in the order in which they are tried, and how
 * past requests spread over routes and queues (REQUIREMENTS CL-04). */
#pragma once

#include <stdio.h>

#include "services/router/routes.h"

/* One line a route: number, id, conditions, then where it goes and who may have it. */
void routes_print(const struct routes *routes, FILE *out);

enum { TALLY_QUEUES_MAX = 128 };

struct routes_tally {
    size_t routes[ROUTES_MAX]; /* requests by route */
    size_t requests;
    struct text queues[TALLY_QUEUES_MAX];
    size_t by_queue[TALLY_QUEUES_MAX];
    size_t queue_count;
};

/* Counts one request; a queue beyond TALLY_QUEUES_MAX is counted by its route alone. The queue's name is copied. */
void routes_tally_add(
    struct routes_tally *tally,
    struct arena *arena,
    const struct routes *routes,
    struct text route,
    struct text queue
);

/* The table with the requests of each route in front, those that got none too; then the queues. */
void routes_tally_print(
    const struct routes_tally *tally,
    const struct routes *routes,
    FILE *out
);
