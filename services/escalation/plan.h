/* From the facts of a case to its clocks: which there are, since when, what they wait for, when they ended and why.
 *
 * A pure function of the journal and the rule profile: the order in which streams told the facts cannot matter (P4).
 * Grades count from when they were given: a clock that ended keeps the grade of that moment, one that runs has
 * the newest, counted from the old start (REQUIREMENTS 4.7 rule 12). */
#pragma once

#include "common/domain/due.h"
#include "services/escalation/journal.h"

enum { PLAN_PAUSES_MAX = 64 };

enum {
    PLAN_anew = 1 << 0,
    PLAN_recurs = 1 << 1,
    PLAN_any_grade = 1 << 2,
    PLAN_grave = 1 << 3,
    PLAN_from_type = 1 << 4, /* a case that became one of its types later counts from then */
    PLAN_outside = 1 << 5
};

enum plan_name {
#define PLAN(name, id, types, starts, reopened, flags) PLAN_##name,
#include "services/escalation/plans.def"
#undef PLAN
    PLANS
};

struct planned_clock {
    struct text id;
    bool exists;
    int64_t start_ms;
    bool stopped;
    bool cancelled; /* stopped because the duty fell away */
    int64_t stop_ms;
    struct text cause; /* type of the event that stopped it */
    int64_t
        last_period_ms; /* of a clock that recurs: when the period before this one began; -1 */
    int64_t period_end_ms; /* and what ended it */
    enum grade grade;      /* GRADE_none: not known yet */
    int64_t outside_ms;    /* the regulator's date; 0: none */
    struct due_pause pauses[PLAN_PAUSES_MAX];
    size_t pause_count;
};

/* The id of a plan's clock. */
struct text plan_id(enum plan_name name);

/* `sla`: the clock in the case's profile. */
void plan_derive(
    enum plan_name name,
    const struct journal *journal,
    const struct sla_clock *sla,
    struct planned_clock *ret_clock
);

/* The grade in force at an instant; before the first was given, the first. GRADE_none when there is none. A raise holds until a person
 * grades (4.1: highest trigger counts, down only by L3). */
enum grade plan_grade(const struct journal *journal, int64_t at_ms);

/* When that grade was given; INT64_MIN when it is the first, or there is none. */
int64_t plan_grade_since(const struct journal *journal, int64_t at_ms);

/* The newest type; 0 when it is not known. */
int64_t plan_type(const struct journal *journal);
