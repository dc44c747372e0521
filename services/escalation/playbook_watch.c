/* What time does with playbooks, and what kinds there are; see playbook.h. */
#include "common/engine/noted.h"
#include "common/metrics.h"
#include "proto/emit.h"
#include "services/escalation/figures.h"
#include "services/escalation/ladder.h"
#include "services/escalation/playbook.h"
#include "services/escalation/statements.h"

enum { WATCHED_A_TURN = 4 }; /* as playbook_due.sql */

const struct list_shape playbook_due_list = {
    .name = "playbook_due",
    .statement = &escalation_playbook_due_statement,
    .key_is_text = true,
};

const struct list_shape playbook_count_list = {
    .name = "playbook_count",
    .statement = &escalation_playbook_count_statement,
    .key_is_text = true,
};

static const struct playbook_step *
steps_of(struct call *call, const struct playbook_rule *rule, const struct absences *absences)
{
    const struct clock_policy *policy = call->policies;
    struct playbook_step *steps =
        ARENA_ARRAY(call->arena, struct playbook_step, PLAYBOOK_STEPS_MAX);

    for (size_t i = 0; i < rule->step_count; i++) {
        const struct playbook_rule_step *step = &rule->steps[i];
        const struct playbook_template *template =
            playbook_template_find(policy->playbooks, step->template);
        steps[i] = (struct playbook_step){
            .step = step->step,
            .zh = step->zh,
            .en = step->en,
            .who = step->who,
            .contact = playbook_contact(call, absences, step->who),
            .minutes = step->minutes,
            .has_minutes = true,
            .template_zh = template ? template->zh : (struct text){0},
            .template_en = template ? template->en : (struct text){0},
        };
    }
    return steps;
}

enum error playbook_decide_kinds(struct call *call, const struct playbook_kinds *query)
{
    const struct clock_policy *policy = call->policies;
    const struct playbook_policy *playbooks = policy->playbooks;
    struct playbook_kind *kinds =
        ARENA_ARRAY(call->arena, struct playbook_kind, PLAYBOOK_KINDS_MAX);
    const struct absences *absences = NULL;

    (void)query;
    if (ladder_load(call, &absences) == ERROR_need)
        return ERROR_need;
    for (size_t i = 0; i < playbooks->kind_count; i++) {
        const struct playbook_rule *rule = &playbooks->kinds[i];
        kinds[i] = (struct playbook_kind){
            .kind = rule->kind,
            .zh = rule->zh,
            .en = rule->en,
            .level = rule->level,
            .has_level = true,
            .starts_on = rule->triggers,
            .starts_on_count = rule->trigger_count,
            .steps = steps_of(call, rule, absences),
            .steps_count = rule->step_count,
        };
    }
    const struct playbook_table table = {
        .version = playbooks->version,
        .kinds = kinds,
        .kinds_count = playbooks->kind_count,
    };
    call_reply_result(call, &playbook_table_shape, &table);
    return OK;
}

static void say_overdue(
    struct call *call,
    const struct playbook *row,
    const struct playbook_line *line,
    const struct absences *absences
)
{
    const struct playbook_step_overdue event = {
        .kind = row->kind,
        .incident_no = row->incident_no,
        .step = line->step,
        .who = line->who,
        .person = playbook_contact(call, absences, line->who),
        .due_at = line->due_at,
        .has_due_at = true,
    };

    emit_playbook_step_overdue(call, (struct case_ref){row->case_id, row->case_no}, &event);
    call_note_count(call, METRIC_shouli_playbook_steps_overdue_total, 1, (struct text){0});
}

static void watch_row(struct call *call, struct playbook *row, const struct absences *absences)
{
    struct playbook_log log;

    playbook_log_read(row, call->arena, &log);
    for (size_t i = 0; i < log.count; i++) {
        struct playbook_line *line = &log.lines[i];
        if (line->has_done_at || line->overdue || line->due_at >= call->now_ms)
            continue;
        line->overdue = line->has_overdue = true;
        say_overdue(call, row, line, absences);
    }
    playbook_log_write(row, &log, call->arena);
    record_put(row);
}

enum error playbook_watch(struct call *call)
{
    const struct key_list *keys =
        call_list(call, &playbook_due_list, bytes_of_text(TEXT("due")));
    const struct absences *absences = NULL;
    struct playbook *rows[WATCHED_A_TURN];
    enum error error = ladder_load(call, &absences);
    size_t count = keys ? size_min(keys->count, WATCHED_A_TURN) : 0;

    if (!keys)
        return ERROR_need;
    for (size_t i = 0; i < count; i++) {
        rows[i] = call_record(call, &playbook_record, keys->keys[i]);
        if (!rows[i])
            error = ERROR_need;
    }
    if (error != OK)
        return error;
    for (size_t i = 0; i < count; i++) {
        if (rows[i]->state == PLAYBOOK_STATE_open)
            watch_row(call, rows[i], absences);
    }
    call->reply->busy = count == WATCHED_A_TURN;
    return OK;
}

enum error playbook_measure(struct call *call)
{
    const struct key_list *counts = call_list(call, &playbook_count_list, (struct bytes){0});
    int64_t count = 0;

    if (!counts)
        return ERROR_need;
    if (counts->count) {
        struct text figure = text_of_bytes(counts->keys[0]);
        if (!figure_read(&figure, &count))
            return OK;
    }
    metric_set(METRIC_shouli_playbooks_open, count);
    return OK;
}
