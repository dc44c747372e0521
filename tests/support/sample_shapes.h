/* A catalogue with one message that has a field of every type, for tests of the codec. */
#pragma once

#include "common/message.h"
#include "common/shape_fields.h"

enum colour { COLOUR_none, COLOUR_red, COLOUR_blue };

static const char *const colour_values[] = {"none", "red", "blue"};
static const char *const colour_labels[] = {"", "红", "蓝"};
static const struct enum_shape colour_enum = {"colour", colour_values, colour_labels, 3};

struct part {
    struct text name;
    int64_t count;
    bool has_count;
};

static const struct field_shape part_fields[] = {
    TEXT_FIELD(part, name, FIELD_REQUIRED, 1, 4, "name", "名称"),
    INT_FIELD(part, count, 0, 0, 10, "count", "数量"),
};
static const struct map_shape part_shape = {
    "part",
    sizeof(struct part),
    LIST(part_fields),
    "part",
    "部分",
};

struct sample {
    struct uuid key;
    bool has_key;
    struct text text;
    int64_t at;
    bool has_at;
    int64_t number;
    bool has_number;
    enum colour colour;
    bool flag;
    bool has_flag;
    struct bytes bytes;
    struct sealed_value secret;
    const struct part *part;
    const struct text *words;
    size_t words_count;
    const struct part *parts;
    size_t parts_count;
};

static const struct field_shape sample_fields[] = {
    ID_FIELD(sample, key, 0, "key", "标识"),
    TEXT_FIELD(sample, text, FIELD_REQUIRED, 1, 8, "text", "文本"),
    TIME_FIELD(sample, at, 0, "at", "时间"),
    INT_FIELD(sample, number, 0, -5, 1000, "number", "数"),
    ENUM_FIELD(sample, colour, 0, colour_enum, "colour", "颜色"),
    FLAG_FIELD(sample, flag, 0, "flag", "标志"),
    BYTES_FIELD(sample, bytes, 0, 2, 4, "bytes", "字节"),
    SEALED_FIELD(sample, secret, FIELD_PERSONAL, 8, "secret", "秘密"),
    MAP_FIELD(sample, part, 0, part_shape, "part", "部分"),
    TEXTS_FIELD(sample, words, 0, 3, 5, "words", "词"),
    MAPS_FIELD(sample, parts, 0, part_shape, 2, "parts", "各部分"),
};
static const struct map_shape sample_shape = {
    "sample",
    sizeof(struct sample),
    LIST(sample_fields),
    "sample",
    "样例",
};

/* One that needs no data. */
struct idle {
    char nothing;
};
static const struct map_shape idle_shape = {"idle", sizeof(struct idle), NULL, 0, "idle", "空"};

enum { SAMPLE_idle = 1, SAMPLE_sample, SAMPLE_told };

static const struct message_shape sample_messages[] = {
    {"idle.v1", SAMPLE_idle, MESSAGE_query, "tests", &idle_shape, NULL},
    {"sample.v1", SAMPLE_sample, MESSAGE_command, "tests", &sample_shape, &part_shape},
    {"told.v1", SAMPLE_told, MESSAGE_event, "tests", &sample_shape, NULL},
};
static UNUSED const struct catalogue sample_catalogue = {LIST(sample_messages)};
