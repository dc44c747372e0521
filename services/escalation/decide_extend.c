/* See decide_extend.h. */
#include "services/escalation/decide_extend.h"

#include "proto/emit.h"
#include "services/escalation/case_facts.h"
#include "services/escalation/ladder.h"
#include "services/escalation/reading.h"

static bool fits_profile(const struct clock_view *view, const struct clock_extend *wish)
{
    const struct due_result *due = &view->due;
    size_t next = view->plan.extension_count + 1;

    if (next >= due->clock->stage_count)
        return false;
    const struct sla_stage *stage = &due->clock->stages[next];
    const struct limit *most = &stage->limits[view->plan.grade];
    bool same_unit = most->kind == due->limit.kind;
    return wish->days <= limit_days(most) &&
           (!stage->exact || wish->days == limit_days(most)) &&
           (!same_unit || wish->days > limit_days(&due->limit));
}

enum error escalation_check_extend(struct call *call, const struct clock_extend *wish)
{
    if (wish->told_at <= call->now_ms)
        return OK;
    return refuse(call, "invalid_field", "data.told_at", "in the future 时间在未来");
}

/* By the clock: in time, and as the profile allows. */
static enum error
check_clock(struct call *call, const struct clock_view *view, const struct clock_extend *wish)
{
    const struct due_result *due = &view->due;

    if (view->plan.stopped)
        return refuse(call, "conflict", "data.clock", "the limit has ended 时限已结束");
    enum error error = escalation_check_extend(call, wish);
    if (error != OK)
        return error;
    if (due_is_late(due, call->now_ms) || due_is_late(due, wish->told_at))
        return refuse(
            call,
            "conflict",
            "data.told_at",
            "the customer must be told before the limit ends 须在期限届满前告知客户"
        );
    if (!fits_profile(view, wish))
        return refuse(
            call,
            "conflict",
            "data.days",
            "%.*s does not allow it 规则不允许该延期",
            (int)due->policy->name.length,
            due->policy->name.at
        );
    return OK;
}

static enum error
check_actor(struct call *call, const struct clock_view *view, int32_t *ret_line)
{
    size_t next = view->plan.extension_count + 1;
    int32_t least = view->due.clock->stages[next].approver;
    int32_t line = ladder_line(call->message->actorrole);

    if (!call->message->actorid.length || line < least)
        return refuse(
            call,
            "forbidden",
            NULL,
            "L%d or above approves 须由L%d以上批准",
            least,
            least
        );
    *ret_line = line;
    return OK;
}

static void tell(
    struct call *call,
    const struct clocks *clocks,
    const struct clock_view *view,
    const struct clock_extend *wish,
    const struct clock_extended *event
)
{
    const struct extension_result result = {
        .case_id = wish->case_id,
        .has_case_id = true,
        .case_no = clocks->row->case_no,
        .clock = view->plan.id,
        .old_due_at = event->old_due_at,
        .has_old_due_at = event->has_old_due_at,
        .due_at = event->due_at,
        .has_due_at = event->has_due_at,
    };

    emit_clock_extended(call, settle_ref(clocks), event);
    call_reply_case(call, settle_ref(clocks));
    call_reply_result(call, &extension_result_shape, &result);
}

static void extend(
    struct clocks *clocks,
    struct clock_view *view,
    const struct clock_extend *wish,
    int32_t line
)
{
    struct call *call = clocks->call;
    struct clock_extended event = {
        .clock = view->plan.id,
        .days = wish->days,
        .has_days = true,
        .reason = wish->reason,
        .approved_by = call->message->actorid,
        .line = line,
        .has_line = true,
        .told_at = wish->told_at,
        .has_told_at = true,
        .proof = wish->proof,
        .old_due_at = view->due.due_ms,
        .has_old_due_at = !view->due.paused,
    };

    journal_add_own(&clocks->journal, call->now_ms, FACT_extended, wish->days);
    case_facts_store(call, clocks->row, &clocks->journal);
    clocks_refresh(clocks);
    event.due_at = view->due.due_ms;
    event.has_due_at = !view->due.paused;
    tell(call, clocks, view, wish, &event);
    settle_clocks(clocks);
}

enum error escalation_decide_extend(struct call *call, const struct clock_extend *wish)
{
    struct clocked_case *row = call_record_id(call, &clocked_case_record, wish->case_id);
    struct clocks *clocks = NULL;
    int32_t line = 0;

    if (!row)
        return ERROR_need;
    enum error error = reading_case(call, row);
    if (error == OK)
        error = clocks_load(call, row, &clocks);
    if (error != OK)
        return error;
    struct clock_view *view = clocks_find(clocks, wish->clock.at ? wish->clock : TEXT("K9"));
    if (!view || !view->computed)
        return refuse(call, "not_found", "data.clock", "the case has no such limit 无此时限");
    error = check_clock(call, view, wish);
    if (error == OK)
        error = check_actor(call, view, &line);
    if (error == OK)
        extend(clocks, view, wish, line);
    return error;
}
