/* Which waits stop a clock, and whether they may (REQUIREMENTS 4.5, 4.7 rules 7 and 17). */
#pragma once

#include "common/domain/due.h"

/* Checks all waits of a request against a clock; those that stop it come back by start, of positive length and
 * disjoint, as course_compute wants them. */
enum due_error due_pauses_check(
    const struct due_request *request,
    const struct sla_clock *clock,
    const struct calendar *calendar,
    struct arena *arena,
    struct course_pause **ret_pauses,
    size_t *ret_count
) MUST_CHECK;

/* What became of each wait of the request, in its order. */
void due_pauses_explain(
    const struct due_request *request,
    const struct course *course,
    struct arena *arena,
    struct due_result *result
);
