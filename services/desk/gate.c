/* See gate.h. */
#include "services/desk/gate.h"

#include "common/domain/readers.h"

enum error gate_actor(struct call *call, struct actor *ret_actor)
{
    const struct message *message = call->message;
    enum error error = OK;

    if (!message->actorid.length)
        error =
            refuse(call, "missing_field", "actorid", "who acts must be said / 须说明操作人");
    if (!message->actorrole.length)
        error = refuse(
            call,
            "missing_field",
            "actorrole",
            "the role of who acts must be said / 须说明角色"
        );
    if (error != OK)
        return error;
    if (!actor_of(call->policies, message->actorid, message->actorrole, ret_actor))
        return refuse(call, "forbidden", "actorrole", "there is no such role / 没有该角色");
    if (!ret_actor->unit.length)
        ret_actor->unit = message->actorunit;
    return OK;
}

enum error gate_not_found(struct call *call)
{
    return refuse(call, "not_found", "data.case_id", NO_CASE_FOR_ACTOR);
}

bool gate_hides(
    const struct call *call,
    const struct queued_case *row,
    const struct actor *actor
)
{
    return !row_is_known(row) ||
           actor_is_recused(call->policies, actor->id, row->about_employee);
}

enum error gate_illegal(
    struct call *call,
    const struct queued_case *row,
    const char *why,
    const char *why_zh
)
{
    call->reply->legal = transition_legal(
        row->state,
        row->case_type,
        row_holder(row),
        call->arena,
        &call->reply->legal_count
    );
    return refuse(
        call,
        "illegal_transition",
        NULL,
        "%s in state %s / %s，当前状态：%s",
        why,
        enum_to_text(&case_state_enum, (int)row->state).at,
        why_zh,
        case_state_enum.labels_zh[row->state]
    );
}

static enum error lease_is_over(struct call *call)
{
    return refuse(call, "lease_lost", "data.lease_epoch", "this lease is over / 领取已失效");
}

/* PROTOCOL section 7: commands on a claimed case carry the lease's number; an older one is lost. A lease that
 * has lapsed is lost even before the chore has seen it, and so is one whose case is back in its queue. */
static enum error check_lease(
    struct call *call,
    const struct queued_case *row,
    const struct actor *actor,
    const struct asked *asked
)
{
    bool waits = row_is_waiting(row);
    bool lost;

    if (!asked->has_lease_epoch)
        return OK;
    if (row->owner.at)
        lost = asked->lease_epoch != row->lease_epoch ||
               (row->has_lease_until && call->now_ms > row->lease_until);
    else
        lost = waits && asked->lease_epoch > 0 && asked->lease_epoch <= row->lease_epoch;
    if (lost)
        return lease_is_over(call);
    if (row->owner.at && !text_equal(row->owner, actor->id))
        return refuse(
            call,
            "forbidden",
            "actorid",
            "somebody else has this case / 该工单由他人办理"
        );
    return OK;
}

/* REQUIREMENTS 2.3 row 38: P4 and P3 by L3, P2 by L4, P1 by L5. */
static int64_t approving_line(enum case_grade grade)
{
    if (grade == CASE_GRADE_P1)
        return 5;
    return grade == CASE_GRADE_P2 ? 4 : 3;
}

static bool
may_be_specialist(const struct queued_case *row, const struct actor *actor, int64_t now_ms)
{
    if (row->owner.at)
        return text_equal(row->owner, actor->id);
    return actor->line >= 1 && skill_level(&actor->skills, TEXT("complaint"), now_ms) > 0;
}

bool gate_may(
    const struct queued_case *row,
    const struct actor *actor,
    enum doer doer,
    int64_t now_ms
)
{
    switch (doer) {
    case DOER_anyone:
        return actor->serves;
    case DOER_line1:
    case DOER_line2:
    case DOER_line3:
    case DOER_line4:
    case DOER_line5:
        return actor->line >= (int64_t)doer - DOER_line1 + 1;
    case DOER_owner:
        return row->owner.at && text_equal(row->owner, actor->id);
    case DOER_specialist:
        return may_be_specialist(row, actor, now_ms);
    case DOER_investigator:
        return row->investigator.at && text_equal(row->investigator, actor->id);
    case DOER_approver:
        return actor->line >= approving_line(row->grade) &&
               !(row->investigator.at && text_equal(row->investigator, actor->id)) &&
               !(row->drafted_by.at && text_equal(row->drafted_by, actor->id));
    case DOER_offered:
        return row->offered_to.at && text_equal(row->offered_to, actor->id);
    case DOER_none:
        break;
    }
    return false;
}

static enum error check_actor(
    struct call *call,
    const struct queued_case *row,
    const struct actor *actor,
    enum doer doer
)
{
    if (!gate_may(row, actor, doer, call->now_ms))
        return refuse(
            call,
            "forbidden",
            "actorrole",
            "this takes %s / 须由%s操作",
            doer_name(doer),
            doer_name_zh(doer)
        );
    return OK;
}

enum error
gate_version(struct call *call, const struct queued_case *row, const int64_t *version)
{
    if (!version || *version == row->version)
        return OK;
    return refuse(
        call,
        "conflict",
        "data.version",
        "the case has version %lld / 工单版本为 %lld",
        (long long)row->version,
        (long long)row->version
    );
}

/* Whoever has the case knows that it is there: the lease is over, as it may be for many reasons. */
static enum error
refuse_hidden(struct call *call, const struct queued_case *row, const struct actor *actor)
{
    if (row->owner.at && text_equal(row->owner, actor->id))
        return lease_is_over(call);
    return gate_not_found(call);
}

enum error gate_pass(struct call *call, const struct asked *asked, struct passed *ret_passed)
{
    enum error error = gate_actor(call, &ret_passed->actor);
    struct queued_case *row = NULL;

    if (error != OK)
        return error;
    if (!ret_passed->actor.serves)
        return refuse(
            call,
            "forbidden",
            "actorrole",
            "this role does not handle cases / 该角色不办理工单"
        );
    row = call_record_id(call, &queued_case_record, asked->case_id);
    if (!row)
        return ERROR_need;
    if (gate_hides(call, row, &ret_passed->actor))
        return refuse_hidden(call, row, &ret_passed->actor);
    call_reply_case(call, row_ref(row));
    error = gate_version(call, row, asked->has_version ? &asked->version : NULL);
    if (error != OK)
        return error;
    error = check_lease(call, row, &ret_passed->actor, asked);
    if (error != OK)
        return error;
    ret_passed->row = row;
    ret_passed->transition = transition_find(
        row->state,
        row->case_type,
        (enum message_type)call->message->shape->type
    );
    if (!ret_passed->transition ||
        (ret_passed->transition->doer == DOER_owner && !row->owner.at))
        return gate_illegal(call, row, "this is not possible", "不可操作");
    return check_actor(call, row, &ret_passed->actor, ret_passed->transition->doer);
}

void gate_step(struct call *call, const struct passed *passed)
{
    struct queued_case *row = passed->row;
    enum case_state to = passed->transition->to;

    row_enter(call, row, to ? to : row->stage);
    row_put(call, row);
}

void gate_reply(struct call *call, const struct queued_case *row, bool with_lease)
{
    call_reply_case(call, row_ref(row));
    call_reply_result(
        call,
        &case_result_shape,
        &(struct case_result){
            .case_id = row->case_id,
            .has_case_id = true,
            .case_no = row->case_no,
            .state = row->state,
            .version = row->version,
            .has_version = true,
            .lease_epoch = row->lease_epoch,
            .has_lease_epoch = with_lease,
            .lease_until = row->lease_until,
            .has_lease_until = with_lease && row->has_lease_until,
        }
    );
}

enum error gate_seal(
    struct call *call,
    const struct queued_case *row,
    const char *path,
    struct text plain,
    struct sealed_value *ret_sealed
)
{
    enum error error = row_seal(call, row, path, plain, ret_sealed);

    if (error == ERROR_not_found || error == ERROR_malformed)
        return refuse(
            call,
            "not_found",
            "data.case_id",
            "the key of this case is gone / 工单密钥已销毁"
        );
    return error;
}

enum error gate_seal_and_take(
    struct call *call,
    struct queued_case *row,
    const char *path,
    struct text plain,
    struct sealed_value *ret_sealed
)
{
    const enum error error = gate_seal(call, row, path, plain, ret_sealed);

    return error == OK ? row_take(call, row) : error;
}

void gate_end(
    struct call *call,
    const struct passed *passed,
    enum case_state state,
    enum close_cause cause
)
{
    row_close(call, passed->row, state, cause);
    gate_reply(call, passed->row, false);
}

enum error gate_reason(struct call *call, struct text reason)
{
    for (size_t i = 0; i < reason.length; i++) {
        if (!strchr(" \t\r\n", reason.at[i]))
            return OK;
    }
    return refuse(
        call,
        "reason_required",
        "data.reason",
        "a reason must be given / 须填写理由"
    );
}

enum error gate_check_reason(struct call *call, const void *body)
{
    if (call_has_refused(call, "data.reason"))
        return ERROR_refused;
    return gate_reason(call, call_text_of(call, body, "reason"));
}
