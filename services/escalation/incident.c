/* See incident.h. How cases become an incident and join it. */
#include "services/escalation/incident.h"

#include "common/domain/instant.h"
#include "common/engine/noted.h"
#include "proto/emit.h"
#include "services/escalation/clocks.h"
#include "services/escalation/incident_window.h"
#include "services/escalation/ladder.h"
#include "services/escalation/playbook.h"

#define NUMBER_SEQUENCE "incident"

/* What the case counts as. */
static struct text
matter_of(const struct incident_policy *policy, const struct case_classified *body)
{
    return policy->by_category ? body->category : body->code;
}

static const struct calendar *calendar_of(const struct clock_policy *policy)
{
    return policy->roster->calendar;
}

/* IN, the local day, a number that is never used again. Absent: ERROR_need. */
static struct text number_of(struct call *call)
{
    const struct clock_policy *policy = call->policies;
    int64_t number = call_number(call, TEXT(NUMBER_SEQUENCE));

    if (!number)
        return (struct text){0};
    struct civil_date date =
        civil_date_of(zone_to_local(calendar_of(policy)->zone, call->now_ms).day);
    return arena_format(
        call->arena,
        "IN%04d%02d%02d%04lld",
        date.year,
        date.month,
        date.day,
        (long long)number
    );
}

static void
say_linked(struct call *call, const struct incident *incident, struct case_ref of, bool late)
{
    const struct incident_case_linked event = {
        .incident_id = incident->incident_id,
        .has_incident_id = true,
        .incident_no = incident->incident_no,
        .code = incident->code,
        .late = late,
        .has_late = true,
        .cases = incident->cases,
        .has_cases = true,
    };

    emit_incident_case_linked(call, of, &event);
}

static void link_case(struct clocked_case *row, const struct incident *incident)
{
    row->incident_id = incident->incident_id;
    row->has_incident_id = true;
    row->incident_done = false;
    row->has_incident_done = true;
}

static void
say_opened(struct call *call, const struct incident *incident, const struct absences *absences)
{
    const struct clock_policy *policy = call->policies;
    const struct duty *duty = roster_duty_of_level(policy->roster, policy->incidents->level);
    struct on_duty on_duty = {.count = 0};

    if (duty)
        roster_on_duty(policy->roster, duty, absences, call->now_ms, &on_duty);
    const struct incident_opened event = {
        .incident_id = incident->incident_id,
        .has_incident_id = true,
        .incident_no = incident->incident_no,
        .code = incident->code,
        .category = incident->category,
        .cases = incident->cases,
        .has_cases = true,
        .first_at = incident->first_at,
        .has_first_at = true,
        .opened_at = incident->opened_at,
        .has_opened_at = true,
        .notice_zh = incident->notice_zh,
        .notice_en = incident->notice_en,
        .level = policy->incidents->level,
        .has_level = true,
        .person = on_duty.count ? on_duty.who[0] : (struct text){0},
    };
    emit_incident_opened(call, (struct case_ref){0}, &event);
    call_note_count(call, METRIC_shouli_incidents_total, 1, (struct text){0});
}

static void fill_notice(struct call *call, struct incident *incident)
{
    const struct clock_policy *policy = call->policies;
    struct text time =
        instant_format_local(call->arena, calendar_of(policy)->zone, incident->opened_at);

    time.length = size_min(time.length, sizeof("2026-03-02T10:00") - 1);
    incident->notice_zh = incident_notice(
        policy->incidents,
        false,
        incident->code,
        incident->incident_no,
        time,
        call->arena
    );
    incident->notice_en = incident_notice(
        policy->incidents,
        true,
        incident->code,
        incident->incident_no,
        time,
        call->arena
    );
}

/* The cases from `first` on. All of their rows are asked for before anything is changed. */
static enum error open_incident(
    struct call *call,
    struct incident_window *window,
    const struct incident_window_list *list,
    size_t first,
    const struct case_classified *body
)
{
    const struct absences *absences = NULL;
    struct clocked_case *rows[INCIDENT_WINDOW_MAX];
    struct text number = number_of(call);
    enum error error = number.at ? OK : ERROR_need;

    if (ladder_load(call, &absences) == ERROR_need)
        error = ERROR_need;
    const struct playbook_subject subject = {.incident_no = number, .is_new = true};
    if (number.at && playbook_trigger(call, &subject, "incident", (struct text){0}, NULL) != OK)
        error = ERROR_need;
    for (size_t i = first; i < list->count; i++) {
        rows[i] = call_record_id(call, &clocked_case_record, list->at[i].case_id);
        if (!rows[i])
            error = ERROR_need;
    }
    if (error != OK)
        return error;
    struct uuid id = call_new_id(call);
    struct incident *incident = call_record_new(call, &incident_record, id);
    incident->incident_id = id;
    incident->has_incident_id = true;
    incident->incident_no = number;
    incident->code = window->code;
    incident->category = body->category;
    incident->state = INCIDENT_STATE_open;
    incident->first_at = list->at[first].received_ms;
    incident->last_at = list->at[list->count - 1].received_ms;
    incident->opened_at = call->now_ms;
    incident->has_first_at = incident->has_last_at = incident->has_opened_at = true;
    incident->cases = (int64_t)(list->count - first);
    incident->has_cases = true;
    fill_notice(call, incident);
    record_put(incident);
    window->incident_id = id;
    window->has_incident_id = true;
    say_opened(call, incident, absences);
    for (size_t i = first; i < list->count; i++) {
        link_case(rows[i], incident);
        record_put(rows[i]);
        say_linked(
            call,
            incident,
            (struct case_ref){rows[i]->case_id, rows[i]->case_no},
            false
        );
    }
    return OK;
}

static enum error join(
    struct call *call,
    struct clocked_case *row,
    const struct incident_window *window,
    int64_t received_ms
)
{
    struct incident *incident = call_record_id(call, &incident_record, window->incident_id);

    if (!incident)
        return ERROR_need;
    incident->cases++;
    incident->last_at = int64_max(incident->last_at, received_ms);
    record_put(incident);
    link_case(row, incident);
    say_linked(call, incident, (struct case_ref){row->case_id, row->case_no}, true);
    return OK;
}

/* A case that is about something else now counts there, and here no more. */
static enum error leave(struct call *call, const struct clocked_case *row)
{
    if (!row->code.length)
        return OK;
    struct incident_window *window = call_record_text(call, &incident_window_record, row->code);
    struct incident_window_list list;

    if (!window)
        return ERROR_need;
    if (!window->head.exists)
        return OK;
    incident_window_read(window->recent, &list);
    incident_window_remove(&list, row->case_id);
    window->recent = incident_window_write(&list, call->arena);
    record_put(window);
    return OK;
}

enum error
incident_take(struct call *call, struct clocked_case *row, const struct case_classified *body)
{
    const struct clock_policy *policy = call->policies;
    const struct incident_policy *incidents = policy->incidents;
    struct text code = matter_of(incidents, body);
    struct incident_window_list list;

    if (!incidents->counts[body->case_type])
        code = (struct text){0};
    if (text_equal(row->code, code))
        return OK;
    struct incident_window *window =
        code.length ? call_record_text(call, &incident_window_record, code) : NULL;
    enum error error = leave(call, row);
    if ((code.length && !window) || error == ERROR_need)
        return ERROR_need;
    row->code = code;
    record_put(row);
    /* What belongs to an incident already is none of another. */
    if (!window || row->has_incident_id)
        return OK;
    incident_window_read(window->recent, &list);
    incident_window_add(&list, (struct incident_entry){body->received_at, row->case_id});
    window->recent = incident_window_write(&list, call->arena);
    if (window->has_incident_id) {
        error = join(call, row, window, body->received_at);
    } else {
        int first =
            incident_window_find(&list, incident_cases(incidents, code), incidents->window_ms);
        if (first >= 0)
            error = open_incident(call, window, &list, (size_t)first, body);
    }
    if (error == OK) {
        record_put(window);
        record_put(row);
    }
    return error;
}
