/* A time zone of the system's database: between instants and what clocks on the wall show.
 *
 * Deadlines are a pure function of events, calendar and policy (DESIGN P11), so the zone is data too: the
 * file is read once (RFC 8536, package tzdata), and neither the environment's TZ nor the C library's zone
 * is ever asked. Instants are milliseconds since 1970-01-01 UTC; exact until the end of the year 2199, after it the
 * last offset stays. A zone lives in the arena that it is given and never changes. */
#pragma once

#include "common/arena.h"
#include "common/domain/civil_date.h"
#include "common/error.h"

struct zone;

/* The last instant for which zones are exact: 2199-12-31 00:00 UTC. */
#define ZONE_LAST_MS INT64_C(7258032000000)

struct civil_time {
    struct civil_day day;
    int32_t ms; /* since the day's midnight by the wall clock, 0 to 86399999 */
};

/* `name` as in "Asia/Shanghai", at most 64 bytes; `directory` NULL is the system's database.
 * ERROR_not_found when there is no such zone, ERROR_malformed when the file is not one. */
enum error
zone_load(struct arena *arena, const char *directory, struct text name, struct zone **ret_zone)
    MUST_CHECK;

struct text zone_name(const struct zone *zone);

/* Seconds east of UTC at an instant. */
int32_t zone_offset_at(const struct zone *zone, int64_t utc_ms);

struct civil_time zone_to_local(const struct zone *zone, int64_t utc_ms);

/* The first instant at which the wall clock shows this time; for a time that summer time skips, the instant
 * of the change. `ms_of_day` from 0 to 86400000 (24:00 is the next day's midnight). */
int64_t zone_to_utc(const struct zone *zone, struct civil_day day, int32_t ms_of_day);
