/* What archive keeps of a case in a trial: events in rows of their own and in bundles, put side by side. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "services/archive/archive.h"
#include "services/archive/bundle.h"
#include "services/archive/package.h"
#include "tests/support/trial.h"

enum { SEQ_MAX = 2500 };

/* An event as it is kept, in a row of its own or in a bundle. */
struct kept {
    struct text place; /* lives until the next call of kept_of */
    struct package_event event;
    struct archive_part part;
    const struct kept_event *alone;
    const struct kept_bundle *bundle;
};

static const char *const kept_streams[] = {"desk", "escalation", "intake", "router", "survey"};
static struct arena kept_places;

static inline int kept_by_place(const void *a, const void *b)
{
    const struct kept *one = a, *other = b;

    return text_compare(one->place, other->place);
}

static inline size_t kept_in_bundle(const struct kept_bundle *bundle, struct kept *ret_kept)
{
    struct bytes lines = bundle->lines;
    const uint8_t *at = bundle->envelopes.at;
    size_t count = 0;

    while (lines.length) {
        struct kept *kept = &ret_kept[count++];
        *kept = (struct kept){.bundle = bundle};
        struct faults faults = {.count = 0};
        struct line line;
        assert_true(lines_next(&lines, &line));
        assert_int_equal(
            map_decode(
                line.raw,
                &archive_part_shape,
                DECODE_strict,
                "",
                &kept_places,
                &faults,
                &kept->part
            ),
            OK
        );
        kept->place = package_place(&kept_places, kept->part.stream, kept->part.seq);
        kept->event = (struct package_event
        ){kept->part.stream, kept->part.seq, kept->part.type, {at, (size_t)kept->part.bytes}};
        at += kept->part.bytes;
    }
    assert_ptr_equal(at, bundle->envelopes.at + bundle->envelopes.length);
    return count;
}

static inline const struct kept_bundle *
bundle_at(struct trial *trial, struct uuid id, struct text place)
{
    struct text item = bundle_item(&kept_places, id, place);

    return trial_record(trial, &kept_bundle_record, bytes_of_text(item));
}

/* Kept events of a case, by stream and seq. */
static inline size_t kept_of(struct trial *trial, struct uuid id, struct kept *ret_kept)
{
    size_t count = 0;

    arena_reset(&kept_places);
    for (size_t i = 0; i < LENGTH(kept_streams); i++) {
        for (int64_t seq = 1; seq < SEQ_MAX; seq++) {
            struct text place = package_place(&kept_places, text_of(kept_streams[i]), seq);
            const struct kept_event *alone =
                trial_record(trial, &kept_event_record, bytes_of_text(place));
            const struct kept_bundle *bundle = bundle_at(trial, id, place);
            if (alone && uuid_equal(alone->case_id, id))
                ret_kept[count++] = (struct kept
                ){.place = place,
                  .event = {alone->stream, alone->seq, alone->type, alone->envelope},
                  .alone = alone};
            if (bundle)
                count += kept_in_bundle(bundle, &ret_kept[count]);
        }
    }
    qsort(ret_kept, count, sizeof(*ret_kept), kept_by_place);
    return count;
}

/* What parts.sql has of a case: the lines of each row. */
static inline size_t pieces_of(struct trial *trial, struct uuid id, struct bytes *ret_pieces)
{
    static struct kept kept[SEQ_MAX];
    size_t all = kept_of(trial, id, kept), count = 0;

    for (size_t i = 0; i < all; i++) {
        struct bytes piece = kept[i].alone ? kept[i].alone->part : kept[i].bundle->lines;
        bool is_new = true;
        for (size_t k = 0; k < count; k++)
            is_new = is_new && ret_pieces[k].at != piece.at;
        if (is_new)
            ret_pieces[count++] = piece;
    }
    return count;
}
