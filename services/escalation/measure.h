/* What can be measured of the clocks: how many there are, and whether a stored limit is what it is computed to be
 * (DESIGN 5: must never differ). */
#pragma once

#include "common/engine/service.h"

extern const struct list_shape escalation_counts_list, escalation_sample_list,
    escalation_provisional_list;

/* Shows as 0 the counters that alerts look at, for every clock a case can have. */
void measure_show(void);

/* Chore: open clocks by clock and state. */
enum error escalation_measure_clocks(struct call *call);

/* Chore: open clocks that are provisional, because they were counted over days that are not published or confirmed. */
enum error escalation_measure_provisional(struct call *call);

/* Chore: the stored limits of 12 cases computed again; shouli_clocks_different says how many differ. */
enum error escalation_measure_sample(struct call *call);

/* Where the sample of this instant begins: a key of one of the last 60 days. The same for the same instant, because a
 * decision may be run several times. */
struct text measure_sample_key(struct arena *arena, int64_t now_ms);
