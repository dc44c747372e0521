/* Builds the packages that are ready, and says which are late and why (REQUIREMENTS AR-03, AR-04, AR-14, AR-15). */
#include <stdlib.h>

#include "common/msgpack.h"
#include "common/sha256.h"
#include "proto/emit.h"
#include "services/archive/archive.h"
#include "services/archive/archive_no.h"
#include "services/archive/bundle.h"
#include "services/archive/package.h"
#include "services/archive/retention.h"

enum {
    LACKS_MAX = 8,
    LINE_BYTES_USUAL = 192,
    SOON_MS = 500, /* doubled with each try, up to … */
    LATER_MS = 30000,
    NUMBERS_AGAIN_MS = 3600000, /* another day has other numbers */
    LATE_MS = 86400000          /* AR-14 */
};

/* They follow desk, so they may still do something because of the closing. Intake does not. */
static const char *const followers_of_desk[] = {"router", "escalation", "survey"};

static bool class_of(const struct package *package, struct record_class *ret_class)
{
    const struct case_file file =
        {package->case_type, package->code, package->grade, package->outside_no};

    return record_class_of(&file, ret_class);
}

/* What must have come before the events are looked at: codes for archive.incomplete.v1. */
static size_t lacks_around(
    const struct call *call,
    const struct package *package,
    struct text ret_lacks[LACKS_MAX]
)
{
    struct record_class class;
    size_t count = 0;

    for (size_t i = 0; i < LENGTH(followers_of_desk); i++) {
        const char *stream = followers_of_desk[i];
        if (!call_upstream_applied(call, stream, "desk", package->closed_seq))
            ret_lacks[count++] = text_of(stream);
    }
    if (!class_of(package, &class))
        ret_lacks[count++] = TEXT("class");
    return count;
}

/* What the events themselves lack. */
static size_t
lacks_inside(const struct package *package, size_t events, struct text ret_lacks[LACKS_MAX])
{
    size_t count = 0;

    if (!package->basics)
        ret_lacks[count++] = TEXT("basics");
    if (events > PACKAGE_PARTS_MAX)
        ret_lacks[count++] = TEXT("too_many_events");
    return count;
}

/* What is missing is most often the word of a service that is a moment behind; what is not there after a minute, is not
 * coming soon. */
static int64_t pause_ms(int64_t tries)
{
    return tries > 6 ? LATER_MS : int64_min((int64_t)SOON_MS << (tries - 1), LATER_MS);
}

/* To be tried again; told of when it is late, or at once when a person must act. */
static void postpone(
    struct call *call,
    struct package *package,
    const struct text *lacks,
    size_t count,
    bool at_once
)
{
    if (!package->has_late_at) {
        package->late_at = package->closed_at + LATE_MS;
        package->has_late_at = true;
    }
    package->tries = int64_min(package->tries + 1, 1000000);
    package->check_at = call->now_ms + pause_ms(package->tries);
    if (at_once || call->now_ms >= package->late_at) {
        const struct archive_incomplete late = {
            .missing = lacks,
            .missing_count = count,
            .tries = package->tries,
            .has_tries = true,
        };
        emit_archive_incomplete(
            call,
            (struct case_ref){package->case_id, package->case_no},
            &late
        );
        package->late_at = call->now_ms + LATE_MS;
    }
    record_put(package);
}

static struct civil_date today(const struct call *call)
{
    const struct archive_policies *policies = call->policies;

    return civil_date_of(zone_to_local(policies->zone, call->now_ms).day);
}

/* One item, one number: later versions keep it. False: the day has no number left. */
static bool give_number(
    struct call *call,
    struct package *package,
    struct text code,
    const struct number_series *series
)
{
    if (package->archive_no.at)
        return true;
    if (series->last >= ARCHIVE_SEQUENCE_MAX)
        return false;
    const struct archive_no no = {code, today(call), (int32_t)series->last + 1};
    package->archive_no = archive_no_write(call->arena, &no);
    return true;
}

/* A period may grow at once; that it shrinks or begins to end needs an approval (6.3 case 8). */
static void set_retention(const struct call *call, struct package *package, int32_t years)
{
    const struct archive_policies *policies = call->policies;
    struct civil_day closed = zone_to_local(policies->zone, package->closed_at).day;

    if (years == 0 || (package->version > 0 && !package->has_retain_until)) {
        package->has_retain_until = false;
        return;
    }
    struct civil_day last = civil_day_of(civil_date_add_years(civil_date_of(closed), years));
    int64_t until = zone_to_utc(policies->zone, last, DAY_MS);
    if (!package->has_retain_until || until > package->retain_until)
        package->retain_until = until;
    package->has_retain_until = true;
}

/* What the manifest will name, and what that says of the package. */
struct parts {
    struct line *list;
    size_t count, size; /* at most one more than a package may have */
    int64_t bytes;
};

static void make_room(struct arena *arena, struct parts *parts)
{
    size_t size = size_max(32, parts->size * 2);
    struct line *larger = arena_take(arena, size * sizeof(*larger));

    if (parts->count)
        memcpy(larger, parts->list, parts->count * sizeof(*larger));
    parts->list = larger;
    parts->size = size;
}

static void
add_part(struct arena *arena, struct package *package, struct parts *parts, struct line part)
{
    if (parts->count == parts->size)
        make_room(arena, parts);
    parts->list[parts->count++] = part;
    parts->bytes += part.bytes;
    package->basics |= text_is(part.type, "case.received.v1");
    package->feedback |= text_is(part.type, "survey.answered.v1");
}

static int by_place(const void *a, const void *b)
{
    const struct line *one = a, *other = b;
    int order = text_compare(one->stream, other->stream);

    return order ? order : (one->seq > other->seq) - (one->seq < other->seq);
}

/* The lines as they are kept, by stream and sequence; false when one cannot be read. */
static bool read_parts(
    struct call *call,
    const struct key_list *pieces,
    struct package *package,
    struct parts *ret_parts
)
{
    struct line part;

    *ret_parts = (struct parts){.count = 0};
    package->basics = package->feedback = false;
    for (size_t i = 0; i < pieces->count; i++) {
        struct bytes lines = pieces->keys[i];
        while (ret_parts->count <= PACKAGE_PARTS_MAX && lines_next(&lines, &part))
            add_part(call->arena, package, ret_parts, part);
        if (lines.length && ret_parts->count <= PACKAGE_PARTS_MAX)
            return false;
    }
    if (ret_parts->count)
        qsort(ret_parts->list, ret_parts->count, sizeof(part), by_place);
    return true;
}

static struct bytes
write_manifest(struct call *call, const struct package *package, const struct parts *parts)
{
    static const struct archive_part none;
    const struct archive_manifest manifest = {
        .case_id = package->case_id,
        .has_case_id = true,
        .case_no = package->case_no,
        .archive_no = package->archive_no,
        .version = package->version,
        .has_version = true,
        .class = package->class,
        .closed_seq = package->closed_seq,
        .has_closed_seq = true,
        .closed_at = package->closed_at,
        .has_closed_at = true,
        .archived_at = call->now_ms,
        .has_archived_at = true,
        .feedback = package->feedback ? FEEDBACK_PART_answered : FEEDBACK_PART_no_feedback,
        .parts = &none,
        .parts_count = 0,
    };
    struct bytes begun = map_encode(&archive_manifest_shape, &manifest, call->arena);
    struct pack_writer writer;

    /* The parts are its last member, and their lines what they would be encoded as. */
    pack_begin(&writer, call->arena, begun.length + parts->count * LINE_BYTES_USUAL);
    pack_raw(&writer, (struct bytes){begun.at, begun.length - 1});
    pack_array(&writer, parts->count);
    for (size_t i = 0; i < parts->count; i++)
        pack_raw(&writer, parts->list[i].raw);
    return pack_end(&writer);
}

static void tell(struct call *call, const struct package *package, int64_t bytes)
{
    const struct archive_stored stored = {
        .archive_no = package->archive_no,
        .version = package->version,
        .has_version = true,
        .class = package->class,
        .sha256 = package->sha256,
        .bytes = bytes,
        .has_bytes = true,
        .events = package->events,
        .has_events = true,
        .stored_at = call->now_ms,
        .has_stored_at = true,
        .closed_at = package->closed_at,
        .has_closed_at = true,
        .retain_until = package->retain_until,
        .has_retain_until = package->has_retain_until,
    };

    emit_archive_stored(call, (struct case_ref){package->case_id, package->case_no}, &stored);
}

/* Everything is at hand. */
static void store(
    struct call *call,
    struct package *package,
    struct manifest *row,
    const struct parts *parts
)
{
    uint8_t *digest = arena_take(call->arena, SHA256_BYTES);

    row->case_id = package->case_id;
    row->has_case_id = true;
    row->manifest = write_manifest(call, package, parts);
    sha256(row->manifest, digest);
    row->sha256 = package->sha256 = (struct bytes){digest, SHA256_BYTES};
    row->events = package->events = package->packaged = (int64_t)parts->count;
    row->has_events = true;
    package->stored_at = call->now_ms;
    package->has_stored_at = true;
    package->state = PACKAGE_STATE_stored;
    package->has_check_at = false;
    package->tries = 0;
    package->has_late_at = false;
    tell(call, package, parts->bytes + (int64_t)row->manifest.length);
    record_put(row);
    record_put(package);
}

struct text archive_item(struct arena *arena, struct uuid case_id, int64_t version)
{
    char id[UUID_TEXT_LENGTH + 1];

    uuid_to_text(case_id, id);
    return arena_format(arena, "%s/%lld", id, (long long)version);
}

/* What a package is made from; all of it is loaded. */
struct makings {
    struct text class_code;
    int32_t years;
    struct number_series *series;
    struct manifest *row;
    const struct key_list *lines;
};

/* Gives it a number, a class and a version. False: the day has no number left. */
static bool
name_version(struct call *call, struct package *package, const struct makings *makings)
{
    bool is_new = !package->archive_no.at;

    if (!give_number(call, package, makings->class_code, makings->series))
        return false;
    if (is_new) {
        makings->series->last++;
        makings->series->has_last = true;
        record_put(makings->series);
    }
    set_retention(call, package, makings->years);
    package->class = makings->class_code;
    package->version++;
    return true;
}

static void build(struct call *call, struct package *package, const struct makings *makings)
{
    static const struct text numbers = {"archive_numbers", 15};
    static const struct text events = {"events", 6};
    struct text *lacks = ARENA_ARRAY(call->arena, struct text, LACKS_MAX);
    struct parts parts;

    if (!read_parts(call, makings->lines, package, &parts)) {
        postpone(call, package, &events, 1, false);
        return;
    }
    size_t lacking = lacks_inside(package, parts.count, lacks);
    if (lacking) {
        postpone(call, package, lacks, lacking, false);
        return;
    }
    if (!name_version(call, package, makings)) {
        postpone(call, package, &numbers, 1, true);
        package->check_at = call->now_ms + NUMBERS_AGAIN_MS;
        return;
    }
    store(call, package, makings->row, &parts);
}

static enum error look_at(struct call *call, struct bytes case_id)
{
    struct text *lacks = ARENA_ARRAY(call->arena, struct text, LACKS_MAX);
    struct package *package = call_record(call, &package_record, case_id);
    struct record_class class = {.years = 0};

    if (!package)
        return ERROR_need;
    if (package->state != PACKAGE_STATE_waiting || package->check_at > call->now_ms)
        return OK;
    size_t count = lacks_around(call, package, lacks);
    if (count || !class_of(package, &class)) {
        postpone(call, package, lacks, count, false);
        return OK;
    }

    /* All that is still missing is asked for in one round. */
    struct text name = archive_series(call->arena, class.code, today(call));
    struct text item = archive_item(call->arena, package->case_id, package->version + 1);
    const struct makings makings = {
        .class_code = class.code,
        .years = class.years,
        .series = call_record_text(call, &number_series_record, name),
        .row = call_record_new_text(call, &manifest_record, item),
        .lines = call_list(call, &archive_parts_list, case_id),
    };
    if (!makings.series || !makings.lines)
        return ERROR_need;
    build(call, package, &makings);
    return OK;
}

enum error archive_package(struct call *call)
{
    const struct key_list *waiting =
        call_list(call, &archive_waiting_list, bytes_of_text(TEXT("")));
    enum error error = OK;

    if (!waiting)
        return ERROR_need;
    for (size_t i = 0; i < waiting->count; i++) {
        if (look_at(call, waiting->keys[i]) != OK)
            error = ERROR_need; /* the others say what they need in the same round */
    }
    call->reply->busy = waiting->count >= PACKAGES_A_TURN;
    return error;
}
