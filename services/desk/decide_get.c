/* See decide_get.h. The header of the case is for everybody who reads cases (REQUIREMENTS 1.21, tier T1); what the
 * customer said, and the masked name and number, for those who have to do with it (tier T2, decide_words.h). */
#include "services/desk/decide_get.h"

#include "common/domain/readers.h"
#include "services/desk/decide_words.h"
#include "services/desk/repeats.h"
#include "services/desk/statements.h"

const struct list_shape desk_by_number_list = {
    .name = "by_number",
    .statement = &desk_case_by_number_statement,
    .key_is_text = true,
};

static enum error find_by_number(
    struct call *call,
    const struct case_asked *asked,
    const struct actor *actor,
    struct queued_case **ret_row
)
{
    const struct key_list *keys =
        call_list(call, &desk_by_number_list, bytes_of_text(asked->case_no));
    struct queued_case *row = NULL;

    if (!keys)
        return ERROR_need;
    if (keys->count) {
        row = call_record(call, &queued_case_record, keys->keys[0]);
        if (!row)
            return ERROR_need;
    }
    if (!row || gate_hides(call, row, actor))
        return refuse(call, "not_found", "data.case_no", NO_CASE_FOR_ACTOR);
    *ret_row = row;
    return OK;
}

static enum error check_asked(struct call *call, const struct case_asked *asked)
{
    if (asked->has_case_id || asked->case_no.length)
        return OK;
    if (call_has_refused(call, "data.case_id") || call_has_refused(call, "data.case_no"))
        return ERROR_refused;
    return refuse(
        call,
        "missing_field",
        "data.case_id",
        "an id or a number is needed / 须填写工单标识或工单号"
    );
}

enum error desk_check_get(struct call *call, const struct case_get *body)
{
    return check_asked(
        call,
        &(struct case_asked){body->case_id, body->has_case_id, body->case_no}
    );
}

static enum error find(
    struct call *call,
    const struct case_asked *asked,
    const struct actor *actor,
    struct queued_case **ret_row
)
{
    enum error error = check_asked(call, asked);

    if (error != OK)
        return error;
    if (!asked->has_case_id)
        return find_by_number(call, asked, actor, ret_row);
    *ret_row = call_record_id(call, &queued_case_record, asked->case_id);
    if (!*ret_row)
        return ERROR_need;
    if (gate_hides(call, *ret_row, actor))
        return gate_not_found(call);
    if (asked->case_no.length && !text_equal(asked->case_no, (*ret_row)->case_no))
        return refuse(
            call,
            "not_found",
            "data.case_no",
            "this case has another number / 工单号不符"
        );
    return OK;
}

enum error get_readable(
    struct call *call,
    const struct case_asked *asked,
    struct actor *ret_actor,
    struct queued_case **ret_row
)
{
    enum error error = gate_actor(call, ret_actor);

    if (error == OK && !ret_actor->reads)
        error = refuse(
            call,
            "forbidden",
            "actorrole",
            "this role reads no cases / 该角色不查看工单"
        );
    return error == OK ? find(call, asked, ret_actor, ret_row) : error;
}

/* The earlier case of a repeat contact; not for whom that case is about, who may not know of it. */
static enum error show_repeat(
    struct call *call,
    const struct actor *actor,
    const struct queued_case *row,
    struct case_view *view
)
{
    if (!row->has_repeat_of)
        return OK;
    const struct queued_case *earlier =
        call_record_id(call, &queued_case_record, row->repeat_of);
    if (!earlier)
        return ERROR_need;
    if (actor_is_recused(call->policies, actor->id, earlier->about_employee))
        return OK;
    view->repeat_of = row->repeat_of;
    view->has_repeat_of = true;
    view->repeat_no = row->repeat_no;
    view->merge_offered = !row_is_settled(row) && repeats_offers_merge(earlier);
    view->has_merge_offered = true;
    return OK;
}

static enum error
reply(struct call *call, const struct actor *actor, const struct queued_case *row)
{
    struct case_view view = {
        .case_id = row->case_id,
        .has_case_id = true,
        .case_no = row->case_no,
        .state = row->state,
        .version = row->version,
        .has_version = true,
        .case_type = row->case_type,
        .code = row->code,
        .category = row->category,
        .grade = row->grade,
        .queue = row->queue,
        .owner = row->owner,
        .lease_until = row->lease_until,
        .has_lease_until = row->has_lease_until,
        .due_at = row->due_at,
        .has_due_at = row->has_due_at,
        .received_at = row->received_at,
        .has_received_at = row->has_received_at,
        .channel = row->channel,
        .unit = row->unit,
        .party = row->party,
        .level = row->level,
        .has_level = row->has_level,
        .reopened = row->reopen_count,
        .has_reopened = true,
        .complaint_no = row->complaint_no,
        .outside_no = row->outside_no,
        .outside_due = row->outside_due,
        .has_outside_due = row->has_outside_due,
        .queued_at = row->queued_at,
        .has_queued_at = row->has_queued_at,
        .first_owner = row->first_owner,
        .replied_at = row->replied_at,
        .has_replied_at = row->has_replied_at,
        .resolved_at = row->resolved_at,
        .has_resolved_at = row->has_resolved_at,
        .closed_at = row->closed_at,
        .has_closed_at = row->has_closed_at,
    };

    enum error error = show_repeat(call, actor, row, &view);
    if (error == OK && words_may_read(call->policies, actor, row, call->now_ms))
        error = words_show(call, row, &view);
    if (error != OK)
        return error;
    view.legal = transition_legal(
        row->state,
        row->case_type,
        row_holder(row),
        call->arena,
        &view.legal_count
    );
    call_reply_case(call, row_ref(row));
    call_reply_result(call, &case_view_shape, &view);
    return OK;
}

enum error desk_decide_get(struct call *call, const struct case_get *body)
{
    struct queued_case *row = NULL;
    struct actor actor;
    enum error error = get_readable(
        call,
        &(struct case_asked){body->case_id, body->has_case_id, body->case_no},
        &actor,
        &row
    );

    if (error == OK)
        error = gate_version(call, row, body->has_version ? &body->version : NULL);
    return error == OK ? reply(call, &actor, row) : error;
}
