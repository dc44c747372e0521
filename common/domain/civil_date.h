/* Days of the civil calendar: a day as one number, and as year, month and day.
 *
 * A day has its own type, so that it is never mixed with an instant: which day an instant lies on depends
 * on a zone (zone.h). Proleptic Gregorian, years 1 to 9999; arithmetic after H. Hinnant,
 * "chrono-compatible low-level date algorithms". Pure, no allocation. */
#pragma once

#include "common/basics.h"

enum { DAY_MS = 86400000 };

/* Days since 1970-01-01. */
struct civil_day {
    int32_t days;
};

struct civil_date {
    int32_t year;
    int32_t month; /* 1 to 12 */
    int32_t day;   /* 1 to 31 */
};

enum weekday {
    WEEKDAY_sunday,
    WEEKDAY_monday,
    WEEKDAY_tuesday,
    WEEKDAY_wednesday,
    WEEKDAY_thursday,
    WEEKDAY_friday,
    WEEKDAY_saturday,
    WEEKDAYS
};

bool civil_year_is_leap(int32_t year);

/* Whether there is such a day; false for 02-30, for month 13 and for year 0. */
bool civil_date_is_valid(struct civil_date date);

/* `date` must be valid. */
struct civil_day civil_day_of(struct civil_date date);
struct civil_date civil_date_of(struct civil_day day);
enum weekday civil_day_weekday(struct civil_day day);

/* 0 for January 1st. */
int32_t civil_day_of_year(struct civil_day day);

static inline struct civil_day civil_day_add(struct civil_day day, int32_t days)
{
    return (struct civil_day){day.days + days};
}

/* Reads "2026-02-14", nothing else; false when the text is no such day. */
bool civil_day_parse(struct text text, struct civil_day *ret_day) MUST_CHECK;
