/* desk: who has a case and how it goes on (DESIGN sections 2 and 4, PROTOCOL section 7). */
#pragma once

#include "common/engine/service.h"

extern const struct service desk_service;

/* What a change of a case's row adds to shouli_queue_arrivals_total and shouli_queue_completions_total. */
void desk_tally(
    struct tallies *tallies,
    const struct record_shape *shape,
    const void *before,
    const void *after
);
