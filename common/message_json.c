/* Prints MessagePack as JSON (RFC 8259). The writer of MessagePack serves as the growing buffer. */
#include "common/message.h"

#include "common/msgpack.h"
#include "common/timestamp.h"
#include "common/utf8.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

static void put(struct pack_writer *json, struct text text)
{
    pack_raw(json, bytes_of_text(text));
}

static void put_base64(struct pack_writer *json, struct bytes bytes)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    put(json, TEXT("\""));
    for (size_t i = 0; i < bytes.length; i += 3) {
        size_t taken = size_min(bytes.length - i, 3);
        uint32_t three = (uint32_t)bytes.at[i] << 16;
        if (taken > 1)
            three |= (uint32_t)bytes.at[i + 1] << 8;
        if (taken > 2)
            three |= bytes.at[i + 2];
        char four[4] = {
            alphabet[three >> 18],
            alphabet[three >> 12 & 63],
            taken > 1 ? alphabet[three >> 6 & 63] : '=',
            taken > 2 ? alphabet[three & 63] : '=',
        };
        put(json, (struct text){four, 4});
    }
    put(json, TEXT("\""));
}

static bool needs_escape(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7f || c == '"' || c == '\\';
}

/* Runs without a special character are copied at once. Bytes that are not UTF-8 are printed as base64, for
 * JSON cannot hold them. */
static void put_string(struct pack_writer *json, struct text text)
{
    size_t from = 0;

    if (!utf8_valid(text)) {
        put_base64(json, bytes_of_text(text));
        return;
    }
    put(json, TEXT("\""));
    for (size_t i = 0; i < text.length; i++) {
        char escape[8];
        if (!needs_escape(text.at[i]))
            continue;
        put(json, (struct text){text.at + from, i - from});
        from = i + 1;
        if (text.at[i] == '"' || text.at[i] == '\\')
            snprintf(escape, sizeof(escape), "\\%c", text.at[i]);
        else
            snprintf(escape, sizeof(escape), "\\u%04x", (unsigned)(unsigned char)text.at[i]);
        put(json, text_of(escape));
    }
    put(json, (struct text){text.at + from, text.length - from});
    put(json, TEXT("\""));
}

/* Infinity and not-a-number have no form in JSON. */
static void put_float(struct pack_writer *json, double real)
{
    char digits[32];

    if (!isfinite(real)) {
        put(json, TEXT("null"));
        return;
    }
    snprintf(digits, sizeof(digits), "%.17g", real);
    put(json, text_of(digits));
}

static void put_integer(struct pack_writer *json, const struct pack_value *value)
{
    char digits[24];

    if (value->type == PACK_uint)
        snprintf(digits, sizeof(digits), "%" PRIu64, (uint64_t)value->integer);
    else
        snprintf(digits, sizeof(digits), "%" PRId64, value->integer);
    put(json, text_of(digits));
}

/* A timestamp beyond the contract's range, or another extension, is shown as its bytes. */
static void put_ext(struct pack_writer *json, const struct pack_value *value)
{
    char text[TIMESTAMP_TEXT_LENGTH + 1];
    int64_t ms;

    if (!pack_timestamp(value, &ms) || ms < TIMESTAMP_MS_MIN || ms > TIMESTAMP_MS_MAX) {
        put_base64(json, value->bytes);
        return;
    }
    timestamp_to_text(ms, text);
    put_string(json, text_of(text));
}

static void put_scalar(struct pack_writer *json, const struct pack_value *value)
{
    switch (value->type) {
    case PACK_bool:
        put(json, value->flag ? TEXT("true") : TEXT("false"));
        break;
    case PACK_int:
    case PACK_uint:
        put_integer(json, value);
        break;
    case PACK_float:
        put_float(json, value->real);
        break;
    case PACK_str:
        put_string(json, text_of_bytes(value->bytes));
        break;
    case PACK_bin:
        put_base64(json, value->bytes);
        break;
    case PACK_ext:
        put_ext(json, value);
        break;
    case PACK_nil:
    case PACK_array:
    case PACK_map:
    case PACK_broken:
        put(json, TEXT("null"));
        break;
    }
}

/* A key that is not a string becomes one, for JSON has no other; one that is a map or array becomes "?",
 * because quoting what is quoted doubles its length at every level. */
static void put_key(struct pack_writer *json, struct pack_reader *reader)
{
    struct bytes span = pack_skip(reader, ENVELOPE_DEPTH_MAX);
    struct pack_reader inside = pack_reader_of(span);
    struct pack_value value = pack_next(&inside);
    struct pack_writer inner;

    if (value.type == PACK_str) {
        put_string(json, text_of_bytes(value.bytes));
    } else if (value.type == PACK_map || value.type == PACK_array) {
        put(json, TEXT("\"?\""));
    } else {
        pack_begin(&inner, json->arena, 0);
        put_scalar(&inner, &value);
        put_string(json, text_of_bytes(pack_end(&inner)));
    }
}

static void put_value(struct pack_writer *json, struct pack_reader *reader)
{
    struct pack_value value = pack_next(reader);

    if (value.type != PACK_array && value.type != PACK_map) {
        put_scalar(json, &value);
        return;
    }
    put(json, value.type == PACK_map ? TEXT("{") : TEXT("["));
    for (uint32_t i = 0; i < value.count; i++) {
        if (i > 0)
            put(json, TEXT(","));
        if (value.type == PACK_map) {
            put_key(json, reader);
            put(json, TEXT(":"));
        }
        put_value(json, reader);
    }
    put(json, value.type == PACK_map ? TEXT("}") : TEXT("]"));
}

struct text message_to_json(struct bytes value, struct arena *arena)
{
    struct pack_reader reader = pack_reader_of(value);
    size_t length = message_value_length(value);
    struct pack_writer json;

    if (length == 0 || length != value.length)
        return (struct text){NULL, 0};
    pack_begin(&json, arena, value.length * 2);
    put_value(&json, &reader);
    return text_of_bytes(pack_end(&json));
}
