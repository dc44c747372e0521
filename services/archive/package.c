/* See package.h. */
#include "services/archive/package.h"

#include "common/sha256.h"

enum { SEQ_DIGITS = 19 };

static struct bytes digest_of(struct arena *arena, struct bytes bytes)
{
    uint8_t *digest = arena_take(arena, SHA256_BYTES);

    sha256(bytes, digest);
    return (struct bytes){digest, SHA256_BYTES};
}

/* Not printf: this runs once an event. */
struct text package_place(struct arena *arena, struct text stream, int64_t seq)
{
    size_t length = stream.length + 1 + SEQ_DIGITS;
    char *at = arena_take(arena, length + 1);

    memcpy(at, stream.at, stream.length);
    at[stream.length] = '/';
    for (size_t i = length; i > stream.length + 1; i--) {
        at[i - 1] = (char)('0' + seq % 10);
        seq /= 10;
    }
    at[length] = 0;
    return (struct text){at, length};
}

struct bytes
package_part(struct arena *arena, const struct package_event *event, struct bytes hash)
{
    const struct archive_part part = {
        .stream = event->stream,
        .seq = event->seq,
        .has_seq = true,
        .type = event->type,
        .bytes = (int64_t)event->envelope.length,
        .has_bytes = true,
        .sha256 = digest_of(arena, event->envelope),
        .hash = hash,
    };

    return map_encode(&archive_part_shape, &part, arena);
}

static int compare_places(struct text a, int64_t a_seq, struct text b, int64_t b_seq)
{
    int order = memcmp(a.at, b.at, size_min(a.length, b.length));

    if (order == 0 && a.length != b.length)
        order = a.length < b.length ? -1 : 1;
    if (order == 0 && a_seq != b_seq)
        order = a_seq < b_seq ? -1 : 1;
    return order;
}

static struct package_verdict verdict(enum package_fault fault, struct text stream, int64_t seq)
{
    return (struct package_verdict){fault, stream, seq};
}

static bool in_order(const struct archive_manifest *manifest)
{
    for (size_t i = 1; i < manifest->parts_count; i++) {
        const struct archive_part *a = &manifest->parts[i - 1];
        const struct archive_part *b = &manifest->parts[i];
        if (compare_places(a->stream, a->seq, b->stream, b->seq) >= 0)
            return false;
    }
    return true;
}

static bool
is_part(const struct archive_part *part, const struct package_event *event, struct arena *arena)
{
    return part->bytes == (int64_t)event->envelope.length &&
           text_equal(part->type, event->type) &&
           bytes_equal(part->sha256, digest_of(arena, event->envelope));
}

/* How many parts stand at or before a place. */
static size_t
parts_until(const struct archive_manifest *manifest, struct text place, struct arena *arena)
{
    size_t i = 0;

    while (place.at && i < manifest->parts_count) {
        const struct archive_part *part = &manifest->parts[i];
        struct text at = package_place(arena, part->stream, part->seq);
        if (compare_places(at, 0, place, 0) > 0)
            break;
        i++;
    }
    return i;
}

/* Both are sorted: the first place where they differ says what is missing, added or changed. */
static struct package_verdict compare_parts(
    const struct archive_manifest *manifest,
    const struct package_slice *slice,
    const struct package_event *events,
    size_t count,
    struct arena *arena
)
{
    size_t first = slice ? parts_until(manifest, slice->after, arena) : 0;
    size_t parts = manifest->parts_count - first, i = 0;

    for (; i < size_min(parts, count); i++) {
        const struct archive_part *part = &manifest->parts[first + i];
        const struct package_event *event = &events[i];
        int order = compare_places(part->stream, part->seq, event->stream, event->seq);
        if (order < 0)
            return verdict(PACKAGE_event_missing, part->stream, part->seq);
        if (order > 0)
            return verdict(PACKAGE_event_added, event->stream, event->seq);
        if (!is_part(part, event, arena))
            return verdict(PACKAGE_event_changed, part->stream, part->seq);
    }
    if (i < count)
        return verdict(PACKAGE_event_added, events[i].stream, events[i].seq);
    if (i < parts && !(slice && slice->more)) {
        const struct archive_part *part = &manifest->parts[first + i];
        return verdict(PACKAGE_event_missing, part->stream, part->seq);
    }
    return verdict(PACKAGE_ok, (struct text){0}, 0);
}

struct package_verdict package_verify(
    struct bytes manifest,
    struct bytes sha256_expected,
    const struct package_slice *slice,
    const struct package_event *events,
    size_t count,
    struct arena *arena
)
{
    struct archive_manifest *read = ARENA_NEW(arena, struct archive_manifest);
    struct faults faults = {.count = 0};

    if (!bytes_equal(digest_of(arena, manifest), sha256_expected))
        return verdict(PACKAGE_manifest_changed, (struct text){0}, 0);
    if (map_decode(
            manifest,
            &archive_manifest_shape,
            DECODE_lenient,
            "",
            arena,
            &faults,
            read
        ) != OK ||
        !in_order(read))
        return verdict(PACKAGE_manifest_unreadable, (struct text){0}, 0);
    return compare_parts(read, slice, events, count, arena);
}

struct text package_fault_text(enum package_fault fault)
{
    static const char *const words[] = {
        [PACKAGE_ok] = "档案完整 the package is whole",
        [PACKAGE_manifest_changed] = "清单被改动 the manifest was changed",
        [PACKAGE_manifest_unreadable] = "清单不可读 the manifest cannot be read",
        [PACKAGE_event_changed] = "事件被改动 an event was changed",
        [PACKAGE_event_missing] = "事件缺失 an event is missing",
        [PACKAGE_event_added] = "事件多出 there is an event that the manifest does not name",
    };

    return text_of(words[fault]);
}
