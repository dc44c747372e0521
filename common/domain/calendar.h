/* A business calendar: which days are worked, at what hours, in which zone (REQUIREMENTS 4.4, 4.7 rules 3, 10, 15).
 *
 * A year is known only once its arrangement is published. A year that no version covers is answered with
 * Monday to Friday less the fixed holidays, and the answer is marked provisional: every function that has to
 * ask about such a day sets `*provisional`, none clears it. All times are instants in milliseconds; opening
 * hours are elapsed time between opening and closing, so a change to summer time inside a window counts as
 * it is lived through. Pure, no allocation; a calendar is read by calendar_read.h and never changes. */
#pragma once

#include "common/domain/zone.h"

enum {
    CALENDAR_YEAR_FIRST = 1970,
    CALENDAR_YEARS = 230,    /* up to 2199, as far as zones go */
    CALENDAR_FILES_MAX = 16, /* with one name: one a year */
    CALENDAR_WINDOWS_MAX = 8,
    CALENDAR_FIXED_MAX = 32
};

enum day_kind {
    DAY_workday,
    DAY_weekend,
    DAY_holiday,
    DAY_makeup,
    DAY_as_base /* of a calendar that stands upon another, before it is put upon it: what the base says */
};

/* Part of a day in which work is done, [from, to), milliseconds since midnight by the wall clock. */
struct calendar_window {
    int32_t from_ms, to_ms;
};

struct calendar_hours {
    size_t count; /* 0: closed on that day of the week, which then is never a working day */
    struct calendar_window windows[CALENDAR_WINDOWS_MAX]; /* ascending, never overlapping */
};

/* A published arrangement. */
struct calendar_year {
    int32_t version;    /* of the file that it comes from */
    bool incomplete;    /* the base is published, the days of the region are not */
    uint8_t kinds[366]; /* enum day_kind, with DAY_UNCONFIRMED */
};

/* Added to a kind: nobody has confirmed the day yet, so that what is counted over it is provisional. */
enum { DAY_UNCONFIRMED = 0x80 };

struct yaml_node;

/* The worked examples of one file, see due_example.h. What it says of a year that a newer file says is history. */
struct calendar_examples {
    const struct yaml_node *list;
    int32_t version; /* of the file */
    bool overtaken[CALENDAR_YEARS];
};

struct calendar {
    struct text name;
    int32_t version;
    struct text source;
    const struct zone *zone;
    const struct calendar_year *years[CALENDAR_YEARS]; /* NULL: not covered */
    size_t fixed_count;
    struct civil_date fixed[CALENDAR_FIXED_MAX]; /* of every year, the year itself is 0 */
    struct calendar_hours hours[WEEKDAYS];
    size_t file_count;          /* that it was put together from, with what was published */
    struct text base;           /* the calendar that it stands upon; absent */
    const struct calendar *own; /* what it adds to its base, see calendar_base.h; NULL */
    uint8_t hours_given;        /* of these weekdays the hours are its own, by bit */
    struct calendar_examples examples[CALENDAR_FILES_MAX];
};

struct calendar_day {
    enum day_kind kind;
    bool is_work;
    bool provisional;
};

struct calendar_day calendar_day(const struct calendar *calendar, struct civil_day day);

bool calendar_is_workday(
    const struct calendar *calendar,
    struct civil_day day,
    bool *provisional
);

/* The n-th working day after `day`, which itself is not counted; n ≥ 0. */
struct civil_day calendar_add_workdays(
    const struct calendar *calendar,
    struct civil_day day,
    int32_t n,
    bool *provisional
);

/* Counts `ms` of opening hours from `start_ms`, outside hours from the next opening; used up exactly at
 * closing it is that closing. `ms` > 0. */
int64_t calendar_add_business_ms(
    const struct calendar *calendar,
    int64_t start_ms,
    int64_t ms,
    bool *provisional
);

/* The n-th calendar day after `day`; with `roll` the first working day from it on. */
struct civil_day calendar_stat_due(
    const struct calendar *calendar,
    struct civil_day day,
    int32_t n,
    bool roll,
    bool *provisional
);

/* The instants of a day: its midnight, and the window's ends on that day. */
int64_t calendar_midnight(const struct calendar *calendar, struct civil_day day);
struct calendar_span {
    int64_t from_ms, to_ms;
} calendar_window_span(
    const struct calendar *calendar,
    struct civil_day day,
    const struct calendar_window *window
);

/* Of a working day: when it opens, when it closes for the last time, how long it is open. */
int64_t calendar_opening(const struct calendar *calendar, struct civil_day day);
int64_t calendar_closing(const struct calendar *calendar, struct civil_day day);
int64_t calendar_open_ms(const struct calendar *calendar, struct civil_day day);

/* Opening hours inside [from, to). */
int64_t
calendar_open_ms_between(const struct calendar *calendar, int64_t from_ms, int64_t to_ms);

/* Opening hours of the longest day of a week. */
int64_t calendar_longest_day_ms(const struct calendar *calendar);

/* Days from `today` to the end of the last year covered without a gap, by a region's own days too; 0 when today is not
 * covered. An alarm below 60 says that next year's arrangement is missing (4.4). */
int32_t calendar_horizon_days(const struct calendar *calendar, struct civil_day today);

/* Takes from `newer` every year that it covers in a version not below the present one (rule 10); hours, fixed
 * days, source and version become the newer calendar's. The examples of all files stay, but of CALENDAR_FILES_MAX at most.
 * Both must have the same zone and base. */
void calendar_overlay(struct calendar *calendar, const struct calendar *newer);
