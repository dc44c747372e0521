/* See folded.h. */
#include "common/domain/folded.h"

uint32_t folded_before(struct text text, size_t at)
{
    uint32_t code = 0;
    size_t start = at;

    while (start > 0 && at - start < UTF8_BYTES_MAX) {
        start--;
        if (((uint8_t)text.at[start] & 0xC0) != 0x80)
            break;
    }
    if (start == at)
        return 0;
    if (folded_step(text, start, &code) != at - start)
        return UTF8_REPLACEMENT;
    return code;
}

size_t folded_match(struct text text, size_t at, struct text word)
{
    size_t from = at, bytes;
    uint32_t code, wanted;

    for (size_t i = 0; i < word.length; at += bytes) {
        bytes = folded_step(text, at, &code);
        i += utf8_step(word, i, &wanted);
        if (bytes == 0 || code != wanted)
            return 0;
    }
    return at - from;
}

size_t folded_match_any(struct text text, size_t at, const struct text *words, size_t count)
{
    uint32_t first = folded_at(text, at);

    for (size_t i = 0; i < count; i++) {
        uint8_t byte = (uint8_t)words[i].at[0];
        if (byte < 0x80 ? byte != first : first < 0x80)
            continue;
        size_t bytes = folded_match(text, at, words[i]);
        if (bytes > 0)
            return bytes;
    }
    return 0;
}

size_t folded_white(struct text text, size_t at)
{
    size_t from = at, bytes;
    uint32_t code;

    while ((bytes = folded_step(text, at, &code)) > 0 &&
           (code == ' ' || (code >= '\t' && code <= '\r') || code == 0xA0))
        at += bytes;
    return at - from;
}
