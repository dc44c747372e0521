/* Reading text without regard to full width and to upper case: the base of the scanners of free text.
 *
 * Positions are bytes of the text as it came, so that what is found can be cut out of it. A malformed byte is one
 * unknown character; nothing here fails. */
#pragma once

#include "common/basics.h"
#include "common/domain/half_width.h"
#include "common/utf8.h"

/* The character at byte `at`, half width and in lower case (ASCII letters only), and its length; 0 at the end. */
static inline size_t folded_step(struct text text, size_t at, uint32_t *ret_code)
{
    bool ascii = at < text.length && (uint8_t)text.at[at] < 0x80;
    size_t bytes = 1;
    uint32_t code;

    if (ascii)
        code = (uint8_t)text.at[at];
    else if ((bytes = utf8_step(text, at, &code)) == 0)
        return 0;
    else
        code = half_width(code);
    *ret_code = code - 'A' < 26 ? code - 'A' + 'a' : code;
    return bytes;
}

/* The same, without the length; 0 at the end. */
static inline uint32_t folded_at(struct text text, size_t at)
{
    uint32_t code = 0;

    return folded_step(text, at, &code) > 0 ? code : 0;
}

static inline bool code_is_letter(uint32_t code)
{
    return (code | 0x20) - 'a' < 26;
}

/* The character before byte `at`, folded; 0 at the beginning. */
uint32_t folded_before(struct text text, size_t at);

/* Bytes of the text that spell `word` at `at`, or 0. The word is lower case and half width. */
size_t folded_match(struct text text, size_t at, struct text word);

/* The first of `words` that stands at `at`; put longer words first. 0 if none. */
size_t folded_match_any(struct text text, size_t at, const struct text *words, size_t count);

/* Bytes of white space at `at`. */
size_t folded_white(struct text text, size_t at);
