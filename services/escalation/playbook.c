/* See playbook.h. What starts a playbook, and what its row keeps. */
#include "services/escalation/playbook.h"

#include "common/domain/instant.h"
#include "common/engine/noted.h"
#include "proto/emit.h"
#include "services/escalation/ladder.h"
#include "services/escalation/lines.h"
#include "services/escalation/places.h"

enum { MINUTE_MS = 60000 };

struct playbook *
playbook_row(struct call *call, const struct playbook_subject *subject, struct text kind)
{
    char id[UUID_TEXT_LENGTH + 1];
    struct text whom = subject->incident_no;

    if (!whom.at) {
        uuid_to_text(subject->of.id, id);
        whom = text_of(id);
    }
    struct text key = arena_format(
        call->arena,
        "%.*s/%.*s",
        (int)whom.length,
        whom.at,
        (int)kind.length,
        kind.at
    );
    return subject->is_new ? call_record_new_text(call, &playbook_record, key)
                           : call_record_text(call, &playbook_record, key);
}

void playbook_log_read(
    const struct playbook *row,
    struct arena *arena,
    struct playbook_log *ret_log
)
{
    struct text rest = row->steps;

    ret_log->count = ret_log->damaged_count = 0;
    while (rest.length && ret_log->count + ret_log->damaged_count < PLAYBOOK_STEPS_MAX) {
        struct text line = line_cut(&rest, '\n');
        struct playbook_line *read = &ret_log->lines[ret_log->count];
        if (line_read(&playbook_line_shape, line, arena, read) && read->step.at &&
            read->has_due_at)
            ret_log->count++;
        else
            ret_log->damaged[ret_log->damaged_count++] = line;
    }
}

void playbook_log_write(
    struct playbook *row,
    const struct playbook_log *log,
    struct arena *arena
)
{
    size_t size = 1;

    row->has_next_at = false;
    row->next_at = 0;
    for (size_t i = 0; i < log->count; i++) {
        const struct playbook_line *line = &log->lines[i];
        size += line_size(&playbook_line_shape, line) + 1;
        if (line->has_done_at || line->overdue)
            continue;
        /* In time at the instant itself. */
        row->next_at =
            row->has_next_at ? int64_min(row->next_at, line->due_at + 1) : line->due_at + 1;
        row->has_next_at = true;
    }
    for (size_t i = 0; i < log->damaged_count; i++)
        size += log->damaged[i].length + 1;
    char *from = arena_take(arena, size), *at = from;
    for (size_t i = 0; i < log->count; i++) {
        if (at != from)
            *at++ = '\n';
        at = line_write(at, &playbook_line_shape, &log->lines[i]);
    }
    for (size_t i = 0; i < log->damaged_count; i++) {
        if (at != from)
            *at++ = '\n';
        memcpy(at, log->damaged[i].at, log->damaged[i].length);
        at += log->damaged[i].length;
    }
    row->steps = (struct text){from, (size_t)(at - from)};
}

int64_t playbook_left(const struct playbook_log *log)
{
    int64_t left = 0;

    for (size_t i = 0; i < log->count; i++)
        left += !log->lines[i].has_done_at;
    return left;
}

struct text
playbook_contact(struct call *call, const struct absences *absences, struct text name)
{
    const struct clock_policy *policy = call->policies;
    const struct duty *duty = roster_duty(policy->roster, name);
    struct on_duty on_duty = {.count = 0};

    if (duty)
        roster_on_duty(policy->roster, duty, absences, call->now_ms, &on_duty);
    return on_duty.count ? on_duty.who[0] : (struct text){0};
}

/* The template's words for this case or incident. */
static struct text words_of(struct call *call, const struct playbook *row, struct text from)
{
    const struct clock_policy *policy = call->policies;
    struct text time =
        instant_format_local(call->arena, policy->roster->calendar->zone, row->started_at);

    time.length = size_min(time.length, sizeof("2026-03-02T10:00") - 1);
    const struct place places[] = {
        {TEXT(PLAYBOOK_NUMBER), row->incident_no.at ? row->incident_no : row->case_no},
        {TEXT(PLAYBOOK_TIME), time},
    };
    return places_fill(from, places, LENGTH(places), call->arena);
}

const struct playbook_step *playbook_steps(
    struct call *call,
    const struct playbook *row,
    const struct playbook_log *log,
    const struct absences *absences
)
{
    const struct clock_policy *policy = call->policies;
    struct playbook_step *steps =
        ARENA_ARRAY(call->arena, struct playbook_step, log->count + 1);

    for (size_t i = 0; i < log->count; i++) {
        const struct playbook_line *line = &log->lines[i];
        const struct playbook_template *template =
            line->template.at ? playbook_template_find(policy->playbooks, line->template)
                              : NULL;
        steps[i] = (struct playbook_step){
            .step = line->step,
            .zh = line->zh,
            .en = line->en,
            .who = line->who,
            .contact = playbook_contact(call, absences, line->who),
            .due_at = line->due_at,
            .has_due_at = true,
            .overdue = line->overdue,
            .has_overdue = line->has_overdue,
            .done_at = line->done_at,
            .has_done_at = line->has_done_at,
            .done_by = line->done_by,
            .proof = line->proof,
        };
        if (template) {
            steps[i].template_zh = words_of(call, row, template->zh);
            steps[i].template_en = words_of(call, row, template->en);
        }
    }
    return steps;
}

struct playbook_view playbook_view_of(
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

static void
fill_log(const struct playbook_rule *rule, int64_t started_ms, struct playbook_log *ret_log)
{
    ret_log->count = rule->step_count;
    ret_log->damaged_count = 0;
    for (size_t i = 0; i < rule->step_count; i++) {
        const struct playbook_rule_step *step = &rule->steps[i];
        ret_log->lines[i] = (struct playbook_line){
            .step = step->step,
            .zh = step->zh,
            .en = step->en,
            .who = step->who,
            .due_at = started_ms + step->minutes * MINUTE_MS,
            .has_due_at = true,
            .template = step->template,
        };
    }
}

static void say_started(
    struct call *call,
    const struct playbook *row,
    const struct playbook_rule *rule,
    const struct playbook_log *log,
    const struct absences *absences
)
{
    const struct clock_policy *policy = call->policies;
    const struct duty *duty = roster_duty_of_level(policy->roster, rule->level);
    const struct playbook_started event = {
        .kind = row->kind,
        .zh = rule->zh,
        .en = rule->en,
        .incident_no = row->incident_no,
        .cause = row->cause,
        .times = row->times,
        .has_times = true,
        .started_at = row->started_at,
        .has_started_at = true,
        .started_by = row->started_by,
        .level = rule->level,
        .has_level = true,
        .person = duty ? playbook_contact(call, absences, duty->name) : (struct text){0},
        .version = row->version,
        .steps = playbook_steps(call, row, log, absences),
        .steps_count = log->count,
    };

    emit_playbook_started(call, (struct case_ref){row->case_id, row->case_no}, &event);
    call_note_count(call, METRIC_shouli_playbooks_started_total, 1, row->kind);
}

enum error playbook_start(
    struct call *call,
    struct playbook *row,
    const struct playbook_subject *subject,
    const struct playbook_rule *rule,
    struct text cause,
    struct text by
)
{
    const struct clock_policy *policy = call->policies;
    const struct absences *absences = NULL;
    struct playbook_log log;

    if (ladder_load(call, &absences) == ERROR_need)
        return ERROR_need;
    row->kind = rule->kind;
    row->case_id = subject->of.id;
    row->has_case_id = !subject->incident_no.at;
    row->case_no = subject->of.no;
    row->incident_no = subject->incident_no;
    row->state = PLAYBOOK_STATE_open;
    row->cause = cause;
    row->times++;
    row->started_at = call->now_ms;
    row->has_times = row->has_started_at = true;
    row->started_by = by;
    row->version = policy->playbooks->version;
    row->has_closed_at = false;
    row->closed_by = (struct text){0};
    fill_log(rule, call->now_ms, &log);
    playbook_log_write(row, &log, call->arena);
    record_put(row);
    say_started(call, row, rule, &log, absences);
    return OK;
}

enum error playbook_trigger(
    struct call *call,
    const struct playbook_subject *subject,
    const char *kind,
    struct text name,
    size_t *started
)
{
    const struct clock_policy *policy = call->policies;
    enum error error = OK;

    for (size_t i = 0; i < policy->playbooks->kind_count; i++) {
        const struct playbook_rule *rule = &policy->playbooks->kinds[i];
        const struct text *trigger = playbook_rule_trigger(rule, kind, name);
        if (!trigger)
            continue;
        struct playbook *row = playbook_row(call, subject, rule->kind);
        if (row && (row->head.exists || row->has_started_at))
            continue;
        if (!row || playbook_start(call, row, subject, rule, *trigger, (struct text){0}) != OK)
            error = ERROR_need;
        else if (started)
            ++*started;
    }
    return error;
}
