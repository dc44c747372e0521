/* The clocks of a case as its row keeps them: a line each, in the order of plans.def.
 *
 * One row holds all that is known of a case, so that an event loads and stores one record, not one for each of its clocks. A
 * line is `case_clock` of records.def as lines.h says. */
#pragma once

#include "common/arena.h"
#include "common/error.h"
#include "services/escalation/records.h"

/* ERROR_malformed when a line does not read: without it a clock would begin anew. Texts are views into `lines` where they can
 * be. */
enum error clock_lines_read(
    struct text lines,
    struct arena *arena,
    struct case_clock **ret_clocks,
    size_t *ret_count
) MUST_CHECK;

/* Those that have begun. Absent when none has. */
struct text
clock_lines_write(const struct case_clock *const *clocks, size_t count, struct arena *arena);
