/* Values in PostgreSQL's binary format, both ways: big-endian integers, timestamps as microseconds since
 * 2000-01-01, arrays of one dimension (PostgreSQL source: utils/adt/arrayfuncs.c, array_recv). See store.h. */
#include "common/store.h"

#include <endian.h>

enum {
    OID_bool = 16,
    OID_bytea = 17,
    OID_int8 = 20,
    OID_text = 25,
    OID_timestamptz = 1184,
    OID_uuid = 2950
};

static const int64_t EPOCH_2000_MS = 946684800000;

static const int32_t oids[] = {
    [ARRAY_uuid] = OID_uuid,
    [ARRAY_text] = OID_text,
    [ARRAY_int] = OID_int8,
    [ARRAY_time] = OID_timestamptz,
    [ARRAY_flag] = OID_bool,
    [ARRAY_bytes] = OID_bytea,
};

static void put32(uint8_t *at, int32_t value)
{
    uint32_t big = htobe32((uint32_t)value);
    memcpy(at, &big, 4);
}

static void put64(uint8_t *at, int64_t value)
{
    uint64_t big = htobe64((uint64_t)value);
    memcpy(at, &big, 8);
}

static int64_t micros_of(int64_t ms)
{
    return (ms - EPOCH_2000_MS) * 1000;
}

void params_begin(struct params *params, struct arena *arena)
{
    params->arena = arena;
    params->count = 0;
}

static void add(struct params *params, const void *value, size_t length)
{
    params->values[params->count] = value;
    params->lengths[params->count] = (int)length;
    params->count++;
}

void params_int(struct params *params, int64_t value)
{
    uint8_t *at = arena_take(params->arena, 8);
    put64(at, value);
    add(params, at, 8);
}

void params_int32(struct params *params, int32_t value)
{
    uint8_t *at = arena_take(params->arena, 4);
    put32(at, value);
    add(params, at, 4);
}

void params_time(struct params *params, int64_t ms)
{
    params_int(params, micros_of(ms));
}

void params_text(struct params *params, struct text text)
{
    add(params, text.at ? text.at : "", text.length);
}

void params_bytes(struct params *params, struct bytes bytes)
{
    add(params, bytes.at ? bytes.at : (const uint8_t *)"", bytes.length);
}

void params_flag(struct params *params, bool value)
{
    uint8_t *at = arena_take(params->arena, 1);
    *at = value;
    add(params, at, 1);
}

void params_uuid(struct params *params, struct uuid uuid)
{
    uint8_t *at = arena_take(params->arena, 16);
    memcpy(at, uuid.b, 16);
    add(params, at, 16);
}

void params_null(struct params *params)
{
    add(params, NULL, 0);
}

enum { ARRAY_HEADER_BYTES = 20 };

void array_begin(struct array *array, struct arena *arena, enum array_type type, size_t count)
{
    *array = (struct array){.arena = arena, .type = type};
    array->size = ARRAY_HEADER_BYTES + count * 24;
    array->at = arena_take(arena, array->size);
    array->length = ARRAY_HEADER_BYTES;
}

static uint8_t *room(struct array *array, size_t length)
{
    if (array->length + length > array->size) {
        size_t size = size_max(array->size * 2, array->length + length);
        uint8_t *larger = arena_take(array->arena, size);
        memcpy(larger, array->at, array->length);
        array->at = larger;
        array->size = size;
    }
    uint8_t *at = array->at + array->length;
    array->length += length;
    return at;
}

void array_null(struct array *array)
{
    put32(room(array, 4), -1);
    array->nulls++;
    array->count++;
}

void array_bytes(struct array *array, struct bytes bytes)
{
    uint8_t *at = room(array, 4 + bytes.length);

    put32(at, (int32_t)bytes.length);
    if (bytes.length)
        memcpy(at + 4, bytes.at, bytes.length);
    array->count++;
}

void array_uuid(struct array *array, struct uuid uuid)
{
    array_bytes(array, (struct bytes){uuid.b, 16});
}

void array_int(struct array *array, int64_t value)
{
    uint8_t big[8];
    put64(big, value);
    array_bytes(array, (struct bytes){big, 8});
}

void array_time(struct array *array, int64_t ms)
{
    array_int(array, micros_of(ms));
}

void array_flag(struct array *array, bool value)
{
    uint8_t byte = value;
    array_bytes(array, (struct bytes){&byte, 1});
}

/* Without a value it is NULL itself: unnest then takes it as so many NULLs, but has none to read. */
void array_end(struct array *array, struct params *params)
{
    if (array->nulls && array->nulls == array->count) {
        params_null(params);
        return;
    }
    put32(array->at, 1);
    put32(array->at + 4, array->nulls > 0);
    put32(array->at + 8, oids[array->type]);
    put32(array->at + 12, (int32_t)array->count);
    put32(array->at + 16, 1);
    add(params, array->at, array->length);
}

struct text rows_text(const struct rows *rows, int row, int column)
{
    return text_of_bytes(rows_bytes(rows, row, column));
}

int64_t rows_int(const struct rows *rows, int row, int column)
{
    struct bytes value = rows_bytes(rows, row, column);
    int64_t result = 0;

    if (value.length && value.at[0] & 0x80)
        result = -1;
    for (size_t i = 0; i < value.length; i++)
        result = (int64_t)((uint64_t)result << 8 | value.at[i]);
    return result;
}

int64_t rows_time(const struct rows *rows, int row, int column)
{
    int64_t micros = rows_int(rows, row, column);
    int64_t ms = micros / 1000;

    if (micros % 1000 < 0)
        ms--;
    return ms + EPOCH_2000_MS;
}

bool rows_flag(const struct rows *rows, int row, int column)
{
    struct bytes value = rows_bytes(rows, row, column);

    return value.length == 1 && value.at[0];
}

struct uuid rows_uuid(const struct rows *rows, int row, int column)
{
    struct bytes value = rows_bytes(rows, row, column);
    struct uuid uuid = {{0}};

    if (value.length == 16)
        memcpy(uuid.b, value.at, 16);
    return uuid;
}
