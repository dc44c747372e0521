/* See router.h. What router follows, answers and keeps. */
#include "services/router/router.h"

#include "proto/operators.h"
#include "services/router/policy.h"

static const struct answer answers[] = {
    ANSWER(why_get, router_decide_why, NULL), /* by id or by number */
    OPERATORS,
};

static const struct reaction reactions[] = {
    ON(intake, case_received, router_take_received, &classified_case_record),
    ON(desk, case_reopened, router_take_reopened, &classified_case_record),
    ON(desk, case_reclassify_requested, router_take_wish, &classified_case_record),
};

static const struct chore chores[] = {OPERATOR_CHORES};

static const struct record_shape *const records[] = {
    &classified_case_record,
    &wrapped_case_key_record,
};

static const struct list_shape *const lists[] = {&router_by_number_list};

const struct service router_service = {
    .name = "router",
    .port = 20,
    .catalogue = &shouli_catalogue,
    .answers = LIST(answers),
    .reactions = LIST(reactions),
    .chores = LIST(chores),
    .records = LIST(records),
    .lists = LIST(lists),
    .policies_load = router_policies_load,
};
