/* What people ask and say about playbooks, and what time does with them; see playbook.h. */
#include "common/engine/noted.h"
#include "common/metrics.h"
#include "proto/emit.h"
#include "services/escalation/incident.h"
#include "services/escalation/ladder.h"
#include "services/escalation/playbook.h"
#include "services/escalation/regrade.h"
#include "services/escalation/statements.h"

enum { LEADER = 3, LEFT_LEADER = 4, SHOWN_MAX = 20 };

const struct list_shape playbook_open_list = {
    .name = "playbook_open",
    .statement = &escalation_playbook_open_statement,
    .key_is_text = true,
};
const struct list_shape playbook_due_list = {
    .name = "playbook_due",
    .statement = &escalation_playbook_due_statement,
    .key_is_text = true,
};

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
    if (!row->head.exists)
        return refuse(call, "not_found", "data.case_id", "no such case 工单不存在");
    *ret_subject = (struct playbook_subject){.of = {row->case_id, row->case_no}};
    return OK;
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

static struct playbook_view view_of(
    struct call *call,
    const struct playbook *row,
    const struct playbook_log *log,
    const struct absences *absences
)
{
    const struct clock_policy *policy = call->policies;
    const struct playbook_rule *rule = playbook_rule_find(policy->playbooks, row->kind);

    return (struct playbook_view){
        .kind = row->kind,
        .zh = rule ? rule->zh : row->kind, /* a kind that the policy has no more */
        .en = rule ? rule->en : row->kind,
        .case_id = row->case_id,
        .has_case_id = row->has_case_id,
        .case_no = row->case_no,
        .incident_no = row->incident_no,
        .state = row->state,
        .cause = row->cause,
        .times = row->times,
        .has_times = true,
        .started_at = row->started_at,
        .has_started_at = true,
        .started_by = row->started_by,
        .version = row->version,
        .left = playbook_left(log),
        .has_left = true,
        .steps = playbook_steps(call, row, log, absences),
        .steps_count = log->count,
        .closed_at = row->closed_at,
        .has_closed_at = row->has_closed_at,
        .closed_by = row->closed_by,
    };
}

static enum error reply(struct call *call, const struct playbook *row)
{
    const struct absences *absences = NULL;
    struct playbook_log log;

    if (ladder_load(call, &absences) == ERROR_need)
        return ERROR_need;
    playbook_log_read(row, call->arena, &log);
    const struct playbook_view view = view_of(call, row, &log, absences);
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
    enum error error = ladder_actor(call);

    if (error == OK && !rule)
        error = refuse(call, "not_found", "data.kind", "no such kind 没有这种预案");
    if (error == OK && !regrade_is_code(wish->reason))
        error = refuse(call, "invalid_field", "data.reason", "letters, digits, _ and -");
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
    enum error error = ladder_actor(call);

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
    enum error error = ladder_actor(call);

    if (error == OK && !regrade_is_code(wish->reason))
        error = refuse(call, "invalid_field", "data.reason", "letters, digits, _ and -");
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
    enum error error = find_started(call, &named, &subject, &row);

    return error == OK && row ? reply(call, row) : error;
}

enum error playbook_decide_list(struct call *call, const struct playbook_list *query)
{
    const struct key_list *keys =
        call_list(call, &playbook_open_list, bytes_of_text(TEXT("open")));
    struct playbook_view *views = ARENA_ARRAY(call->arena, struct playbook_view, SHOWN_MAX);
    struct playbook_page page = {.playbooks = views};
    const struct absences *absences = NULL;
    enum error error = ladder_load(call, &absences);

    (void)query;
    if (!keys || error != OK)
        return ERROR_need;
    for (; page.playbooks_count < keys->count && page.playbooks_count < SHOWN_MAX;
         page.playbooks_count++) {
        const struct playbook *row =
            call_record(call, &playbook_record, keys->keys[page.playbooks_count]);
        struct playbook_log log;
        if (!row) {
            error = ERROR_need;
            continue;
        }
        playbook_log_read(row, call->arena, &log);
        views[page.playbooks_count] = view_of(call, row, &log, absences);
    }
    if (error == OK)
        call_reply_result(call, &playbook_page_shape, &page);
    return error;
}
