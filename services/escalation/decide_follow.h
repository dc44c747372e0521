/* What escalation follows: intake, router and desk tell facts; each is noted in the case's journal and the clocks are
 * settled. A case is known from the first fact on, whichever stream tells it; handlers commute (P4). */
#pragma once

#include "common/engine/service.h"
#include "proto/messages.h"

enum error escalation_follow_invited(struct call *call, const struct survey_invited *body);
enum error
escalation_follow_suppressed(struct call *call, const struct survey_suppressed *body);
enum error escalation_follow_stored(struct call *call, const struct archive_stored *body);

enum error escalation_follow_received(struct call *call, const struct case_received *body);
enum error
escalation_follow_acknowledged(struct call *call, const struct case_acknowledged *body);
enum error escalation_follow_classified(struct call *call, const struct case_classified *body);
enum error escalation_follow_triage(struct call *call, const struct case_triage_needed *body);
enum error escalation_follow_queued(struct call *call, const struct case_queued *body);

enum error escalation_follow_claimed(struct call *call, const struct case_claimed *body);
enum error escalation_follow_released(struct call *call, const struct case_released *body);
enum error escalation_follow_handed_on(struct call *call, const struct case_handed_on *body);
enum error escalation_follow_noted(struct call *call, const struct case_noted *body);
enum error
escalation_follow_asked(struct call *call, const struct customer_info_requested *body);
enum error
escalation_follow_answered(struct call *call, const struct customer_info_received *body);
enum error escalation_follow_resolved(struct call *call, const struct case_resolved *body);
enum error escalation_follow_closed(struct call *call, const struct case_closed *body);
enum error escalation_follow_reopened(struct call *call, const struct case_reopened *body);
enum error escalation_follow_withdrawn(struct call *call, const struct case_withdrawn *body);
enum error
escalation_follow_registered(struct call *call, const struct complaint_registered *body);
enum error escalation_follow_accepted(struct call *call, const struct complaint_accepted *body);
enum error escalation_follow_graded(struct call *call, const struct complaint_graded *body);
enum error escalation_follow_decided(struct call *call, const struct complaint_decided *body);
enum error escalation_follow_replied(struct call *call, const struct complaint_replied *body);
enum error
escalation_follow_review(struct call *call, const struct complaint_review_requested *body);
