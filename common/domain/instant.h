/* Instants as text: RFC 3339 in, RFC 3339 out.
 *
 * A time without an offset is refused, because it means different instants in different places; digits
 * below a millisecond are cut off, never rounded up, so that nothing becomes late by being printed
 * (REQUIREMENTS 4.7 rule 6). Instants are milliseconds since 1970-01-01 UTC, from 1970 to 2199. */
#pragma once

#include "common/domain/zone.h"

/* "2026-02-28T23:59:59.9+08:00"; false when it is no such time, has no offset, or lies outside the range. */
bool instant_parse(struct text text, int64_t *ret_ms) MUST_CHECK;

/* "2026-02-15T16:00:00.000Z" */
struct text instant_format_utc(struct arena *arena, int64_t ms);

/* "2026-02-16T00:00:00.000+08:00" */
struct text instant_format_local(struct arena *arena, const struct zone *zone, int64_t ms);

/* For people. A limit at midnight is the end of the day before: "2026-02-15 24:00". */
struct text instant_format_limit(struct arena *arena, const struct zone *zone, int64_t ms);
