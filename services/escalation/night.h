/* Night: a warning of a clock that counts business time, and comes due outside opening hours, is delivered at the next
 * opening; those of real time and of calendar days at once (REQUIREMENTS 4.3, last paragraph). Pure. */
#pragma once

#include "services/escalation/clocks.h"

/* When the warning may be delivered: `now_ms` itself, or the next opening after it. */
int64_t night_delivery(const struct clock_view *view, int64_t now_ms);
