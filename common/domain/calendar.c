/* See calendar.h. */
#include "common/domain/calendar.h"

#include <assert.h>

static const struct calendar_year *year_of(const struct calendar *calendar, int32_t year)
{
    if (year < CALENDAR_YEAR_FIRST || year >= CALENDAR_YEAR_FIRST + CALENDAR_YEARS)
        return NULL;
    return calendar->years[year - CALENDAR_YEAR_FIRST];
}

static enum day_kind kind_without_year(const struct calendar *calendar, struct civil_day day)
{
    struct civil_date date = civil_date_of(day);
    enum weekday weekday = civil_day_weekday(day);

    for (size_t i = 0; i < calendar->fixed_count; i++) {
        if (calendar->fixed[i].month == date.month && calendar->fixed[i].day == date.day)
            return DAY_holiday;
    }
    if (weekday == WEEKDAY_saturday || weekday == WEEKDAY_sunday)
        return DAY_weekend;
    return DAY_workday;
}

struct calendar_day calendar_day(const struct calendar *calendar, struct civil_day day)
{
    const struct calendar_year *year = year_of(calendar, civil_date_of(day).year);
    unsigned stored =
        year ? year->kinds[civil_day_of_year(day)] : (unsigned)kind_without_year(calendar, day);
    enum day_kind kind = (enum day_kind)(stored & ~(unsigned)DAY_UNCONFIRMED);
    bool open = calendar->hours[civil_day_weekday(day)].count > 0;

    return (struct calendar_day){
        .kind = kind,
        .is_work = open && (kind == DAY_workday || kind == DAY_makeup),
        .provisional = !year || year->incomplete || stored & DAY_UNCONFIRMED,
    };
}

bool calendar_is_workday(
    const struct calendar *calendar,
    struct civil_day day,
    bool *provisional
)
{
    struct calendar_day fact = calendar_day(calendar, day);

    *provisional = *provisional || fact.provisional;
    return fact.is_work;
}

struct civil_day calendar_add_workdays(
    const struct calendar *calendar,
    struct civil_day day,
    int32_t n,
    bool *provisional
)
{
    assert(n >= 0);
    while (n > 0) {
        day = civil_day_add(day, 1);
        n -= calendar_is_workday(calendar, day, provisional);
    }
    return day;
}

int64_t calendar_midnight(const struct calendar *calendar, struct civil_day day)
{
    return zone_to_utc(calendar->zone, day, 0);
}

struct calendar_span calendar_window_span(
    const struct calendar *calendar,
    struct civil_day day,
    const struct calendar_window *window
)
{
    return (struct calendar_span){
        zone_to_utc(calendar->zone, day, window->from_ms),
        zone_to_utc(calendar->zone, day, window->to_ms),
    };
}

static const struct calendar_hours *
hours_of(const struct calendar *calendar, struct civil_day day)
{
    return &calendar->hours[civil_day_weekday(day)];
}

int64_t calendar_opening(const struct calendar *calendar, struct civil_day day)
{
    const struct calendar_hours *hours = hours_of(calendar, day);

    assert(hours->count > 0);
    return calendar_window_span(calendar, day, &hours->windows[0]).from_ms;
}

int64_t calendar_closing(const struct calendar *calendar, struct civil_day day)
{
    const struct calendar_hours *hours = hours_of(calendar, day);

    assert(hours->count > 0);
    return calendar_window_span(calendar, day, &hours->windows[hours->count - 1]).to_ms;
}

/* Opening hours of one day inside [from, to). */
static int64_t
open_ms_within(const struct calendar *calendar, struct civil_day day, int64_t from, int64_t to)
{
    const struct calendar_hours *hours = hours_of(calendar, day);
    int64_t sum = 0;

    for (size_t i = 0; i < hours->count; i++) {
        struct calendar_span span = calendar_window_span(calendar, day, &hours->windows[i]);
        sum += int64_max(int64_min(span.to_ms, to) - int64_max(span.from_ms, from), 0);
    }
    return sum;
}

int64_t calendar_open_ms(const struct calendar *calendar, struct civil_day day)
{
    return open_ms_within(calendar, day, INT64_MIN, INT64_MAX);
}

int64_t
calendar_open_ms_between(const struct calendar *calendar, int64_t from_ms, int64_t to_ms)
{
    struct civil_day last = zone_to_local(calendar->zone, to_ms).day;
    int64_t sum = 0;

    for (struct civil_day day = zone_to_local(calendar->zone, from_ms).day;
         day.days <= last.days;
         day = civil_day_add(day, 1)) {
        if (calendar_day(calendar, day).is_work)
            sum += open_ms_within(calendar, day, from_ms, to_ms);
    }
    return sum;
}

int64_t calendar_longest_day_ms(const struct calendar *calendar)
{
    int64_t longest = 0;

    for (int weekday = 0; weekday < WEEKDAYS; weekday++) {
        const struct calendar_hours *hours = &calendar->hours[weekday];
        int64_t sum = 0;
        for (size_t i = 0; i < hours->count; i++)
            sum += hours->windows[i].to_ms - hours->windows[i].from_ms;
        longest = int64_max(longest, sum);
    }
    return longest;
}

int64_t calendar_add_business_ms(
    const struct calendar *calendar,
    int64_t start_ms,
    int64_t ms,
    bool *provisional
)
{
    assert(ms > 0);
    for (struct civil_day day = zone_to_local(calendar->zone, start_ms).day;;
         day = civil_day_add(day, 1)) {
        const struct calendar_hours *hours = hours_of(calendar, day);
        if (!calendar_is_workday(calendar, day, provisional))
            continue;
        for (size_t i = 0; i < hours->count; i++) {
            struct calendar_span span = calendar_window_span(calendar, day, &hours->windows[i]);
            int64_t from = int64_max(span.from_ms, start_ms);
            if (from >= span.to_ms)
                continue;
            if (ms <= span.to_ms - from)
                return from + ms;
            ms -= span.to_ms - from;
        }
    }
}

struct civil_day calendar_stat_due(
    const struct calendar *calendar,
    struct civil_day day,
    int32_t n,
    bool roll,
    bool *provisional
)
{
    day = civil_day_add(day, n);
    while (roll && !calendar_is_workday(calendar, day, provisional))
        day = civil_day_add(day, 1);
    return day;
}

static bool is_covered(const struct calendar *calendar, int32_t number)
{
    const struct calendar_year *year = year_of(calendar, number);

    return year && !year->incomplete;
}

int32_t calendar_horizon_days(const struct calendar *calendar, struct civil_day today)
{
    int32_t year = civil_date_of(today).year;

    if (!is_covered(calendar, year))
        return 0;
    while (is_covered(calendar, year + 1))
        year++;
    return civil_day_of((struct civil_date){year, 12, 31}).days - today.days;
}

static void note_overtaken(struct calendar *calendar)
{
    for (size_t i = 0; i < calendar->file_count; i++) {
        struct calendar_examples *examples = &calendar->examples[i];
        for (size_t k = 0; k < CALENDAR_YEARS; k++) {
            const struct calendar_year *year = calendar->years[k];
            if (year && year->version > examples->version)
                examples->overtaken[k] = true;
        }
    }
}

void calendar_overlay(struct calendar *calendar, const struct calendar *newer)
{
    assert(text_equal(calendar->base, newer->base));
    assert(calendar->base.at || text_equal(zone_name(calendar->zone), zone_name(newer->zone)));
    for (size_t i = 0; i < CALENDAR_YEARS; i++) {
        const struct calendar_year *old_year = calendar->years[i];
        const struct calendar_year *new_year = newer->years[i];
        if (new_year && (!old_year || new_year->version >= old_year->version))
            calendar->years[i] = new_year;
    }
    for (size_t i = 0; i < newer->file_count && calendar->file_count < CALENDAR_FILES_MAX; i++)
        calendar->examples[calendar->file_count++] = newer->examples[i];
    note_overtaken(calendar);
    if (newer->version < calendar->version)
        return;
    calendar->version = newer->version;
    calendar->source = newer->source;
    calendar->fixed_count = newer->fixed_count;
    calendar->hours_given = newer->hours_given;
    memcpy(calendar->fixed, newer->fixed, sizeof(calendar->fixed));
    memcpy(calendar->hours, newer->hours, sizeof(calendar->hours));
}
