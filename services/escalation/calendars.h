/* The business calendars in force: those of the configuration, with what was published by command laid over them
 * (REQUIREMENTS 4.4, 4.7 rule 10). */
#pragma once

#include "common/domain/due_rules.h"
#include "proto/messages.h"
#include "services/escalation/policy.h"
#include "services/escalation/records.h"

/* ERROR_need while the row is not loaded. The calendar lives until the row or the configuration changes. */
enum error calendars_find(
    struct call *call,
    const struct due_rules *rules,
    struct text name,
    const struct calendar **ret_calendar
) MUST_CHECK;

/* Refused: invalid_field (not a calendar, not its name, another zone, an unknown name), conflict (not newer). */
enum error calendars_decide_publish(struct call *call, const struct calendar_publish *wish);

/* Chore: cases whose limits were computed with an older calendar are settled again, RECALCULATED_A_TURN a turn. */
enum error calendars_recalculate(struct call *call);
extern const struct list_shape escalation_stale_list;
enum { RECALCULATED_A_TURN = 3 }; /* as case_stale.sql: their events fit one decision */

/* Chore: how far the calendars reach, as a metric. */
enum error calendars_measure(struct call *call);
