/* See calendar_base.h. */
#include "common/domain/calendar_base.h"

#include <assert.h>

/* A holiday of every year is one too where the region's other days are not known. */
static void put_fixed(const struct calendar *own, int32_t year, struct calendar_year *ret_year)
{
    for (size_t i = 0; i < own->fixed_count; i++) {
        struct civil_date date = own->fixed[i];
        date.year = year;
        if (civil_date_is_valid(date))
            ret_year->kinds[civil_day_of_year(civil_day_of(date))] = DAY_holiday;
    }
}

/* Which years a region knows its days of; one without days of its own knows all. */
static bool knows(const struct calendar *own, size_t year)
{
    bool has_days = false;

    for (size_t i = 0; i < CALENDAR_YEARS; i++)
        has_days = has_days || own->years[i];
    return !has_days || own->years[year];
}

static const struct calendar_year *
put_year(struct arena *arena, const struct calendar *own, const struct calendar *base, size_t i)
{
    const struct calendar_year *days = own->years[i], *below = base->years[i];
    struct calendar_year *year = ARENA_NEW(arena, struct calendar_year);

    *year = *below;
    year->incomplete = !knows(own, i);
    year->version = below->version * CALENDAR_UPON + (days ? days->version : own->version);
    if (!days)
        put_fixed(own, CALENDAR_YEAR_FIRST + (int32_t)i, year);
    for (size_t k = 0; days && k < LENGTH(year->kinds); k++) {
        if (days->kinds[k] != DAY_as_base)
            year->kinds[k] = days->kinds[k];
    }
    return year;
}

const struct calendar *
calendar_put_upon(struct arena *arena, const struct calendar *own, const struct calendar *base)
{
    struct calendar *both = ARENA_NEW(arena, struct calendar);

    assert(own->base.at && !base->base.at && own->version < CALENDAR_UPON);
    *both = *own;
    both->own = own;
    both->zone = base->zone;
    both->version = base->version * CALENDAR_UPON + own->version;
    for (size_t i = 0; i < CALENDAR_YEARS; i++)
        both->years[i] = base->years[i] ? put_year(arena, own, base, i) : NULL;
    for (size_t i = 0; i < base->fixed_count && both->fixed_count < CALENDAR_FIXED_MAX; i++)
        both->fixed[both->fixed_count++] = base->fixed[i];
    for (int i = 0; i < WEEKDAYS; i++) {
        if (!(own->hours_given & 1 << i))
            both->hours[i] = base->hours[i];
    }
    return both;
}

int32_t calendar_own_version(const struct calendar *calendar)
{
    return calendar->own ? calendar->own->version : calendar->version;
}
