/* The rule at the end of a time zone file: when summer time begins and ends in years that the file does
 * not list one by one.
 *
 * The string is that of POSIX (IEEE 1003.1, "TZ"), with the wider hours of RFC 8536 section 3.3.1. Pure. */
#pragma once

#include "common/basics.h"

enum zone_change_kind {
    ZONE_CHANGE_month_week_day, /* M: the week-th weekday of a month, week 5 is the last */
    ZONE_CHANGE_julian,         /* J: day 1 to 365, February 29th is never counted */
    ZONE_CHANGE_day             /* n: day 0 to 365, February 29th is counted */
};

struct zone_change {
    enum zone_change_kind kind;
    int32_t month, week, weekday; /* of the first kind */
    int32_t day;                  /* of the others */
    int32_t seconds;              /* of local time since that day's midnight, -167 h to 167 h */
};

struct zone_rule {
    int32_t standard; /* seconds east of UTC */
    int32_t summer;
    bool has_summer;
    struct zone_change begin, end; /* of summer time */
};

/* False when the text is no such rule. */
bool zone_rule_parse(struct text text, struct zone_rule *ret_rule) MUST_CHECK;

/* The UTC seconds at which summer time begins and ends in a year; only with `has_summer`. */
int64_t zone_rule_begin(const struct zone_rule *rule, int32_t year);
int64_t zone_rule_end(const struct zone_rule *rule, int32_t year);
