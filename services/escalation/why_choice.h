/* For `why`: which of several profiles and calendars counts a clock, and what chose it (REQUIREMENTS 3, 4.4). Pure. */
#pragma once

#include "services/escalation/clocks.h"

/* Whose word counts, and whose it overrules: "CN-NFRA-2020 1 (statute) overrules 优先于 INTERNAL 1 (team)"; empty when only
 * one profile has the clock. */
struct text
why_precedence(struct arena *arena, const struct clocks *clocks, const struct clock_view *view);

/* "CN-XZ instead of 代替 CN: tibet (units xz-*)"; empty when the case has the profile's calendar. */
struct text
why_calendar(struct arena *arena, const struct clocks *clocks, const struct clock_view *view);
