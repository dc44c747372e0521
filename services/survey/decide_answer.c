/* Answers, and what follows from a bad one (REQUIREMENTS SV-03, SV-04, SV-06 to SV-08). */
#include "common/domain/redact.h"
#include "proto/emit.h"
#include "services/survey/survey.h"
#include "services/survey/token.h"

enum { LOW_SCORE = 2 };

/* The path that the comment is sealed under. */
#define SURVEY_COMMENT TEXT("survey.comment")

/* A link is good for the policy's time (4.6: 7 days), also where a call-back goes on over a long holiday. */
static enum error
check_token(struct call *call, const struct invitation *invitation, struct text token)
{
    const struct survey_policy *policy = call->policies;
    uint8_t hash[SHA256_BYTES];

    survey_token_hash(token, hash);
    if (!vault_equal(invitation->token_hash, (struct bytes){hash, sizeof(hash)}))
        return refuse(call, "forbidden", "data.token", "邀请码无效 the link is not valid");
    if (call->now_ms >= invitation->send_at + policy->answer_ms)
        return refuse(
            call,
            "illegal_transition",
            "data.token",
            "邀请码已过期 the link has expired"
        );
    return OK;
}

/* By the link, or by an employee that is not the one who handled the case. */
static enum error check_sender(
    struct call *call,
    const struct invitation *invitation,
    const struct survey_answer *answer
)
{
    struct text actor = call->message->actorid;

    if (answer->token.at)
        return check_token(call, invitation, answer->token);
    if (!actor.length)
        return refuse(
            call,
            "missing_field",
            "data.token",
            "缺少邀请码 the link's code or an employee is needed"
        );
    return invitation_check_caller(call, invitation);
}

enum error invitation_check_caller(struct call *call, const struct invitation *invitation)
{
    if (!text_equal(call->message->actorid, invitation->handler))
        return OK;
    return refuse(
        call,
        "forbidden",
        "actorid",
        "办结人不得回访 who handled the case must not record its call-back"
    );
}

static bool is_recused(const struct call *call, const struct invitation *invitation)
{
    const struct survey_policy *policy = call->policies;

    return readers_recused(
        &policy->readers,
        call->message->actorid,
        invitation->about_employee
    );
}

/* The recused hear, word for word, what is said of a case about which nobody was asked (CL-08). */
static enum error nobody_asked(struct call *call)
{
    return refuse(
        call,
        "not_found",
        "data.case_id",
        "没有评价邀请 nobody was asked about this case"
    );
}

enum error invitation_check_state(struct call *call, const struct invitation *invitation)
{
    const char *field = "data.case_id";

    if (is_recused(call, invitation))
        return nobody_asked(call);
    switch (invitation->state) {
    case SURVEY_STATE_invited:
        break;
    case SURVEY_STATE_answered:
        return refuse(call, "conflict", field, "已评价 this survey was answered already");
    case SURVEY_STATE_expired:
        return refuse(call, "illegal_transition", field, "邀请已过期 this survey has expired");
    case SURVEY_STATE_unreachable:
        return refuse(
            call,
            "illegal_transition",
            field,
            "回访已结束 three attempts reached nobody"
        );
    case SURVEY_STATE_open:
    case SURVEY_STATE_suppressed:
    case SURVEY_STATE_none:
        return nobody_asked(call);
    }
    if (call->now_ms >= invitation->expires_at)
        return refuse(call, "illegal_transition", field, "邀请已过期 this survey has expired");
    return OK;
}

/* The comment as it may be stored: secrets and numbers taken out, then sealed under the case's key. */
static enum error seal_comment(
    struct call *call,
    struct uuid case_id,
    struct text comment,
    struct sealed_value *ret_sealed
)
{
    const struct vault_row *row = call_record_id(call, &vault_row_record, case_id);
    struct wrapped_key wrapped = {.kek_id = {0}};
    struct case_key key;

    if (!row)
        return ERROR_need;
    if (!row->head.exists || row->kek_id.length != VAULT_KEK_ID_LENGTH ||
        row->key_id.length != CASE_KEY_ID_BYTES || row->wrapped.length != VAULT_WRAPPED_BYTES)
        return refuse(call, "not_found", "data.case_id", "工单密钥不存在 the case has no key");
    memcpy(wrapped.kek_id, row->kek_id.at, VAULT_KEK_ID_LENGTH);
    memcpy(wrapped.key_id, row->key_id.at, CASE_KEY_ID_BYTES);
    memcpy(wrapped.bytes, row->wrapped.at, VAULT_WRAPPED_BYTES);
    enum error error = vault_open_key(call_vault(call), case_id, &wrapped, &key);
    if (error == OK)
        error = seal(&key, SURVEY_COMMENT, bytes_of_text(comment), call->arena, ret_sealed);
    vault_forget_key(&key);
    return error;
}

static bool is_complaint(const struct survey_policy *policy, struct text comment)
{
    for (size_t i = 0; comment.length && i < policy->complaint_words.count; i++) {
        struct text word = policy->complaint_words.words[i];
        if (memmem(comment.at, comment.length, word.at, word.length))
            return true;
    }
    return false;
}

static enum recovery_cause
recovery_of(const struct survey_policy *policy, const struct survey_answer *answer)
{
    if (answer->score <= LOW_SCORE)
        return RECOVERY_CAUSE_low_score;
    if (answer->has_solved && !answer->solved)
        return RECOVERY_CAUSE_not_solved;
    return is_complaint(policy, answer->comment) ? RECOVERY_CAUSE_complaint
                                                 : RECOVERY_CAUSE_none;
}

/* Row 42: how a call-back ended; who answers by the link is called no more. */
static void end_call_back(
    struct call *call,
    const struct invitation *invitation,
    const struct survey_answer *answer
)
{
    const struct case_ref of = {invitation->case_id, invitation->case_no};
    const struct text caller =
        answer->token.at ? (struct text){NULL, 0} : call->message->actorid;

    if (!invitation->call_back)
        return;
    if (recovery_of(call->policies, answer) == RECOVERY_CAUSE_none)
        emit_followup_satisfied(
            call,
            of,
            &(struct followup_satisfied){
                .survey_id = invitation->survey_id,
                .has_survey_id = true,
                .score = answer->score,
                .has_score = true,
                .called_by = caller,
                .answered_at = call->now_ms,
                .has_answered_at = true,
                .case_version = invitation->case_version,
                .has_case_version = invitation->has_case_version,
            }
        );
    else
        emit_followup_dissatisfied(
            call,
            of,
            &(struct followup_dissatisfied){
                .survey_id = invitation->survey_id,
                .has_survey_id = true,
                .score = answer->score,
                .has_score = true,
                .called_by = caller,
                .answered_at = call->now_ms,
                .has_answered_at = true,
            }
        );
}

static void recover(
    struct call *call,
    const struct invitation *invitation,
    const struct survey_answer *answer
)
{
    const struct survey_policy *policy = call->policies;
    enum recovery_cause cause = recovery_of(policy, answer);

    if (cause == RECOVERY_CAUSE_none)
        return;
    const struct survey_recovery_needed event = {
        .survey_id = invitation->survey_id,
        .has_survey_id = true,
        .cause = cause,
        .score = answer->score,
        .has_score = true,
        .solved = answer->solved,
        .has_solved = answer->has_solved,
        .due_at = call->now_ms + policy->recovery_ms,
        .has_due_at = true,
    };
    emit_survey_recovery_needed(
        call,
        (struct case_ref){invitation->case_id, invitation->case_no},
        &event
    );
}

static void note_answer(
    struct call *call,
    struct invitation *invitation,
    const struct survey_answer *answer
)
{
    invitation->state = SURVEY_STATE_answered;
    invitation->score = answer->score;
    invitation->has_score = true;
    invitation->solved = answer->solved;
    invitation->has_solved = answer->has_solved;
    invitation->answered_at = call->now_ms;
    invitation->has_answered_at = true;
    record_put(invitation);
}

enum error survey_decide_answer(struct call *call, const struct survey_answer *answer)
{
    struct invitation *invitation = call_record_id(call, &invitation_record, answer->case_id);
    struct sealed_value comment = {.cipher = {0}};
    struct redaction found;

    if (!invitation)
        return ERROR_need;
    enum error error = invitation_check_state(call, invitation);
    if (error == OK)
        error = check_sender(call, invitation, answer);
    if (error == OK && answer->comment.length)
        error = seal_comment(
            call,
            answer->case_id,
            redact(answer->comment, call->arena, &found),
            &comment
        );
    if (error != OK)
        return error;

    const struct case_ref of = {invitation->case_id, invitation->case_no};
    const struct survey_answered event = {
        .survey_id = invitation->survey_id,
        .has_survey_id = true,
        .score = answer->score,
        .has_score = true,
        .solved = answer->solved,
        .has_solved = answer->has_solved,
        .comment = comment,
        .questions = invitation->questions,
        .answered_at = call->now_ms,
        .has_answered_at = true,
    };
    note_answer(call, invitation, answer);
    emit_survey_answered(call, of, &event);
    end_call_back(call, invitation, answer);
    recover(call, invitation, answer);
    call_reply_case(call, of);
    return OK;
}
