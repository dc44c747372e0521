/* Full-width forms (Unicode block FF00) to the ASCII that they stand for.
 *
 * Chinese input methods give １３８ and （ as easily as 138 and (. Each reader of numbers folds its input here, so
 * that all of them accept the same; what is stored beside it stays as entered. */
#pragma once

#include "common/basics.h"

/* U+FF01..FF5E to U+0021..007E, the ideographic space to a space, anything else unchanged. */
static inline uint32_t half_width(uint32_t code)
{
    if (code >= 0xFF01 && code <= 0xFF5E)
        return code - 0xFF01 + '!';
    return code == 0x3000 ? ' ' : code;
}

static inline bool code_is_digit(uint32_t code)
{
    return code - '0' < 10;
}

/* Folds the whole text and trims white space at both ends. Writes at most `size` - 1 characters and a zero.
 * False (and ret_ascii holds rubbish) if something is left that is not printable ASCII, or does not fit. */
bool half_width_text(struct text text, char *ret_ascii, size_t size) MUST_CHECK;
