/* See decide_ledger.h. */
#include "services/intake/decide_ledger.h"

#include <stdlib.h>

#include "common/engine/idempotency.h"
#include "common/engine/statements.h"
#include "common/timestamp.h"

const struct list_shape intake_span_list =
    {"span", &engine_event_of_span_statement, true, false};
const struct list_shape intake_counts_list =
    {"sender_day", &engine_sender_day_find_statement, true, false};
const struct list_shape intake_accepted_list =
    {"accepted", &engine_accepted_of_statement, false, false};

enum { DAY_MS = 86400000 };

/* The smallest id that a case of this instant can have. */
static struct uuid first_id(int64_t ms)
{
    struct uuid id = {{0}};

    for (int i = 0; i < 6; i++)
        id.b[i] = (uint8_t)((uint64_t)ms >> (40 - 8 * i));
    return id;
}

static enum error read_day(struct call *call, struct text day, int64_t *ret_begins_ms)
{
    struct text instant =
        arena_format(call->arena, "%.*sT00:00:00+08:00", (int)size_min(day.length, 10), day.at);

    if (day.length == 10 && timestamp_from_text(instant, ret_begins_ms) && *ret_begins_ms >= 0)
        return OK;
    return refuse(
        call,
        "invalid_field",
        "data.day",
        "a day is written as 2026-11-21 / 日期格式为 2026-11-21"
    );
}

/* False for an event that is no request of this source. */
static bool read_entry(
    struct bytes envelope,
    struct text source,
    struct arena *arena,
    struct ledger_entry *ret_entry
)
{
    struct faults faults = {.count = 0};
    struct message event;

    if (message_decode(envelope, &shouli_catalogue, DECODE_lenient, arena, &faults, &event) !=
            OK ||
        !event.shape || event.shape->type != MESSAGE_case_received_v1)
        return false;
    const struct case_received *received = event.body;
    if (!text_equal(received->publisher, source))
        return false;
    *ret_entry = (struct ledger_entry){
        .id = received->request_id,
        .case_id = event.case_id,
        .has_case_id = true,
        .case_no = event.case_no,
        .at = received->received_at,
        .has_at = true,
    };
    return true;
}

static struct uuid case_of(struct bytes envelope, struct arena *arena)
{
    struct faults faults = {.count = 0};
    struct message event;

    (void)!message_decode(envelope, &shouli_catalogue, DECODE_lenient, arena, &faults, &event);
    return event.case_id;
}

static size_t read_entries(
    const struct call *call,
    const struct key_list *found,
    struct ledger_entry *ret_entries
)
{
    size_t count = 0, shown = size_min(found->count, LEDGER_PAGE_MAX);

    for (size_t i = 0; i < shown; i++)
        count +=
            read_entry(found->keys[i], call->message->source, call->arena, &ret_entries[count]);
    return count;
}

/* "duplicate rejected"; no row: none. */
static void read_counts(const struct key_list *counts, struct ledger_day_view *view)
{
    char text[64] = "";
    char *end = text;

    view->has_duplicate = view->has_rejected = true;
    if (counts->count == 0 || counts->keys[0].length >= sizeof(text))
        return;
    memcpy(text, counts->keys[0].at, counts->keys[0].length);
    view->duplicate = strtoll(text, &end, 10);
    view->rejected = strtoll(end, NULL, 10);
}

static const struct key_list *
ask_span(struct call *call, const struct ledger_day *query, int64_t begins_ms)
{
    char from[UUID_TEXT_LENGTH + 1], to[UUID_TEXT_LENGTH + 1];
    struct uuid first = first_id(begins_ms);

    if (query->has_after && memcmp(query->after.b, first.b, sizeof(first.b)) > 0)
        first = query->after;
    uuid_to_text(first, from);
    uuid_to_text(first_id(begins_ms + DAY_MS), to);
    struct text key = arena_format(call->arena, "%s %s", from, to);
    return call_list(call, &intake_span_list, bytes_of_text(key));
}

enum error intake_decide_day(struct call *call, const struct ledger_day *query)
{
    struct text source = call->message->source;
    struct ledger_day_view view = {.accepted_count = 0};
    int64_t begins_ms;
    enum error error = read_day(call, query->day, &begins_ms);

    if (error != OK)
        return error;
    struct text key = arena_format(
        call->arena,
        "%.*s %.*s",
        (int)query->day.length,
        query->day.at,
        (int)source.length,
        source.at
    );
    const struct key_list *counts = call_list(call, &intake_counts_list, bytes_of_text(key));
    const struct key_list *found = ask_span(call, query, begins_ms);
    if (!counts || !found)
        return ERROR_need;
    struct ledger_entry *entries =
        ARENA_ARRAY(call->arena, struct ledger_entry, LEDGER_PAGE_MAX);
    view.accepted = entries;
    view.accepted_count = read_entries(call, found, entries);
    view.has_next = found->count > LEDGER_PAGE_MAX;
    if (view.has_next)
        view.next = case_of(found->keys[LEDGER_PAGE_MAX - 1], call->arena);
    read_counts(counts, &view);
    call_reply_result(call, &ledger_day_view_shape, &view);
    return OK;
}

static bool is_asked_before(const struct ledger_ids *query, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (text_equal(query->ids[i], query->ids[at]))
            return true;
    }
    return false;
}

enum error intake_decide_ids(struct call *call, const struct ledger_ids *query)
{
    struct text source = call->message->source;
    struct ledger_ids_view view = {.accepted_count = 0};
    struct ledger_entry *entries =
        ARENA_ARRAY(call->arena, struct ledger_entry, query->ids_count + 1);
    bool complete = true;

    view.accepted = entries;
    for (size_t i = 0; i < query->ids_count; i++) {
        uint8_t *key16 = arena_take(call->arena, 16);
        idempotency_key(source, query->ids[i], key16);
        const struct key_list *found =
            call_list(call, &intake_accepted_list, (struct bytes){key16, 16});
        if (!found)
            complete = false;
        else if (found->count && !is_asked_before(query, i) && read_entry(found->keys[0], source, call->arena, &entries[view.accepted_count]))
            view.accepted_count++;
    }
    if (!complete)
        return ERROR_need;
    call_reply_result(call, &ledger_ids_view_shape, &view);
    return OK;
}
