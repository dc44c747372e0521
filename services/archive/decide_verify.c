/* Proves a package again, from the rows that are there now (REQUIREMENTS AR-15 to AR-18). */
#include <stdlib.h>

#include "services/archive/archive.h"
#include "services/archive/bundle.h"
#include "services/archive/package.h"

/* Where an event stands, and the event, unless it has a row of its own that is still to be loaded. */
struct found {
    struct text place;
    struct package_event event;
};

/* What a verdict is made from; all of it is loaded. */
struct evidence {
    const struct package *package;
    const struct manifest *manifest;
    struct found *found; /* by place */
    size_t count;
    struct package_slice slice;
};

/* Whether the manifest names the event. It may be one that cannot be read: then it names none. */
static bool names(const struct archive_manifest *manifest, const struct package_event *event)
{
    for (size_t i = 0; i < manifest->parts_count; i++) {
        const struct archive_part *part = &manifest->parts[i];
        if (part->seq == event->seq && text_equal(part->stream, event->stream))
            return true;
    }
    return false;
}

static bool is_echo(const struct call *call, const struct package_event *event)
{
    struct message message;
    struct faults faults = {.count = 0};

    if (!text_is(event->type, "clock.stopped.v1"))
        return false;
    return message_decode(
               event->envelope,
               &shouli_catalogue,
               DECODE_lenient,
               call->arena,
               &faults,
               &message
           ) == OK &&
           archive_is_own_echo(&message);
}

/* The end of archiving's own clock, which follows the package, is kept and belongs to no version of it. */
static size_t events_of(
    const struct call *call,
    const struct evidence *evidence,
    const struct archive_manifest *manifest,
    struct package_event *ret_events
)
{
    size_t count = 0;

    for (size_t i = 0; i < evidence->count; i++) {
        const struct package_event *event = &evidence->found[i].event;
        if (is_echo(call, event) && !names(manifest, event))
            continue;
        ret_events[count++] = *event;
    }
    return count;
}

static struct text fault_of(const struct call *call, const struct package_verdict *verdict)
{
    struct text what = package_fault_text(verdict->fault);

    if (verdict->fault == PACKAGE_ok)
        return (struct text){0};
    if (!verdict->stream.at)
        return what;
    return arena_format(
        call->arena,
        "%.*s: %.*s/%lld",
        (int)what.length,
        what.at,
        (int)verdict->stream.length,
        verdict->stream.at,
        (long long)verdict->seq
    );
}

static void answer(struct call *call, const struct evidence *evidence)
{
    const struct package *package = evidence->package;
    struct package_event *events =
        ARENA_ARRAY(call->arena, struct package_event, evidence->count + 1);
    struct archive_manifest *manifest = ARENA_NEW(call->arena, struct archive_manifest);
    struct faults faults = {.count = 0};

    if (map_decode(
            evidence->manifest->manifest,
            &archive_manifest_shape,
            DECODE_lenient,
            "",
            call->arena,
            &faults,
            manifest
        ) != OK)
        *manifest = (struct archive_manifest){.parts_count = 0};
    const struct package_verdict verdict = package_verify(
        evidence->manifest->manifest,
        package->sha256,
        &evidence->slice,
        events,
        events_of(call, evidence, manifest, events),
        call->arena
    );
    const struct archive_verdict view = {
        .case_id = package->case_id,
        .has_case_id = true,
        .case_no = package->case_no,
        .archive_no = package->archive_no,
        .version = package->version,
        .has_version = true,
        .sha256 = package->sha256,
        .parts = (int64_t)manifest->parts_count,
        .has_parts = true,
        .valid = verdict.fault == PACKAGE_ok,
        .has_valid = true,
        .fault = fault_of(call, &verdict),
        .next = evidence->slice.more ? evidence->found[evidence->count - 1].place
                                     : (struct text){0},
    };
    call_reply_case(call, (struct case_ref){package->case_id, package->case_no});
    call_reply_result(call, &archive_verdict_shape, &view);
}

/* The row of a package begins with the closing of its case; `is_kept`: there are events of the case. */
static enum error check(struct call *call, const struct package *package, bool is_kept)
{
    static const char field[] = "data.case_id";

    if (!package->head.exists && !is_kept)
        return refuse(
            call,
            "not_found",
            field,
            "没有该工单的档案 nothing is kept of this case"
        );
    if (!package->head.exists || package->state != PACKAGE_STATE_stored) {
        int known = package->head.exists ? (int)package->state : PACKAGE_STATE_open;
        struct text state = enum_to_text(&package_state_enum, known);
        return refuse(
            call,
            "conflict",
            field,
            "尚未归档 the package is not stored: its state is %.*s",
            (int)state.length,
            state.at
        );
    }
    return OK;
}

/* Events in the bundles of a case that stand behind a place. A bundle that was changed may have none. */
static void add_bundles(
    struct call *call,
    const struct key_list *bundles,
    struct text after,
    struct evidence *evidence
)
{
    for (size_t i = 0; i < bundles->count; i++) {
        size_t count = bundle_events(bundles->keys[i], NULL);
        struct package_event *events =
            ARENA_ARRAY(call->arena, struct package_event, count + 1);
        (void)bundle_events(bundles->keys[i], events);
        for (size_t k = 0; k < count; k++) {
            struct text place = package_place(call->arena, events[k].stream, events[k].seq);
            if (text_compare(place, after) > 0)
                evidence->found[evidence->count++] = (struct found){place, events[k]};
        }
    }
}

static size_t events_in(const struct key_list *bundles)
{
    size_t count = 0;

    for (size_t i = 0; i < bundles->count; i++)
        count += bundle_events(bundles->keys[i], NULL);
    return count;
}

static int by_place(const void *a, const void *b)
{
    const struct found *one = a, *other = b;

    return text_compare(one->place, other->place);
}

/* What is kept behind the place that was asked for, in order, and no more of it than is verified at a time. The list of
 * those that are kept alone has one more than the limit when there are more. */
static void find_events(
    struct call *call,
    const struct key_list *bundles,
    const struct key_list *places,
    struct evidence *evidence
)
{
    size_t most = events_in(bundles) + places->count;

    evidence->found = ARENA_ARRAY(call->arena, struct found, most + 1);
    add_bundles(call, bundles, evidence->slice.after, evidence);
    for (size_t i = 0; i < places->count; i++)
        evidence->found[evidence->count++] =
            (struct found){.place = text_of_bytes(places->keys[i])};
    qsort(evidence->found, evidence->count, sizeof(*evidence->found), by_place);
    evidence->slice.more = evidence->count > VERIFIED_EVENTS_MAX;
    evidence->count = size_min(evidence->count, VERIFIED_EVENTS_MAX);
}

/* Those of them that are kept alone. */
static enum error load_kept(struct call *call, struct evidence *evidence)
{
    enum error error = OK;

    for (size_t i = 0; i < evidence->count; i++) {
        struct found *found = &evidence->found[i];
        if (found->event.stream.at)
            continue;
        const struct kept_event *kept =
            call_record_text(call, &kept_event_record, found->place);
        if (kept)
            found->event =
                (struct package_event){kept->stream, kept->seq, kept->type, kept->envelope};
        else
            error = ERROR_need;
    }
    return error;
}

struct text archive_behind(struct arena *arena, struct uuid case_id, struct text place)
{
    char id[UUID_TEXT_LENGTH + 1];

    uuid_to_text(case_id, id);
    return place.length ? arena_format(arena, "%s/%.*s", id, (int)place.length, place.at)
                        : arena_format(arena, "%s", id);
}

enum error archive_decide_verify(struct call *call, const struct archive_verify *query)
{
    struct evidence evidence = {.slice.after = query->after};

    evidence.package = call_record_id(call, &package_record, query->case_id);
    struct text behind = archive_behind(call->arena, query->case_id, query->after);
    const struct key_list *places = call_list(call, &archive_kept_list, bytes_of_text(behind));
    const struct key_list *bundles =
        call_list(call, &archive_bundles_list, (struct bytes){query->case_id.b, 16});
    if (!evidence.package || !places || !bundles)
        return ERROR_need;
    enum error error = check(call, evidence.package, places->count + bundles->count > 0);
    if (error != OK)
        return error;
    struct text item = archive_item(call->arena, query->case_id, evidence.package->version);
    evidence.manifest = call_record_text(call, &manifest_record, item);
    if (!evidence.manifest)
        return ERROR_need;
    find_events(call, bundles, places, &evidence);
    error = load_kept(call, &evidence);
    if (error == OK)
        answer(call, &evidence);
    return error;
}
