/* Reads the binary arrays that are sent to PostgreSQL (arrayfuncs.c, array_recv) back. */
#pragma once

#include "tests/unit/common/engine/bench.h"

static inline int64_t script_big(const uint8_t *at, size_t length)
{
    if (!at)
        abort(); /* null where a number was expected */
    uint64_t value = length && at[0] & 0x80 ? UINT64_MAX : 0;

    for (size_t i = 0; i < length; i++)
        value = value << 8 | at[i];
    return (int64_t)value;
}

static inline int64_t script_array_count(struct bytes array)
{
    return script_big(array.at + 12, 4);
}

/* An element of a binary array (arrayfuncs.c, array_recv); at NULL: null. An array that is NULL is so many NULLs. */
static inline struct bytes script_array_at(struct bytes array, int64_t index)
{
    if (!array.at)
        return array;
    const uint8_t *at = array.at + 20;

    assert_in_range(index, 0, script_array_count(array) - 1);
    for (; index; index--)
        at += 4 + (script_big(at, 4) < 0 ? 0 : script_big(at, 4));
    if (script_big(at, 4) < 0)
        return (struct bytes){0};
    return (struct bytes){at + 4, (size_t)script_big(at, 4)};
}
