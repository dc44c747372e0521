/* See show.h. */
#include "services/cli/show.h"

#include "common/message.h"
#include "common/msgpack.h"
#include "common/timestamp.h"

static void
show_value(FILE *out, struct pack_reader *reader, const struct field_shape *field, int indent);

void show_time(int64_t ms, char ret_text[SHOW_TIME_BYTES])
{
    const int64_t east_ms = 8 * INT64_C(3600000);
    char text[TIMESTAMP_TEXT_LENGTH + 1];

    timestamp_to_text(ms + east_ms, text);
    memcpy(ret_text, text, SHOW_TIME_BYTES - 1);
    ret_text[10] = ' ';
    ret_text[SHOW_TIME_BYTES - 1] = '\0';
}

void show_span(int64_t ms, char ret_text[SHOW_SPAN_BYTES])
{
    const int64_t s = (ms < 0 ? -ms : ms) / 1000;
    const char *sign = ms < 0 ? "-" : "";

    if (s >= 86400)
        snprintf(
            ret_text,
            SHOW_SPAN_BYTES,
            "%s%dd %dh",
            sign,
            (int)(s / 86400),
            (int)(s / 3600 % 24)
        );
    else if (s >= 3600)
        snprintf(
            ret_text,
            SHOW_SPAN_BYTES,
            "%s%dh %dm",
            sign,
            (int)(s / 3600),
            (int)(s / 60 % 60)
        );
    else if (s >= 60)
        snprintf(ret_text, SHOW_SPAN_BYTES, "%s%dm %ds", sign, (int)(s / 60), (int)(s % 60));
    else
        snprintf(ret_text, SHOW_SPAN_BYTES, "%s%ds", sign, (int)s);
}

void show_json(FILE *out, struct bytes value, struct arena *arena)
{
    struct text json = message_to_json(value, arena);

    fprintf(out, "%.*s\n", (int)json.length, json.at ? json.at : "");
}

static void
show_text(FILE *out, const struct pack_value *value, const struct field_shape *field)
{
    struct text text = text_of_bytes(value->bytes);

    fprintf(out, "%.*s", (int)text.length, text.at);
    if (field && field->type == FIELD_ENUM) {
        struct text label = enum_label(field->choices, enum_from_text(field->choices, text));
        fprintf(out, "%s%.*s", label.length ? " " : "", (int)label.length, label.at);
    }
}

static void show_bytes(FILE *out, const struct pack_value *value)
{
    char time[SHOW_TIME_BYTES];
    int64_t ms;

    if (value->type == PACK_ext && pack_timestamp(value, &ms)) {
        show_time(ms, time);
        fputs(time, out);
        return;
    }
    for (size_t i = 0; i < value->bytes.length; i++)
        fprintf(out, "%02x", value->bytes.at[i]);
}

static void
show_scalar(FILE *out, const struct pack_value *value, const struct field_shape *field)
{
    switch (value->type) {
    case PACK_str:
        show_text(out, value, field);
        break;
    case PACK_int:
    case PACK_uint:
        fprintf(out, "%lld", (long long)value->integer);
        break;
    case PACK_bool:
        fputs(value->flag ? "yes 是" : "no 否", out);
        break;
    case PACK_float:
        fprintf(out, "%g", value->real);
        break;
    case PACK_bin:
    case PACK_ext:
        show_bytes(out, value);
        break;
    case PACK_nil:
    case PACK_array:
    case PACK_map:
    case PACK_broken:
        fputs("-", out);
        break;
    }
}

static void show_pairs(
    FILE *out,
    struct pack_reader *reader,
    uint32_t pairs,
    const struct map_shape *shape,
    int indent
)
{
    for (uint32_t i = 0; i < pairs; i++) {
        struct text key = text_of_bytes(pack_next(reader).bytes);
        size_t hint = 0;
        const struct field_shape *field = shape ? map_shape_find(shape, key, &hint) : NULL;
        fprintf(out, "%*s%.*s", indent, "", (int)key.length, key.at);
        if (field)
            fprintf(out, " %s", field->meaning_zh);
        fputs(": ", out);
        show_value(out, reader, field, indent + 2);
    }
}

static void show_list(
    FILE *out,
    struct pack_reader *reader,
    uint32_t count,
    const struct field_shape *field,
    int indent
)
{
    bool maps = field && field->type == FIELD_MAPS;

    if (maps || count == 0)
        fputs(count ? "\n" : "-\n", out);
    for (uint32_t i = 0; i < count; i++) {
        struct pack_value value = pack_next(reader);
        if (value.type == PACK_map) {
            fprintf(out, "%*s- %u\n", indent, "", i + 1);
            show_pairs(out, reader, value.count, field ? field->map : NULL, indent + 2);
            continue;
        }
        fputs(i ? ", " : "", out);
        show_scalar(out, &value, field);
    }
    if (!maps && count)
        fputs("\n", out);
}

static void
show_value(FILE *out, struct pack_reader *reader, const struct field_shape *field, int indent)
{
    struct pack_value value = pack_next(reader);

    if (value.type == PACK_map) {
        fputs("\n", out);
        show_pairs(out, reader, value.count, field ? field->map : NULL, indent);
    } else if (value.type == PACK_array) {
        show_list(out, reader, value.count, field, indent);
    } else {
        show_scalar(out, &value, field);
        fputs("\n", out);
    }
}

void show_map(FILE *out, struct bytes map, const struct map_shape *shape, int indent)
{
    struct pack_reader reader = pack_reader_of(map);
    struct pack_value value = pack_next(&reader);

    if (value.type == PACK_map)
        show_pairs(out, &reader, value.count, shape, indent);
}
