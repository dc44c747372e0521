/* See lines.h. One walk along the fields of the shape each way. */
#include "services/escalation/lines.h"

#include "services/escalation/figures.h"

static const char digits[] = "0123456789abcdef";

static bool must_escape(char c)
{
    return c == '\t' || c == '\n' || c == '\\';
}

static int digit_of(char c)
{
    const char *found = memchr(digits, c, sizeof(digits) - 1);

    return found ? (int)(found - digits) : -1;
}

static struct text unescape(struct text text, struct arena *arena)
{
    size_t used = 0;

    if (!memchr(text.at, '\\', text.length))
        return text;
    char *at = arena_take(arena, text.length);
    for (size_t i = 0; i < text.length; i++) {
        bool escaped = text.at[i] == '\\' && i + 2 < text.length;
        int high = escaped ? digit_of(text.at[i + 1]) : -1;
        int low = escaped ? digit_of(text.at[i + 2]) : -1;
        if (high >= 0 && low >= 0) {
            at[used++] = (char)(high << 4 | low);
            i += 2;
        } else {
            at[used++] = text.at[i];
        }
    }
    return (struct text){at, used};
}

/* False when the word is none of the field's type. */
static bool
read_field(const struct field_shape *field, struct text word, struct arena *arena, uint8_t *map)
{
    void *at = map + field->offset;

    switch (field->type) {
    case FIELD_TEXT:
        *(struct text *)at = unescape(word, arena);
        return true;
    case FIELD_ENUM:
        *(int *)at = enum_from_text(field->choices, word);
        return *(const int *)at != 0;
    case FIELD_FLAG:
        *(bool *)at = *word.at == 't';
        break;
    case FIELD_INT:
    case FIELD_TIME:
        if (!figure_read(&word, at) || word.length)
            return false;
        break;
    case FIELD_ID:
    case FIELD_BYTES:
    case FIELD_SEALED:
    case FIELD_MAP:
    case FIELD_TEXTS:
    case FIELD_MAPS:
        return false;
    }
    *(bool *)(map + field->has_offset) = true;
    return true;
}

struct text line_cut(struct text *rest, char separator)
{
    const char *end = memchr(rest->at, separator, rest->length);
    struct text part = {rest->at, end ? (size_t)(end - rest->at) : rest->length};
    size_t taken = part.length + (end ? 1 : 0);

    *rest = (struct text){rest->at + taken, rest->length - taken};
    return part;
}

bool line_read(
    const struct map_shape *shape,
    struct text line,
    struct arena *arena,
    void *ret_map
)
{
    memset(ret_map, 0, shape->size);
    for (size_t i = 0; i < shape->count && line.length; i++) {
        struct text word = line_cut(&line, '\t');
        if (word.length && !read_field(&shape->fields[i], word, arena, ret_map))
            return false;
    }
    return true;
}

static char *write_text(char *at, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (must_escape(c)) {
            *at++ = '\\';
            *at++ = digits[(uint8_t)c >> 4];
            *at++ = digits[c & 15];
        } else {
            *at++ = c;
        }
    }
    return at;
}

static char *write_field(char *at, const struct field_shape *field, const uint8_t *map)
{
    const void *value = map + field->offset;

    if (field->type == FIELD_TEXT)
        return write_text(at, *(const struct text *)value);
    if (field->type == FIELD_ENUM)
        return write_text(at, enum_to_text(field->choices, *(const int *)value));
    if (!*(const bool *)(map + field->has_offset))
        return at;
    if (field->type != FIELD_FLAG)
        return figure_write(at, *(const int64_t *)value);
    *at++ = *(const bool *)value ? 't' : 'f';
    return at;
}

size_t line_size(const struct map_shape *shape, const void *map)
{
    const uint8_t *at = map;
    size_t size = 1;

    for (size_t i = 0; i < shape->count; i++) {
        const struct field_shape *field = &shape->fields[i];
        size += 1 + FIGURE_BYTES_MAX;
        if (field->type == FIELD_TEXT)
            size += 3 * ((const struct text *)(const void *)(at + field->offset))->length;
        else if (field->type == FIELD_ENUM)
            size +=
                enum_to_text(field->choices, *(const int *)(const void *)(at + field->offset))
                    .length;
    }
    return size;
}

char *line_write(char *at, const struct map_shape *shape, const void *map)
{
    char *end = at;

    for (size_t i = 0; i < shape->count; i++) {
        char *from = at;
        at = write_field(at, &shape->fields[i], map);
        if (at != from)
            end = at;
        *at++ = '\t';
    }
    return end;
}
