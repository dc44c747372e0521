/* A general complaint from the draft to the answer and the review, REQUIREMENTS 2.3 rows 38 to 47. */
#pragma once

#include "services/desk/gate.h"

enum error desk_decide_approve(struct call *call, const struct complaint_approve *body);
enum error desk_decide_return(struct call *call, const struct complaint_return *body);
enum error desk_decide_reply(struct call *call, const struct complaint_reply *body);
enum error desk_decide_review(struct call *call, const struct complaint_review *body);
