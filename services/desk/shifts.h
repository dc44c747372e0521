/* Working hours of people: shifts by weekday and wall clock (RO-10).
 *
 * A shift whose end is not after its beginning ends on the next day and counts for the day on which it begins;
 * 24:00 is the next midnight. Pure after loading. */
#pragma once

#include "common/domain/zone.h"
#include "common/yaml.h"

enum { SHIFTS_MAX = 64, SHIFTS_EACH = 8 };

struct shift {
    struct text name;
    uint32_t days;          /* bit n: enum weekday n */
    int32_t from_ms, to_ms; /* of the day */
};

struct shifts {
    const struct zone *zone;
    struct shift at[SHIFTS_MAX];
    size_t count;
};

/* `zone` and `shifts` of a file. */
void shifts_read(struct yaml *yaml, struct shifts *shifts);
const struct shift *shift_find(const struct shifts *shifts, struct text name);

/* The first instant is in it, the last is not. */
bool shift_covers(const struct shift *shift, const struct zone *zone, int64_t now_ms);
