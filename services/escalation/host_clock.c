/* See host_clock.h. */
#include "services/escalation/host_clock.h"

#include <stdlib.h>

#include "common/clock_watch.h"
#include "proto/emit.h"
#include "services/escalation/records.h"

static void say_stepped(struct call *call, const struct clock_watch *clock)
{
    const struct host_clock_stepped event = {
        .step_ms = clock->step_ms,
        .has_step_ms = true,
        .detected_at = call->now_ms,
        .has_detected_at = true,
        .wall_at = call->now_ms + clock->step_ms,
        .has_wall_at = true,
    };

    emit_host_clock_stepped(call, (struct case_ref){0}, &event);
}

static void
say_settled(struct call *call, const struct clock_watch *clock, const struct host_clock *row)
{
    const struct host_clock_settled event = {
        .settled_at = call->now_ms,
        .has_settled_at = true,
        .moved_ms = clock->settled ? clock->moved_ms : row->step_ms,
        .has_moved_ms = true,
    };

    emit_host_clock_settled(call, (struct case_ref){0}, &event);
}

enum error host_clock_watch(struct call *call)
{
    const struct clock_watch *clock = call_clock(call);
    struct host_clock *row = call_record_text(call, &host_clock_record, TEXT("wall"));

    if (!row)
        return ERROR_need;
    bool known = row->has_step_ms && llabs(row->step_ms - clock->step_ms) <= CLOCK_STEP_MS;
    if (clock->step_ms ? known : !row->has_step_ms)
        return OK;
    if (clock->step_ms)
        say_stepped(call, clock);
    else
        say_settled(call, clock, row);
    row->has_step_ms = clock->step_ms != 0;
    row->step_ms = clock->step_ms;
    record_put(row);
    return OK;
}
