/* See decide_words_order.h. */
#include "services/desk/decide_words_order.h"

#include "proto/emit.h"
#include "services/desk/decide_words.h"
#include "services/desk/gate.h"

enum { ID_BYTES = 16 };

static enum error exporter(struct call *call, struct actor *ret_actor)
{
    enum error error = gate_actor(call, ret_actor);

    if (error == OK && !(ret_actor->exports && ret_actor->reads))
        error = refuse(
            call,
            "forbidden",
            "actorrole",
            "this role takes nothing out / 该角色不得导出"
        );
    return error;
}

static struct bytes packed(struct arena *arena, const struct words_case *cases, size_t count)
{
    uint8_t *at = arena_take(arena, count * ID_BYTES);

    for (size_t i = 0; i < count; i++)
        memcpy(at + i * ID_BYTES, cases[i].case_id.b, ID_BYTES);
    return (struct bytes){at, count * ID_BYTES};
}

static void
say(struct call *call,
    const struct actor *actor,
    const struct words_order *body,
    const struct ordered_words *row)
{
    emit_words_ordered(
        call,
        (struct case_ref){.no = {0}},
        &(struct words_ordered){
            .order_id = row->order_id,
            .has_order_id = true,
            .ordered_by = actor->id,
            .role = actor->role,
            .purpose = body->purpose,
            .reason = body->reason,
            .cases = body->cases,
            .cases_count = body->cases_count,
            .until = row->until,
            .has_until = true,
        }
    );
}

enum error desk_decide_order_words(struct call *call, const struct words_order *body)
{
    struct actor actor;
    enum error error = exporter(call, &actor);

    if (error == OK)
        error = gate_reason(call, body->reason);
    if (error == OK && !body->cases_count)
        error = refuse(call, "missing_field", "data.cases", "no case is named / 未指明工单");
    if (error != OK)
        return error;
    struct ordered_words *row = call_record_text(call, &ordered_words_record, actor.id);
    if (!row)
        return ERROR_need;
    row->order_id = call_new_id(call);
    row->has_order_id = true;
    row->until = call->now_ms + WORDS_ORDER_MS;
    row->has_until = true;
    row->cases = packed(call->arena, body->cases, body->cases_count);
    record_put(row);
    say(call, &actor, body, row);
    const struct words_order_view view = {
        .order_id = row->order_id,
        .has_order_id = true,
        .until = row->until,
        .has_until = true,
    };
    call_reply_result(call, &words_order_view_shape, &view);
    return OK;
}

/* One case of the order: absent where this actor may not take it out, or nothing can be read any more. ERROR_need. */
static enum error
take_out(struct call *call, const struct actor *actor, struct uuid id, struct text *ret_said)
{
    const struct desk_policy *policy = call->policies;
    const struct queued_case *row = call_record_id(call, &queued_case_record, id);

    *ret_said = (struct text){0};
    if (!row)
        return ERROR_need;
    if (!row_is_known(row) || skills_stay_here(&policy->skills, row->skills) ||
        actor_is_recused(policy, actor->id, row->about_employee) ||
        !words_may_read(policy, actor, row, call->now_ms))
        return OK;
    return words_said(call, row, ret_said);
}

/* Everything that is missing is wanted in one round. */
static enum error take_page(
    struct call *call,
    const struct actor *actor,
    struct bytes ids,
    struct words_of_case *cases,
    size_t *ret_count
)
{
    enum error needed = OK;
    size_t bytes = 0, count = 0;
    const size_t most = size_min(ids.length / ID_BYTES, WORDS_PAGE_CASES);

    while (count < most && bytes < WORDS_PAGE_BYTES) {
        struct words_of_case *one = &cases[count];
        one->has_case_id = true;
        memcpy(one->case_id.b, ids.at + count * ID_BYTES, ID_BYTES);
        enum error error = take_out(call, actor, one->case_id, &one->text);
        if (error == ERROR_need)
            needed = error;
        else if (error != OK)
            return error;
        if (count && bytes + one->text.length > WORDS_PAGE_BYTES)
            break;
        bytes += one->text.length;
        count++;
    }
    *ret_count = count;
    return needed;
}

static enum error find_order(
    struct call *call,
    const struct words_get *body,
    struct actor *ret_actor,
    struct bytes *ret_ids
)
{
    enum error error = exporter(call, ret_actor);

    if (error != OK)
        return error;
    const struct ordered_words *row =
        call_record_text(call, &ordered_words_record, ret_actor->id);
    if (!row)
        return ERROR_need;
    if (!row->head.exists || !uuid_equal(row->order_id, body->order_id) ||
        call->now_ms > row->until)
        return refuse(
            call,
            "not_found",
            "data.order_id",
            "this order is over, or not this actor's / 该申请已失效，或非本人申请"
        );
    size_t begin = size_min((size_t)body->begin * ID_BYTES, row->cases.length);
    *ret_ids = (struct bytes){row->cases.at + begin, row->cases.length - begin};
    return OK;
}

enum error desk_decide_get_words(struct call *call, const struct words_get *body)
{
    struct actor actor;
    struct bytes ids = {0};
    size_t count = 0;
    enum error error = find_order(call, body, &actor, &ids);

    if (error != OK)
        return error;
    struct words_of_case *cases =
        ARENA_ARRAY(call->arena, struct words_of_case, WORDS_PAGE_CASES);
    error = take_page(call, &actor, ids, cases, &count);
    if (error != OK)
        return error;
    const int64_t next = body->begin + (int64_t)count;
    const struct words_view view = {
        .order_id = body->order_id,
        .has_order_id = true,
        .cases = cases,
        .cases_count = count,
        .next = next,
        .has_next = count < ids.length / ID_BYTES,
    };
    call_reply_result(call, &words_view_shape, &view);
    return OK;
}
