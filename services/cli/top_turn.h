/* What `shouli top` shows of one moment, read from the pages of all services.
 *
 * Every figure is a metric of common/metrics.def; rates need the turn before and are 0 in the first. Texts are views into
 * the pages, alive as long as the turn's arena, except the names of queues, which are copied. */
#pragma once

#include "services/cli/client.h"
#include "services/cli/metrics_page.h"

enum { TOP_QUEUES_MAX = 128, TOP_STATES_MAX = 12, TOP_NAME_BYTES = 65 };

/* -1: the service has no such store. */
struct top_service {
    bool up, ready;
    double seq, rate, waiting, lag, lag_seconds, dead, parked, imbalance, broken_seq;
    int postgres, redis, projection;
};

struct top_queue {
    char name[TOP_NAME_BYTES];
    double waiting, oldest_seconds, arrived, completed;
    double arrived_a_minute, completed_a_minute;
};

struct top_state {
    char name[TOP_NAME_BYTES];
    double clocks;
};

struct top_turn {
    int64_t at_us; /* monotone; 0: there was none */
    struct top_service service[CLIENT_SERVICES];
    struct top_queue queue[TOP_QUEUES_MAX]; /* by name; further ones are left out */
    size_t queue_count;
    struct top_state state[TOP_STATES_MAX]; /* of clocks, by name */
    size_t state_count;
    double breaches, clocks_different;
    double replicas, slots_unused, wal_kept_bytes, queue_difference;
};

/* One service's two pages; an absent page is a service that is down. `before` is the turn before, or NULL. */
void top_turn_add(
    struct top_turn *turn,
    const struct top_turn *before,
    size_t service,
    struct text metrics,
    struct text ready
);

/* When all are added: sorts, and computes what needs the turn before. */
void top_turn_end(struct top_turn *turn, const struct top_turn *before);
