/* See timestamp.h. Day numbers follow the proleptic Gregorian calendar; the formulas count years from March
 * so that the leap day is a year's last. */
#include "common/timestamp.h"

#include <stdio.h>

enum { MS_IN_DAY = 86400000, DAYS_IN_ERA = 146097, DAYS_TO_1970 = 719468 };

static int64_t day_of(int64_t year, int64_t month, int64_t day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * DAYS_IN_ERA + day_of_era - DAYS_TO_1970;
}

static int64_t days_in_month(int64_t year, int64_t month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : days[month - 1];
}

static bool take_digits(struct text *text, size_t count, int64_t *ret_number)
{
    int64_t number = 0;

    if (text->length < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (text->at[i] < '0' || text->at[i] > '9')
            return false;
        number = number * 10 + (text->at[i] - '0');
    }
    *text = (struct text){text->at + count, text->length - count};
    *ret_number = number;
    return true;
}

static bool take_one_of(struct text *text, const char *characters)
{
    if (text->length == 0 || text->at[0] == 0 || strchr(characters, text->at[0]) == NULL)
        return false;
    *text = (struct text){text->at + 1, text->length - 1};
    return true;
}

static bool take_date(struct text *text, int64_t *ret_day)
{
    int64_t year, month, day;

    if (!take_digits(text, 4, &year) || !take_one_of(text, "-") ||
        !take_digits(text, 2, &month) || !take_one_of(text, "-") || !take_digits(text, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
        return false;
    *ret_day = day_of(year, month, day);
    return true;
}

static bool take_fraction(struct text *text, int64_t *ret_ms)
{
    int64_t ms = 0, digit, unit = 100;

    if (!take_digits(text, 1, &digit))
        return false;
    do {
        ms += digit * unit;
        unit /= 10;
    } while (take_digits(text, 1, &digit));
    *ret_ms = ms;
    return true;
}

static bool take_clock(struct text *text, int64_t *ret_ms)
{
    int64_t hour, minute, second, ms = 0;

    if (!take_digits(text, 2, &hour) || !take_one_of(text, ":") ||
        !take_digits(text, 2, &minute) || !take_one_of(text, ":") ||
        !take_digits(text, 2, &second))
        return false;
    if (hour > 23 || minute > 59 || second > 60 || (second == 60 && minute != 59))
        return false;
    if (take_one_of(text, ".") && !take_fraction(text, &ms))
        return false;
    *ret_ms = ((hour * 60 + minute) * 60 + second) * 1000 + ms;
    return true;
}

static bool take_offset(struct text *text, int64_t *ret_ms)
{
    int64_t hour, minute;

    if (take_one_of(text, "Zz")) {
        *ret_ms = 0;
        return true;
    }
    bool west = text->length > 0 && text->at[0] == '-';
    if (!take_one_of(text, "+-") || !take_digits(text, 2, &hour) || !take_one_of(text, ":") ||
        !take_digits(text, 2, &minute) || hour > 23 || minute > 59)
        return false;
    *ret_ms = (hour * 60 + minute) * 60000 * (west ? -1 : 1);
    return true;
}

bool timestamp_from_text(struct text text, int64_t *ret_ms)
{
    int64_t day, clock, offset;

    if (!take_date(&text, &day) || !take_one_of(&text, "Tt") || !take_clock(&text, &clock) ||
        !take_offset(&text, &offset) || text.length != 0)
        return false;
    *ret_ms = day * MS_IN_DAY + clock - offset;
    return true;
}

void timestamp_to_text(int64_t ms, char ret_text[TIMESTAMP_TEXT_LENGTH + 1])
{
    int64_t instant = int64_min(int64_max(ms, TIMESTAMP_MS_MIN), TIMESTAMP_MS_MAX);
    int64_t days = instant / MS_IN_DAY + DAYS_TO_1970;
    int64_t clock = instant % MS_IN_DAY;
    int64_t era = days / DAYS_IN_ERA;
    int64_t day_of_era = days % DAYS_IN_ERA;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    int64_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    int64_t year = year_of_era + era * 400 + (month <= 2);
    char buffer[64];

    snprintf(
        buffer,
        sizeof(buffer),
        "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
        (int)year,
        (int)month,
        (int)day,
        (int)(clock / 3600000),
        (int)(clock / 60000 % 60),
        (int)(clock / 1000 % 60),
        (int)(clock % 1000)
    );
    memcpy(ret_text, buffer, TIMESTAMP_TEXT_LENGTH);
    ret_text[TIMESTAMP_TEXT_LENGTH] = 0;
}
