/* Shapes: tables that describe a struct field by field, so that one codec, one validator, one printer and
 * one SQL marshaller serve every message and every record.
 *
 * They are written by the generator (proto/generate.py) from the definitions in proto/ and
 * services/<name>/records.def; nothing else lists the fields of a message or a record.
 *
 *   type     in C                                        absent when        MessagePack        PostgreSQL
 *   ID       struct uuid x; bool has_x;                  !has_x             str, 36 chars      uuid
 *   TEXT     struct text x;                              x.at == NULL       str                text
 *   TIME     int64_t x; bool has_x;  (Unix ms, UTC)      !has_x             timestamp ext      timestamptz
 *   INT      int64_t x; bool has_x;                      !has_x             integer            bigint
 *   ENUM     enum e x;  (e_none = 0)                     x == 0             str                text
 *   FLAG     bool x; bool has_x;                         !has_x             bool               boolean
 *   BYTES    struct bytes x;                             x.at == NULL       bin                bytea
 *   SEALED   struct sealed_value x;                      x.cipher.at==NULL  map {k, n, c}      –
 *   MAP      const struct m *x;                          x == NULL          map                –
 *   TEXTS    const struct text *x; size_t x_count;       x == NULL          array of str       –
 *   MAPS     const struct m *x; size_t x_count;          x == NULL          array of maps      –
 */
#pragma once

#include "common/basics.h"
#include "common/sealed_value.h"

enum field_type {
    FIELD_ID,
    FIELD_TEXT,
    FIELD_TIME,
    FIELD_INT,
    FIELD_ENUM,
    FIELD_FLAG,
    FIELD_BYTES,
    FIELD_SEALED,
    FIELD_MAP,
    FIELD_TEXTS,
    FIELD_MAPS,
};

enum field_flags {
    FIELD_REQUIRED = 1 << 0,
    FIELD_PERSONAL = 1 << 1, /* never logged, masked in every view */
    FIELD_STATE = 1 << 2,    /* records: the engine keeps a count of records by this ENUM */
};

/* Values of an enum as they stand on the wire and in the database; [0] is "none" and never sent. */
struct enum_shape {
    const char *name;
    const char *const *values;
    const char *const *labels_zh; /* what people see, in Chinese; "" where there is none */
    size_t count;                 /* with "none" */
};

struct map_shape;

struct field_shape {
    const char *name;
    enum field_type type;
    uint32_t flags;
    size_t offset;     /* of the member */
    size_t has_offset; /* of has_x, or of x_count for TEXTS and MAPS; 0 when there is none */
    int64_t min;       /* INT: smallest value; TEXT, BYTES: shortest in bytes */
    int64_t max; /* INT: largest; TEXT, BYTES: longest in bytes; SEALED: longest plain text in
                        * bytes; TEXTS, MAPS: most elements */
    int64_t item_max; /* TEXTS: longest element in bytes; the shortest has one */
    const struct enum_shape *choices;
    const struct map_shape *map;
    const char *meaning;    /* one line of English */
    const char *meaning_zh; /* the label that people see, in Chinese */
};

struct map_shape {
    const char *name;
    size_t size; /* of the struct */
    const struct field_shape *fields;
    size_t count; /* fields, <= 64 */
    const char *meaning;
    const char *meaning_zh;
};

/* The enum's number for a word, 0 when there is none. */
int enum_from_text(const struct enum_shape *shape, struct text text);

/* The word for a number; "" for 0 and for what is out of range. */
struct text enum_to_text(const struct enum_shape *shape, int value);

/* The label that people see, in Chinese; "" for 0 and for what is out of range. */
struct text enum_label(const struct enum_shape *shape, int value);

/* Whether a struct of the field's map has the field; see "absent when" above. */
bool field_is_present(const struct field_shape *field, const void *body);

/* The field of that name or NULL. `hint` is where the search begins and is moved behind what was found: keys
 * that come in the order of the definition are found at once. */
const struct field_shape *
map_shape_find(const struct map_shape *shape, struct text name, size_t *hint);

/* Whether a map without any key would be refused. */
bool map_shape_has_required(const struct map_shape *shape);
