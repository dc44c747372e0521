/* The one record of bench.h, a second name for it with another key, and a list. */
#pragma once

#include "common/engine/record.h"
#include "common/uuid.h"
#include "tests/support/sample_shapes.h"

struct counted {
    struct record_head head;
    struct uuid id;
    bool has_id;
    int64_t n;
    bool has_n;
    int64_t at;
    bool has_at;
    bool flag;
    bool has_flag;
    struct text word;
    struct bytes bytes;
    enum colour colour;
};

static const struct field_shape counted_fields[] = {
    ID_FIELD(counted, id, FIELD_REQUIRED, "case", "工单"),
    INT_FIELD(counted, n, 0, 0, INT64_MAX, "how many", "数"),
    TIME_FIELD(counted, at, 0, "when", "时间"),
    FLAG_FIELD(counted, flag, 0, "flag", "标志"),
    TEXT_FIELD(counted, word, 0, 0, 64, "word", "词"),
    BYTES_FIELD(counted, bytes, 0, 0, 64, "bytes", "字节"),
    ENUM_FIELD(counted, colour, FIELD_STATE, colour_enum, "colour", "颜色"),
};
static const struct map_shape counted_shape =
    {"counted", sizeof(struct counted), LIST(counted_fields), "counted", "计数"};
static const struct record_shape counted_record = {
    .name = "counted",
    .map = &counted_shape,
    .key = 0,
    .table = "counted",
    .load = {"counted_load", "scripted", 1, NULL},
    .insert = {"counted_insert", "scripted", 7, NULL},
    .update = {"counted_update", "scripted", 7, NULL},
    .remove = {"counted_remove", "scripted", 1, NULL},
};
/* The same rows under another name, with a text as key. */
static const struct record_shape worded_record = {
    .name = "worded",
    .map = &counted_shape,
    .key = 4,
    .table = "worded",
    .load = {"worded_load", "scripted", 1, NULL},
};
static const struct statement plain_statement = {"plain", "scripted", 2, NULL};
static const struct list_shape plain_list = {"plain", &plain_statement, true, false};
