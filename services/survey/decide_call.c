/* Call-backs: they begin when they are due, and end after three attempts that reached nobody (REQUIREMENTS 2.3 rows 41
 * and 45, 4.6, SV-10). */
#include "proto/emit.h"
#include "services/survey/sample.h"
#include "services/survey/survey.h"

enum { HOUR_MS = 3600000, NOON_HOUR = 12, EVENING_HOUR = 18 };

static struct case_ref ref_of(const struct invitation *invitation)
{
    return (struct case_ref){invitation->case_id, invitation->case_no};
}

static void start(struct call *call, struct invitation *invitation)
{
    invitation->started_at = call->now_ms;
    invitation->has_started_at = true;
    record_put(invitation);
    emit_followup_started(
        call,
        ref_of(invitation),
        &(struct followup_started){
            .survey_id = invitation->survey_id,
            .has_survey_id = true,
            .handler = invitation->handler,
            .started_at = invitation->started_at,
            .has_started_at = true,
            .expires_at = invitation->expires_at,
            .has_expires_at = true,
            .case_version = invitation->case_version,
            .has_case_version = invitation->has_case_version,
        }
    );
}

enum error survey_call(struct call *call)
{
    const struct key_list *due = call_list(call, &survey_due_list, bytes_of_text(TEXT("")));
    enum error error = OK;

    if (!due)
        return ERROR_need;
    for (size_t i = 0; i < due->count; i++) {
        struct invitation *invitation = call_record(call, &invitation_record, due->keys[i]);
        if (!invitation)
            error = ERROR_need;
        else if (invitation->state == SURVEY_STATE_invited && invitation->call_back && !invitation->has_started_at && call->now_ms >= invitation->send_at)
            start(call, invitation);
    }
    call->reply->busy = due->count >= DUE_A_TURN;
    return error;
}

static int part_of_day(int32_t ms_of_day)
{
    if (ms_of_day < NOON_HOUR * HOUR_MS)
        return 0;
    return ms_of_day < EVENING_HOUR * HOUR_MS ? 1 : 2;
}

/* Another day and another part of the day, by the wall clock. */
static bool is_another(const struct survey_policy *policy, int64_t a_ms, int64_t b_ms)
{
    struct civil_time a = zone_to_local(policy->calendar->zone, a_ms);
    struct civil_time b = zone_to_local(policy->calendar->zone, b_ms);

    return a.day.days != b.day.days && part_of_day(a.ms) != part_of_day(b.ms);
}

enum error survey_check_attempt(struct call *call, const struct followup_attempt *wish)
{
    if (!wish->has_tried_at || wish->tried_at <= call->now_ms)
        return OK;
    return refuse(
        call,
        "invalid_field",
        "data.tried_at",
        "时间未到 this time is still to come"
    );
}

static enum error
check_time(struct call *call, const struct invitation *invitation, int64_t tried_at)
{
    const struct survey_policy *policy = call->policies;
    const char *field = "data.tried_at";

    if (tried_at < invitation->started_at)
        return refuse(call, "invalid_field", field, "早于回访开始 the call was not due yet");
    if (sample_send_at(policy, tried_at, true) != tried_at)
        return refuse(
            call,
            "conflict",
            field,
            "不在回访时段 attempts count on working days, in the hours of call-backs"
        );
    if ((invitation->has_first_try_at && !is_another(policy, tried_at, invitation->first_try_at)
        ) ||
        (invitation->has_second_try_at &&
         !is_another(policy, tried_at, invitation->second_try_at)))
        return refuse(
            call,
            "conflict",
            field,
            "须在不同日期的不同时段 attempts count on different days, in different parts of "
            "the day"
        );
    return OK;
}

static enum error check(
    struct call *call,
    const struct invitation *invitation,
    const struct followup_attempt *wish
)
{
    enum error error = invitation_check_state(call, invitation);

    if (error == OK && !invitation->has_started_at)
        error = refuse(
            call,
            "illegal_transition",
            "data.case_id",
            "回访未开始 no call-back of this case has begun"
        );
    if (error == OK)
        error = invitation_check_caller(call, invitation);
    if (error == OK)
        error = survey_check_attempt(call, wish);
    if (error == OK)
        error =
            check_time(call, invitation, wish->has_tried_at ? wish->tried_at : call->now_ms);
    return error;
}

/* Its number, from 1. */
static int64_t count_attempt(struct invitation *invitation, int64_t tried_at)
{
    if (!invitation->has_first_try_at) {
        invitation->first_try_at = tried_at;
        invitation->has_first_try_at = true;
        return 1;
    }
    if (!invitation->has_second_try_at) {
        invitation->second_try_at = tried_at;
        invitation->has_second_try_at = true;
        return 2;
    }
    invitation->state = SURVEY_STATE_unreachable;
    return CALL_ATTEMPTS;
}

static void say_attempt(
    struct call *call,
    const struct invitation *invitation,
    int64_t attempt,
    int64_t tried_at
)
{
    emit_followup_attempted(
        call,
        ref_of(invitation),
        &(struct followup_attempted){
            .survey_id = invitation->survey_id,
            .has_survey_id = true,
            .attempt = attempt,
            .has_attempt = true,
            .tried_at = tried_at,
            .has_tried_at = true,
            .tried_by = call->message->actorid,
        }
    );
    if (attempt == CALL_ATTEMPTS)
        emit_followup_unreachable(
            call,
            ref_of(invitation),
            &(struct followup_unreachable){
                .survey_id = invitation->survey_id,
                .has_survey_id = true,
                .attempts = attempt,
                .has_attempts = true,
                .ended_at = call->now_ms,
                .has_ended_at = true,
                .case_version = invitation->case_version,
                .has_case_version = invitation->has_case_version,
            }
        );
}

enum error survey_decide_attempt(struct call *call, const struct followup_attempt *wish)
{
    struct invitation *invitation = call_record_id(call, &invitation_record, wish->case_id);
    int64_t tried_at = wish->has_tried_at ? wish->tried_at : call->now_ms;

    if (!invitation)
        return ERROR_need;
    enum error error = check(call, invitation, wish);
    if (error != OK)
        return error;
    int64_t attempt = count_attempt(invitation, tried_at);
    record_put(invitation);
    say_attempt(call, invitation, attempt, tried_at);
    call_reply_case(call, ref_of(invitation));
    call_reply_result(
        call,
        &followup_view_shape,
        &(struct followup_view){
            .survey_id = invitation->survey_id,
            .has_survey_id = true,
            .attempts = attempt,
            .has_attempts = true,
            .over = attempt == CALL_ATTEMPTS,
            .has_over = true,
        }
    );
    return OK;
}
