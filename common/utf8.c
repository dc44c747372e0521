/* See utf8.h. The bounds of the second byte are those of RFC 3629, section 4. */
#include "common/utf8.h"

static bool continues(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Two bytes or more: `lead` is not ASCII. */
static size_t decode_long(const uint8_t *at, size_t left, uint32_t *ret_code)
{
    uint8_t lead = at[0];

    if (lead < 0xC2 || lead > 0xF4 || left < 2 || !continues(at[1]))
        return 0;
    if (lead < 0xE0) {
        *ret_code = (uint32_t)(lead & 0x1F) << 6 | (at[1] & 0x3Fu);
        return 2;
    }
    if (left < 3 || !continues(at[2]))
        return 0;
    if (lead < 0xF0) {
        if ((lead == 0xE0 && at[1] < 0xA0) || (lead == 0xED && at[1] > 0x9F))
            return 0;
        *ret_code = (uint32_t)(lead & 0x0F) << 12 | (at[1] & 0x3Fu) << 6 | (at[2] & 0x3Fu);
        return 3;
    }
    if (left < 4 || !continues(at[3]))
        return 0;
    if ((lead == 0xF0 && at[1] < 0x90) || (lead == 0xF4 && at[1] > 0x8F))
        return 0;
    *ret_code = (uint32_t)(lead & 0x07) << 18 | (at[1] & 0x3Fu) << 12 | (at[2] & 0x3Fu) << 6 |
                (at[3] & 0x3Fu);
    return 4;
}

size_t utf8_next(struct text text, size_t at, uint32_t *ret_code)
{
    if (at >= text.length)
        return 0;

    const uint8_t *bytes = (const uint8_t *)text.at + at;
    if (bytes[0] < 0x80) {
        *ret_code = bytes[0];
        return 1;
    }
    return decode_long(bytes, text.length - at, ret_code);
}

size_t utf8_step(struct text text, size_t at, uint32_t *ret_code)
{
    size_t bytes = utf8_next(text, at, ret_code);

    if (bytes > 0 || at >= text.length)
        return bytes;
    *ret_code = UTF8_REPLACEMENT;
    return 1;
}

/* The first byte at or after `at` that is not ASCII, or the end. */
static size_t skip_ascii(struct text text, size_t at)
{
    uint64_t eight;

    for (; text.length - at >= sizeof(eight); at += sizeof(eight)) {
        memcpy(&eight, text.at + at, sizeof(eight));
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    while (at < text.length && !((uint8_t)text.at[at] & 0x80))
        at++;
    return at;
}

bool utf8_valid(struct text text)
{
    uint32_t code;

    for (size_t at = skip_ascii(text, 0); at < text.length;) {
        size_t bytes = utf8_next(text, at, &code);
        if (bytes == 0)
            return false;
        at += bytes;
        if (bytes == 1)
            at = skip_ascii(text, at);
    }
    return true;
}

size_t utf8_count(struct text text)
{
    size_t count = 0;
    uint32_t code;

    for (size_t at = 0; at < text.length; at += utf8_step(text, at, &code))
        count++;
    return count;
}

size_t utf8_put(uint32_t code, char ret_bytes[UTF8_BYTES_MAX])
{
    uint8_t *out = (uint8_t *)ret_bytes;

    if (code < 0x80) {
        out[0] = (uint8_t)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (uint8_t)(0xC0 | code >> 6);
        out[1] = (uint8_t)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code > UTF8_CODE_MAX || (code >= 0xD800 && code <= 0xDFFF))
        return 0;
    if (code < 0x10000) {
        out[0] = (uint8_t)(0xE0 | code >> 12);
        out[1] = (uint8_t)(0x80 | (code >> 6 & 0x3F));
        out[2] = (uint8_t)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (uint8_t)(0xF0 | code >> 18);
    out[1] = (uint8_t)(0x80 | (code >> 12 & 0x3F));
    out[2] = (uint8_t)(0x80 | (code >> 6 & 0x3F));
    out[3] = (uint8_t)(0x80 | (code & 0x3F));
    return 4;
}
