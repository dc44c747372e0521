/* staff.set_presence and staff.get: who is there, with how much work (RO-11). A person speaks for themselves, line L3
 * and above for others too. */
#pragma once

#include "services/desk/offer.h"

enum { PRESENCE_OTHERS_LINE = 3 };

enum error desk_decide_set_presence(struct call *call, const struct staff_set_presence *body);
enum error desk_decide_get_worker(struct call *call, const struct staff_get *body);
