/* MessagePack written as text, so that a test shows what is on the wire:
 *
 *   {id: 'a', n: -5, real: 1.5, ok: true, none: null, bytes: <00ff>, at: t(1000), list: [1, 2], odd: raw(c1)}
 *
 * Strings stand in single quotes, keys are bare words or strings, t(ms) is a timestamp extension, raw(hex) goes
 * out as it is, and any value may be a key. Ends the test program when the text is wrong. */
#pragma once

#include "common/msgpack.h"

#include <stdio.h>
#include <stdlib.h>

static void pack_text_value(struct pack_writer *writer, const char **at);

static void pack_text_expect(const char **at, char wanted)
{
    if (**at != wanted) {
        fprintf(stderr, "pack_text: expected %c at: %s\n", wanted, *at);
        abort();
    }
    (*at)++;
}

static void pack_text_spaces(const char **at)
{
    while (**at == ' ' || **at == ',' || **at == ':' || **at == '\n')
        (*at)++;
}

static struct bytes pack_text_hex(const char **at, char end, struct arena *arena)
{
    uint8_t *bytes = arena_take(arena, strlen(*at));
    size_t length = 0;

    while (**at != end && (*at)[1]) {
        char digits[3] = {(*at)[0], (*at)[1], 0};
        bytes[length++] = (uint8_t)strtoul(digits, NULL, 16);
        *at += 2;
    }
    pack_text_expect(at, end);
    return (struct bytes){bytes, length};
}

static void pack_text_string(struct pack_writer *writer, const char **at)
{
    const char *from = ++*at;

    while (**at && **at != '\'')
        (*at)++;
    pack_str(writer, (struct text){from, (size_t)(*at - from)});
    pack_text_expect(at, '\'');
}

static void pack_text_number(struct pack_writer *writer, const char **at)
{
    char *end;
    long long number = strtoll(*at, &end, 10);

    if (*end == '.') {
        double real = strtod(*at, &end);
        uint64_t bits;
        uint8_t bytes[9] = {0xcb};
        memcpy(&bits, &real, 8);
        for (int i = 0; i < 8; i++)
            bytes[1 + i] = (uint8_t)(bits >> (56 - 8 * i));
        pack_raw(writer, (struct bytes){bytes, 9});
    } else {
        pack_int(writer, number);
    }
    *at = end;
}

static void pack_text_word(struct pack_writer *writer, const char **at)
{
    size_t length =
        strspn(*at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");
    struct text word = {*at, length};

    if (length == 0)
        pack_text_expect(at, '?');
    *at += length;
    if (text_is(word, "null"))
        pack_nil(writer);
    else if (text_is(word, "true") || text_is(word, "false"))
        pack_flag(writer, text_is(word, "true"));
    else if (text_is(word, "t") && **at == '(')
        pack_time(writer, strtoll(*at + 1, (char **)(uintptr_t)at, 10)),
            pack_text_expect(at, ')');
    else if (text_is(word, "raw") && **at == '(')
        (*at)++, pack_raw(writer, pack_text_hex(at, ')', writer->arena));
    else
        pack_str(writer, word);
}

static void pack_text_group(struct pack_writer *writer, const char **at, char end)
{
    struct pack_writer inner;
    size_t count = 0;

    pack_begin(&inner, writer->arena, 0);
    (*at)++;
    for (pack_text_spaces(at); **at != end; pack_text_spaces(at), count++)
        pack_text_value(&inner, at);
    (*at)++;
    if (end == '}')
        pack_map(writer, count / 2);
    else
        pack_array(writer, count);
    pack_raw(writer, pack_end(&inner));
}

static void pack_text_value(struct pack_writer *writer, const char **at)
{
    pack_text_spaces(at);
    if (**at == '{' || **at == '[')
        pack_text_group(writer, at, **at == '{' ? '}' : ']');
    else if (**at == '\'')
        pack_text_string(writer, at);
    else if (**at == '<')
        (*at)++, pack_bin(writer, pack_text_hex(at, '>', writer->arena));
    else if (**at == '-' || (**at >= '0' && **at <= '9'))
        pack_text_number(writer, at);
    else
        pack_text_word(writer, at);
}

static inline struct bytes pack_text(struct arena *arena, const char *text)
{
    struct pack_writer writer;

    pack_begin(&writer, arena, 0);
    pack_text_value(&writer, &text);
    return pack_end(&writer);
}
