/* case.claim: Redis proposes, the row disposes (DESIGN section 4). */
#pragma once

#include "services/desk/gate.h"

enum { CLAIM_QUEUES_MAX = 64 };

enum error desk_decide_claim(struct call *call, const struct case_claim *body);
