/* See clock_lines.h. One walk along the fields of the shape each way. */
#include "services/escalation/clock_lines.h"

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
static bool read_field(
    const struct field_shape *field,
    struct text word,
    struct arena *arena,
    uint8_t *clock
)
{
    void *at = clock + field->offset;

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
    *(bool *)(clock + field->has_offset) = true;
    return true;
}

static struct text cut(struct text *rest, char separator)
{
    const char *end = memchr(rest->at, separator, rest->length);
    struct text part = {rest->at, end ? (size_t)(end - rest->at) : rest->length};
    size_t taken = part.length + (end ? 1 : 0);

    *rest = (struct text){rest->at + taken, rest->length - taken};
    return part;
}

static bool read_line(struct text line, struct arena *arena, struct case_clock *ret_clock)
{
    memset(ret_clock, 0, sizeof(*ret_clock));
    for (size_t i = 0; i < case_clock_shape.count && line.length; i++) {
        struct text word = cut(&line, '\t');
        if (word.length &&
            !read_field(&case_clock_shape.fields[i], word, arena, (uint8_t *)ret_clock))
            return false;
    }
    return ret_clock->clock.at && ret_clock->has_started_at;
}

enum error clock_lines_read(
    struct text lines,
    struct arena *arena,
    struct case_clock **ret_clocks,
    size_t *ret_count
)
{
    size_t most = 1, count = 0;

    for (size_t i = 0; i < lines.length; i++)
        most += lines.at[i] == '\n';
    struct case_clock *clocks = arena_take(arena, most * sizeof(*clocks));
    while (lines.length) {
        struct text line = cut(&lines, '\n');
        if (!read_line(line, arena, &clocks[count++]))
            return ERROR_malformed;
    }
    *ret_clocks = clocks;
    *ret_count = count;
    return OK;
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

static char *write_field(char *at, const struct field_shape *field, const uint8_t *clock)
{
    const void *value = clock + field->offset;

    if (field->type == FIELD_TEXT)
        return write_text(at, *(const struct text *)value);
    if (field->type == FIELD_ENUM)
        return write_text(at, enum_to_text(field->choices, *(const int *)value));
    if (!*(const bool *)(clock + field->has_offset))
        return at;
    if (field->type != FIELD_FLAG)
        return figure_write(at, *(const int64_t *)value);
    *at++ = *(const bool *)value ? 't' : 'f';
    return at;
}

/* What a line can need. */
static size_t size_of(const struct case_clock *clock)
{
    const uint8_t *at = (const uint8_t *)clock;
    size_t size = 1;

    for (size_t i = 0; i < case_clock_shape.count; i++) {
        const struct field_shape *field = &case_clock_shape.fields[i];
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

static char *write_line(char *at, const struct case_clock *clock)
{
    char *end = at;

    for (size_t i = 0; i < case_clock_shape.count; i++) {
        char *from = at;
        at = write_field(at, &case_clock_shape.fields[i], (const uint8_t *)clock);
        if (at != from)
            end = at;
        *at++ = '\t';
    }
    return end;
}

struct text
clock_lines_write(const struct case_clock *const *clocks, size_t count, struct arena *arena)
{
    size_t size = 0;

    for (size_t i = 0; i < count; i++)
        size += clocks[i]->has_started_at ? size_of(clocks[i]) : 0;
    if (!size)
        return (struct text){0};
    char *from = arena_take(arena, size), *at = from;
    for (size_t i = 0; i < count; i++) {
        if (!clocks[i]->has_started_at)
            continue;
        if (at != from)
            *at++ = '\n';
        at = write_line(at, clocks[i]);
    }
    return (struct text){from, (size_t)(at - from)};
}
