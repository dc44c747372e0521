/* Calendars that stand upon another: a region's festivals, a queue's hours (REQUIREMENTS 4.4).
 *
 *     name: CN-XZ                           base: CN
 *     years: [2026]                         the years of which the region's own days are known; absent: it has none
 *     off, unconfirmed, makeup              its own days, over the base's
 *     hours, hours_by_weekday               instead of the base's; those not given are the base's
 *
 * A day that it does not name is what the base says, so that an arrangement is written once and a newer one reaches every
 * region. Where the base is published and the region's own days are not, what is counted is provisional. */
#pragma once

#include "common/arena.h"
#include "common/domain/calendar.h"

/* The version of both: the base's times this, and its own, which is below. It grows when either of them does. */
enum { CALENDAR_UPON = 1000 };

/* `own` as it was read; `base` must be a calendar of its own. Lives in the arena and as long as both. */
const struct calendar *
calendar_put_upon(struct arena *arena, const struct calendar *own, const struct calendar *base);

/* The version that the file itself has. */
int32_t calendar_own_version(const struct calendar *calendar);
