/* What people ask and say about one playbook; see playbook.h. */
#include "proto/emit.h"
#include "services/escalation/incident.h"
#include "services/escalation/ladder.h"
#include "services/escalation/playbook.h"
#include "services/escalation/reading.h"
#include "services/escalation/regrade.h"

enum { LEADER = 3, LEFT_LEADER = 4 };

/* What the messages about one playbook have in common. */
struct named {
    struct text kind;
    bool has_case;
    struct uuid case_id;
    struct text incident_no;
};

static enum error
find_case(struct call *call, const struct named *named, struct playbook_subject *ret_subject)
{
    const struct clocked_case *row = call_record_id(call, &clocked_case_record, named->case_id);

    if (!row)
        return ERROR_need;
    *ret_subject = (struct playbook_subject){.of = {row->case_id, row->case_no}};
    return reading_case(call, row);
}

static enum error find_incident(
    struct call *call,
    const struct named *named,
    struct playbook_subject *ret_subject
)
{
    const struct key_list *keys =
        call_list(call, &incident_number_list, bytes_of_text(named->incident_no));

    if (!keys)
        return ERROR_need;
    if (!keys->count)
        return refuse(call, "not_found", "data.incident_no", "no such incident 事件不存在");
    *ret_subject = (struct playbook_subject){.incident_no = named->incident_no};
    return OK;
}

/* Its case or incident, and its row, which may not exist yet. */
static enum error find(
    struct call *call,
    const struct named *named,
    struct playbook_subject *ret_subject,
    struct playbook **ret_row
)
{
    if (named->has_case == (named->incident_no.at != NULL))
        return refuse(
            call,
            named->has_case ? "invalid_field" : "missing_field",
            "data.case_id",
            "the case or the incident, one of them 请指定工单或事件之一"
        );
    enum error error = named->has_case ? find_case(call, named, ret_subject)
                                       : find_incident(call, named, ret_subject);
    if (error != OK)
        return error;
    *ret_row = playbook_row(call, ret_subject, named->kind);
    return *ret_row ? OK : ERROR_need;
}

static enum error find_started(
    struct call *call,
    const struct named *named,
    struct playbook_subject *ret_subject,
    struct playbook **ret_row
)
{
    enum error error = find(call, named, ret_subject, ret_row);

    if (error == OK && !(*ret_row)->has_started_at)
        error = refuse(call, "not_found", "data.kind", "it was not started 预案未启动");
    return error;
}

static enum error reply(struct call *call, const struct playbook *row)
{
    const struct absences *absences = NULL;
    struct playbook_log log;

    if (ladder_load(call, &absences) == ERROR_need)
        return ERROR_need;
    playbook_log_read(row, call->arena, &log);
    const struct playbook_view view = playbook_view_of(call, row, &log, absences);
    if (row->has_case_id)
        call_reply_case(call, (struct case_ref){row->case_id, row->case_no});
    call_reply_result(call, &playbook_view_shape, &view);
    return OK;
}

enum error playbook_decide_start(struct call *call, const struct playbook_start *wish)
{
    const struct clock_policy *policy = call->policies;
    const struct playbook_rule *rule = playbook_rule_find(policy->playbooks, wish->kind);
    const struct named named =
        {wish->kind, wish->has_case_id, wish->case_id, wish->incident_no};
    struct playbook_subject subject;
    struct playbook *row = NULL;
    enum error error = reading_actor(call);

    if (error == OK && !rule)
        error = refuse(call, "not_found", "data.kind", "no such kind 没有这种预案");
    if (error == OK)
        error = regrade_reason(call, wish->reason);
    if (error == OK)
        error = find(call, &named, &subject, &row);
    if (error != OK || !row || !rule)
        return error;
    if (row->state == PLAYBOOK_STATE_open)
        return refuse(call, "conflict", "data.kind", "it runs already 预案执行中");
    error = playbook_start(call, row, &subject, rule, wish->reason, call->message->actorid);
    return error == OK ? reply(call, row) : error;
}

static void say_done(
    struct call *call,
    const struct playbook *row,
    const struct playbook_line *line,
    int64_t left
)
{
    const struct playbook_step_done event = {
        .kind = row->kind,
        .incident_no = row->incident_no,
        .step = line->step,
        .due_at = line->due_at,
        .has_due_at = true,
        .done_at = line->done_at,
        .has_done_at = true,
        .done_by = line->done_by,
        .proof = line->proof,
        .late = line->done_at > line->due_at,
        .has_late = true,
        .left = left,
        .has_left = true,
    };

    emit_playbook_step_done(call, (struct case_ref){row->case_id, row->case_no}, &event);
}

static enum error find_step(
    struct call *call,
    struct playbook_log *log,
    struct text step,
    struct playbook_line **ret_line
)
{
    for (size_t i = 0; i < log->count; i++) {
        if (!text_equal(log->lines[i].step, step))
            continue;
        if (log->lines[i].has_done_at)
            return refuse(call, "conflict", "data.step", "it is done 步骤已完成");
        *ret_line = &log->lines[i];
        return OK;
    }
    return refuse(call, "not_found", "data.step", "no such step 没有该步骤");
}

enum error playbook_decide_tick(struct call *call, const struct playbook_tick *wish)
{
    const struct named named =
        {wish->kind, wish->has_case_id, wish->case_id, wish->incident_no};
    struct playbook_subject subject;
    struct playbook *row = NULL;
    struct playbook_log log;
    struct playbook_line *line = NULL;
    enum error error = reading_actor(call);

    if (error == OK)
        error = find_started(call, &named, &subject, &row);
    if (error != OK || !row)
        return error;
    if (row->state != PLAYBOOK_STATE_open)
        return refuse(call, "conflict", "data.kind", "it is closed 预案已结束");
    playbook_log_read(row, call->arena, &log);
    error = find_step(call, &log, wish->step, &line);
    if (error != OK || !line)
        return error;
    line->done_at = call->now_ms;
    line->has_done_at = true;
    line->done_by = call->message->actorid;
    line->proof = wish->proof;
    playbook_log_write(row, &log, call->arena);
    record_put(row);
    say_done(call, row, line, playbook_left(&log));
    return reply(call, row);
}

static void
say_closed(struct call *call, const struct playbook *row, struct text reason, int64_t left)
{
    const struct playbook_closed event = {
        .kind = row->kind,
        .incident_no = row->incident_no,
        .started_at = row->started_at,
        .has_started_at = true,
        .closed_at = row->closed_at,
        .has_closed_at = true,
        .closed_by = row->closed_by,
        .reason = reason,
        .left = left,
        .has_left = true,
    };

    emit_playbook_closed(call, (struct case_ref){row->case_id, row->case_no}, &event);
}

enum error playbook_decide_close(struct call *call, const struct playbook_close *wish)
{
    const struct named named =
        {wish->kind, wish->has_case_id, wish->case_id, wish->incident_no};
    struct playbook_subject subject;
    struct playbook *row = NULL;
    struct playbook_log log;
    enum error error = reading_actor(call);

    if (error == OK)
        error = regrade_reason(call, wish->reason);
    if (error == OK)
        error = find_started(call, &named, &subject, &row);
    if (error != OK || !row)
        return error;
    if (row->state != PLAYBOOK_STATE_open)
        return refuse(call, "conflict", "data.kind", "it is closed 预案已结束");
    playbook_log_read(row, call->arena, &log);
    int64_t left = playbook_left(&log);
    int32_t least = left ? LEFT_LEADER : LEADER;
    if (ladder_line(call->message->actorrole) < least)
        return refuse(
            call,
            "forbidden",
            "actorrole",
            "closed from L%d on, with steps left from L%d on 须由L%d以上结束",
            LEADER,
            LEFT_LEADER,
            least
        );
    row->state = PLAYBOOK_STATE_closed;
    row->closed_at = call->now_ms;
    row->has_closed_at = true;
    row->closed_by = call->message->actorid;
    record_put(row);
    say_closed(call, row, wish->reason, left);
    return reply(call, row);
}

enum error playbook_decide_get(struct call *call, const struct playbook_get *query)
{
    const struct named named =
        {query->kind, query->has_case_id, query->case_id, query->incident_no};
    struct playbook_subject subject;
    struct playbook *row = NULL;
    enum error error = reading_actor(call);

    if (error == OK)
        error = find_started(call, &named, &subject, &row);
    return error == OK && row ? reply(call, row) : error;
}
