/* See decide_follow.h. What desk tells stands in decide_desk.c. */
#include "services/escalation/decide_follow.h"

#include "services/escalation/case_facts.h"
#include "services/escalation/incident.h"
#include "services/escalation/playbook.h"

/* K1: from when the customer began to wait to when somebody answered. A request on a synchronous channel without these
 * times was taken down by whoever had answered. */
static void add_contact(struct case_facts *facts, const struct case_received *body)
{
    const struct clock_policy *policy = facts->call->policies;
    const struct due_channel *channel = due_rules_channel(policy->rules, body->channel);
    const struct sealed_contact *contact = body->contact;

    if (!channel || !channel->sync)
        return;
    if (contact && contact->has_ring_at)
        case_facts_add(facts, FACT_rang, contact->ring_at, 0, 0);
    if (contact && contact->has_answered_at)
        case_facts_add(facts, FACT_answered_call, contact->answered_at, 0, 0);
    else if (!contact || !contact->has_ring_at)
        case_facts_add(facts, FACT_answered_call, body->received_at, 0, 0);
}

enum error escalation_follow_received(struct call *call, const struct case_received *body)
{
    struct case_facts facts;
    enum error error = case_facts_begin(call, &facts);

    if (error != OK)
        return error;
    case_facts_add_receipt(&facts, body->received_at, body->channel);
    case_facts_set_about(&facts, body->about_employee);
    add_contact(&facts, body);
    if (body->has_outside_due)
        case_facts_add(&facts, FACT_outside, body->received_at, body->outside_due, 0);
    return case_facts_end(&facts);
}

enum error
escalation_follow_acknowledged(struct call *call, const struct case_acknowledged *body)
{
    struct case_facts facts;
    enum error error = case_facts_begin(call, &facts);

    if (error != OK)
        return error;
    case_facts_add_receipt(&facts, body->received_at, body->channel);
    case_facts_add(&facts, FACT_acknowledged, body->acknowledged_at, 0, 0);
    return case_facts_end(&facts);
}

/* The calendar that queue and unit choose, when it is not the profile's. A case keeps it until it is queued again. */
static void
add_place(struct case_facts *facts, int64_t at_ms, struct text queue, struct text unit)
{
    const struct clock_policy *policy = facts->call->policies;
    const struct clocked_case *row = facts->row;
    const struct fact_entry *received = journal_first(&facts->journal, FACT_received);
    struct text name =
        row->profile.at ? row->profile : clock_policy_profile(policy, row->channel);
    const struct sla_policy *profile =
        due_rules_policy(policy->rules, name, received ? received->at_ms : at_ms);
    const struct calendar_choice *choice =
        profile ? due_rules_choose(policy->rules, profile->calendar, queue, unit) : NULL;

    if (choice || journal_first(&facts->journal, FACT_placed))
        case_facts_add(facts, FACT_placed, at_ms, choice ? fact_hash(choice->calendar) : 0, 0);
}

/* What router's events have in common. A triage says no type: a person will. */
struct routed {
    int64_t received_ms;
    struct text channel;
    enum case_type type;
    struct text code;
    enum case_grade grade;
    bool has_outside;
    int64_t outside_ms;
    bool placed; /* it says the queue */
    struct text queue, unit;
    struct text about_employee;
};

static enum error follow_routed(struct call *call, const struct routed *routed)
{
    struct case_facts facts;
    enum error error = case_facts_begin(call, &facts);
    int64_t at_ms = call->message->has_time ? call->message->time_ms : routed->received_ms;

    if (error != OK)
        return error;
    case_facts_add_receipt(&facts, routed->received_ms, routed->channel);
    case_facts_set_about(&facts, routed->about_employee);
    if (routed->type)
        case_facts_add(&facts, FACT_typed, at_ms, (int64_t)routed->type, 0);
    if (routed->code.length)
        case_facts_add(&facts, FACT_coded, at_ms, fact_pack(routed->code), 0);
    if (routed->grade)
        case_facts_add(&facts, FACT_graded, at_ms, (int64_t)routed->grade, 0);
    if (routed->has_outside)
        case_facts_add(&facts, FACT_outside, routed->received_ms, routed->outside_ms, 0);
    if (routed->placed)
        add_place(&facts, at_ms, routed->queue, routed->unit);
    return case_facts_end(&facts);
}

/* Why the case has its grade may start what is prepared for that (SL-07), also while a person has still to say what the
 * case is about: an emergency does not wait for that. */
static enum error
start_playbooks(struct call *call, const struct text *reasons, size_t reasons_count)
{
    const struct playbook_subject subject = {.of = call_case(call)};
    enum error error = OK;

    for (size_t i = 0; i < reasons_count; i++) {
        if (playbook_trigger(call, &subject, "reason", reasons[i], NULL) != OK)
            error = ERROR_need;
    }
    return error;
}

enum error escalation_follow_classified(struct call *call, const struct case_classified *body)
{
    const struct routed routed = {
        .received_ms = body->received_at,
        .channel = body->channel,
        .type = body->case_type,
        .code = body->code,
        .grade = body->grade,
        .has_outside = body->has_outside_due,
        .outside_ms = body->outside_due,
        .about_employee = body->about_employee,
    };
    struct clocked_case *row = call_record_id(call, &clocked_case_record, call_case(call).id);

    if (!row)
        return ERROR_need;
    enum error taken = incident_take(call, row, body);
    enum error played = start_playbooks(call, body->reasons, body->reasons_count);
    enum error error = follow_routed(call, &routed);
    if (taken == OK)
        taken = played;
    return taken == OK ? error : taken;
}

enum error escalation_follow_triage(struct call *call, const struct case_triage_needed *body)
{
    const struct routed routed = {
        .received_ms = body->received_at,
        .channel = body->channel,
        .grade = body->grade,
        .has_outside = body->has_outside_due,
        .outside_ms = body->outside_due,
        .about_employee = body->about_employee,
    };

    enum error played = start_playbooks(call, body->reasons, body->reasons_count);
    enum error error = follow_routed(call, &routed);

    return played == OK ? error : played;
}

enum error escalation_follow_queued(struct call *call, const struct case_queued *body)
{
    const struct routed routed = {
        .received_ms = body->received_at,
        .channel = body->channel,
        .type = body->case_type,
        .code = body->code,
        .grade = body->grade,
        .has_outside = body->has_outside_due,
        .outside_ms = body->outside_due,
        .about_employee = body->about_employee,
        .placed = true,
        .queue = body->queue,
        .unit = body->unit,
    };

    return follow_routed(call, &routed);
}
