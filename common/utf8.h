/* Strict UTF-8 (RFC 3629): decode, check, count and write code points.
 *
 * Every text from outside is checked with utf8_valid once, at the edge; the other functions may then be
 * used without looking at errors, and still never read past the end of a text that is not valid.
 * Surrogates, overlong forms and values above U+10FFFF are malformed. A zero byte is a character. */
#pragma once

#include "common/basics.h"

enum { UTF8_CODE_MAX = 0x10FFFF, UTF8_BYTES_MAX = 4, UTF8_REPLACEMENT = 0xFFFD };

/* True for an empty or absent text. About 8 bytes a step while the text is ASCII. */
bool utf8_valid(struct text text);

/* The code point that begins at byte `at`: returns its length of 1 to 4 bytes, or 0 at the end of the
 * text and where the bytes are malformed (then ret_code is left alone). */
size_t utf8_next(struct text text, size_t at, uint32_t *ret_code);

/* The same for scanners that must go on: a malformed byte counts as one U+FFFD of 1 byte, so that only
 * the end of the text gives 0. */
size_t utf8_step(struct text text, size_t at, uint32_t *ret_code);

/* Code points in the text; each malformed byte counts as one. */
size_t utf8_count(struct text text);

/* Writes 1 to 4 bytes, not terminated, and returns how many; 0 for a surrogate or a value above
 * UTF8_CODE_MAX. */
size_t utf8_put(uint32_t code, char ret_bytes[UTF8_BYTES_MAX]);
