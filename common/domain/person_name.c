/* See person_name.h. */
#include "common/domain/person_name.h"

#include "common/utf8.h"

enum { MIDDLE_DOT = 0xB7, BULLET = 0x2022, KATAKANA_DOT = 0x30FB, FULL_STOP_WIDE = 0xFF0E };

static bool is_white(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0xA0 || code == 0x3000;
}

static bool is_other_dot(uint32_t code)
{
    return code == BULLET || code == KATAKANA_DOT || code == FULL_STOP_WIDE;
}

static bool is_control(uint32_t code)
{
    return code < ' ' || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029;
}

static struct text trim(struct text text)
{
    size_t first = text.length, last = 0, bytes;
    uint32_t code;

    for (size_t at = 0; (bytes = utf8_step(text, at, &code)) > 0; at += bytes) {
        if (is_white(code))
            continue;
        first = size_min(first, at);
        last = at + bytes;
    }
    return (struct text){text.at ? text.at + first : NULL, last > first ? last - first : 0};
}

static struct text unify_dots(struct arena *arena, struct text name)
{
    char *copy = arena_take(arena, name.length + 1);
    size_t length = 0, bytes;
    uint32_t code;

    for (size_t at = 0; (bytes = utf8_next(name, at, &code)) > 0; at += bytes)
        length += utf8_put(is_other_dot(code) ? MIDDLE_DOT : code, copy + length);
    copy[length] = 0;
    return (struct text){copy, length};
}

enum person_name_result
person_name_read(struct text entered, struct arena *arena, struct text *ret_name)
{
    struct text name = trim(entered);
    size_t characters = 0, bytes;
    bool dots = false;
    uint32_t code;

    if (name.length == 0)
        return PERSON_NAME_empty;
    for (size_t at = 0; at < name.length; at += bytes) {
        bytes = utf8_next(name, at, &code);
        if (bytes == 0 || is_control(code))
            return PERSON_NAME_bad_form;
        if (++characters > PERSON_NAME_CHARACTERS_MAX)
            return PERSON_NAME_too_long;
        dots |= is_other_dot(code);
    }
    *ret_name = dots ? unify_dots(arena, name) : name;
    return PERSON_NAME_ok;
}
