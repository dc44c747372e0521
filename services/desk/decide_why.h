/* why.get: why a case is where it is, and who may not have it (DESIGN P7): from the row, and from who is there now. */
#pragma once

#include "services/desk/present.h"

enum { WHY_PEOPLE_MAX = 64 };

enum error desk_decide_why(struct call *call, const struct why_get *query);
