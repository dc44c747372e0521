/* What survey and archive tell of a case, see decide_follow.h: the ends of K17.survey and K18. */
#include "services/escalation/case_facts.h"
#include "services/escalation/decide_follow.h"

static enum error follow(struct call *call, enum fact fact, int64_t at_ms)
{
    struct case_facts facts;
    enum error error = case_facts_begin(call, &facts);

    if (error != OK)
        return error;
    case_facts_add(&facts, fact, at_ms, 0, 0);
    return case_facts_end(&facts);
}

static int64_t time_of(const struct call *call)
{
    return call->message->has_time ? call->message->time_ms : call->now_ms;
}

enum error escalation_follow_invited(struct call *call, const struct survey_invited *body)
{
    (void)body;
    return follow(call, FACT_invited, time_of(call));
}

enum error escalation_follow_suppressed(struct call *call, const struct survey_suppressed *body)
{
    (void)body;
    return follow(call, FACT_suppressed, time_of(call));
}

enum error escalation_follow_stored(struct call *call, const struct archive_stored *body)
{
    return follow(call, FACT_stored, body->stored_at);
}
