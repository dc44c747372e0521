/* What desk tells of a case, see decide_follow.h. Each of its events is one fact or two; desk's version keeps facts of one
 * millisecond in their order. */
#include "services/escalation/case_facts.h"
#include "services/escalation/decide_follow.h"

/* One fact of an event that carries nothing else. */
static enum error follow(struct call *call, enum fact fact, int64_t at_ms, int64_t version)
{
    struct case_facts facts;
    enum error error = case_facts_begin(call, &facts);

    if (error != OK)
        return error;
    case_facts_add(&facts, fact, at_ms, 0, version);
    return case_facts_end(&facts);
}

/* Of events whose body has no time of its own. */
static int64_t time_of(const struct call *call)
{
    return call->message->has_time ? call->message->time_ms : call->now_ms;
}

static enum error set_owner(struct call *call, struct text owner)
{
    struct clocked_case *row = call_record_id(call, &clocked_case_record, call_case(call).id);

    if (!row)
        return ERROR_need;
    row->owner = owner;
    row->has_level = row->has_breaches = true;
    record_put(row);
    return OK;
}

enum error escalation_follow_claimed(struct call *call, const struct case_claimed *body)
{
    struct case_facts facts;
    enum error error = case_facts_begin(call, &facts);

    if (error != OK)
        return error;
    facts.row->owner = body->owner;
    case_facts_add(&facts, FACT_claimed, time_of(call), 0, body->version);
    return case_facts_end(&facts);
}

enum error escalation_follow_released(struct call *call, const struct case_released *body)
{
    (void)body;
    return set_owner(call, (struct text){0});
}

enum error escalation_follow_handed_on(struct call *call, const struct case_handed_on *body)
{
    (void)body;
    return set_owner(call, (struct text){0});
}

/* Only what the customer is told counts. */
enum error escalation_follow_noted(struct call *call, const struct case_noted *body)
{
    if (!body->has_to_customer || !body->to_customer)
        return OK;
    return follow(call, FACT_told, time_of(call), body->version);
}

enum error escalation_follow_accepted(struct call *call, const struct complaint_accepted *body)
{
    struct case_facts facts;
    enum error error = case_facts_begin(call, &facts);

    if (error != OK)
        return error;
    facts.row->owner = body->owner;
    int64_t accepted_ms = body->accepted_at;
    if (body->has_told_at)
        accepted_ms = int64_max(accepted_ms, body->told_at);
    /* K3 asks for both: an owner, and the customer told (4.2). */
    case_facts_add(&facts, FACT_accepted, accepted_ms, 0, body->version);
    if (body->has_told_at)
        case_facts_add(&facts, FACT_told, body->told_at, 0, body->version);
    return case_facts_end(&facts);
}

enum error
escalation_follow_registered(struct call *call, const struct complaint_registered *body)
{
    struct case_facts facts;
    enum error error = case_facts_begin(call, &facts);

    if (error != OK)
        return error;
    if (!facts.row->channel.at)
        facts.row->channel = body->channel;
    case_facts_add(&facts, FACT_registered, body->first_received_at, 0, body->version);
    if (body->has_outside_due)
        case_facts_add(&facts, FACT_outside, body->first_received_at, body->outside_due, 0);
    return case_facts_end(&facts);
}

enum error escalation_follow_graded(struct call *call, const struct complaint_graded *body)
{
    struct case_facts facts;
    enum error error = case_facts_begin(call, &facts);

    if (error != OK)
        return error;
    case_facts_add(&facts, FACT_regraded, time_of(call), (int64_t)body->grade, body->version);
    return case_facts_end(&facts);
}

enum error
escalation_follow_asked(struct call *call, const struct customer_info_requested *body)
{
    struct case_facts facts;
    enum error error = case_facts_begin(call, &facts);

    if (error != OK)
        return error;
    case_facts_add(&facts, FACT_asked, body->asked_at, body->allowed, body->version);
    return case_facts_end(&facts);
}

enum error
escalation_follow_answered(struct call *call, const struct customer_info_received *body)
{
    return follow(call, FACT_answered, body->answered_at, body->version);
}

enum error escalation_follow_resolved(struct call *call, const struct case_resolved *body)
{
    return follow(call, FACT_resolved, body->resolved_at, body->version);
}

enum error escalation_follow_closed(struct call *call, const struct case_closed *body)
{
    return follow(call, FACT_closed, body->closed_at, body->version);
}

enum error escalation_follow_reopened(struct call *call, const struct case_reopened *body)
{
    return follow(call, FACT_reopened, time_of(call), body->version);
}

enum error escalation_follow_withdrawn(struct call *call, const struct case_withdrawn *body)
{
    return follow(call, FACT_withdrawn, body->withdrawn_at, body->version);
}

enum error escalation_follow_decided(struct call *call, const struct complaint_decided *body)
{
    return follow(call, FACT_decided, body->decided_at, body->version);
}

enum error escalation_follow_replied(struct call *call, const struct complaint_replied *body)
{
    return follow(call, FACT_replied, body->replied_at, body->version);
}

enum error
escalation_follow_review(struct call *call, const struct complaint_review_requested *body)
{
    return follow(call, FACT_review_requested, body->requested_at, body->version);
}
