/* Lays the events of a trace in causal order: pure.
 *
 * Services have clocks of their own, so time alone is not enough: an event never stands before the one that caused it
 * (causationid), else the earlier one stands first. A cause that is not among them, or a circle of causes that only
 * forged ids make, counts as none. */
#pragma once

#include "proto/messages.h"

enum { TRACED_MAX = 8192 };

struct traced {
    const char *service;
    struct trace_event event;
    bool foreign; /* of the case, but in another trace than the one asked for */
    bool has_cause;
    int64_t hop_ms; /* since its cause */
    int depth;      /* how many causes stand before it */
};

/* Sorts in place, drops what is there twice, and says of each how it hangs together; the count that is left. At most
 * TRACED_MAX. */
size_t trace_order(struct traced *events, size_t count, struct arena *arena);
