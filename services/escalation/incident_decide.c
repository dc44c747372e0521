/* What people ask and say about incidents, and what time does with them; see incident.h. */
#include "common/metrics.h"
#include "proto/emit.h"
#include "services/escalation/clocks.h"
#include "services/escalation/incident.h"
#include "services/escalation/ladder.h"
#include "services/escalation/reading.h"
#include "services/escalation/regrade.h"
#include "services/escalation/statements.h"

enum { RAISED_A_TURN = 4, CLOSED_A_TURN = 8, MEMBERS_MAX = 100, NEWEST_MAX = 20, LEADER = 3 };

const struct list_shape incident_undone_list = {
    .name = "incident_undone",
    .statement = &escalation_incident_undone_statement,
    .key_is_text = true,
};
const struct list_shape incident_open_list = {
    .name = "incident_open",
    .statement = &escalation_incident_open_statement,
    .key_is_text = true,
};
const struct list_shape incident_number_list = {
    .name = "incident_number",
    .statement = &escalation_incident_number_statement,
    .key_is_text = true,
};
const struct list_shape incident_newest_list = {
    .name = "incident_newest",
    .statement = &escalation_incident_newest_statement,
    .key_is_text = true,
};
const struct list_shape incident_members_list = {
    .name = "incident_members",
    .statement = &escalation_incident_members_statement,
    .key_is_text = true,
};

enum error incident_finish(
    struct call *call,
    struct incident *incident,
    const struct incident_closing *closing
)
{
    struct incident_window *window =
        call_record_text(call, &incident_window_record, incident->code);

    if (!window)
        return ERROR_need;
    incident->state = INCIDENT_STATE_closed;
    incident->closed_at = call->now_ms;
    incident->has_closed_at = true;
    incident->closed_by = closing->by;
    record_put(incident);
    window->has_incident_id = false;
    window->recent = (struct text){0};
    record_put(window);
    const struct incident_closed event = {
        .incident_id = incident->incident_id,
        .has_incident_id = true,
        .incident_no = incident->incident_no,
        .code = incident->code,
        .cases = incident->cases,
        .has_cases = true,
        .opened_at = incident->opened_at,
        .has_opened_at = true,
        .closed_at = call->now_ms,
        .has_closed_at = true,
        .cause = closing->cause,
        .closed_by = closing->by,
        .reason = closing->reason,
    };
    emit_incident_closed(call, (struct case_ref){0}, &event);
    return OK;
}

static void fill_view(const struct incident *incident, struct incident_view *ret_view)
{
    *ret_view = (struct incident_view){
        .incident_id = incident->incident_id,
        .has_incident_id = true,
        .incident_no = incident->incident_no,
        .code = incident->code,
        .category = incident->category,
        .state = incident->state,
        .cases = incident->cases,
        .has_cases = true,
        .first_at = incident->first_at,
        .has_first_at = true,
        .opened_at = incident->opened_at,
        .has_opened_at = true,
        .last_at = incident->last_at,
        .has_last_at = true,
        .closed_at = incident->closed_at,
        .has_closed_at = incident->has_closed_at,
        .closed_by = incident->closed_by,
        .notice_zh = incident->notice_zh,
        .notice_en = incident->notice_en,
    };
}

/* By id, or by number. */
static enum error find_incident(
    struct call *call,
    bool has_id,
    struct uuid id,
    struct text number,
    struct incident **ret_incident
)
{
    if (!has_id && !number.at)
        return refuse(
            call,
            "missing_field",
            "data.incident_id",
            "the incident or its number / 请给出事件标识或编号"
        );
    if (!has_id) {
        const struct key_list *keys =
            call_list(call, &incident_number_list, bytes_of_text(number));
        if (!keys)
            return ERROR_need;
        if (!keys->count)
            return refuse(
                call,
                "not_found",
                "data.incident_no",
                "there is no such incident / 没有该重大事件"
            );
        *ret_incident = call_record(call, &incident_record, keys->keys[0]);
    } else {
        *ret_incident = call_record_id(call, &incident_record, id);
    }
    if (!*ret_incident)
        return ERROR_need;
    if (!(*ret_incident)->head.exists)
        return refuse(
            call,
            "not_found",
            "data.incident_id",
            "there is no such incident / 没有该重大事件"
        );
    return OK;
}

enum error incident_decide_close(struct call *call, const struct incident_close *wish)
{
    struct incident *incident = NULL;
    struct incident_view view;
    enum error error = ladder_actor(call);

    if (error != OK)
        return error;
    if (ladder_line(call->message->actorrole) < LEADER)
        return refuse(
            call,
            "forbidden",
            "actorrole",
            "an incident is closed from L3 on / 重大事件由 L3 及以上关闭"
        );
    error = regrade_reason(call, wish->reason);
    if (error != OK)
        return error;
    error = find_incident(
        call,
        wish->has_incident_id,
        wish->incident_id,
        wish->incident_no,
        &incident
    );
    if (error != OK)
        return error;
    if (incident->state != INCIDENT_STATE_open)
        return refuse(
            call,
            "conflict",
            "data.incident_id",
            "the incident is closed / 该重大事件已关闭"
        );
    const struct incident_closing closing = {
        INCIDENT_CAUSE_person,
        call->message->actorid,
        wish->reason};
    error = incident_finish(call, incident, &closing);
    if (error != OK)
        return error;
    fill_view(incident, &view);
    call_reply_result(call, &incident_view_shape, &view);
    return OK;
}

/* Its first cases, but for those that this actor is told nothing of. ERROR_need. */
static enum error fill_members(struct call *call, struct incident_view *view)
{
    char id[UUID_TEXT_LENGTH + 1];
    struct incident_member *members =
        ARENA_ARRAY(call->arena, struct incident_member, MEMBERS_MAX);
    enum error error = OK;

    uuid_to_text(view->incident_id, id);
    const struct key_list *keys =
        call_list(call, &incident_members_list, bytes_of_text(text_of(id)));
    if (!keys)
        return ERROR_need;
    view->case_ids = members;
    for (size_t i = 0; i < keys->count && i < MEMBERS_MAX; i++) {
        const struct clocked_case *row = call_record(call, &clocked_case_record, keys->keys[i]);
        if (!row)
            error = ERROR_need;
        else if (!reading_is_recused(call, row))
            members[view->case_ids_count++] =
                (struct incident_member){row->case_id, true, row->case_no};
    }
    return error;
}

enum error incident_decide_get(struct call *call, const struct incident_get *query)
{
    struct incident *incident = NULL;
    struct incident_view view;
    enum error error = reading_actor(call);

    if (error == OK)
        error = find_incident(
            call,
            query->has_incident_id,
            query->incident_id,
            query->incident_no,
            &incident
        );
    if (error != OK || !incident)
        return error;
    fill_view(incident, &view);
    if (fill_members(call, &view) == ERROR_need)
        return ERROR_need;
    call_reply_result(call, &incident_view_shape, &view);
    return OK;
}

enum error incident_decide_list(struct call *call, const struct incident_list *query)
{
    const struct key_list *keys =
        call_list(call, &incident_newest_list, bytes_of_text(TEXT("newest")));
    struct incident_view *views = ARENA_ARRAY(call->arena, struct incident_view, NEWEST_MAX);
    struct incident_page page = {.incidents = views};
    enum error error = OK;

    (void)query;
    if (!keys)
        return ERROR_need;
    for (; page.incidents_count < keys->count && page.incidents_count < NEWEST_MAX;
         page.incidents_count++) {
        const struct incident *incident =
            call_record(call, &incident_record, keys->keys[page.incidents_count]);
        if (!incident)
            error = ERROR_need;
        else
            fill_view(incident, &views[page.incidents_count]);
    }
    if (error == OK)
        call_reply_result(call, &incident_page_shape, &page);
    return error;
}

/* 4.1: what hits many is grave for each of them. */
static void raise_case(struct clocks *clocks)
{
    const struct incident_policy *policy = clocks->policy->incidents;
    enum grade from = plan_grade(&clocks->journal, INT64_MAX);
    const struct regrade change = {
        .to = (enum grade)policy->grade,
        .fact = FACT_raised,
        .reason = text_of(grade_reason_name(GRADE_REASON_mass_fault)),
        .incident_id = clocks->row->incident_id,
    };

    clocks->row->incident_done = clocks->row->has_incident_done = true;
    record_put(clocks->row);
    if (from != GRADE_none && change.to < from && policy->raises[clocks->row->case_type])
        regrade(clocks, &change);
}

enum error incident_raise(struct call *call)
{
    const struct key_list *keys =
        call_list(call, &incident_undone_list, bytes_of_text(TEXT("undone")));
    struct clocks *loaded[RAISED_A_TURN];
    size_t count = 0;
    enum error error = OK;

    if (!keys)
        return ERROR_need;
    for (size_t i = 0; i < keys->count && i < RAISED_A_TURN; i++) {
        struct clocked_case *row = call_record(call, &clocked_case_record, keys->keys[i]);
        if (!row)
            error = ERROR_need;
        else if (row->has_incident_id && !row->incident_done && clocks_load(call, row, &loaded[count++]) == ERROR_need)
            error = ERROR_need;
    }
    if (error == ERROR_need)
        return error;
    for (size_t i = 0; i < count; i++)
        raise_case(loaded[i]);
    call->reply->busy = keys->count >= RAISED_A_TURN;
    return OK;
}

/* From the newest receipt on, or from when it was opened: a backlog that is worked off opens it late. */
static bool is_quiet(const struct incident *incident, int64_t now_ms, int64_t quiet_ms)
{
    int64_t since_ms = int64_max(incident->last_at, incident->opened_at);

    return incident->state == INCIDENT_STATE_open && now_ms - since_ms > quiet_ms;
}

enum error incident_watch(struct call *call)
{
    const struct clock_policy *policy = call->policies;
    const struct incident_closing closing = {.cause = INCIDENT_CAUSE_quiet};
    const struct key_list *keys =
        call_list(call, &incident_open_list, bytes_of_text(TEXT("open")));
    enum error error = OK;
    size_t closed = 0;

    if (!keys)
        return ERROR_need;
    for (size_t i = 0; i < keys->count && i < CLOSED_A_TURN; i++) {
        struct incident *incident = call_record(call, &incident_record, keys->keys[i]);
        if (!incident)
            error = ERROR_need;
        else if (is_quiet(incident, call->now_ms, policy->incidents->quiet_ms)) {
            if (incident_finish(call, incident, &closing) == ERROR_need)
                error = ERROR_need;
            closed++;
        }
    }
    if (error == OK)
        metric_set(METRIC_shouli_incidents_open, (int64_t)(keys->count - closed));
    return error;
}
