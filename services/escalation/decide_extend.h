/* Command clock.extend.v1: an approved extension of a statutory limit, the customer having been told (REQUIREMENTS 2.3 rows 35
 * and 36, 3.1, 4.7 rule 8). The only way but an appraisal and new facts in which such a limit moves later.
 *
 * What is allowed the profile says: stages in order, their totals, the line that may approve. Refused: not_found; forbidden (no
 * actor, or below that line); invalid_field (told in the future); conflict (the limit has ended or has passed, the
 * customer was told after it, or the profile does not allow the total). */
#pragma once

#include "common/engine/service.h"
#include "proto/messages.h"

enum error escalation_decide_extend(struct call *call, const struct clock_extend *wish);
/* What it refuses by the body alone: a time in the future. */
enum error escalation_check_extend(struct call *call, const struct clock_extend *wish);
