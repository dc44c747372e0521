/* Encodes maps by their shapes and envelopes around them. */
#include "common/message_parts.h"

enum { EXPECTED_BYTES = 512 };

static const void *member(const void *body, size_t offset)
{
    return (const uint8_t *)body + offset;
}

static int64_t number(const void *at)
{
    return *(const int64_t *)at;
}

static void sealed_encode(struct pack_writer *writer, const struct sealed_value *sealed)
{
    pack_map(writer, 3);
    pack_string(writer, "k");
    pack_bin(writer, sealed->key_id);
    pack_string(writer, "n");
    pack_bin(writer, sealed->nonce);
    pack_string(writer, "c");
    pack_bin(writer, sealed->cipher);
}

static void uuid_encode(struct pack_writer *writer, const struct uuid *uuid)
{
    char text[UUID_TEXT_LENGTH + 1];

    uuid_to_text(*uuid, text);
    pack_str(writer, (struct text){text, UUID_TEXT_LENGTH});
}

static void
body_encode(struct pack_writer *writer, const struct map_shape *shape, const void *body)
{
    pack_map(writer, fields_count(shape, body));
    fields_encode(writer, shape, body);
}

static void
array_encode(struct pack_writer *writer, const struct field_shape *field, const void *body)
{
    const uint8_t *elements = *(const void *const *)member(body, field->offset);
    size_t count = *(const size_t *)member(body, field->has_offset);

    pack_array(writer, count);
    for (size_t i = 0; i < count; i++) {
        if (field->type == FIELD_TEXTS)
            pack_str(writer, ((const struct text *)(const void *)elements)[i]);
        else
            body_encode(writer, field->map, elements + i * field->map->size);
    }
}

static void
value_encode(struct pack_writer *writer, const struct field_shape *field, const void *body)
{
    const void *at = member(body, field->offset);

    switch (field->type) {
    case FIELD_ID:
        uuid_encode(writer, at);
        break;
    case FIELD_TEXT:
        pack_str(writer, *(const struct text *)at);
        break;
    case FIELD_TIME:
        pack_time(writer, number(at));
        break;
    case FIELD_INT:
        pack_int(writer, number(at));
        break;
    case FIELD_ENUM:
        pack_str(writer, enum_to_text(field->choices, *(const int *)at));
        break;
    case FIELD_FLAG:
        pack_flag(writer, *(const bool *)at);
        break;
    case FIELD_BYTES:
        pack_bin(writer, *(const struct bytes *)at);
        break;
    case FIELD_SEALED:
        sealed_encode(writer, at);
        break;
    case FIELD_MAP:
        body_encode(writer, field->map, *(const void *const *)at);
        break;
    case FIELD_TEXTS:
    case FIELD_MAPS:
        array_encode(writer, field, body);
        break;
    }
}

size_t fields_count(const struct map_shape *shape, const void *body)
{
    size_t count = 0;

    for (size_t i = 0; i < shape->count; i++)
        count += field_is_present(&shape->fields[i], body);
    return count;
}

void fields_encode(struct pack_writer *writer, const struct map_shape *shape, const void *body)
{
    for (size_t i = 0; i < shape->count; i++) {
        if (!field_is_present(&shape->fields[i], body))
            continue;
        pack_string(writer, shape->fields[i].name);
        value_encode(writer, &shape->fields[i], body);
    }
}

struct bytes map_encode(const struct map_shape *shape, const void *body, struct arena *arena)
{
    struct pack_writer writer;

    pack_begin(&writer, arena, EXPECTED_BYTES);
    body_encode(&writer, shape, body);
    return pack_end(&writer);
}

struct bytes message_encode(const struct message *message, struct arena *arena)
{
    const struct map_shape *shape = message->shape ? message->shape->data : NULL;
    bool has_data = message->data.at || (message->body && shape);
    struct message sent = *message;
    struct pack_writer writer;

    if (message->shape)
        sent.type_name = text_of(message->shape->name);
    pack_begin(&writer, arena, EXPECTED_BYTES + message->data.length);
    pack_map(
        &writer,
        1 + fields_count(&envelope_shape, &sent) + message->extension_count + has_data
    );
    pack_string(&writer, "specversion");
    pack_string(&writer, "1.0");
    fields_encode(&writer, &envelope_shape, &sent);
    for (size_t i = 0; i < message->extension_count; i++) {
        pack_str(&writer, message->extensions[i].name);
        pack_raw(&writer, message->extensions[i].value);
    }
    if (has_data) {
        pack_string(&writer, "data");
        if (message->data.at)
            pack_raw(&writer, message->data);
        else
            body_encode(&writer, shape, message->body);
    }
    return pack_end(&writer);
}
