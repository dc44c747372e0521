/* What a decision has to count: it is counted when the decision is committed, and once, however often the batch was decided.
 *
 * A decision is pure and may run several times: while something is loaded, and again when its transaction failed. A metric
 * that it touched itself would count each time. */
#pragma once

#include "common/engine/call.h"
#include "common/metrics.h"

struct noted;
struct item;

/* `label` is the only label of the metric, or NULL when it has none; copied. */
void call_note_count(struct call *call, enum metric metric, int64_t n, struct text label);
void call_note_us(struct call *call, enum metric metric, int64_t us);

/* What else is to happen then: `apply` gets a copy of `size` bytes at `what`. It fails never and touches nothing that a
 * decision reads but its own. */
void call_note_apply(
    struct call *call,
    void (*apply)(const void *what),
    const void *what,
    size_t size
);

/* The engine's side: of an item that was accepted and is committed. */
void noted_apply(const struct item *item);
