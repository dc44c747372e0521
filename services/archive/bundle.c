/* See bundle.h. */
#include "services/archive/bundle.h"

#include "common/msgpack.h"
#include "common/sha256.h"

enum { LENGTH_BYTES = 4 };

struct text bundle_item(struct arena *arena, struct uuid case_id, struct text first_place)
{
    char *at = arena_take(arena, UUID_TEXT_LENGTH + 1 + first_place.length + 1);

    uuid_to_text(case_id, at);
    at[UUID_TEXT_LENGTH] = '/';
    memcpy(at + UUID_TEXT_LENGTH + 1, first_place.at, first_place.length);
    return (struct text){at, UUID_TEXT_LENGTH + 1 + first_place.length};
}

static struct bytes join(struct arena *arena, struct bytes first, struct bytes second)
{
    uint8_t *at = arena_take(arena, first.length + second.length);

    if (first.length)
        memcpy(at, first.at, first.length);
    memcpy(at + first.length, second.at, second.length);
    return (struct bytes){at, first.length + second.length};
}

bool bundle_add(
    struct arena *arena,
    struct bundle *bundle,
    struct bytes line,
    struct bytes envelope
)
{
    size_t held = bundle->lines.length + bundle->envelopes.length;

    if (held + line.length + envelope.length > BUNDLE_BYTES_MAX)
        return false;
    bundle->lines = join(arena, bundle->lines, line);
    bundle->envelopes = join(arena, bundle->envelopes, envelope);
    return true;
}

static void take_pair(struct pack_reader *reader, struct line *line)
{
    struct text key = text_of_bytes(pack_next(reader).bytes);
    struct pack_reader inside = pack_reader_of(pack_skip(reader, ENVELOPE_DEPTH_MAX));
    struct pack_value value = pack_next(&inside);

    if (value.type == PACK_str && text_is(key, "stream"))
        line->stream = text_of_bytes(value.bytes);
    else if (value.type == PACK_str && text_is(key, "type"))
        line->type = text_of_bytes(value.bytes);
    else if (value.type == PACK_int && text_is(key, "seq"))
        line->seq = value.integer;
    else if (value.type == PACK_int && text_is(key, "bytes"))
        line->bytes = value.integer;
    else if (value.type == PACK_bin && text_is(key, "sha256"))
        line->has_digest = value.bytes.length == SHA256_BYTES;
}

/* Not decoded by its shape: every event of a case is read so when its package is put together. */
bool lines_next(struct bytes *lines, struct line *ret_line)
{
    struct pack_reader reader = pack_reader_of(*lines);
    struct pack_value map = pack_next(&reader);
    struct line line = {.seq = 0};

    if (map.type != PACK_map)
        return false;
    for (uint32_t i = 0; i < map.count; i++)
        take_pair(&reader, &line);
    if (!line.stream.length || !line.type.length || line.seq < 1 || line.bytes < 0 ||
        !line.has_digest)
        return false;
    line.raw = (struct bytes){lines->at, (size_t)(reader.at - lines->at)};
    if (message_value_length(line.raw) != line.raw.length)
        return false;
    *lines = (struct bytes){reader.at, (size_t)(reader.end - reader.at)};
    *ret_line = line;
    return true;
}

/* The lines of a row; what is behind them are its events. False: it says that there are more bytes than it has. */
static bool take_lines(struct bytes *row, struct bytes *ret_lines)
{
    if (row->length < LENGTH_BYTES)
        return false;
    size_t length = (size_t)row->at[0] << 24 | (size_t)row->at[1] << 16 |
                    (size_t)row->at[2] << 8 | (size_t)row->at[3];
    if (length > row->length - LENGTH_BYTES)
        return false;
    *ret_lines = (struct bytes){row->at + LENGTH_BYTES, length};
    row->at += LENGTH_BYTES + length;
    row->length -= LENGTH_BYTES + length;
    return true;
}

size_t bundle_events(struct bytes row, struct package_event *ret_events)
{
    struct bytes lines;
    struct line line;
    size_t count = 0;

    if (!take_lines(&row, &lines))
        return 0;
    while (lines_next(&lines, &line)) {
        if ((uint64_t)line.bytes > row.length)
            return 0;
        size_t length = (size_t)line.bytes;
        if (ret_events)
            ret_events[count] =
                (struct package_event){line.stream, line.seq, line.type, {row.at, length}};
        row.at += length;
        row.length -= length;
        count++;
    }
    return lines.length || row.length ? 0 : count;
}
