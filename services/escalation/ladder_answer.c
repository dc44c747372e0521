/* Who was called answers; see ladder.h. */
#include "common/engine/noted.h"
#include "proto/emit.h"
#include "services/escalation/ladder.h"
#include "services/escalation/reading.h"
#include "services/escalation/settle.h"

int32_t ladder_line(struct text role)
{
    bool is_line = role.length == 2 && role.at[0] == 'L' && role.at[1] >= '1' &&
                   role.at[1] <= '0' + LADDER_LEVEL_MAX;

    return is_line ? role.at[1] - '0' : 0;
}

enum error ladder_actor(struct call *call)
{
    enum error error = OK;

    if (!call->message->actorid.length)
        error =
            refuse(call, "missing_field", "actorid", "who acts must be said / 请说明操作人");
    if (!call->message->actorrole.length)
        error = refuse(
            call,
            "missing_field",
            "actorrole",
            "the role of who acts must be said / 请说明操作人的角色"
        );
    return error;
}

/* The clock whose newest rung waits for an answer. */
static enum error find_waiting(
    struct call *call,
    const struct ladder_acknowledge *wish,
    struct clocks *clocks,
    struct clock_view **ret_view
)
{
    struct clock_view *view = clocks_find(clocks, wish->clock);

    if (!view || !view->row->has_started_at)
        return refuse(
            call,
            "not_found",
            "data.clock",
            "the case has no such clock / 该工单没有此时限"
        );
    if (!view->row->has_called_at || view->row->has_acknowledged_at || view->plan.stopped)
        return refuse(call, "conflict", "data.clock", "nobody is waited for / 当前无人待应答");
    if (wish->step.at && !text_equal(wish->step, view->row->called_step))
        return refuse(
            call,
            "conflict",
            "data.step",
            "the newest rung is %.*s / 请应答最新一级",
            (int)view->row->called_step.length,
            view->row->called_step.at
        );
    *ret_view = view;
    return OK;
}

static enum error check_actor(struct call *call, const struct case_clock *row)
{
    const struct message *message = call->message;

    if (text_equal(message->actorid, row->called_person) ||
        ladder_line(message->actorrole) >= row->called_level)
        return OK;
    return refuse(
        call,
        "forbidden",
        "actorrole",
        "this call is answered by who was called, or from L%lld on / "
        "须由被呼叫人或该级及以上应答",
        (long long)row->called_level
    );
}

static void answer(struct clocks *clocks, struct clock_view *view)
{
    struct call *call = clocks->call;
    struct case_clock *row = view->row;
    struct moment next = {0}; /* there may be none */

    row->acknowledged_at = call->now_ms;
    row->has_acknowledged_at = row->has_held_ms = true;
    row->acknowledged_by = call->message->actorid;
    row->held_ms += call->now_ms - row->called_at;
    row->has_call_again_at = false;
    settle_clocks(clocks);
    bool more = moment_next(view, &next);
    const struct ladder_acknowledged event = {
        .clock = view->plan.id,
        .step = row->called_step,
        .level = row->called_level,
        .has_level = true,
        .acknowledged_by = row->acknowledged_by,
        .called_at = row->called_at,
        .has_called_at = true,
        .acknowledged_at = row->acknowledged_at,
        .has_acknowledged_at = true,
        .next_at = next.at_ms,
        .has_next_at = more,
    };
    const struct ladder_hold hold = {
        .case_id = clocks->row->case_id,
        .has_case_id = true,
        .clock = view->plan.id,
        .step = row->called_step,
        .level = row->called_level,
        .has_level = true,
        .next_at = next.at_ms,
        .has_next_at = more,
    };
    emit_ladder_acknowledged(call, settle_ref(clocks), &event);
    call_note_count(call, METRIC_shouli_duty_answers_total, 1, (struct text){0});
    call_reply_case(call, settle_ref(clocks));
    call_reply_result(call, &ladder_hold_shape, &hold);
}

enum error ladder_decide_acknowledge(struct call *call, const struct ladder_acknowledge *wish)
{
    struct clocks *clocks = NULL;
    struct clock_view *view = NULL;
    enum error error = ladder_actor(call);

    if (error != OK)
        return error;
    struct clocked_case *row = call_record_id(call, &clocked_case_record, wish->case_id);
    if (!row)
        return ERROR_need;
    error = reading_case(call, row);
    if (error == OK)
        error = clocks_load(call, row, &clocks);
    if (error == OK)
        error = find_waiting(call, wish, clocks, &view);
    if (error != OK || !view)
        return error;
    error = check_actor(call, view->row);
    if (error == OK)
        answer(clocks, view);
    return error;
}
