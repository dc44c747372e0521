/* Mass incidents: one for each matter that so many cases are about within so short a time (REQUIREMENTS SL-13).
 *
 * A matter has one row, which is changed by the one writer: so there is exactly one open incident for it. Its cases are
 * linked when it opens, later ones as they come, until it is closed by a person or by quiet. */
#pragma once

#include "common/engine/service.h"
#include "services/escalation/policy.h"
#include "services/escalation/records.h"

/* A case was classified: it counts, opens an incident, or joins one. ERROR_need; a case that was counted as this already
 * changes nothing. `row` is the case's, put by the caller. */
enum error
incident_take(struct call *call, struct clocked_case *row, const struct case_classified *body)
    MUST_CHECK;

enum error incident_decide_close(struct call *call, const struct incident_close *wish);
enum error incident_decide_get(struct call *call, const struct incident_get *query);
enum error incident_decide_list(struct call *call, const struct incident_list *query);

/* Chores: cases that were linked get the incident's grade; incidents that are quiet are closed. */
enum error incident_raise(struct call *call);
enum error incident_watch(struct call *call);

/* `incident` becomes closed, its matter counts anew. ERROR_need. */
struct incident_closing {
    enum incident_cause cause;
    struct text by, reason;
};
enum error incident_finish(
    struct call *call,
    struct incident *incident,
    const struct incident_closing *closing
) MUST_CHECK;

extern const struct list_shape incident_undone_list;
extern const struct list_shape incident_open_list;
extern const struct list_shape incident_number_list;
extern const struct list_shape incident_newest_list;
extern const struct list_shape incident_members_list;
