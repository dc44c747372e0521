/* One macro for each type of field, so that a generated table of fields has one readable line a field.
 *
 * Only files written by proto/generate.py and tests that define shapes of their own include this. `map` is the
 * name of the struct, `name` that of the member. */
#pragma once

#include "common/shape.h"

/* clang-format off */
#define FIELD_AT_(map, name, kind, flags) #name, kind, (flags), offsetof(struct map, name)
#define HAS_AT_(map, name)                offsetof(struct map, has_##name)
#define COUNT_AT_(map, name)              offsetof(struct map, name##_count)

#define ID_FIELD(map, name, flags, meaning, zh) \
    {FIELD_AT_(map, name, FIELD_ID, flags), HAS_AT_(map, name), 0, 0, 0, NULL, NULL, meaning, zh}
#define TIME_FIELD(map, name, flags, meaning, zh) \
    {FIELD_AT_(map, name, FIELD_TIME, flags), HAS_AT_(map, name), 0, 0, 0, NULL, NULL, meaning, zh}
#define FLAG_FIELD(map, name, flags, meaning, zh) \
    {FIELD_AT_(map, name, FIELD_FLAG, flags), HAS_AT_(map, name), 0, 0, 0, NULL, NULL, meaning, zh}
#define INT_FIELD(map, name, flags, min, max, meaning, zh) \
    {FIELD_AT_(map, name, FIELD_INT, flags), HAS_AT_(map, name), min, max, 0, NULL, NULL, meaning, zh}
#define TEXT_FIELD(map, name, flags, min, max, meaning, zh) \
    {FIELD_AT_(map, name, FIELD_TEXT, flags), 0, min, max, 0, NULL, NULL, meaning, zh}
#define BYTES_FIELD(map, name, flags, min, max, meaning, zh) \
    {FIELD_AT_(map, name, FIELD_BYTES, flags), 0, min, max, 0, NULL, NULL, meaning, zh}
#define ENUM_FIELD(map, name, flags, choices, meaning, zh) \
    {FIELD_AT_(map, name, FIELD_ENUM, flags), 0, 0, 0, 0, &choices, NULL, meaning, zh}
#define SEALED_FIELD(map, name, flags, max, meaning, zh) \
    {FIELD_AT_(map, name, FIELD_SEALED, flags), 0, 0, max, 0, NULL, NULL, meaning, zh}
#define MAP_FIELD(map, name, flags, shape, meaning, zh) \
    {FIELD_AT_(map, name, FIELD_MAP, flags), 0, 0, 0, 0, NULL, &shape, meaning, zh}
#define MAPS_FIELD(map, name, flags, shape, max, meaning, zh) \
    {FIELD_AT_(map, name, FIELD_MAPS, flags), COUNT_AT_(map, name), 0, max, 0, NULL, &shape, meaning, zh}
#define TEXTS_FIELD(map, name, flags, max, item_max, meaning, zh) \
    {FIELD_AT_(map, name, FIELD_TEXTS, flags), COUNT_AT_(map, name), 0, max, item_max, NULL, NULL, meaning, zh}
