/* Decodes maps and arrays by their shapes. */
#include "common/message_parts.h"

static void *member(const struct target *target, size_t offset)
{
    return (uint8_t *)target->body + offset;
}

/* Goes behind a value whose header was read: of a scalar nothing is left. */
static void step_over(
    struct pack_reader *reader,
    const struct pack_reader *before,
    const struct pack_value *value
)
{
    if (value->type != PACK_map && value->type != PACK_array)
        return;
    *reader = *before;
    (void)pack_skip(reader, ENVELOPE_DEPTH_MAX);
}

static bool refuse(const struct target *target, const char *sentence)
{
    return place_refuse(target->decoding, target->place, "invalid_field", "%s", sentence);
}

/* The three parts are read as a map of BYTES; a part that is missing leaves the whole absent. */
static bool
sealed_decode(const struct target *target, struct pack_reader *reader, uint32_t pairs)
{
    const struct field_shape parts[] = {
        {
            .name = "k",
            .type = FIELD_BYTES,
            .flags = FIELD_REQUIRED,
            .offset = offsetof(struct sealed_value, key_id),
            .min = 1,
            .max = SEALED_KEY_ID_BYTES_MAX,
        },
        {
            .name = "n",
            .type = FIELD_BYTES,
            .flags = FIELD_REQUIRED,
            .offset = offsetof(struct sealed_value, nonce),
            .min = SEALED_NONCE_BYTES,
            .max = SEALED_NONCE_BYTES,
        },
        {
            .name = "c",
            .type = FIELD_BYTES,
            .flags = FIELD_REQUIRED,
            .offset = offsetof(struct sealed_value, cipher),
            .min = SEALED_TAG_BYTES,
            .max = target->field->max + SEALED_TAG_BYTES,
        },
    };
    const struct map_shape shape = {"sealed", sizeof(struct sealed_value), LIST(parts), "", ""};
    struct sealed_value sealed = {0};

    pairs_decode(target->decoding, reader, pairs, &shape, target->place, &sealed);
    if (!sealed.key_id.at || !sealed.nonce.at || !sealed.cipher.at)
        return false;
    *(struct sealed_value *)member(target, target->field->offset) = sealed;
    return true;
}

static bool map_take(const struct target *target, struct pack_reader *reader, uint32_t pairs)
{
    const struct map_shape *shape = target->field->map;
    void *map = arena_zero(target->decoding->arena, shape->size);

    pairs_decode(target->decoding, reader, pairs, shape, target->place, map);
    *(const void **)member(target, target->field->offset) = map;
    return true;
}

static bool text_element_decode(
    const struct target *target,
    struct pack_reader *reader,
    struct text *ret_text
)
{
    struct pack_reader before = *reader;
    struct pack_value value = pack_next(reader);

    step_over(reader, &before, &value);
    return text_decode(target, &value, 1, target->field->item_max, ret_text);
}

static bool
map_element_decode(const struct target *target, struct pack_reader *reader, void *ret_map)
{
    struct pack_reader before = *reader;
    struct pack_value value = pack_next(reader);

    if (value.type != PACK_map) {
        step_over(reader, &before, &value);
        return refuse(target, "must be a map / 须为映射");
    }
    pairs_decode(
        target->decoding,
        reader,
        value.count,
        target->field->map,
        target->place,
        ret_map
    );
    return true;
}

static bool array_take(const struct target *target, struct pack_reader *reader, uint32_t count)
{
    const struct field_shape *field = target->field;
    bool of_texts = field->type == FIELD_TEXTS;
    size_t size = of_texts ? sizeof(struct text) : field->map->size;
    uint8_t *elements = arena_zero(target->decoding->arena, size * count);
    bool whole = true;

    for (uint32_t i = 0; i < count; i++) {
        struct place place = {.above = target->place, .index = i, .is_element = true};
        struct target element = {target->decoding, field, &place, NULL};
        void *at = elements + i * size;
        whole &= of_texts ? text_element_decode(&element, reader, at)
                          : map_element_decode(&element, reader, at);
    }
    if (!whole && of_texts)
        return false;
    /* An element that is no map reads as one without fields: the others are read all the same. */
    *(const void **)member(target, field->offset) = elements;
    *(size_t *)member(target, field->has_offset) = count;
    return whole;
}

static bool array_decode(
    const struct target *target,
    struct pack_reader *reader,
    const struct pack_reader *before,
    const struct pack_value *value
)
{
    if (value->count <= target->field->max)
        return array_take(target, reader, value->count);
    step_over(reader, before, value);
    return place_refuse(
        target->decoding,
        target->place,
        "invalid_field",
        "has more than %jd elements / 超过 %jd 项",
        target->field->max,
        target->field->max
    );
}

bool field_decode(const struct target *target, struct pack_reader *reader)
{
    struct pack_reader before = *reader;
    struct pack_value value = pack_next(reader);
    enum field_type type = target->field->type;

    if (value.type == PACK_nil)
        return true;
    if (type == FIELD_SEALED && value.type == PACK_map)
        return sealed_decode(target, reader, value.count);
    if (type == FIELD_MAP && value.type == PACK_map)
        return map_take(target, reader, value.count);
    if ((type == FIELD_TEXTS || type == FIELD_MAPS) && value.type == PACK_array)
        return array_decode(target, reader, &before, &value);
    step_over(reader, &before, &value);
    if (type == FIELD_SEALED || type == FIELD_MAP)
        return refuse(target, "must be a map / 须为映射");
    if (type == FIELD_TEXTS || type == FIELD_MAPS)
        return refuse(target, "must be an array / 须为数组");
    return scalar_decode(target, &value);
}

void pairs_decode(
    const struct decoding *decoding,
    struct pack_reader *reader,
    uint32_t pairs,
    const struct map_shape *shape,
    const struct place *place,
    void *body
)
{
    size_t hint = 0;
    uint64_t refused = 0;

    for (uint32_t i = 0; i < pairs; i++) {
        struct text key = text_of_bytes(pack_next(reader).bytes);
        const struct field_shape *field = map_shape_find(shape, key, &hint);
        struct place here = {.above = place, .name = key};
        if (field) {
            struct target target = {decoding, field, &here, body};
            if (!field_decode(&target, reader))
                refused |= UINT64_C(1) << (field - shape->fields);
            continue;
        }
        (void)pack_skip(reader, ENVELOPE_DEPTH_MAX);
        here.name = key_shown(key);
        if (refuses_unknown(decoding))
            place_refuse(decoding, &here, "unknown_field", "is not known here / 未知字段");
    }
    required_check(decoding, shape, place, body, refused);
}

void required_check(
    const struct decoding *decoding,
    const struct map_shape *shape,
    const struct place *place,
    const void *body,
    uint64_t refused
)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct field_shape *field = &shape->fields[i];
        struct place here = {.above = place, .name = text_of(field->name)};
        bool is_needed = (field->flags & FIELD_REQUIRED) && !(refused >> i & 1);
        if (is_needed && !field_is_present(field, body))
            place_refuse(decoding, &here, "missing_field", "is required / 必填");
    }
}

enum error map_decode(
    struct bytes raw,
    const struct map_shape *shape,
    enum decode_manner manner,
    const char *path,
    struct arena *arena,
    struct faults *faults,
    void *ret_body
)
{
    struct decoding decoding = {manner, arena, faults};
    struct place root = {.name = text_of(path)};
    const struct place *place = path ? &root : NULL;
    const char *fault = structure_fault(raw, arena);
    struct pack_reader reader = pack_reader_of(raw);
    size_t faults_before = faults->count;

    if (fault) {
        place_refuse(&decoding, place, "malformed", "%s", fault);
        return ERROR_malformed;
    }
    struct pack_value header = pack_next(&reader);
    if (header.type != PACK_map) {
        place_refuse(&decoding, place, "malformed", "is not a map / 不是映射");
        return ERROR_malformed;
    }
    memset(ret_body, 0, shape->size);
    pairs_decode(&decoding, &reader, header.count, shape, place, ret_body);
    return faults->count == faults_before ? OK : ERROR_refused;
}
