/* What desk says of a case: who is asked or called, who is not and why (REQUIREMENTS 4.6, SV-01, SV-02, SV-04). */
#include "proto/emit.h"
#include "services/survey/sample.h"
#include "services/survey/survey.h"
#include "services/survey/token.h"

/* What is known of a case and its customer; the customer is NULL when nobody knows who it is. */
struct known {
    struct invitation *invitation;
    struct surveyed_customer *customer;
};

static enum error know(struct call *call, struct bytes customer_key, struct known *ret_known)
{
    struct known known = {NULL, NULL};

    known.invitation = call_record_id(call, &invitation_record, call->message->case_id);
    if (!known.invitation)
        return ERROR_need;
    if (!known.invitation->customer_key.at)
        known.invitation->customer_key = customer_key;
    if (known.invitation->customer_key.at) {
        known.customer =
            call_record(call, &surveyed_customer_record, known.invitation->customer_key);
        if (!known.customer)
            return ERROR_need;
        known.customer->has_open_complaints = true;
    }
    if (!known.invitation->head.exists)
        known.invitation->state = SURVEY_STATE_open;
    known.invitation->has_complaint_open = known.invitation->has_call_back = true;
    if (call->message->case_no.at)
        known.invitation->case_no = call->message->case_no;
    *ret_known = known;
    return OK;
}

static void keep(const struct known *known)
{
    record_put(known->invitation);
    if (known->customer)
        record_put(known->customer);
}

void invitation_set_complaint(
    struct invitation *invitation,
    struct surveyed_customer *customer,
    bool is_open
)
{
    if (invitation->complaint_open == is_open)
        return;
    invitation->complaint_open = is_open;
    if (customer)
        customer->open_complaints =
            int64_max(0, customer->open_complaints + (is_open ? 1 : -1));
}

enum error survey_take_registered(struct call *call, const struct complaint_registered *event)
{
    struct known known;
    enum error error = know(call, event->customer_key, &known);

    if (error != OK)
        return error;
    invitation_set_complaint(known.invitation, known.customer, true);
    if (event->about_employee.length)
        known.invitation->about_employee = event->about_employee;
    keep(&known);
    return OK;
}

enum error survey_take_reclassified(struct call *call, const struct case_reclassified *event)
{
    struct known known;
    enum error error = know(call, (struct bytes){0}, &known);

    if (error != OK)
        return error;
    bool is_open = event->case_type == CASE_TYPE_complaint;
    invitation_set_complaint(known.invitation, known.customer, is_open);
    keep(&known);
    return OK;
}

/* What the customer's history says against asking. A complaint is called back whatever happened before. */
static enum suppress_cause judge_history(
    const struct call *call,
    const struct case_closed *closed,
    const struct surveyed_customer *customer
)
{
    const struct survey_policy *policy = call->policies;

    if (!customer || closed->case_type == CASE_TYPE_complaint)
        return SUPPRESS_CAUSE_none;
    if (customer->open_complaints > 0)
        return SUPPRESS_CAUSE_open_complaint;
    if (customer->has_invited_at && call->now_ms - customer->invited_at < policy->cap_ms)
        return SUPPRESS_CAUSE_capped;
    return SUPPRESS_CAUSE_none;
}

static struct case_ref ref_of(const struct invitation *invitation)
{
    return (struct case_ref){invitation->case_id, invitation->case_no};
}

static void
suppress(struct call *call, struct invitation *invitation, enum suppress_cause cause)
{
    const struct survey_suppressed event = {.cause = cause};

    invitation->state = SURVEY_STATE_suppressed;
    invitation->cause = cause;
    emit_survey_suppressed(call, ref_of(invitation), &event);
}

static void
invite(struct call *call, const struct known *known, const struct case_closed *closed)
{
    const struct survey_policy *policy = call->policies;
    struct invitation *invitation = known->invitation;
    char token[SURVEY_TOKEN_LENGTH + 1];
    uint8_t *hash = arena_take(call->arena, SHA256_BYTES);

    invitation->survey_id = call_new_id(call);
    invitation->has_survey_id = true;
    survey_token(call_vault(call), invitation->survey_id, token);
    survey_token_hash(text_of(token), hash);
    invitation->token_hash = (struct bytes){hash, SHA256_BYTES};
    invitation->state = SURVEY_STATE_invited;
    invitation->call_back = policy->call_back[closed->case_type];
    invitation->handler = closed->resolved_by;
    invitation->case_version = closed->version;
    invitation->has_case_version = closed->has_version;
    invitation->questions = policy->questions;
    invitation->send_at = sample_send_at(policy, call->now_ms, invitation->call_back);
    invitation->expires_at =
        sample_expires_at(policy, invitation->send_at, invitation->call_back);
    invitation->has_send_at = invitation->has_expires_at = true;
    if (known->customer) {
        known->customer->invited_at = call->now_ms;
        known->customer->has_invited_at = true;
    }
    const struct survey_invited event = {
        .survey_id = invitation->survey_id,
        .has_survey_id = true,
        .channel = invitation->call_back ? policy->call_back_channel
                                         : survey_ask_by(policy, closed->channel),
        .questions = policy->questions,
        .send_at = invitation->send_at,
        .has_send_at = true,
        .expires_at = invitation->expires_at,
        .has_expires_at = true,
        .token_hash = invitation->token_hash,
        .call_back = invitation->call_back,
        .has_call_back = true,
        .case_version = invitation->case_version,
        .has_case_version = invitation->has_case_version,
    };
    emit_survey_invited(call, ref_of(invitation), &event);
}

/* Of the last round; a case that is closed again is asked about anew. */
static void forget(struct invitation *invitation)
{
    invitation->state = SURVEY_STATE_open;
    invitation->has_survey_id = invitation->has_send_at = invitation->has_expires_at = false;
    invitation->has_score = invitation->has_solved = invitation->has_answered_at = false;
    invitation->has_started_at = invitation->has_case_version = false;
    invitation->has_first_try_at = invitation->has_second_try_at = false;
    invitation->token_hash = (struct bytes){0};
    invitation->cause = SUPPRESS_CAUSE_none;
}

/* Of the matter that desk tells of, in the form of a closing. */
static void ask(struct call *call, const struct known *known, const struct case_closed *matter)
{
    enum suppress_cause cause =
        sample_judge(call->policies, known->invitation->case_no, matter);

    if (cause == SUPPRESS_CAUSE_none)
        cause = judge_history(call, matter, known->customer);
    if (cause == SUPPRESS_CAUSE_none)
        invite(call, known, matter);
    else
        suppress(call, known->invitation, cause);
}

enum error survey_take_closed(struct call *call, const struct case_closed *event)
{
    struct known known;
    enum error error = know(call, event->customer_key, &known);

    if (error != OK)
        return error;
    invitation_set_complaint(known.invitation, known.customer, false);
    if (known.invitation->state == SURVEY_STATE_open)
        ask(call, &known, event);
    else if (known.invitation->state == SURVEY_STATE_invited && event->state != CASE_STATE_closed)
        suppress(
            call,
            known.invitation,
            SUPPRESS_CAUSE_excluded
        ); /* withdrawn under the call-back */
    keep(&known);
    return OK;
}

/* Whom a person calls back is called before the closing, which comes only when that is done (rows 41 and 67). */
static enum error plan_call_back(struct call *call, const struct case_closed *matter)
{
    const struct survey_policy *policy = call->policies;
    struct known known;

    if (!policy->call_back[matter->case_type])
        return OK;
    enum error error = know(call, matter->customer_key, &known);
    if (error != OK)
        return error;
    if (known.invitation->state == SURVEY_STATE_open)
        ask(call, &known, matter);
    keep(&known);
    return OK;
}

enum error survey_take_replied(struct call *call, const struct complaint_replied *event)
{
    return plan_call_back(
        call,
        &(struct case_closed){
            .state = CASE_STATE_closed,
            .version = event->version,
            .has_version = event->has_version,
            .case_type = CASE_TYPE_complaint,
            .code = event->code,
            .channel = event->channel,
            .party = event->party,
            .resolved_by = event->handler,
            .customer_key = event->customer_key,
        }
    );
}

enum error survey_take_resolved(struct call *call, const struct case_resolved *event)
{
    return plan_call_back(
        call,
        &(struct case_closed){
            .state = CASE_STATE_closed,
            .version = event->version,
            .has_version = event->has_version,
            .case_type = event->case_type,
            .code = event->code,
            .channel = event->channel,
            .party = event->party,
            .resolved_by = event->resolved_by,
            .customer_key = event->customer_key,
        }
    );
}

/* Back again: what was asked is void, the next answer or closing asks anew. */
static enum error begin_anew(struct call *call, struct bytes customer_key, bool is_complaint)
{
    struct known known;
    enum error error = know(call, customer_key, &known);

    if (error != OK)
        return error;
    forget(known.invitation);
    if (is_complaint)
        invitation_set_complaint(known.invitation, known.customer, true);
    keep(&known);
    return OK;
}

enum error survey_take_reopened(struct call *call, const struct case_reopened *event)
{
    return begin_anew(call, event->customer_key, event->case_type == CASE_TYPE_complaint);
}

enum error
survey_take_review(struct call *call, const struct complaint_review_requested *event UNUSED)
{
    return begin_anew(call, (struct bytes){0}, true);
}
