/* Decodes one value that is neither map nor array: the rules for values of PROTOCOL section 1. */
#include "common/message_parts.h"

#include "common/timestamp.h"
#include "common/utf8.h"

static void *member(const struct target *target, size_t offset)
{
    return (uint8_t *)target->body + offset;
}

static bool set_has(const struct target *target)
{
    *(bool *)member(target, target->field->has_offset) = true;
    return true;
}

static bool refuse(const struct target *target, const char *sentence)
{
    return place_refuse(target->decoding, target->place, "invalid_field", "%s", sentence);
}

static bool
refuse_range(const struct target *target, const char *unit, int64_t min, int64_t max)
{
    return place_refuse(
        target->decoding,
        target->place,
        "invalid_field",
        "must be %jd to %jd%s / 须为 %jd 至 %jd%s",
        min,
        max,
        unit,
        min,
        max,
        *unit ? " 字节" : ""
    );
}

/* U+0000 is refused although it is UTF-8: PostgreSQL's text cannot hold it, and a clear answer to the sender
 * is better than a message that the database refuses later. */
bool text_decode(
    const struct target *target,
    const struct pack_value *value,
    int64_t min,
    int64_t max,
    struct text *ret_text
)
{
    struct text text = text_of_bytes(value->bytes);

    if (value->type != PACK_str)
        return refuse(target, "must be a string / 须为字符串");
    if ((int64_t)text.length < min || (int64_t)text.length > max)
        return refuse_range(target, " bytes", min, max);
    if (!utf8_valid(text))
        return refuse(target, "is not UTF-8 / 不是 UTF-8");
    if (text.length > 0 && memchr(text.at, 0, text.length))
        return refuse(target, "holds the character U+0000 / 含有 U+0000 字符");
    *ret_text = text;
    return true;
}

static bool bytes_decode(const struct target *target, const struct pack_value *value)
{
    const struct field_shape *field = target->field;
    int64_t length = (int64_t)value->bytes.length;

    if (value->type != PACK_bin)
        return refuse(target, "must be binary / 须为二进制");
    if (length < field->min || length > field->max)
        return refuse_range(target, " bytes", field->min, field->max);
    *(struct bytes *)member(target, field->offset) = value->bytes;
    return true;
}

static bool id_decode(const struct target *target, const struct pack_value *value)
{
    struct text text = text_of_bytes(value->bytes);

    if (value->type != PACK_str || !uuid_from_text(text, member(target, target->field->offset)))
        return refuse(
            target,
            "must be a UUID of 36 lower-case characters / 须为 36 个字符的小写 UUID"
        );
    return set_has(target);
}

static bool time_decode(const struct target *target, const struct pack_value *value)
{
    int64_t ms = 0;
    bool is_time = value->type == PACK_str
                       ? timestamp_from_text(text_of_bytes(value->bytes), &ms)
                       : pack_timestamp(value, &ms);

    if (!is_time)
        return refuse(
            target,
            "must be a timestamp or RFC 3339 with an offset / 须为时间戳或带时区的 RFC 3339"
        );
    if (ms < TIMESTAMP_MS_MIN || ms > TIMESTAMP_MS_MAX)
        return refuse(target, "must lie in 1970 to 2199 / 须在 1970 至 2199 年之间");
    *(int64_t *)member(target, target->field->offset) = ms;
    return set_has(target);
}

static bool int_decode(const struct target *target, const struct pack_value *value)
{
    const struct field_shape *field = target->field;

    if (value->type != PACK_int && value->type != PACK_uint)
        return refuse(target, "must be an integer / 须为整数");
    if (value->type == PACK_uint || value->integer < field->min || value->integer > field->max)
        return refuse_range(target, "", field->min, field->max);
    *(int64_t *)member(target, field->offset) = value->integer;
    return set_has(target);
}

static bool enum_decode(const struct target *target, const struct pack_value *value)
{
    const struct enum_shape *choices = target->field->choices;
    int choice =
        value->type == PACK_str ? enum_from_text(choices, text_of_bytes(value->bytes)) : 0;

    if (choice == 0)
        return place_refuse(
            target->decoding,
            target->place,
            "invalid_field",
            "is not a value of %s / 不是 %s 的取值",
            choices->name,
            choices->name
        );
    *(int *)member(target, target->field->offset) = choice;
    return true;
}

static bool flag_decode(const struct target *target, const struct pack_value *value)
{
    if (value->type != PACK_bool)
        return refuse(target, "must be true or false / 须为布尔值");
    *(bool *)member(target, target->field->offset) = value->flag;
    return set_has(target);
}

bool scalar_decode(const struct target *target, const struct pack_value *value)
{
    const struct field_shape *field = target->field;

    switch (field->type) {
    case FIELD_ID:
        return id_decode(target, value);
    case FIELD_TEXT:
        return text_decode(
            target,
            value,
            field->min,
            field->max,
            member(target, field->offset)
        );
    case FIELD_TIME:
        return time_decode(target, value);
    case FIELD_INT:
        return int_decode(target, value);
    case FIELD_ENUM:
        return enum_decode(target, value);
    case FIELD_FLAG:
        return flag_decode(target, value);
    case FIELD_BYTES:
        return bytes_decode(target, value);
    case FIELD_SEALED:
    case FIELD_MAP:
    case FIELD_TEXTS:
    case FIELD_MAPS:
        break;
    }
    return false;
}
