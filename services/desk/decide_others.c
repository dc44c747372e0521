/* See decide_others.h. An event about a case that router has not placed yet leaves an early row, which router's event
 * completes; so the streams may come in any order (P4). */
#include "services/desk/decide_others.h"

#include "services/desk/transitions.h"

/* The row; an early one when there is none. */
static struct queued_case *row_of(struct call *call)
{
    struct queued_case *row = call_record_id(call, &queued_case_record, call_case(call).id);

    if (row && !row->head.exists)
        row->state = CASE_STATE_received;
    return row;
}

enum error desk_follow_regraded(struct call *call, const struct case_regraded *body)
{
    struct queued_case *row = row_of(call);

    if (!row)
        return ERROR_need;
    row->regraded_from = body->from_grade;
    row->regraded_to = body->grade;
    if (body->has_due_at) {
        row->regraded_due = body->due_at;
        row->has_regraded_due = true;
    }
    row_settle_grade(row);
    row_settle_due(row);
    row_put(call, row);
    return OK;
}

static const struct role *role_of(const struct desk_policy *policy, struct text name)
{
    return role_find(&policy->staff, name);
}

/* REQUIREMENTS 4.3 E4: the higher line takes the case from an owner who stands below. */
enum error desk_follow_escalated(struct call *call, const struct case_escalated *body)
{
    struct queued_case *row = row_of(call);

    if (!row)
        return ERROR_need;
    row->level = body->level;
    row->has_level = true;
    if (body->has_take_over && body->take_over) {
        row->taken_level = body->level;
        row->has_taken_level = true;
    }
    const struct role *role = role_of(call->policies, row->owner_role);
    bool below =
        row->owner.at && row->has_taken_level && (!role || role->line < row->taken_level);
    if (below && transition_by_itself(row->state, row->case_type, TRIGGER_taken_over))
        return row_release(call, row, RELEASE_CAUSE_regraded, NULL);
    row_put(call, row);
    return OK;
}

/* Row 69 (and 43): a low score brings a case back whenever it comes. One that is open again already, or whose
 * key is destroyed, needs nothing. */
enum error desk_follow_recovery(struct call *call, const struct survey_recovery_needed *body)
{
    struct queued_case *row = call_record_id(call, &queued_case_record, call_case(call).id);
    struct sealed_value reason;

    if (!row)
        return ERROR_need;
    if (!row_is_known(row) ||
        !transition_by_itself(row->state, row->case_type, TRIGGER_recovery_needed))
        return OK;
    struct text why = arena_format(
        call->arena,
        "survey: %s, score %lld",
        enum_to_text(&recovery_cause_enum, (int)body->cause).at,
        (long long)body->score
    );
    enum error error = row_seal(call, row, "reason", why, &reason);
    if (error == ERROR_need)
        return error;
    if (error != OK)
        return OK;
    row_reopen(call, row, REOPEN_CAUSE_survey, &reason);
    return OK;
}

/* Rows 41, 42, 45 and 67: survey says where a call-back stands, and its event is the transition's. What comes too late, or
 * about an answer after which the case was taken up again, changes nothing. Surveys of before say no version. */
static enum error follow_up(struct call *call, enum trigger trigger, const int64_t *version)
{
    struct queued_case *row = call_record_id(call, &queued_case_record, call_case(call).id);

    if (!row)
        return ERROR_need;
    const struct transition *step =
        row_is_known(row) ? transition_by_itself(row->state, row->case_type, trigger) : NULL;
    if (!step || (version && *version < row->reopened_version))
        return OK;
    if (step->to == CASE_STATE_resolved && row->has_replied_at &&
        !(row->has_resolved_at && row->resolved_at > row->replied_at)) {
        row->resolved_at = row->replied_at; /* a complaint: the customer was told then */
        row->has_resolved_at = true;
    }
    row_enter(call, row, step->to);
    row_put(call, row);
    return OK;
}

#define VERSION_OF(body) ((body)->has_case_version ? &(body)->case_version : NULL)

enum error desk_follow_invited(struct call *call, const struct survey_invited *body)
{
    return body->call_back ? follow_up(call, TRIGGER_call_back_planned, VERSION_OF(body)) : OK;
}

enum error desk_follow_started(struct call *call, const struct followup_started *body)
{
    return follow_up(call, TRIGGER_call_back_due, VERSION_OF(body));
}

enum error desk_follow_satisfied(struct call *call, const struct followup_satisfied *body)
{
    return follow_up(call, TRIGGER_satisfied, VERSION_OF(body));
}

enum error desk_follow_unreachable(struct call *call, const struct followup_unreachable *body)
{
    return follow_up(call, TRIGGER_unreachable, VERSION_OF(body));
}

enum error desk_follow_expired(struct call *call, const struct survey_expired *body)
{
    return follow_up(call, TRIGGER_survey_expired, VERSION_OF(body));
}
