/* case.get: a case as this actor may see it, by its id or its number; and what every query about a case asks first. */
#pragma once

#include "services/desk/gate.h"

extern const struct list_shape desk_by_number_list;

enum error desk_decide_get(struct call *call, const struct case_get *body);

/* That neither an id nor a number is there is missed together with what the codec misses. */
enum error desk_check_get(struct call *call, const struct case_get *body) MUST_CHECK;

/* How a query names a case: an id, a number, or both, which then must fit. */
struct case_asked {
    struct uuid case_id;
    bool has_case_id;
    struct text case_no;
};

/* The case for somebody who reads cases and is not recused from it (REQUIREMENTS 1.21; CL-08: what a complaint says is not for
 * the one whom it is about, nor that there is one). ERROR_need, ERROR_refused. */
enum error get_readable(
    struct call *call,
    const struct case_asked *asked,
    struct actor *ret_actor,
    struct queued_case **ret_row
) MUST_CHECK;
