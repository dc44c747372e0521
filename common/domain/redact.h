/* Takes out of free text what must not be stored as it is, before it is stored or published (SE-11).
 *
 * Secrets (passwords, one-time codes, CVV2, PIN, card tracks) are replaced by a mark and are gone. Cards, resident
 * identity numbers, phones of the mainland and mail addresses are masked as on a clerk's screen (REQUIREMENTS 3.4).
 * After it no run of 13 to 19 digits passes Luhn, except the 14 digits of a case number. One pass over the text,
 * no state, no more than the arena; what is valid UTF-8 stays so, and other bytes are copied as they are. */
#pragma once

#include "common/arena.h"
#include "common/basics.h"

#define REDACT_MARK "【已删除】"

/* How often each kind was found. */
struct redaction {
    size_t secrets;
    size_t cards;
    size_t ids;
    size_t phones;
    size_t mails;
};

/* A mark may be longer than the secret: the result has at most this many bytes. */
#define REDACTED_BYTES_MAX(bytes) (3 * (bytes) + 32)

/* Returns `text` itself when there is nothing to take out, else a new text in the arena. */
struct text redact(struct text text, struct arena *arena, struct redaction *ret_found);
