/* See reading.h. */
#include "services/escalation/reading.h"

#include "services/escalation/ladder.h"
#include "services/escalation/policy.h"

enum error reading_actor(struct call *call)
{
    const struct clock_policy *policy = call->policies;
    enum error error = ladder_actor(call);

    if (error == OK && !readers_may(&policy->readers, call->message->actorrole))
        error = refuse(
            call,
            "forbidden",
            "actorrole",
            "this role reads no cases 该角色无权查看工单"
        );
    return error;
}

bool reading_hides_from(
    const struct call *call,
    const struct clocked_case *row,
    struct text person
)
{
    const struct clock_policy *policy = call->policies;

    return readers_recused(&policy->readers, person, row->about_employee);
}

bool reading_is_recused(const struct call *call, const struct clocked_case *row)
{
    return reading_hides_from(call, row, call->message->actorid);
}

enum error reading_no_case(struct call *call, const char *field)
{
    return refuse(call, "not_found", field, NO_CASE_FOR_ACTOR);
}

enum error reading_case(struct call *call, const struct clocked_case *row)
{
    if (row->head.exists && !reading_is_recused(call, row))
        return OK;
    return reading_no_case(call, "data.case_id");
}
