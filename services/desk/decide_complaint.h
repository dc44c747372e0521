/* A general complaint from its registration to the draft of a decision, REQUIREMENTS 2.3 rows 30 to 37. */
#pragma once

#include "services/desk/gate.h"

enum error desk_decide_accept(struct call *call, const struct complaint_accept *body);
enum error desk_decide_grade(struct call *call, const struct complaint_grade *body);
enum error desk_decide_investigate(struct call *call, const struct complaint_investigate *body);
enum error desk_decide_draft(struct call *call, const struct complaint_draft *body);
