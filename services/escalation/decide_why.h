/* why.get: for every clock of a case what was counted, skipped and paused, adding up to the limit (P7, DESIGN 5). */
#pragma once

#include "common/engine/service.h"
#include "proto/messages.h"

extern const struct list_shape escalation_by_number_list;

/* For roles that read cases (reading.h). Refused: missing_field (who asks, neither id nor number), forbidden, not_found. */
enum error escalation_decide_why(struct call *call, const struct why_get *query);
