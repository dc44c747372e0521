/* See civil_date.h. */
#include "common/domain/civil_date.h"

#include <assert.h>

enum {
    DAYS_OF_400_YEARS = 146097,
    DAYS_OF_100_YEARS = 36524,
    DAYS_OF_4_YEARS = 1461,
    EPOCH = 719468 /* days from 0000-03-01 to 1970-01-01 */
};

bool civil_year_is_leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int32_t days_of_month(int32_t year, int32_t month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && civil_year_is_leap(year));
}

bool civil_date_is_valid(struct civil_date date)
{
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 &&
           date.day >= 1 && date.day <= days_of_month(date.year, date.month);
}

struct civil_day civil_day_of(struct civil_date date)
{
    assert(civil_date_is_valid(date));

    /* A year that begins in March has its leap day last, so months have fixed beginnings. */
    int32_t year = date.month > 2 ? date.year : date.year - 1;
    int32_t month = date.month > 2 ? date.month - 3 : date.month + 9;
    int32_t era = year / 400;
    int32_t year_of_era = year % 400;
    int32_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return (struct civil_day){era * DAYS_OF_400_YEARS + day_of_era - EPOCH};
}

struct civil_date civil_date_of(struct civil_day day)
{
    int32_t shifted = day.days + EPOCH;
    int32_t era =
        (shifted >= 0 ? shifted : shifted - DAYS_OF_400_YEARS + 1) / DAYS_OF_400_YEARS;
    int32_t day_of_era = shifted - era * DAYS_OF_400_YEARS;
    int32_t year_of_era =
        (day_of_era - day_of_era / (DAYS_OF_4_YEARS - 1) + day_of_era / DAYS_OF_100_YEARS -
         day_of_era / (DAYS_OF_400_YEARS - 1)) /
        365;
    int32_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t month = (5 * day_of_year + 2) / 153;

    return (struct civil_date){
        .year = era * 400 + year_of_era + (month >= 10),
        .month = month < 10 ? month + 3 : month - 9,
        .day = day_of_year - (153 * month + 2) / 5 + 1,
    };
}

enum weekday civil_day_weekday(struct civil_day day)
{
    int32_t rest = (day.days + WEEKDAY_thursday) % WEEKDAYS; /* 1970-01-01 was a Thursday */

    return (enum weekday)(rest < 0 ? rest + WEEKDAYS : rest);
}

int32_t civil_day_of_year(struct civil_day day)
{
    struct civil_date date = civil_date_of(day);

    return day.days - civil_day_of((struct civil_date){date.year, 1, 1}).days;
}

static bool digits(const char *at, size_t count, int32_t *ret_value)
{
    int32_t value = 0;

    for (size_t i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
        value = value * 10 + (at[i] - '0');
    }
    *ret_value = value;
    return true;
}

bool civil_day_parse(struct text text, struct civil_day *ret_day)
{
    struct civil_date date;

    if (text.length != 10 || text.at[4] != '-' || text.at[7] != '-')
        return false;
    if (!digits(text.at, 4, &date.year) || !digits(text.at + 5, 2, &date.month) ||
        !digits(text.at + 8, 2, &date.day) || !civil_date_is_valid(date))
        return false;
    *ret_day = civil_day_of(date);
    return true;
}
