/* See fields.h. */
#include "services/cli/fields.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>

#include "common/message.h"
#include "common/msgpack.h"

enum { NAME_BYTES_MAX = 128 };

struct packing {
    struct arguments *arguments;
    struct pack_writer writer;
    bool faulty;
};

/* "customer" and "id_no" make "customer-id-no". */
static void name_of(const char *prefix, const char *field, char ret_name[NAME_BYTES_MAX])
{
    snprintf(ret_name, NAME_BYTES_MAX, "%s%s%s", prefix, *prefix ? "-" : "", field);
    for (char *at = ret_name; *at; at++) {
        if (*at == '_')
            *at = '-';
    }
}

static struct given *find(const struct packing *packing, const char *name)
{
    for (size_t i = packing->arguments->given_count; i-- > 0;) {
        struct given *given = &packing->arguments->given[i];
        if (given->name_length == strlen(name) &&
            memcmp(given->name, name, given->name_length) == 0)
            return given;
    }
    return NULL;
}

/* Whether there is an option of this field, or of a field inside it. */
static bool
is_given(const struct packing *packing, const char *prefix, const struct field_shape *field)
{
    char name[NAME_BYTES_MAX];

    name_of(prefix, field->name, name);
    if (field->type != FIELD_MAP)
        return field->type != FIELD_MAPS && field->type != FIELD_BYTES && find(packing, name);
    for (size_t i = 0; i < field->map->count; i++) {
        if (is_given(packing, name, &field->map->fields[i]))
            return true;
    }
    return false;
}

static void pack_words(struct pack_writer *writer, const char *value)
{
    size_t count = *value != 0;

    for (const char *at = value; *at; at++)
        count += *at == ',';
    pack_array(writer, count);
    while (count-- > 0) {
        size_t length = strcspn(value, ",");
        pack_str(writer, (struct text){value, length});
        value += length + (value[length] == ',');
    }
}

static void pack_number(struct packing *packing, const char *name, const char *value)
{
    char *end = NULL;

    errno = 0;
    long long number = strtoll(value, &end, 10);
    if (errno || end == value || *end) {
        arguments_refuse(packing->arguments, "--%s: '%s' is no whole number", name, value);
        packing->faulty = true;
    }
    pack_int(&packing->writer, number);
}

static void pack_value(
    struct packing *packing,
    const struct field_shape *field,
    const char *name,
    const char *value
)
{
    bool yes = strcmp(value, "true") == 0 || strcmp(value, "1") == 0;

    if (field->type == FIELD_INT) {
        pack_number(packing, name, value);
    } else if (field->type == FIELD_TEXTS) {
        pack_words(&packing->writer, value);
    } else if (field->type == FIELD_FLAG) {
        if (!yes && strcmp(value, "false") != 0 && strcmp(value, "0") != 0) {
            arguments_refuse(packing->arguments, "--%s: true or false", name);
            packing->faulty = true;
        }
        pack_flag(&packing->writer, yes);
    } else {
        pack_string(&packing->writer, value);
    }
}

static void
pack_shape(struct packing *packing, const struct map_shape *shape, const char *prefix)
{
    size_t pairs = 0;

    for (size_t i = 0; i < shape->count; i++)
        pairs += is_given(packing, prefix, &shape->fields[i]);
    pack_map(&packing->writer, pairs);
    for (size_t i = 0; i < shape->count; i++) {
        const struct field_shape *field = &shape->fields[i];
        char name[NAME_BYTES_MAX];
        if (!is_given(packing, prefix, field))
            continue;
        name_of(prefix, field->name, name);
        pack_string(&packing->writer, field->name);
        if (field->type == FIELD_MAP) {
            pack_shape(packing, field->map, name);
            continue;
        }
        pack_value(packing, field, name, arguments_take(packing->arguments, name, ""));
    }
}

bool fields_pack(
    struct arguments *arguments,
    const struct map_shape *shape,
    struct arena *arena,
    struct bytes *ret_data
)
{
    struct packing packing = {.arguments = arguments};

    pack_begin(&packing.writer, arena, 1024);
    pack_shape(&packing, shape, "");
    *ret_data = pack_end(&packing.writer);
    return !packing.faulty;
}

/* False for a number that is not whole, or too deep. */
static bool pack_json(struct pack_writer *writer, const json_t *value, int depth)
{
    bool fine = depth <= ENVELOPE_DEPTH_MAX;
    const char *key;
    json_t *item;
    size_t index;

    if (json_is_object(value)) {
        pack_map(writer, json_object_size(value));
        json_object_foreach((json_t *)(uintptr_t)value, key, item)
        {
            pack_string(writer, key);
            fine = fine && pack_json(writer, item, depth + 1);
        }
    } else if (json_is_array(value)) {
        pack_array(writer, json_array_size(value));
        json_array_foreach(value, index, item) fine =
            fine && pack_json(writer, item, depth + 1);
    } else if (json_is_string(value)) {
        pack_str(writer, (struct text){json_string_value(value), json_string_length(value)});
    } else if (json_is_integer(value)) {
        pack_int(writer, json_integer_value(value));
    } else if (json_is_boolean(value)) {
        pack_flag(writer, json_is_true(value));
    } else {
        pack_nil(writer);
        fine = fine && json_is_null(value);
    }
    return fine;
}

struct bytes fields_from_json(struct text json, struct arena *arena, struct text *ret_why)
{
    struct pack_writer writer;
    json_error_t error;
    json_t *root = json_loadb(json.at, json.length, JSON_REJECT_DUPLICATES, &error);
    bool fine = json_is_object(root);

    if (!root)
        *ret_why = arena_format(arena, "line %d: %s", error.line, error.text);
    else if (!fine)
        *ret_why = TEXT("a JSON object is needed");
    pack_begin(&writer, arena, json.length + 64);
    if (fine && !pack_json(&writer, root, 1)) {
        *ret_why = TEXT("numbers must be whole, and the nesting at most 16 deep");
        fine = false;
    }
    json_decref(root);
    return fine ? pack_end(&writer) : (struct bytes){0};
}
