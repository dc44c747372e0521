/* See utf8.h. */
#include "common/utf8.h"

static bool is_tail(uint8_t byte)
{
    return (byte & 0xc0) == 0x80;
}

/* The length of the character at `at`, 0 when it is not one. The limits of the second byte are those of
 * RFC 3629, section 4. */
static size_t character_length(const uint8_t *at, size_t left)
{
    if (at[0] < 0x80)
        return 1;
    if (at[0] < 0xc2 || left < 2 || !is_tail(at[1]))
        return 0;
    if (at[0] < 0xe0)
        return 2;
    if (left < 3 || !is_tail(at[2]))
        return 0;
    if (at[0] < 0xf0) {
        if ((at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f))
            return 0;
        return 3;
    }
    if (at[0] > 0xf4 || left < 4 || !is_tail(at[3]))
        return 0;
    if ((at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f))
        return 0;
    return 4;
}

bool utf8_valid(struct text text)
{
    const uint8_t *at = (const uint8_t *)text.at;
    size_t left = text.length;

    while (left > 0) {
        size_t length = character_length(at, left);
        if (length == 0)
            return false;
        at += length;
        left -= length;
    }
    return true;
}
