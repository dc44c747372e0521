/* What desk makes of the events of escalation and survey. */
#pragma once

#include "services/desk/case_row.h"

enum error desk_follow_regraded(struct call *call, const struct case_regraded *body);
enum error desk_follow_escalated(struct call *call, const struct case_escalated *body);
enum error desk_follow_recovery(struct call *call, const struct survey_recovery_needed *body);
