/* How a case ends here and goes on elsewhere (REQUIREMENTS 2.3 rows 31, 51): a complaint that is not taken on, one that
 * another body is competent for, and a case that is the same matter as another one. Each is closed at once, with the way it
 * ended as its state, so that its package is built. */
#pragma once

#include "services/desk/gate.h"

/* Row 31: a coded reason, remedies and the proof that the customer was told. */
enum error desk_decide_reject(struct call *call, const struct complaint_reject *body);
enum error desk_decide_transfer(struct call *call, const struct case_transfer *body);

/* Row 51: the master is open, and of the same customer where both are known. A complaint goes on in a complaint only, and
 * not in a younger one: its statutory limit would end later (4.7). Refused: not_found, conflict, forbidden (the master is
 * about this actor), illegal_transition. */
enum error desk_decide_merge(struct call *call, const struct case_merge *body);
