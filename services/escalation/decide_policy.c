/* See decide_policy.h. */
#include "services/escalation/decide_policy.h"

#include "proto/emit.h"
#include "services/escalation/ladder.h"
#include "services/escalation/settle.h"
#include "services/escalation/statements.h"

_Static_assert(
    (int)PLAN_REFS_MAX + 1 < DECISION_EVENTS_MAX / MIGRATED_A_TURN,
    "every clock of every case may move"
);

const struct list_shape escalation_of_profile_list = {
    .name = "of_profile",
    .statement = &escalation_case_of_profile_statement,
    .key_is_text = true,
};

/* What both messages say. */
struct wish {
    struct text profile;
    int64_t from, to;
    struct uuid after;
    bool has_after;
    struct text reason; /* absent: only look */
};

static enum error check(struct call *call, const struct wish *wish)
{
    const struct clock_policy *policy = call->policies;

    if (!due_rules_version(policy->rules, wish->profile, (int32_t)wish->to))
        return refuse(call, "not_found", "data.version", "no such version 无此版本");
    if (wish->from == wish->to)
        return refuse(call, "invalid_field", "data.version", "the same version 版本相同");
    if (!wish->reason.at)
        return OK;
    if (!call->message->actorid.length || ladder_line(call->message->actorrole) < MIGRATE_LINE)
        return refuse(
            call,
            "forbidden",
            NULL,
            "L%d or above 须由L%d以上执行",
            MIGRATE_LINE,
            MIGRATE_LINE
        );
    return OK;
}

static const struct key_list *list_cases(struct call *call, const struct wish *wish)
{
    char after[UUID_TEXT_LENGTH + 1] = "";

    if (wish->has_after)
        uuid_to_text(wish->after, after);
    struct text key = arena_format(
        call->arena,
        "%.*s/%lld/%s",
        (int)wish->profile.length,
        wish->profile.at,
        (long long)wish->from,
        after
    );
    return call_list(call, &escalation_of_profile_list, bytes_of_text(key));
}

static bool runs(const struct clock_view *view)
{
    return view && view->computed && !view->plan.stopped;
}

/* The same instant, or the same rest of a limit that stands still. */
static bool is_same(const struct due_result *old, const struct due_result *new)
{
    if (old->paused || new->paused)
        return old->paused == new->paused && old->limit.kind == new->limit.kind &&
               old->remaining_ms == new->remaining_ms &&
               old->remaining_days == new->remaining_days;
    return old->due_ms == new->due_ms;
}

/* What stands still has no instant yet: only the same rest is surely no later one. */
static bool may_be_later(const struct due_result *old, const struct due_result *new)
{
    return old->paused || new->paused ? !is_same(old, new) : new->due_ms > old->due_ms;
}

/* The limits that differ; true when a statutory one would, or could, move later. */
static bool compare(
    struct clocks *before,
    struct clocks *after,
    struct policy_move *moves,
    size_t *ret_count
)
{
    bool later = false;

    *ret_count = 0;
    for (size_t i = 0; i < PLAN_REFS_MAX; i++) {
        struct text id = plan_ref_id(plan_ref_at(i));
        const struct clock_view *old = clocks_find(before, id), *new = clocks_find(after, id);
        bool was = runs(old), is = runs(new);
        if ((!was && !is) || (was && is && is_same(&old->due, &new->due)))
            continue;
        bool has_old = was && !old->due.paused, has_new = is && !new->due.paused;
        moves[(*ret_count)++] = (struct policy_move){
            .clock = id,
            .old_due_at = has_old ? old->due.due_ms : 0,
            .has_old_due_at = has_old,
            .due_at = has_new ? new->due.due_ms : 0,
            .has_due_at = has_new,
        };
        bool statutory = was && old->due.clock->statutory;
        later = later || (statutory && (!is || may_be_later(&old->due, &new->due)));
    }
    return later;
}

static void emit_migrated(
    struct call *call,
    const struct clocks *clocks,
    const struct wish *wish,
    const struct policy_case *moved
)
{
    const struct case_policy_migrated event = {
        .profile = wish->profile,
        .from_version = wish->from,
        .has_from_version = true,
        .version = wish->to,
        .has_version = true,
        .reason = wish->reason,
        .migrated_by = call->message->actorid,
        .moves = moved->moves,
        .moves_count = moved->moves_count,
    };

    emit_case_policy_migrated(call, settle_ref(clocks), &event);
}

/* One case; ERROR_need until its rows are there. */
static enum error take_case(
    struct call *call,
    const struct wish *wish,
    struct clocked_case *row,
    struct policy_case *ret_case
)
{
    struct clocked_case changed = *row;
    struct clocks *before = NULL, *after = NULL;
    struct policy_move *moves = ARENA_ARRAY(call->arena, struct policy_move, PLAN_REFS_MAX);

    changed.profile_version = wish->to;
    enum error error = clocks_load(call, row, &before);
    enum error other = clocks_load(call, &changed, &after);
    if (error != OK || other != OK)
        return error != OK ? error : other;
    *ret_case = (struct policy_case){
        .case_id = row->case_id,
        .has_case_id = true,
        .case_no = row->case_no,
        .has_kept = true,
        .moves = moves,
    };
    /* Of a case whose clocks cannot be told now nobody knows whether a limit would move later. */
    ret_case->kept = before->unsettled.at || after->unsettled.at ||
                     compare(before, after, moves, &ret_case->moves_count);
    if (!wish->reason.at || ret_case->kept)
        return OK;
    emit_migrated(call, before, wish, ret_case);
    row->profile_version = wish->to;
    record_put(row);
    return settle_case(call, row);
}

/* The list is as it was before the batch: the case may have been moved since. */
static bool has_version(const struct clocked_case *row, const struct wish *wish)
{
    return row->head.exists && text_equal(row->profile, wish->profile) &&
           row->profile_version == wish->from;
}

static enum error take_slice(struct call *call, const struct wish *wish)
{
    enum error error = check(call, wish);
    const struct key_list *keys = error == OK ? list_cases(call, wish) : NULL;
    struct policy_case *cases = ARENA_ARRAY(call->arena, struct policy_case, MIGRATED_A_TURN);
    struct policy_slice slice = {.cases = cases};

    if (error != OK)
        return error;
    if (!keys)
        return ERROR_need;
    size_t count = size_min(keys->count, MIGRATED_A_TURN);
    for (size_t i = 0; i < count; i++) {
        struct clocked_case *row = call_record(call, &clocked_case_record, keys->keys[i]);
        if (!row)
            error = ERROR_need;
        else if (has_version(row, wish) && take_case(call, wish, row, &cases[slice.cases_count++]) == ERROR_need)
            error = ERROR_need;
    }
    if (error != OK)
        return error;
    slice.has_next = count == MIGRATED_A_TURN;
    if (slice.has_next)
        memcpy(slice.next.b, keys->keys[count - 1].at, sizeof(slice.next.b));
    call_reply_result(call, &policy_slice_shape, &slice);
    return OK;
}

enum error escalation_decide_preview(struct call *call, const struct policy_preview *query)
{
    const struct wish wish = {
        query->profile,
        query->from_version,
        query->version,
        query->after,
        query->has_after,
        {0},
    };

    return take_slice(call, &wish);
}

enum error escalation_decide_migrate(struct call *call, const struct policy_migrate *command)
{
    const struct wish wish = {
        command->profile,
        command->from_version,
        command->version,
        command->after,
        command->has_after,
        command->reason,
    };

    return take_slice(call, &wish);
}
