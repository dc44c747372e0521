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

bool reading_is_recused(const struct call *call, const struct clocked_case *row)
{
    const struct clock_policy *policy = call->policies;

    return readers_recused(&policy->readers, call->message->actorid, row->about_employee);
}

enum error reading_case(struct call *call, const struct clocked_case *row)
{
    if (!reading_is_recused(call, row))
        return OK;
    return refuse(
        call,
        "forbidden",
        "actorid",
        "the complaint is about this actor 投诉涉及本人，须回避"
    );
}
