/* What the files of message.h share and nobody else needs: the structure check, the place of a value for
 * the path of a fault, and the decoding and encoding of one field. */
#pragma once

#include "common/message.h"
#include "common/msgpack.h"

/* Where a value stands; a list from the value up to the root, on the stack, turned into a path such as
 * `data.materials[2].uri` only when there is a fault to report. */
struct place {
    const struct place *above; /* NULL at the root */
    struct text name;
    size_t index;
    bool is_element; /* of an array: `index` counts, `name` does not */
};

struct decoding {
    enum decode_manner manner;
    struct arena *arena;
    struct faults *faults;
};

/* Who follows takes what a newer program says that it does not know. */
static inline bool refuses_unknown(const struct decoding *decoding)
{
    return decoding->manner == DECODE_strict || decoding->manner == DECODE_foreign;
}

/* Where a decoded value goes. */
struct target {
    const struct decoding *decoding;
    const struct field_shape *field;
    const struct place *place;
    void *body; /* the struct that has the field's member */
};

/* One whole value: well-formed, string keys without a duplicate in every map, at most ENVELOPE_DEPTH_MAX deep,
 * nothing after it. NULL when all is well, else a sentence that says what is not. */
const char *structure_fault(struct bytes raw, struct arena *arena);

/* Adds a fault at a place; always false, so that a decoder can return it. */
bool place_refuse(
    const struct decoding *decoding,
    const struct place *place,
    const char *code,
    const char *format,
    ...
) PRINTF_LIKE(4, 5);

/* A key as a path may show it: as it is when it is short printable text, else "?". */
struct text key_shown(struct text key);

/* A str of `min` to `max` bytes of UTF-8, for the target's place. False when it was refused. */
bool text_decode(
    const struct target *target,
    const struct pack_value *value,
    int64_t min,
    int64_t max,
    struct text *ret_text
) MUST_CHECK;

/* A value of a field that is neither SEALED, MAP, TEXTS nor MAPS. False when it was refused. */
bool scalar_decode(const struct target *target, const struct pack_value *value) MUST_CHECK;

/* The next value; nil leaves the member absent. False when it was refused. The reader always ends up behind
 * the value, which must have passed structure_fault. */
bool field_decode(const struct target *target, struct pack_reader *reader) MUST_CHECK;

/* The pairs of a map whose header was read, into a zeroed struct of the shape; faults are added. */
void pairs_decode(
    const struct decoding *decoding,
    struct pack_reader *reader,
    uint32_t pairs,
    const struct map_shape *shape,
    const struct place *place,
    void *body
);

/* `missing_field` for each required field that `body` does not have. `refused` holds one bit a field that
 * was there and refused: it is not reported a second time. */
void required_check(
    const struct decoding *decoding,
    const struct map_shape *shape,
    const struct place *place,
    const void *body,
    uint64_t refused
);

/* How many of the shape's fields `body` has. */
size_t fields_count(const struct map_shape *shape, const void *body);

/* All fields that `body` has, as keys and values; the map's header is the caller's. */
void fields_encode(struct pack_writer *writer, const struct map_shape *shape, const void *body);

/* The attributes of an envelope that are plain members of struct message, in the order in which they are sent:
 * all of PROTOCOL sections 1 and 3 but specversion and data. */
extern const struct map_shape envelope_shape;
