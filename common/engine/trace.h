/* W3C Trace Context for events: the trace goes on with what it causes, each event is a span of its own.
 *
 * An event takes the trace of the message that caused it (https://www.w3.org/TR/trace-context/, sections 3.2 and 4.3:
 * version 00, the same trace id, a new parent id, of the flags only those that are defined). Where no trace came an event
 * of a case belongs to the case's own trace, whose id is the case's id, so that the index of cases finds it and nothing
 * is stored for it; an event without a case begins a random one. A trace that came from outside is looked up by
 * event.trace_id, which is written only where it enters (trace_is_foreign). */
#pragma once

#include "common/message.h"

enum { TRACE_ID_LENGTH = 32 };

/* The trace id of a traceparent that message_decode let through; false when it is absent. */
bool trace_of(struct text traceparent, struct uuid *ret_trace) MUST_CHECK;

/* 32 lower-case hexadecimal digits that are not all 0. */
bool trace_from_text(struct text text, struct uuid *ret_trace) MUST_CHECK;

/* The traceparent of event `seq` of `stream`: TRACEPARENT_LENGTH characters in the arena. `cause` may be absent; the case
 * may be zero. The span's id is made of stream and seq: no two events of a stream have the same. */
struct text trace_next(
    struct text cause,
    struct uuid case_id,
    const char *stream,
    int64_t seq,
    struct arena *arena
);

/* Whether `traceparent` names another trace than the case's own, and which. */
bool trace_is_foreign(struct text traceparent, struct uuid case_id, struct uuid *ret_trace)
    MUST_CHECK;
