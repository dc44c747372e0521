/* See zone_rule.h. A cursor walks the string; each reader leaves it after what it read. */
#include "common/domain/zone_rule.h"

#include "common/domain/civil_date.h"

enum { HOUR = 3600, TWO_O_CLOCK = 2 * HOUR };

struct cursor {
    const char *at, *end;
};

static bool take(struct cursor *cursor, char wanted)
{
    if (cursor->at == cursor->end || *cursor->at != wanted)
        return false;
    cursor->at++;
    return true;
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* A name is three letters or more, or anything in <>. */
static bool read_name(struct cursor *cursor)
{
    const char *start = cursor->at;

    if (take(cursor, '<')) {
        while (cursor->at < cursor->end && *cursor->at != '>')
            cursor->at++;
        return take(cursor, '>');
    }
    while (cursor->at < cursor->end && is_letter(*cursor->at))
        cursor->at++;
    return cursor->at - start >= 3;
}

static bool read_number(struct cursor *cursor, int32_t min, int32_t max, int32_t *ret_number)
{
    const char *start = cursor->at;
    int32_t number = 0;

    while (cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9') {
        number = number * 10 + (*cursor->at++ - '0');
        if (number > max)
            return false;
    }
    *ret_number = number;
    return cursor->at > start && number >= min;
}

/* [+-]hh[:mm[:ss]] */
static bool read_time(struct cursor *cursor, int32_t hours_max, int32_t *ret_seconds)
{
    bool negative = take(cursor, '-');
    int32_t hours, minutes = 0, seconds = 0;

    if (!negative)
        (void)take(cursor, '+');
    if (!read_number(cursor, 0, hours_max, &hours))
        return false;
    if (take(cursor, ':') && !read_number(cursor, 0, 59, &minutes))
        return false;
    if (take(cursor, ':') && !read_number(cursor, 0, 59, &seconds))
        return false;
    int32_t total = hours * HOUR + minutes * 60 + seconds;
    *ret_seconds = negative ? -total : total;
    return true;
}

static bool read_day(struct cursor *cursor, struct zone_change *change)
{
    if (take(cursor, 'M')) {
        change->kind = ZONE_CHANGE_month_week_day;
        return read_number(cursor, 1, 12, &change->month) && take(cursor, '.') &&
               read_number(cursor, 1, 5, &change->week) && take(cursor, '.') &&
               read_number(cursor, 0, 6, &change->weekday);
    }
    if (take(cursor, 'J')) {
        change->kind = ZONE_CHANGE_julian;
        return read_number(cursor, 1, 365, &change->day);
    }
    change->kind = ZONE_CHANGE_day;
    return read_number(cursor, 0, 365, &change->day);
}

static bool read_change(struct cursor *cursor, struct zone_change *change)
{
    if (!take(cursor, ',') || !read_day(cursor, change))
        return false;
    change->seconds = TWO_O_CLOCK;
    return !take(cursor, '/') || read_time(cursor, 167, &change->seconds);
}

bool zone_rule_parse(struct text text, struct zone_rule *ret_rule)
{
    struct cursor cursor = {text.at, text.at + text.length};
    struct zone_rule rule = {0};
    int32_t west;

    if (!read_name(&cursor) || !read_time(&cursor, 24, &west))
        return false;
    rule.standard = -west;
    rule.summer = rule.standard + HOUR;
    if (cursor.at < cursor.end) {
        if (!read_name(&cursor))
            return false;
        if (cursor.at < cursor.end && *cursor.at != ',') {
            if (!read_time(&cursor, 24, &west))
                return false;
            rule.summer = -west;
        }
        rule.has_summer = true;
        if (!read_change(&cursor, &rule.begin) || !read_change(&cursor, &rule.end))
            return false;
    }
    if (cursor.at != cursor.end)
        return false;
    *ret_rule = rule;
    return true;
}

static struct civil_day week_of_month(int32_t year, const struct zone_change *change)
{
    struct civil_day first = civil_day_of((struct civil_date){year, change->month, 1});
    int32_t to_weekday = (change->weekday - (int32_t)civil_day_weekday(first) + 7) % 7;
    struct civil_day day = civil_day_add(first, to_weekday + 7 * (change->week - 1));

    while (civil_date_of(day).month != change->month)
        day = civil_day_add(day, -7);
    return day;
}

static struct civil_day day_of_change(int32_t year, const struct zone_change *change)
{
    enum { LAST_OF_FEBRUARY = 59 };
    struct civil_day new_year = civil_day_of((struct civil_date){year, 1, 1});

    if (change->kind == ZONE_CHANGE_month_week_day)
        return week_of_month(year, change);
    if (change->kind == ZONE_CHANGE_day)
        return civil_day_add(new_year, change->day);
    bool after = civil_year_is_leap(year) && change->day > LAST_OF_FEBRUARY;
    return civil_day_add(new_year, change->day - 1 + after);
}

static int64_t local_seconds(int32_t year, const struct zone_change *change)
{
    return (int64_t)day_of_change(year, change).days * 86400 + change->seconds;
}

int64_t zone_rule_begin(const struct zone_rule *rule, int32_t year)
{
    return local_seconds(year, &rule->begin) - rule->standard;
}

int64_t zone_rule_end(const struct zone_rule *rule, int32_t year)
{
    return local_seconds(year, &rule->end) - rule->summer;
}
