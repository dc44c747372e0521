/* Nobody answered in time (REQUIREMENTS 4.6: 7 days). */
#include "proto/emit.h"
#include "services/survey/survey.h"

static void expire(struct call *call, struct invitation *invitation)
{
    const struct survey_expired event = {
        .survey_id = invitation->survey_id,
        .has_survey_id = true,
        .expired_at = call->now_ms,
        .has_expired_at = true,
        .case_version = invitation->case_version,
        .has_case_version = invitation->has_case_version,
    };

    invitation->state = SURVEY_STATE_expired;
    record_put(invitation);
    emit_survey_expired(
        call,
        (struct case_ref){invitation->case_id, invitation->case_no},
        &event
    );
}

enum error survey_expire(struct call *call)
{
    const struct key_list *lapsed =
        call_list(call, &survey_lapsed_list, bytes_of_text(TEXT("")));
    enum error error = OK;

    if (!lapsed)
        return ERROR_need;
    for (size_t i = 0; i < lapsed->count; i++) {
        struct invitation *invitation = call_record(call, &invitation_record, lapsed->keys[i]);
        if (!invitation)
            error = ERROR_need;
        else if (invitation->state == SURVEY_STATE_invited && call->now_ms >= invitation->expires_at)
            expire(call, invitation);
    }
    call->reply->busy = lapsed->count >= LAPSED_A_TURN;
    return error;
}
