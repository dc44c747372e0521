/* The catalogue, the faults and the structure check of message.h. */
#include "common/message_parts.h"

#include "common/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { KEYS_COMPARED_IN_PLACE = 24, KEY_SHOWN_MAX = 64, FAULT_MESSAGE_MAX = 256 };

const struct message_shape *catalogue_find(const struct catalogue *catalogue, struct text name)
{
    size_t from = 0, to = catalogue->count;

    if (name.at == NULL)
        return NULL;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = text_compare(name, text_of(catalogue->messages[middle].name));
        if (order == 0)
            return &catalogue->messages[middle];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

/* A sentence may be cut, also in the middle of a character of what it quotes: what is no character is left out, for the
 * reply's strings are UTF-8 (PROTOCOL section 1). */
static struct text whole_characters(struct arena *arena, struct text sentence)
{
    char *kept = arena_take(arena, sentence.length + 1);
    size_t length = 0;

    for (size_t at = 0, bytes; at < sentence.length; at += size_max(bytes, 1)) {
        uint32_t code;
        bytes = utf8_next(sentence, at, &code);
        memcpy(kept + length, sentence.at + at, bytes);
        length += bytes;
    }
    kept[length] = '\0';
    return (struct text){kept, length};
}

void faults_add(
    struct faults *faults,
    struct arena *arena,
    const char *code,
    struct text field,
    const char *format,
    ...
)
{
    char sentence[FAULT_MESSAGE_MAX];
    va_list arguments;

    if (faults->count == FAULTS_MAX)
        return;
    if (!faults->list)
        faults->list = ARENA_ARRAY(arena, struct fault, FAULTS_MAX);
    va_start(arguments, format);
    vsnprintf(sentence, sizeof(sentence), format, arguments);
    va_end(arguments);
    faults->list[faults->count++] = (struct fault){
        .code = code,
        .field = field,
        .message = whole_characters(arena, text_of(sentence)),
    };
}

size_t message_value_length(struct bytes raw)
{
    struct pack_reader reader = pack_reader_of(raw);

    return pack_skip(&reader, ENVELOPE_DEPTH_MAX).length;
}

static int compare_keys(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* Sorting bounds the work for a hostile map of a hundred thousand keys. */
static bool keys_repeat(struct text *keys, size_t count)
{
    if (count > KEYS_COMPARED_IN_PLACE) {
        qsort(keys, count, sizeof(keys[0]), compare_keys);
        for (size_t i = 1; i < count; i++) {
            if (text_equal(keys[i - 1], keys[i]))
                return true;
        }
        return false;
    }
    for (size_t i = 1; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (text_equal(keys[i], keys[j]))
                return true;
        }
    }
    return false;
}

static const char *value_fault(struct pack_reader *reader, int depth_left, struct arena *arena);

static const char *
map_fault(struct pack_reader *reader, uint32_t pairs, int depth_left, struct arena *arena)
{
    struct text few[KEYS_COMPARED_IN_PLACE];
    struct text *keys =
        pairs > LENGTH(few) ? arena_take(arena, sizeof(struct text) * pairs) : few;

    for (uint32_t i = 0; i < pairs; i++) {
        struct pack_value key = pack_next(reader);
        if (key.type != PACK_str)
            return "a key is not a string / 键不是字符串";
        keys[i] = text_of_bytes(key.bytes);
        const char *fault = value_fault(reader, depth_left, arena);
        if (fault)
            return fault;
    }
    return keys_repeat(keys, pairs) ? "a key occurs twice / 键重复" : NULL;
}

static const char *value_fault(struct pack_reader *reader, int depth_left, struct arena *arena)
{
    struct pack_value value = pack_next(reader);

    if (value.type == PACK_broken)
        return "not MessagePack, or cut off / 不是完整的 MessagePack";
    if (value.type != PACK_array && value.type != PACK_map)
        return NULL;
    if (depth_left == 0)
        return "nested deeper than 16 / 嵌套超过 16 层";
    if (value.type == PACK_map)
        return map_fault(reader, value.count, depth_left - 1, arena);
    for (uint32_t i = 0; i < value.count; i++) {
        const char *fault = value_fault(reader, depth_left - 1, arena);
        if (fault)
            return fault;
    }
    return NULL;
}

const char *structure_fault(struct bytes raw, struct arena *arena)
{
    struct pack_reader reader = pack_reader_of(raw);
    const char *fault = value_fault(&reader, ENVELOPE_DEPTH_MAX, arena);

    if (fault)
        return fault;
    return reader.at == reader.end ? NULL : "bytes after the value / 值后有多余字节";
}

struct text key_shown(struct text key)
{
    if (key.length == 0 || key.length > KEY_SHOWN_MAX || !utf8_valid(key))
        return TEXT("?");
    for (size_t i = 0; i < key.length; i++) {
        if ((unsigned char)key.at[i] < 0x20 || key.at[i] == 0x7f)
            return TEXT("?");
    }
    return key;
}

static struct text place_path(const struct place *place, struct arena *arena)
{
    if (place == NULL)
        return (struct text){NULL, 0};
    struct text above = place_path(place->above, arena);
    if (place->is_element)
        return arena_format(arena, "%.*s[%zu]", (int)above.length, above.at, place->index);
    if (above.at == NULL)
        return arena_text(arena, place->name);
    return arena_format(
        arena,
        "%.*s.%.*s",
        (int)above.length,
        above.at,
        (int)place->name.length,
        place->name.at
    );
}

bool place_refuse(
    const struct decoding *decoding,
    const struct place *place,
    const char *code,
    const char *format,
    ...
)
{
    char sentence[FAULT_MESSAGE_MAX];
    va_list arguments;

    if (decoding->faults->count == FAULTS_MAX)
        return false;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof(sentence), format, arguments);
    va_end(arguments);
    struct text path = place_path(place, decoding->arena);
    faults_add(decoding->faults, decoding->arena, code, path, "%s", sentence);
    return false;
}
