/* See shape.h. */
#include "common/shape.h"

int enum_from_text(const struct enum_shape *shape, struct text text)
{
    for (size_t i = 1; i < shape->count; i++) {
        if (text_is(text, shape->values[i]))
            return (int)i;
    }
    return 0;
}

struct text enum_to_text(const struct enum_shape *shape, int value)
{
    if (value <= 0 || (size_t)value >= shape->count)
        return TEXT("");
    return text_of(shape->values[value]);
}

struct text enum_label(const struct enum_shape *shape, int value)
{
    if (value <= 0 || (size_t)value >= shape->count)
        return TEXT("");
    return text_of(shape->labels_zh[value]);
}

static const void *member(const void *body, size_t offset)
{
    return (const uint8_t *)body + offset;
}

static bool has(const struct field_shape *field, const void *body)
{
    return *(const bool *)member(body, field->has_offset);
}

bool field_is_present(const struct field_shape *field, const void *body)
{
    const void *at = member(body, field->offset);

    switch (field->type) {
    case FIELD_ID:
    case FIELD_TIME:
    case FIELD_INT:
    case FIELD_FLAG:
        return has(field, body);
    case FIELD_TEXT:
        return ((const struct text *)at)->at != NULL;
    case FIELD_BYTES:
        return ((const struct bytes *)at)->at != NULL;
    case FIELD_SEALED:
        return ((const struct sealed_value *)at)->cipher.at != NULL;
    case FIELD_ENUM:
        return *(const int *)at != 0;
    case FIELD_MAP:
    case FIELD_TEXTS:
    case FIELD_MAPS:
        return *(const void *const *)at != NULL;
    }
    return false;
}

const struct field_shape *
map_shape_find(const struct map_shape *shape, struct text name, size_t *hint)
{
    for (size_t i = 0; i < shape->count; i++) {
        size_t at = (*hint + i) % shape->count;
        if (text_is(name, shape->fields[at].name)) {
            *hint = at + 1;
            return &shape->fields[at];
        }
    }
    return NULL;
}

bool map_shape_has_required(const struct map_shape *shape)
{
    for (size_t i = 0; i < shape->count; i++) {
        if (shape->fields[i].flags & FIELD_REQUIRED)
            return true;
    }
    return false;
}
