/* case.claim: Redis proposes, the row disposes (DESIGN section 4). */
#pragma once

#include "services/desk/gate.h"

enum { CLAIM_QUEUES_MAX = 64 };

enum error desk_decide_claim(struct call *call, const struct case_claim *body);

/* Gives a case that waits to an actor who may have it: row, case.claimed, reply. ERROR_need, ERROR_refused. */
enum error
claim_take(struct call *call, struct queued_case *row, const struct actor *actor) MUST_CHECK;
