/* How a case ends and comes back: resolve, close, withdraw, reopen, and the wish for another class. */
#pragma once

#include "services/desk/gate.h"

enum error desk_decide_resolve(struct call *call, const struct case_resolve *body);
enum error desk_decide_close(struct call *call, const struct case_close *body);
enum error desk_decide_withdraw(struct call *call, const struct case_withdraw *body);
enum error desk_decide_reopen(struct call *call, const struct case_reopen *body);
enum error desk_decide_reclassify(struct call *call, const struct case_reclassify *body);
