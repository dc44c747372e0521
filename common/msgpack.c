/* See msgpack.h. The reader lives here, the writer in msgpack_write.c. */
#include "common/msgpack.h"

enum { TIMESTAMP_EXT = -1, NANOSECONDS_MAX = 999999999, NANOSECONDS_IN_MS = 1000000 };

/* How the bytes after the first one are to be read. */
enum layout {
    LAYOUT_broken,
    LAYOUT_nil,
    LAYOUT_bool,
    LAYOUT_unsigned,
    LAYOUT_signed,
    LAYOUT_float,
    LAYOUT_str,
    LAYOUT_bin,
    LAYOUT_array,
    LAYOUT_map,
    LAYOUT_ext,
    LAYOUT_fixext,
};

/* The first bytes 0xc0 to 0xdf; `width` is the size of the number that follows, or a fixext's length. */
static const struct {
    enum layout layout;
    uint8_t width;
} layouts[32] = {
    {LAYOUT_nil, 0},      {LAYOUT_broken, 0},   {LAYOUT_bool, 0},     {LAYOUT_bool, 0},
    {LAYOUT_bin, 1},      {LAYOUT_bin, 2},      {LAYOUT_bin, 4},      {LAYOUT_ext, 1},
    {LAYOUT_ext, 2},      {LAYOUT_ext, 4},      {LAYOUT_float, 4},    {LAYOUT_float, 8},
    {LAYOUT_unsigned, 1}, {LAYOUT_unsigned, 2}, {LAYOUT_unsigned, 4}, {LAYOUT_unsigned, 8},
    {LAYOUT_signed, 1},   {LAYOUT_signed, 2},   {LAYOUT_signed, 4},   {LAYOUT_signed, 8},
    {LAYOUT_fixext, 1},   {LAYOUT_fixext, 2},   {LAYOUT_fixext, 4},   {LAYOUT_fixext, 8},
    {LAYOUT_fixext, 16},  {LAYOUT_str, 1},      {LAYOUT_str, 2},      {LAYOUT_str, 4},
    {LAYOUT_array, 2},    {LAYOUT_array, 4},    {LAYOUT_map, 2},      {LAYOUT_map, 4},
};

static size_t left(const struct pack_reader *reader)
{
    return (size_t)(reader->end - reader->at);
}

static void break_off(struct pack_reader *reader, struct pack_value *value)
{
    reader->at = reader->end;
    value->type = PACK_broken;
}

static uint64_t big_endian(const uint8_t *at, size_t width)
{
    uint64_t number = 0;

    for (size_t i = 0; i < width; i++)
        number = number << 8 | at[i];
    return number;
}

static int64_t sign_extended(uint64_t number, size_t width)
{
    unsigned shift = 64 - 8 * (unsigned)width;

    return (int64_t)(number << shift) >> shift;
}

static double float_from(uint64_t bits, size_t width)
{
    if (width == 8) {
        double real;
        memcpy(&real, &bits, sizeof(real));
        return real;
    }
    uint32_t narrow = (uint32_t)bits;
    float real;
    memcpy(&real, &narrow, sizeof(real));
    return (double)real;
}

static void take_bytes(
    struct pack_reader *reader,
    struct pack_value *value,
    enum pack_type type,
    uint64_t length
)
{
    if (length > left(reader)) {
        break_off(reader, value);
        return;
    }
    value->type = type;
    value->bytes = (struct bytes){reader->at, (size_t)length};
    reader->at += length;
}

/* Each element takes at least a byte, so a count is never believed beyond the bytes that are there. */
static void take_count(
    struct pack_reader *reader,
    struct pack_value *value,
    enum pack_type type,
    uint64_t count
)
{
    if (count * (type == PACK_map ? 2 : 1) > left(reader)) {
        break_off(reader, value);
        return;
    }
    value->type = type;
    value->count = (uint32_t)count;
}

static void take_ext(struct pack_reader *reader, struct pack_value *value, uint64_t length)
{
    if (left(reader) < 1) {
        break_off(reader, value);
        return;
    }
    value->ext_type = (int8_t)*reader->at++;
    take_bytes(reader, value, PACK_ext, length);
}

static void set_int(struct pack_value *value, uint64_t bits, bool negative)
{
    value->type = negative || bits <= INT64_MAX ? PACK_int : PACK_uint;
    value->integer = (int64_t)bits;
}

static void take_long_form(struct pack_reader *reader, struct pack_value *value, uint8_t first)
{
    enum layout layout = layouts[first - 0xc0].layout;
    size_t width = layouts[first - 0xc0].width;
    uint64_t number = 0;

    if (layout != LAYOUT_fixext) {
        if (width > left(reader)) {
            break_off(reader, value);
            return;
        }
        number = big_endian(reader->at, width);
        reader->at += width;
    }
    switch (layout) {
    case LAYOUT_broken:
        break_off(reader, value);
        return;
    case LAYOUT_nil:
        value->type = PACK_nil;
        return;
    case LAYOUT_bool:
        value->type = PACK_bool;
        value->flag = first & 1;
        return;
    case LAYOUT_unsigned:
        set_int(value, number, false);
        return;
    case LAYOUT_signed:
        set_int(value, (uint64_t)sign_extended(number, width), true);
        return;
    case LAYOUT_float:
        value->type = PACK_float;
        value->real = float_from(number, width);
        return;
    case LAYOUT_str:
        take_bytes(reader, value, PACK_str, number);
        return;
    case LAYOUT_bin:
        take_bytes(reader, value, PACK_bin, number);
        return;
    case LAYOUT_array:
        take_count(reader, value, PACK_array, number);
        return;
    case LAYOUT_map:
        take_count(reader, value, PACK_map, number);
        return;
    case LAYOUT_ext:
        take_ext(reader, value, number);
        return;
    case LAYOUT_fixext:
        take_ext(reader, value, width);
        return;
    }
}

void pack_read(struct pack_reader *reader, struct pack_value *ret_value)
{
    *ret_value = (struct pack_value){.from = reader->at};
    if (reader->at == reader->end) {
        ret_value->type = PACK_broken;
        return;
    }
    uint8_t first = *reader->at++;
    if (first < 0x80)
        set_int(ret_value, first, false);
    else if (first >= 0xe0)
        set_int(ret_value, (uint64_t)(int64_t)(int8_t)first, true);
    else if (first < 0x90)
        take_count(reader, ret_value, PACK_map, first & 0x0f);
    else if (first < 0xa0)
        take_count(reader, ret_value, PACK_array, first & 0x0f);
    else if (first < 0xc0)
        take_bytes(reader, ret_value, PACK_str, first & 0x1f);
    else
        take_long_form(reader, ret_value, first);
}

static bool skip(struct pack_reader *reader, int depth_left)
{
    struct pack_value value = pack_next(reader);

    if (value.type == PACK_broken)
        return false;
    if (value.type != PACK_array && value.type != PACK_map)
        return true;
    if (depth_left == 0)
        return false;
    uint64_t elements = (uint64_t)value.count * (value.type == PACK_map ? 2 : 1);
    for (uint64_t i = 0; i < elements; i++) {
        if (!skip(reader, depth_left - 1))
            return false;
    }
    return true;
}

struct bytes pack_skip(struct pack_reader *reader, int depth_max)
{
    const uint8_t *from = reader->at;

    if (!skip(reader, depth_max)) {
        reader->at = reader->end;
        return (struct bytes){NULL, 0};
    }
    return (struct bytes){from, (size_t)(reader->at - from)};
}

struct bytes pack_skip_any(struct pack_reader *reader)
{
    const uint8_t *from = reader->at;

    for (uint64_t to_come = 1; to_come > 0; to_come--) {
        struct pack_value value = pack_next(reader);
        if (value.type == PACK_broken) {
            reader->at = reader->end;
            return (struct bytes){NULL, 0};
        }
        if (value.type == PACK_array || value.type == PACK_map)
            to_come += (uint64_t)value.count * (value.type == PACK_map ? 2 : 1);
    }
    return (struct bytes){from, (size_t)(reader->at - from)};
}

bool pack_timestamp(const struct pack_value *value, int64_t *ret_ms)
{
    const uint8_t *at = value->bytes.at;
    uint64_t nanoseconds = 0;
    int64_t seconds;

    if (value->type != PACK_ext || value->ext_type != TIMESTAMP_EXT)
        return false;
    switch (value->bytes.length) {
    case 4:
        seconds = (int64_t)big_endian(at, 4);
        break;
    case 8:
        nanoseconds = big_endian(at, 8) >> 34;
        seconds = (int64_t)(big_endian(at, 8) & 0x3ffffffff);
        break;
    case 12:
        nanoseconds = big_endian(at, 4);
        seconds = (int64_t)big_endian(at + 4, 8);
        break;
    default:
        return false;
    }
    if (nanoseconds > NANOSECONDS_MAX)
        return false;
    if (seconds > INT64_MAX / 1000 - 1 || seconds < INT64_MIN / 1000 + 1)
        return false;
    *ret_ms = seconds * 1000 + (int64_t)(nanoseconds / NANOSECONDS_IN_MS);
    return true;
}
