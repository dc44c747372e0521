/* MessagePack: a cursor that reads values where they lie, and a writer into an arena.
 *
 * The reader is our own and not msgpack-c's unpacker, because the contract needs what that does not give: the
 * span of bytes of a value (`data` as sent is what idempotency compares), a depth limit, refused duplicate
 * keys, and no allocation. Source: the MessagePack specification (github.com/msgpack/msgpack, spec.md). */
#pragma once

#include "common/arena.h"

enum pack_type {
    PACK_nil,
    PACK_bool,
    PACK_int,  /* fits into int64_t */
    PACK_uint, /* above INT64_MAX */
    PACK_float,
    PACK_str,
    PACK_bin,
    PACK_array,
    PACK_map,
    PACK_ext,
    PACK_broken, /* cut off or not MessagePack; sticks */
};

struct pack_reader {
    const uint8_t *at;
    const uint8_t *end;
};

struct pack_value {
    enum pack_type type;
    uint32_t count; /* elements of an array, pairs of a map */
    union {
        bool flag;
        int64_t integer; /* of PACK_uint: the bits */
        double real;
    };
    struct bytes bytes;  /* str, bin, ext payload */
    const uint8_t *from; /* where the value begins */
    int8_t ext_type;
};

static inline struct pack_reader pack_reader_of(struct bytes bytes)
{
    return (struct pack_reader){bytes.at, bytes.at + bytes.length};
}

/* The next header; of an array or map its elements follow. A count or length that cannot fit into the
 * bytes that are left is broken. */
void pack_read(struct pack_reader *reader, struct pack_value *ret_value);

/* The same as a value. It is written in the caller: a copy that the compiler cannot avoid costs as much as the
 * reading. */
static inline struct pack_value pack_next(struct pack_reader *reader)
{
    struct pack_value value;

    pack_read(reader, &value);
    return value;
}

/* Skips one whole value and gives its span; an absent view when it is broken or nested deeper than
 * `depth_max`. Never recurses deeper than that. */
struct bytes pack_skip(struct pack_reader *reader, int depth_max);

/* The same whatever the depth: without recursion, in time proportional to the bytes. */
struct bytes pack_skip_any(struct pack_reader *reader);

/* A timestamp extension (type -1; 32, 64, 96 bits) in Unix milliseconds. */
bool pack_timestamp(const struct pack_value *value, int64_t *ret_ms) MUST_CHECK;

/* Grows in an arena; the bytes are final when the last value is written. */
struct pack_writer {
    struct arena *arena;
    uint8_t *at;
    size_t length;
    size_t size;
};

void pack_begin(struct pack_writer *writer, struct arena *arena, size_t expected_bytes);
struct bytes pack_end(struct pack_writer *writer);

void pack_nil(struct pack_writer *writer);
void pack_flag(struct pack_writer *writer, bool value);
void pack_int(struct pack_writer *writer, int64_t value);
void pack_str(struct pack_writer *writer, struct text text);
void pack_string(struct pack_writer *writer, const char *string);
void pack_bin(struct pack_writer *writer, struct bytes bytes);
void pack_time(struct pack_writer *writer, int64_t ms);
void pack_array(struct pack_writer *writer, size_t count);
void pack_map(struct pack_writer *writer, size_t pairs);
/* Bytes that are MessagePack already. */
void pack_raw(struct pack_writer *writer, struct bytes bytes);
