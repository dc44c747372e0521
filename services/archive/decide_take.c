/* Takes an event of any followed stream into the archive. Handlers of different streams only count and set what is
 * their own, so they commute (DESIGN P4): the closing belongs to desk, the request to intake, the answer to survey. */
#include "common/engine/batch.h"
#include "services/archive/archive.h"
#include "services/archive/package.h"

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
    package->has_closed_seq = false;
    package->has_closed_at = false;
}

bool archive_is_own_echo(const struct message *message)
{
    if (!message->shape || !message->body || message->shape->type != MESSAGE_clock_stopped_v1)
        return false;
    const struct clock_stopped *stopped = message->body;
    return text_is(stopped->clock, "K18");
}

static void note_event(struct package *package, const struct message *message, int64_t seq)
{
    bool was_whole = package->state == PACKAGE_STATE_stored;

    package->events++;
    if (message->case_no.at)
        package->case_no = message->case_no;
    if (!message->shape || !message->body)
        return;
    if (message->shape->type == MESSAGE_case_received_v1)
        package->basics = true;
    else if (message->shape->type == MESSAGE_survey_answered_v1)
        package->feedback = true;
    else if (message->shape->type == MESSAGE_case_closed_v1)
        note_closing(package, message->body, seq);
    else if (message->shape->type == MESSAGE_case_reopened_v1)
        note_reopening(package);
    else if (was_whole && archive_is_own_echo(message))
        package->packaged++;
}

void package_settle(struct package *package, int64_t now_ms)
{
    enum package_state before = package->state;

    if (!package->has_closed_seq)
        package->state = PACKAGE_STATE_open;
    else if (package->events > package->packaged)
        package->state = PACKAGE_STATE_waiting;
    else
        package->state = PACKAGE_STATE_stored;
    package->has_check_at = package->state == PACKAGE_STATE_waiting;
    if (package->has_check_at && before != PACKAGE_STATE_waiting)
        package->check_at = now_ms;
}

static void keep(struct call *call, struct kept_event *kept, const struct item *item)
{
    const struct message *message = call->message;
    const struct package_event event =
        {text_of(item->stream), item->seq, message->type_name, message->envelope};
    struct bytes hash = {0};

    if (item->kind == ITEM_event)
        hash = arena_bytes(call->arena, (struct bytes){item->hash, sizeof(item->hash)});
    kept->case_id = message->case_id;
    kept->has_case_id = true;
    kept->stream = event.stream;
    kept->seq = event.seq;
    kept->has_seq = true;
    kept->type = event.type;
    kept->envelope = event.envelope;
    kept->hash = hash;
    kept->part = package_part(call->arena, &event, hash);
}

/* Fields that are required have a value from the first event on. */
static void begin(struct package *package)
{
    package->has_events = package->has_packaged = true;
    package->has_basics = package->has_feedback = true;
    package->has_tries = package->has_version = true;
    package->state = PACKAGE_STATE_open;
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

    /* An event comes once (DESIGN P2), so there is no row to look for. */
    struct text place = package_place(call->arena, text_of(item->stream), item->seq);
    struct kept_event *kept = call_record_new_text(call, &kept_event_record, place);
    keep(call, kept, item);
    if (!package->head.exists)
        begin(package);
    note_event(package, message, item->seq);
    package_settle(package, call->now_ms);
    record_put(kept);
    record_put(package);
    return OK;
}
