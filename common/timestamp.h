/* Instants as text: RFC 3339 with an offset (PROTOCOL section 1), read and written without the C library's
 * time zone state. In memory an instant is int64_t Unix milliseconds, UTC. */
#pragma once

#include "common/basics.h"

enum { TIMESTAMP_TEXT_LENGTH = 24 };

/* The contract's range: from 1970-01-01T00:00:00Z up to and including 2199-12-31T23:59:59.999Z. */
#define TIMESTAMP_MS_MIN INT64_C(0)
#define TIMESTAMP_MS_MAX INT64_C(7258118399999)

/* Date, time and offset ("Z" or "+08:00") are all required; digits below a millisecond are cut off; the
 * second 60 of a leap second counts as the second after it. Years 0000 to 9999. False when it is not one. */
bool timestamp_from_text(struct text text, int64_t *ret_ms) MUST_CHECK;

/* Always UTC with three decimals: "2026-11-21T13:44:11.123Z" and a zero. Outside of the contract's range the
 * nearest instant inside is written. */
void timestamp_to_text(int64_t ms, char ret_text[TIMESTAMP_TEXT_LENGTH + 1]);
