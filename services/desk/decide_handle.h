/* What a handler does with a case that is claimed: extend, release, note, ask, second line. */
#pragma once

#include "services/desk/gate.h"

enum error desk_decide_extend(struct call *call, const struct case_extend *body);
enum error desk_decide_release(struct call *call, const struct case_release *body);
enum error desk_decide_note(struct call *call, const struct case_note *body);
enum error desk_decide_ask_customer(struct call *call, const struct case_ask_customer *body);
enum error
desk_decide_customer_answered(struct call *call, const struct case_customer_answered *body);
enum error desk_decide_second_line(struct call *call, const struct case_second_line *body);
