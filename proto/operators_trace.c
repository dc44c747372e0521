/* What a service knows of a trace: read from its own stream, by the index of cases and that of foreign traces. */
#include "proto/operators.h"

#include "common/engine/statements.h"
#include "common/engine/trace.h"

const struct list_shape operators_trace_list =
    {"trace", &engine_event_of_trace_statement, true, false};

/* Events are named "<stream>-<seq>". */
static int64_t seq_of(struct text id)
{
    int64_t seq = 0;

    for (size_t i = 0; i < id.length; i++) {
        char c = id.at[i];
        seq = c >= '0' && c <= '9' ? seq * 10 + (c - '0') : 0;
    }
    return seq;
}

static struct trace_event view_of(struct bytes envelope, struct arena *arena)
{
    struct faults faults = {.count = 0};
    struct message event;

    (void)!message_decode(envelope, &shouli_catalogue, DECODE_lenient, arena, &faults, &event);
    return (struct trace_event){
        .id = event.id,
        .type = event.type_name,
        .at = event.time_ms,
        .has_at = true,
        .case_id = event.case_id,
        .has_case_id = event.has_case,
        .case_no = event.case_no,
        .traceparent = event.traceparent,
        .causationid = event.causationid,
        .actor = event.actorid,
    };
}

enum error operators_trace(struct call *call, const struct trace_get *query)
{
    char id[UUID_TEXT_LENGTH + 1];
    struct trace_view view = {0};
    struct uuid trace;

    if (!trace_from_text(query->trace, &trace))
        return refuse(
            call,
            "invalid_field",
            "data.trace",
            "a trace id has 32 lower-case hexadecimal digits, not all 0 / "
            "链路标识为 32 位小写十六进制数字，且不全为 0"
        );
    uuid_to_text(trace, id);
    struct text key = arena_format(call->arena, "%s %lld", id, (long long)query->after);
    const struct key_list *found = call_list(call, &operators_trace_list, bytes_of_text(key));
    if (!found)
        return ERROR_need;
    struct trace_event *events = ARENA_ARRAY(call->arena, struct trace_event, TRACE_EVENTS_MAX);
    view.events = events;
    view.events_count = size_min(found->count, TRACE_EVENTS_MAX);
    for (size_t i = 0; i < view.events_count; i++)
        events[i] = view_of(found->keys[i], call->arena);
    view.has_next = found->count > TRACE_EVENTS_MAX;
    if (view.has_next)
        view.next = seq_of(events[TRACE_EVENTS_MAX - 1].id);
    call_reply_result(call, &trace_view_shape, &view);
    return OK;
}
