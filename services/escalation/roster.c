/* See roster.h. */
#include "services/escalation/roster.h"

#include <stdio.h>

enum { MINUTE_MS = 60000, LINE_BYTES_MAX = 128 };

const struct duty *roster_duty(const struct roster *roster, struct text name)
{
    for (size_t i = 0; i < roster->count; i++) {
        if (text_equal(roster->duties[i].name, name))
            return &roster->duties[i];
    }
    return NULL;
}

const struct duty *roster_duty_of_level(const struct roster *roster, int32_t level)
{
    for (size_t i = 0; i < roster->count; i++) {
        if (roster->duties[i].level == level)
            return &roster->duties[i];
    }
    return NULL;
}

static bool
begins_on(const struct roster *roster, const struct shift *shift, struct civil_day day)
{
    bool provisional = false;

    switch (shift->days) {
    case SHIFT_all:
        return true;
    case SHIFT_workdays:
        return calendar_is_workday(roster->calendar, day, &provisional);
    case SHIFT_restdays:
        return !calendar_is_workday(roster->calendar, day, &provisional);
    case SHIFT_weekdays:
        return shift->weekdays >> civil_day_weekday(day) & 1;
    }
    return false;
}

static bool covers(const struct roster *roster, const struct shift *shift, struct civil_time at)
{
    bool over_midnight = shift->to_ms <= shift->from_ms;
    bool today = at.ms >= shift->from_ms && (over_midnight || at.ms < shift->to_ms);

    if (today && begins_on(roster, shift, at.day))
        return true;
    return over_midnight && at.ms < shift->to_ms &&
           begins_on(roster, shift, civil_day_add(at.day, -1));
}

static bool is_absent(const struct absences *absences, struct text person, int64_t at_ms)
{
    for (size_t i = 0; i < absences->count; i++) {
        const struct absence *absence = &absences->at[i];
        if (at_ms >= absence->from_ms && at_ms < absence->to_ms &&
            text_equal(absence->person, person))
            return true;
    }
    return false;
}

static void add_person(struct text *list, size_t *count, struct text person)
{
    for (size_t i = 0; i < *count; i++) {
        if (text_equal(list[i], person))
            return;
    }
    if (*count < ROSTER_PEOPLE_MAX)
        list[(*count)++] = person;
}

void roster_on_duty(
    const struct roster *roster,
    const struct duty *duty,
    const struct absences *absences,
    int64_t at_ms,
    struct on_duty *ret_on_duty
)
{
    struct civil_time at = zone_to_local(roster->calendar->zone, at_ms);

    ret_on_duty->count = ret_on_duty->absent_count = 0;
    for (size_t i = 0; i < duty->count; i++) {
        const struct shift *shift = &duty->shifts[i];
        if (!covers(roster, shift, at))
            continue;
        for (size_t k = 0; k < shift->count; k++) {
            if (is_absent(absences, shift->who[k], at_ms))
                add_person(ret_on_duty->absent, &ret_on_duty->absent_count, shift->who[k]);
            else
                add_person(ret_on_duty->who, &ret_on_duty->count, shift->who[k]);
        }
    }
}

/* The next instant after `at_ms` at which a shift or an absence begins or ends. */
static int64_t next_change(
    const struct roster *roster,
    const struct duty *duty,
    const struct absences *absences,
    int64_t at_ms,
    int64_t end_ms
)
{
    const struct zone *zone = roster->calendar->zone;
    struct civil_day day = zone_to_local(zone, at_ms).day;
    int64_t next_ms = end_ms;

    for (int ahead = 0; ahead <= 1; ahead++) {
        struct civil_day that = civil_day_add(day, ahead);
        int64_t midnight_ms = zone_to_utc(zone, that, 0);
        if (midnight_ms > at_ms)
            next_ms = int64_min(next_ms, midnight_ms);
        for (size_t i = 0; i < duty->count; i++) {
            const int32_t edges[] = {duty->shifts[i].from_ms, duty->shifts[i].to_ms};
            for (size_t k = 0; k < LENGTH(edges); k++) {
                int64_t edge_ms = zone_to_utc(zone, that, edges[k]);
                if (edge_ms > at_ms)
                    next_ms = int64_min(next_ms, edge_ms);
            }
        }
    }
    for (size_t i = 0; i < absences->count; i++) {
        if (absences->at[i].from_ms > at_ms)
            next_ms = int64_min(next_ms, absences->at[i].from_ms);
        if (absences->at[i].to_ms > at_ms)
            next_ms = int64_min(next_ms, absences->at[i].to_ms);
    }
    return next_ms;
}

int64_t roster_gap_minutes(
    const struct roster *roster,
    const struct duty *duty,
    const struct absences *absences,
    int64_t at_ms
)
{
    int64_t end_ms = at_ms + ROSTER_GAP_DAYS * (int64_t)DAY_MS, gap_ms = 0;
    struct on_duty on_duty;

    while (at_ms < end_ms) {
        int64_t next_ms = next_change(roster, duty, absences, at_ms, end_ms);
        roster_on_duty(roster, duty, absences, at_ms, &on_duty);
        if (!on_duty.count)
            gap_ms += next_ms - at_ms;
        at_ms = next_ms;
    }
    return (gap_ms + MINUTE_MS - 1) / MINUTE_MS;
}

static bool read_line(struct text line, struct absence *ret_absence)
{
    char text[LINE_BYTES_MAX];
    long long from, to;
    int at = 0;

    if (!text_to_c(line, text, sizeof(text)))
        return false;
    if (sscanf(text, "%lld %lld %n", &from, &to, &at) != 2 || !at || !text[at])
        return false;
    *ret_absence = (struct absence){from, to, {line.at + at, line.length - (size_t)at}};
    return true;
}

void absences_read(struct text text, struct absences *ret_absences)
{
    ret_absences->count = 0;
    for (size_t from = 0; from < text.length;) {
        const char *end = memchr(text.at + from, '\n', text.length - from);
        size_t length = end ? (size_t)(end - text.at) - from : text.length - from;
        struct absence absence;
        if (read_line((struct text){text.at + from, length}, &absence) &&
            ret_absences->count < ROSTER_ABSENCES_MAX)
            ret_absences->at[ret_absences->count++] = absence;
        from += length + 1;
    }
}

struct text absences_write(const struct absences *absences, struct arena *arena)
{
    size_t size = absences->count * LINE_BYTES_MAX + 1, used = 0;
    char *at = arena_take(arena, size);

    for (size_t i = 0; i < absences->count; i++) {
        const struct absence *absence = &absences->at[i];
        used += (size_t)snprintf(
            at + used,
            size - used,
            "%lld %lld %.*s\n",
            (long long)absence->from_ms,
            (long long)absence->to_ms,
            (int)absence->person.length,
            absence->person.at
        );
    }
    return (struct text){at, used};
}

bool absences_set(struct absences *absences, struct absence absence, int64_t now_ms)
{
    size_t kept = 0;

    for (size_t i = 0; i < absences->count; i++) {
        const struct absence *old = &absences->at[i];
        bool same = old->from_ms == absence.from_ms && text_equal(old->person, absence.person);
        if (!same && old->to_ms > now_ms)
            absences->at[kept++] = *old;
    }
    absences->count = kept;
    if (absence.to_ms <= absence.from_ms)
        return true;
    if (kept == ROSTER_ABSENCES_MAX)
        return false;
    absences->at[absences->count++] = absence;
    return true;
}
