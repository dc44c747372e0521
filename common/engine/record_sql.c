/* See record_sql.h. */
#include "common/engine/record_sql.h"

static enum array_type array_type_of(const struct field_shape *field)
{
    switch (field->type) {
    case FIELD_ID:
        return ARRAY_uuid;
    case FIELD_TIME:
        return ARRAY_time;
    case FIELD_INT:
        return ARRAY_int;
    case FIELD_FLAG:
        return ARRAY_flag;
    case FIELD_BYTES:
        return ARRAY_bytes;
    case FIELD_TEXT:
    case FIELD_ENUM:
    case FIELD_SEALED:
    case FIELD_MAP:
    case FIELD_TEXTS:
    case FIELD_MAPS:
        break;
    }
    return ARRAY_text;
}

static bool is_absent(const struct field_shape *field, const uint8_t *record)
{
    if (field->has_offset)
        return !*(const bool *)(record + field->has_offset);
    if (field->type == FIELD_TEXT || field->type == FIELD_BYTES)
        return ((const struct bytes *)(const void *)(record + field->offset))->at == NULL;
    if (field->type == FIELD_ENUM)
        return *(const int *)(const void *)(record + field->offset) == 0;
    return false;
}

static bool is_same(const struct field_shape *field, const uint8_t *a, const uint8_t *b)
{
    const void *one = a + field->offset, *other = b + field->offset;

    if (is_absent(field, a) || is_absent(field, b))
        return is_absent(field, a) && is_absent(field, b);
    if (field->type == FIELD_ID)
        return memcmp(one, other, sizeof(struct uuid)) == 0;
    if (field->type == FIELD_TIME || field->type == FIELD_INT)
        return *(const int64_t *)one == *(const int64_t *)other;
    if (field->type == FIELD_FLAG)
        return *(const bool *)one == *(const bool *)other;
    if (field->type == FIELD_ENUM)
        return *(const int *)one == *(const int *)other;
    return bytes_equal(*(const struct bytes *)one, *(const struct bytes *)other);
}

bool record_is_same(const struct record_shape *shape, const void *a, const void *b)
{
    for (size_t i = 0; i < shape->map->count; i++) {
        if (!is_same(&shape->map->fields[i], a, b))
            return false;
    }
    return true;
}

static void
add_value(struct array *array, const struct field_shape *field, const uint8_t *record)
{
    const void *at = record + field->offset;

    if (is_absent(field, record))
        array_null(array);
    else if (field->type == FIELD_ID)
        array_uuid(array, *(const struct uuid *)at);
    else if (field->type == FIELD_TIME)
        array_time(array, *(const int64_t *)at);
    else if (field->type == FIELD_INT)
        array_int(array, *(const int64_t *)at);
    else if (field->type == FIELD_FLAG)
        array_flag(array, *(const bool *)at);
    else if (field->type == FIELD_ENUM)
        array_bytes(array, bytes_of_text(enum_to_text(field->choices, *(const int *)at)));
    else
        array_bytes(array, *(const struct bytes *)at);
}

void record_column(
    struct params *params,
    const struct record_shape *shape,
    size_t field,
    void *const *records,
    size_t count
)
{
    const struct field_shape *column = &shape->map->fields[field];
    struct array array;

    array_begin(&array, params->arena, array_type_of(column), count);
    for (size_t i = 0; i < count; i++)
        add_value(&array, column, records[i]);
    array_end(&array, params);
}

void record_columns(
    struct params *params,
    const struct record_shape *shape,
    void *const *records,
    size_t count
)
{
    for (size_t field = 0; field < shape->map->count; field++)
        record_column(params, shape, field, records, count);
}

void record_keys(
    struct params *params,
    const struct record_shape *shape,
    const struct bytes *keys,
    size_t count
)
{
    struct array array;

    array_begin(&array, params->arena, array_type_of(&shape->map->fields[shape->key]), count);
    for (size_t i = 0; i < count; i++)
        array_bytes(&array, keys[i]);
    array_end(&array, params);
}

static void set_value(
    const struct field_shape *field,
    uint8_t *record,
    const struct rows *rows,
    int row,
    int column,
    struct arena *arena
)
{
    void *at = record + field->offset;

    if (rows_null(rows, row, column))
        return;
    if (field->has_offset)
        *(bool *)(record + field->has_offset) = true;
    if (field->type == FIELD_ID)
        *(struct uuid *)at = rows_uuid(rows, row, column);
    else if (field->type == FIELD_TIME)
        *(int64_t *)at = rows_time(rows, row, column);
    else if (field->type == FIELD_INT)
        *(int64_t *)at = rows_int(rows, row, column);
    else if (field->type == FIELD_FLAG)
        *(bool *)at = rows_flag(rows, row, column);
    else if (field->type == FIELD_ENUM)
        *(int *)at = enum_from_text(field->choices, rows_text(rows, row, column));
    else
        *(struct bytes *)at = arena_bytes(arena, rows_bytes(rows, row, column));
}

void *record_from_row(
    const struct record_shape *shape,
    const struct rows *rows,
    int row,
    struct arena *arena
)
{
    uint8_t *record = arena_zero(arena, shape->map->size);

    for (size_t i = 0; i < shape->map->count; i++)
        set_value(&shape->map->fields[i], record, rows, row, (int)i, arena);
    ((struct record_head *)(void *)record)->exists = true;
    return record;
}
