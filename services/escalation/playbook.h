/* Playbooks: what is done in an emergency, for one case or one mass incident, with a log of each step (REQUIREMENTS SL-06,
 * SL-07; 3.1, major complaints; 4.3, K4).
 *
 * For each case or incident and each kind there is one row, so a kind runs once at a time. A trigger starts a playbook once for
 * ever; a person may start it again when it was closed. The steps are kept in the row as they were when it was started: a newer
 * policy changes nothing of what is under way. */
#pragma once

#include "common/engine/service.h"
#include "services/escalation/policy.h"
#include "services/escalation/records.h"

struct playbook_subject {
    struct case_ref of;      /* id zero: it is for an incident */
    struct text incident_no; /* absent: it is for a case */
    bool is_new;             /* this decision has made it: there can be no row */
};

/* Something happened that the policy may start playbooks for: `kind` and `name` are "reason" and "leak_confirmed", or
 * "incident" and absent. Each that starts is an event, at most PLAYBOOK_STARTS_MAX, and is added to `*started`; NULL: nobody
 * asks how many. ERROR_need. */
enum error playbook_trigger(
    struct call *call,
    const struct playbook_subject *subject,
    const char *kind,
    struct text name,
    size_t *started
) MUST_CHECK;

/* The row, of a kind that the policy or an older one has; NULL: ERROR_need. */
struct playbook *
playbook_row(struct call *call, const struct playbook_subject *subject, struct text kind);

/* Starts it anew, whatever the row says; `by` is absent when a trigger did it. ERROR_need. */
enum error playbook_start(
    struct call *call,
    struct playbook *row,
    const struct playbook_subject *subject,
    const struct playbook_rule *rule,
    struct text cause,
    struct text by
) MUST_CHECK;

/* The steps that a row keeps. What does not read is no step that is shown or waited for, and is kept as it is. */
struct playbook_log {
    size_t count, damaged_count;
    struct playbook_line lines[PLAYBOOK_STEPS_MAX];
    struct text damaged[PLAYBOOK_STEPS_MAX];
};
void playbook_log_read(
    const struct playbook *row,
    struct arena *arena,
    struct playbook_log *ret_log
);

/* Into the row, with the instant of the next step that is due. */
void playbook_log_write(
    struct playbook *row,
    const struct playbook_log *log,
    struct arena *arena
);
int64_t playbook_left(const struct playbook_log *log);

/* Steps as they are shown, with whoever has their duty now. */
const struct playbook_step *playbook_steps(
    struct call *call,
    const struct playbook *row,
    const struct playbook_log *log,
    const struct absences *absences
);

/* The playbook as it is shown. */
struct playbook_view playbook_view_of(
    struct call *call,
    const struct playbook *row,
    const struct playbook_log *log,
    const struct absences *absences
);

/* Who has the duty now; absent: nobody, or there is no such duty. */
struct text
playbook_contact(struct call *call, const struct absences *absences, struct text duty);

/* Commands and queries: not_found, conflict, forbidden, invalid_field, missing_field. All but the kinds are for whom
 * reading.h lets. */
enum error playbook_decide_kinds(struct call *call, const struct playbook_kinds *query);
enum error playbook_decide_list(struct call *call, const struct playbook_list *query);
enum error playbook_decide_get(struct call *call, const struct playbook_get *query);
enum error playbook_decide_start(struct call *call, const struct playbook_start *wish);
enum error playbook_decide_tick(struct call *call, const struct playbook_tick *wish);
enum error playbook_decide_close(struct call *call, const struct playbook_close *wish);

/* Chores: steps that were not done in time; how many playbooks are open. */
enum error playbook_watch(struct call *call);
enum error playbook_measure(struct call *call);

extern const struct list_shape playbook_open_list;
extern const struct list_shape playbook_count_list;
extern const struct list_shape playbook_due_list;
