/* The writer of msgpack.h: always the shortest form, so that equal values have equal bytes. */
#include "common/msgpack.h"

enum { TIMESTAMP_EXT = -1, SMALLEST_BUFFER = 64 };

static uint8_t *room(struct pack_writer *writer, size_t bytes)
{
    if (writer->size - writer->length < bytes) {
        size_t size = size_max(writer->size * 2, writer->length + bytes);
        uint8_t *at = arena_take(writer->arena, size);
        memcpy(at, writer->at, writer->length);
        writer->at = at;
        writer->size = size;
    }
    uint8_t *place = writer->at + writer->length;
    writer->length += bytes;
    return place;
}

static void put_big_endian(uint8_t *at, uint64_t number, size_t width)
{
    for (size_t i = 0; i < width; i++)
        at[i] = (uint8_t)(number >> (8 * (width - 1 - i)));
}

static void put_byte(struct pack_writer *writer, uint8_t byte)
{
    *room(writer, 1) = byte;
}

static void put_number(struct pack_writer *writer, uint8_t first, uint64_t number, size_t width)
{
    uint8_t *at = room(writer, 1 + width);

    at[0] = first;
    put_big_endian(at + 1, number, width);
}

void pack_begin(struct pack_writer *writer, struct arena *arena, size_t expected_bytes)
{
    size_t size = size_max(expected_bytes, SMALLEST_BUFFER);

    *writer = (struct pack_writer){.arena = arena, .at = arena_take(arena, size), .size = size};
}

struct bytes pack_end(struct pack_writer *writer)
{
    return (struct bytes){writer->at, writer->length};
}

void pack_nil(struct pack_writer *writer)
{
    put_byte(writer, 0xc0);
}

void pack_flag(struct pack_writer *writer, bool value)
{
    put_byte(writer, value ? 0xc3 : 0xc2);
}

static void pack_negative(struct pack_writer *writer, int64_t value)
{
    if (value >= -32)
        put_byte(writer, (uint8_t)value);
    else if (value >= INT8_MIN)
        put_number(writer, 0xd0, (uint64_t)value, 1);
    else if (value >= INT16_MIN)
        put_number(writer, 0xd1, (uint64_t)value, 2);
    else if (value >= INT32_MIN)
        put_number(writer, 0xd2, (uint64_t)value, 4);
    else
        put_number(writer, 0xd3, (uint64_t)value, 8);
}

void pack_int(struct pack_writer *writer, int64_t value)
{
    if (value < 0)
        pack_negative(writer, value);
    else if (value < 128)
        put_byte(writer, (uint8_t)value);
    else if (value <= UINT8_MAX)
        put_number(writer, 0xcc, (uint64_t)value, 1);
    else if (value <= UINT16_MAX)
        put_number(writer, 0xcd, (uint64_t)value, 2);
    else if (value <= UINT32_MAX)
        put_number(writer, 0xce, (uint64_t)value, 4);
    else
        put_number(writer, 0xcf, (uint64_t)value, 8);
}

void pack_raw(struct pack_writer *writer, struct bytes bytes)
{
    if (bytes.length > 0)
        memcpy(room(writer, bytes.length), bytes.at, bytes.length);
}

void pack_str(struct pack_writer *writer, struct text text)
{
    if (text.length < 32)
        put_byte(writer, (uint8_t)(0xa0 | text.length));
    else if (text.length <= UINT8_MAX)
        put_number(writer, 0xd9, text.length, 1);
    else if (text.length <= UINT16_MAX)
        put_number(writer, 0xda, text.length, 2);
    else
        put_number(writer, 0xdb, text.length, 4);
    pack_raw(writer, bytes_of_text(text));
}

void pack_string(struct pack_writer *writer, const char *string)
{
    pack_str(writer, text_of(string));
}

void pack_bin(struct pack_writer *writer, struct bytes bytes)
{
    if (bytes.length <= UINT8_MAX)
        put_number(writer, 0xc4, bytes.length, 1);
    else if (bytes.length <= UINT16_MAX)
        put_number(writer, 0xc5, bytes.length, 2);
    else
        put_number(writer, 0xc6, bytes.length, 4);
    pack_raw(writer, bytes);
}

/* Rounds towards the past, also before 1970: the sub-second part of the format is never negative. */
void pack_time(struct pack_writer *writer, int64_t ms)
{
    int64_t seconds = ms >= 0 ? ms / 1000 : -((999 - ms) / 1000);
    uint64_t nanoseconds = (uint64_t)(ms - seconds * 1000) * 1000000;

    if (seconds >> 34 != 0) {
        uint8_t *at = room(writer, 15);
        at[0] = 0xc7;
        at[1] = 12;
        at[2] = (uint8_t)TIMESTAMP_EXT;
        put_big_endian(at + 3, nanoseconds, 4);
        put_big_endian(at + 7, (uint64_t)seconds, 8);
    } else if (nanoseconds != 0 || seconds > UINT32_MAX) {
        uint8_t *at = room(writer, 10);
        at[0] = 0xd7;
        at[1] = (uint8_t)TIMESTAMP_EXT;
        put_big_endian(at + 2, nanoseconds << 34 | (uint64_t)seconds, 8);
    } else {
        uint8_t *at = room(writer, 6);
        at[0] = 0xd6;
        at[1] = (uint8_t)TIMESTAMP_EXT;
        put_big_endian(at + 2, (uint64_t)seconds, 4);
    }
}

static void put_count(struct pack_writer *writer, uint8_t fix, uint8_t first, size_t count)
{
    if (count < 16)
        put_byte(writer, (uint8_t)(fix | count));
    else if (count <= UINT16_MAX)
        put_number(writer, first, count, 2);
    else
        put_number(writer, (uint8_t)(first + 1), count, 4);
}

void pack_array(struct pack_writer *writer, size_t count)
{
    put_count(writer, 0x90, 0xdc, count);
}

void pack_map(struct pack_writer *writer, size_t pairs)
{
    put_count(writer, 0x80, 0xde, pairs);
}
