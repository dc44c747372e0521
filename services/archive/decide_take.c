/* Takes an event of any followed stream into the archive. Handlers of different streams only count and set what is
 * their own, so they commute (DESIGN P4): the closing belongs to desk, the request to intake, the answer to survey. */
#include "common/engine/batch.h"
#include "services/archive/archive.h"
#include "services/archive/bundle.h"
#include "services/archive/package.h"

/* Everything that is kept of the case is put together once nothing more has come for a while. */
static void wait_for_quiet(struct package *package, int64_t now_ms)
{
    package->state = PACKAGE_STATE_waiting;
    package->check_at = now_ms + PACKAGE_QUIET_MS;
    package->has_check_at = true;
}

static void note_closing(struct package *package, const struct case_closed *closed, int64_t seq)
{
    package->closed_seq = seq;
    package->has_closed_seq = true;
    package->closed_at = closed->closed_at;
    package->has_closed_at = true;
    package->case_type = closed->case_type;
    package->code = closed->code;
    package->grade = closed->grade;
    package->outside_no = closed->outside_no;
    package->tries = 0;
    package->has_late_at = false;
}

static void note_reopening(struct package *package)
{
    package->state = PACKAGE_STATE_open;
    package->has_closed_seq = false;
    package->has_closed_at = false;
    package->has_check_at = false;
}

bool archive_is_own_echo(const struct message *message)
{
    if (!message->shape || !message->body || message->shape->type != MESSAGE_clock_stopped_v1)
        return false;
    const struct clock_stopped *stopped = message->body;
    return text_is(stopped->clock, "K18");
}

/* Any other event: a package that is stored gets a new version. One that waits is not looked at in the batch of this
 * event, whose row its list does not show yet; most often that is so already, and nothing is to be written. */
static bool note_other(struct package *package, const struct message *message, int64_t now_ms)
{
    bool is_stored = package->state == PACKAGE_STATE_stored;

    if (!package->head.exists || package->state == PACKAGE_STATE_open)
        return false;
    if (is_stored ? archive_is_own_echo(message) : package->check_at > now_ms)
        return false;
    wait_for_quiet(package, now_ms);
    return true;
}

/* True when the row is to be written. There is none before the closing: most events of a case change nothing here. */
static bool note_event(struct call *call, struct package *package, int64_t seq)
{
    const struct message *message = call->message;
    int type = message->shape && message->body ? (int)message->shape->type : -1;

    if (type == MESSAGE_case_closed_v1) {
        package->case_no = message->case_no;
        note_closing(package, message->body, seq);
        wait_for_quiet(package, call->now_ms);
        return true;
    }
    if (type == MESSAGE_case_reopened_v1 && package->head.exists) {
        note_reopening(package);
        return true;
    }
    return note_other(package, message, call->now_ms);
}

/* A row of its own, for an event that has no room in its bundle. */
static void keep_alone(
    struct call *call,
    const struct package_event *event,
    struct bytes hash,
    struct bytes part
)
{
    struct text place = package_place(call->arena, event->stream, event->seq);
    struct kept_event *kept = call_record_new_text(call, &kept_event_record, place);

    kept->case_id = call->message->case_id;
    kept->has_case_id = true;
    kept->stream = event->stream;
    kept->seq = event->seq;
    kept->has_seq = true;
    kept->type = event->type;
    kept->envelope = event->envelope;
    kept->hash = hash;
    kept->part = part;
    record_put(kept);
}

/* A transaction that is committed is the only one with this event, so what is named after it is new. */
static struct text first_place(struct call *call)
{
    const struct batch *batch = call->deciding->batch;
    const struct item *item = call->deciding->item;

    for (size_t i = batch->from; i < batch->to; i++) {
        const struct item *other = &batch->items[i];
        if (other->kind == ITEM_event) {
            item = other;
            break;
        }
    }
    return package_place(call->arena, text_of(item->stream), item->seq);
}

/* An event comes once (DESIGN P2), so there is no row to look for. */
static void keep(struct call *call, const struct item *item)
{
    const struct message *message = call->message;
    const struct package_event event =
        {text_of(item->stream), item->seq, message->type_name, message->envelope};
    struct bytes hash = {0};

    if (item->kind == ITEM_event)
        hash = arena_bytes(call->arena, (struct bytes){item->hash, sizeof(item->hash)});
    struct bytes part = package_part(call->arena, &event, hash);
    struct text name = bundle_item(call->arena, message->case_id, first_place(call));
    struct kept_bundle *row = call_record_new_text(call, &kept_bundle_record, name);
    struct bundle bundle = {row->lines, row->envelopes};
    if (!bundle_add(call->arena, &bundle, part, event.envelope)) {
        keep_alone(call, &event, hash, part);
        return;
    }
    row->lines = bundle.lines;
    row->envelopes = bundle.envelopes;
    record_put(row);
}

/* Fields that are required have a value from the closing on. */
static void begin(struct package *package)
{
    package->has_events = package->has_packaged = true;
    package->has_basics = package->has_feedback = true;
    package->has_tries = package->has_version = true;
}

enum error archive_take(struct call *call, const void *body UNUSED)
{
    const struct item *item = call->deciding->item;
    const struct message *message = call->message;

    if (!message->has_case)
        return OK;

    struct package *package = call_record_id(call, &package_record, message->case_id);
    if (!package)
        return ERROR_need;

    keep(call, item);
    if (!package->head.exists)
        begin(package);
    if (note_event(call, package, item->seq))
        record_put(package);
    return OK;
}
