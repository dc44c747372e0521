/* What the changes of a service's rows add to its metrics: cases that entered a queue, packages that were written.
 *
 * A service says what a change counts (service.tally, pure); the engine adds it to the metrics once, when the
 * transaction is committed. What is decided again after a failure is not counted twice. Like all counters of a
 * process they begin at 0 when it starts. */
#pragma once

#include "common/arena.h"
#include "common/metrics.h"

struct tally;

struct tallies {
    struct arena *arena; /* of the batch */
    struct tally *first;
};

/* One more of a counter with one label, or with none when the label is absent. */
void tally_add(struct tallies *tallies, enum metric metric, struct text label);

/* The transaction is committed: adds them to the metrics, and forgets them. */
void tallies_commit(struct tallies *tallies);
