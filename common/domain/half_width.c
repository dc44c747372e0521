/* See half_width.h. White space is held back until something follows it: that trims the end. */
#include "common/domain/half_width.h"

#include "common/utf8.h"

static bool is_white(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0xA0;
}

bool half_width_text(struct text text, char *ret_ascii, size_t size)
{
    size_t length = 0, spaces = 0, bytes;
    uint32_t code;

    for (size_t at = 0; (bytes = utf8_step(text, at, &code)) > 0; at += bytes) {
        code = half_width(code);
        if (is_white(code)) {
            spaces += length > 0;
            continue;
        }
        if (code <= ' ' || code > '~' || spaces + 2 > size - length)
            return false;
        while (spaces > 0) {
            ret_ascii[length++] = ' ';
            spaces--;
        }
        ret_ascii[length++] = (char)code;
    }
    ret_ascii[length] = 0;
    return true;
}
