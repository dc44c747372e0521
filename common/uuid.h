/* UUID version 7 (RFC 9562, 5.7): 48 bits of Unix time in milliseconds, then random bits.
 *
 * Made in the service, never by the database: keys that grow with time touch the right edge of an index
 * only. Text form is lower-case, 36 characters. */
#pragma once

#include "common/basics.h"

enum { UUID_TEXT_LENGTH = 36 };

struct uuid {
    uint8_t b[16];
};

/* A new one for `now_ms`; `random` gives 10 random bytes of which 74 bits are used. */
struct uuid uuid_make(int64_t now_ms, const uint8_t random[10]);

/* False unless `text` is exactly the 36-character form; upper-case digits are refused. */
bool uuid_from_text(struct text text, struct uuid *ret_uuid) MUST_CHECK;

/* Writes 36 characters and a zero. */
void uuid_to_text(struct uuid uuid, char ret_text[UUID_TEXT_LENGTH + 1]);

/* Version 7, as uuid_make makes it: it says when it was made. */
bool uuid_is_of_time(struct uuid uuid);

/* The time it was made at, in milliseconds; meaningless for other versions. */
int64_t uuid_time_ms(struct uuid uuid);

/* PROTOCOL section 3: last 8 bytes as unsigned big-endian, modulo `partitions` (>= 1). */
uint32_t uuid_partition(struct uuid uuid, uint32_t partitions);

bool uuid_is_zero(struct uuid uuid);
bool uuid_equal(struct uuid a, struct uuid b);
