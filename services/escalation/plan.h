/* From the facts of a case to its clocks: which there are, since when, what they wait for, when they ended and why.
 *
 * A pure function of the journal and the rule profile: the order in which streams told the facts cannot matter (P4).
 * Grades count from when they were given: a clock that ended keeps the grade of that moment, one that runs has
 * the newest, counted from the old start (REQUIREMENTS 4.7 rule 12). */
#pragma once

#include "common/domain/due.h"
#include "services/escalation/plan_case.h"

enum { PLAN_PAUSES_MAX = 64, PLAN_STARTS_MAX = 2, PLAN_TASKS_MAX = 16 /* as fact.record.v1 */ };

enum {
    PLAN_anew = 1 << 0,
    PLAN_recurs = 1 << 1,
    PLAN_any_grade = 1 << 2,
    PLAN_grave = 1 << 3,
    PLAN_from_type = 1 << 4, /* a case that became one of its types later counts from then */
    PLAN_outside = 1 << 5,
    PLAN_from_grade = 1 << 6,
    PLAN_new_facts = 1 << 7,
    PLAN_numbered = 1 << 8,
    PLAN_lasts = 1 << 9,
    PLAN_beyond = 1 << 10,
    PLAN_hastened = 1 << 11
};

enum plan_name {
#define PLAN(name, id, types, starts, reopened, flags) PLAN_##name,
#include "services/escalation/plans.def"
#undef PLAN
    PLANS
};

/* The period of a clock that ended when it began anew. */
struct planned_period {
    int64_t end_ms; /* the next one does not begin before */
    bool cancelled; /* its duty fell away */
    bool void_now;  /* it should never have begun: nothing of it was missed */
    struct text cause;
};

struct planned_clock {
    struct text id; /* of a numbered clock after the first with its number: "K20.2" */
    bool exists;
    int64_t start_ms;
    bool stopped;
    bool cancelled; /* stopped because the duty fell away */
    int64_t stop_ms;
    struct text cause; /* type of the event that stopped it */
    bool
        begun_anew; /* it was started before: what was said of the time before does not count */
    struct planned_period before; /* of a clock that has begun anew */
    enum grade grade;             /* GRADE_none: not known yet */
    int64_t outside_ms;           /* the regulator's date; 0: none */
    bool hastened;                /* a refusal has started its ladder … */
    int64_t hastened_ms;          /* … then */
    size_t pause_count;
    int32_t extensions[SLA_STAGES_MAX]; /* new totals, in the order granted */
    size_t extension_count;
    struct due_pause
        pauses[PLAN_PAUSES_MAX]; /* those that stop it never overlap; last, and not cleared */
};

/* One clock of a plan; of a numbered plan that of one task, 1 to PLAN_TASKS_MAX, else 0. */
struct plan_ref {
    enum plan_name name;
    int32_t number;
};

/* The clocks that a case can have, by index; the numbered plan is the last. */
enum { PLAN_REFS_MAX = PLANS - 1 + PLAN_TASKS_MAX };
struct plan_ref plan_ref_at(size_t index);

/* What the case calls it: "K20.2" for the second task. */
struct text plan_ref_id(struct plan_ref ref);

/* The id of a plan's clock in the rule profiles. */
struct text plan_id(enum plan_name name);

/* False when no fact is there that this clock could start with. */
bool plan_may_start(struct plan_ref ref, const struct journal *journal);

/* `sla`: the clock in the case's profile; NULL: it has none such, and the clock does not exist. */
void plan_derive(
    struct plan_ref ref,
    const struct journal *journal,
    const struct sla_clock *sla,
    struct planned_clock *ret_clock
);

/* The newest pause of a reason that stops the clock; NULL when there is none. */
const struct due_pause *
plan_stopping_pause(const struct planned_clock *clock, const struct sla_clock *sla);
