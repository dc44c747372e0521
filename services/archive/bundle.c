/* See bundle.h. */
#include "services/archive/bundle.h"

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

bool lines_next(struct bytes *lines, struct arena *arena, struct archive_part *ret_part)
{
    struct faults faults = {.count = 0};
    struct bytes line = {lines->at, message_value_length(*lines)};

    if (!line.length ||
        map_decode(line, &archive_part_shape, DECODE_lenient, "", arena, &faults, ret_part) !=
            OK)
        return false;
    lines->at += line.length;
    lines->length -= line.length;
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

size_t bundle_events(struct bytes row, struct arena *arena, struct package_event *ret_events)
{
    struct archive_part part;
    struct bytes lines;
    size_t count = 0;

    if (!take_lines(&row, &lines))
        return 0;
    while (lines_next(&lines, arena, &part)) {
        if ((uint64_t)part.bytes > row.length)
            return 0;
        size_t length = (size_t)part.bytes;
        if (ret_events)
            ret_events[count] =
                (struct package_event){part.stream, part.seq, part.type, {row.at, length}};
        row.at += length;
        row.length -= length;
        count++;
    }
    return lines.length || row.length ? 0 : count;
}
