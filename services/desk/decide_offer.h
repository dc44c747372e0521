/* case.take_offer and case.decline_offer: the answer to work that was offered (offer.h). */
#pragma once

#include "services/desk/decide_claim.h"

enum error desk_decide_take_offer(struct call *call, const struct case_take_offer *body);
enum error desk_decide_decline_offer(struct call *call, const struct case_decline_offer *body);
