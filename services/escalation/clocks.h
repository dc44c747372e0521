/* The clocks of one case while a decision is made: derived from its facts, beside the lines of its row that keep what was
 * said of them.
 *
 * A limit is computed here and nowhere else (DESIGN 5): settling, firing, explaining and the sample all use
 * clocks_load. At most PLAN_REFS_MAX clocks a case. */
#pragma once

#include "services/escalation/plan.h"
#include "services/escalation/policy.h"
#include "services/escalation/records.h"

struct clock_view {
    struct plan_ref ref;
    struct planned_clock plan;
    const struct sla_clock *sla;    /* in the case's profile; NULL: it has none such */
    const struct sla_policy *owner; /* the profile that it comes from */
    struct case_clock
        *row;       /* of the case's clock_lines; nothing but its id when it has not begun */
    bool computed;  /* `due` holds; false: there is no such limit now */
    bool may_begin; /* a raise of the grade would give the case this limit */
    struct due_result due; /* of the limit with what was waited for */
    size_t skipped_waits;  /* waits beyond 4.5 rule 3, which stop nothing */
};

struct clocks {
    struct call *call;
    const struct clock_policy *policy;
    struct clocked_case *row;
    struct journal journal;
    const struct sla_policy *profile;
    const struct calendar
        *calendar; /* of its queue and unit, else the profile's; with what was published */
    const struct calendar
        *law_calendar;               /* the profile's, which statutory limits are counted by */
    const struct absences *absences; /* of the duty roster; NULL: nobody is absent */
    int64_t received_ms;
    int64_t
        told_ms; /* when that was told which this decision settles; 0: nothing new was told */
    size_t emitted; /* events in this decision, for fire's budget */
    bool needs;     /* the decision is to be made again: a row of a playbook is not loaded */
    struct text unsettled; /* why its clocks cannot be told now; absent: they can */
    size_t count;          /* 0: nothing is known to count from yet */
    struct clock_view *views[PLAN_REFS_MAX]; /* a view is large, and a case has few */
};

/* ERROR_need while the calendar is not loaded. The result lives in the call's arena. */
enum error
clocks_load(struct call *call, struct clocked_case *row, struct clocks **ret_clocks) MUST_CHECK;

/* The same, with the row's journal where it was read already. */
enum error clocks_load_from(
    struct call *call,
    struct clocked_case *row,
    const struct journal *journal,
    struct clocks **ret_clocks
) MUST_CHECK;

/* The row says what its clocks say; the caller puts it. Of a case that is unsettled it goes on saying what it said. */
void clocks_store(struct clocks *clocks);

/* Again from the journal, which has one more fact of this decision: a raise of the grade or an extension. The views of what
 * a raise can begin are there already. */
void clocks_refresh(struct clocks *clocks);

/* NULL when the case has no such clock. */
struct clock_view *clocks_find(struct clocks *clocks, struct text id);
