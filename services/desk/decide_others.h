/* What desk makes of the events of escalation and survey. */
#pragma once

#include "services/desk/case_row.h"

enum error desk_follow_regraded(struct call *call, const struct case_regraded *body);
enum error desk_follow_escalated(struct call *call, const struct case_escalated *body);
enum error desk_follow_recovery(struct call *call, const struct survey_recovery_needed *body);

/* Call-backs, REQUIREMENTS 2.3 rows 41, 42, 45 and 67. */
enum error desk_follow_invited(struct call *call, const struct survey_invited *body);
enum error desk_follow_started(struct call *call, const struct followup_started *body);
enum error desk_follow_satisfied(struct call *call, const struct followup_satisfied *body);
enum error desk_follow_unreachable(struct call *call, const struct followup_unreachable *body);
enum error desk_follow_expired(struct call *call, const struct survey_expired *body);
