/* case.get: a case as this actor may see it, by its id or its number. */
#pragma once

#include "services/desk/gate.h"

extern const struct list_shape desk_by_number_list;

enum error desk_decide_get(struct call *call, const struct case_get *body);
