/* See regrade.h. */
#include "services/escalation/regrade.h"

#include <ctype.h>

#include "services/escalation/announce.h"
#include "services/escalation/case_facts.h"
#include "services/escalation/ladder.h"
#include "services/escalation/playbook.h"
#include "services/escalation/reading.h"

enum { CODE_BYTES_MAX = 64 };

/* The earliest limit of the bank's own that still runs; 0: none. */
static int64_t next_internal_due(const struct clocks *clocks)
{
    int64_t due_ms = 0;

    for (size_t i = 0; i < clocks->count; i++) {
        const struct case_clock *row = clocks->views[i]->row;
        if (row->state == CLOCK_STATE_running && row->has_due_at && !row->statutory)
            due_ms = due_ms ? int64_min(due_ms, row->due_at) : row->due_at;
    }
    return due_ms;
}

void regrade(struct clocks *clocks, const struct regrade *wish)
{
    struct call *call = clocks->call;
    enum grade from = plan_grade(&clocks->journal, INT64_MAX);

    journal_add_own(&clocks->journal, call->now_ms, wish->fact, (int64_t)wish->to);
    case_facts_store(call, clocks->row, &clocks->journal);
    clocks_refresh(clocks);
    settle_clocks(clocks);
    announce_regraded(clocks, wish, from, next_internal_due(clocks));
}

static bool is_code(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (!isalnum((unsigned char)text.at[i]) && text.at[i] != '_' && text.at[i] != '-')
            return false;
    }
    return text.length > 0 && text.length <= CODE_BYTES_MAX;
}

enum error regrade_reason(struct call *call, struct text reason)
{
    if (is_code(reason))
        return OK;
    return refuse(
        call,
        "invalid_field",
        "data.reason",
        "a code has letters, digits, _ and - only / 代码只能是字母、数字、_ 和 -"
    );
}

enum error regrade_check_reason(struct call *call, const void *body)
{
    const struct text reason = call_text_of(call, body, "reason");

    return reason.length ? regrade_reason(call, reason) : OK;
}

/* A regulator, the central bank, a government hotline or a petition office sent it: such channels require its number. */
static bool is_from_regulator(const struct clocks *clocks)
{
    const struct due_channel *channel =
        due_rules_channel(clocks->policy->rules, clocks->row->channel);

    return journal_first(&clocks->journal, FACT_outside) ||
           (channel && channel->requires_outside_no);
}

static enum error check(struct clocks *clocks, const struct case_regrade *wish, enum grade from)
{
    struct call *call = clocks->call;

    switch (grade_change_check(
        from,
        (enum grade)wish->grade,
        ladder_line(call->message->actorrole),
        wish->reason.length > 0,
        is_from_regulator(clocks)
    )) {
    case GRADE_CHANGE_allowed:
        return OK;
    case GRADE_CHANGE_same:
        return refuse(
            call,
            "conflict",
            "data.grade",
            "the case has this grade / 工单已是该等级"
        );
    case GRADE_CHANGE_needs_l3:
        return refuse(
            call,
            "forbidden",
            "actorrole",
            "a grade is lowered from L3 on / 降级须由 L3 及以上操作"
        );
    case GRADE_CHANGE_needs_reason:
        return refuse(
            call,
            "reason_required",
            "data.reason",
            "a grade is lowered for a reason / 降级须说明理由"
        );
    case GRADE_CHANGE_regulator:
        return refuse(
            call,
            "forbidden",
            "data.grade",
            "what a regulator sent keeps its grade / 监管转办的工单不得降级"
        );
    }
    return ERROR_refused;
}

static void reply(struct clocks *clocks, enum grade from, enum grade to)
{
    const struct regrade_result result = {
        .case_id = clocks->row->case_id,
        .has_case_id = true,
        .from_grade = (enum case_grade)from,
        .grade = (enum case_grade)to,
        .due_at = next_internal_due(clocks),
        .has_due_at = next_internal_due(clocks) != 0,
    };

    call_reply_case(clocks->call, settle_ref(clocks));
    call_reply_result(clocks->call, &regrade_result_shape, &result);
}

/* A person's reason is as good as router's: what is prepared for it is started (SL-07). Who lowers a grade names no
 * emergency. */
static enum error
start_playbooks(struct clocks *clocks, const struct case_regrade *wish, enum grade from)
{
    const struct playbook_subject subject = {.of = settle_ref(clocks)};

    if (!wish->reason.length || (enum grade)wish->grade > from)
        return OK;
    return playbook_trigger(clocks->call, &subject, "reason", wish->reason, NULL);
}

enum error regrade_decide(struct call *call, const struct case_regrade *wish)
{
    struct clocks *clocks = NULL;
    enum error error = ladder_actor(call);

    if (error != OK)
        return error;
    error = wish->reason.length ? regrade_reason(call, wish->reason) : OK;
    if (error != OK)
        return error;
    struct clocked_case *row = call_record_id(call, &clocked_case_record, wish->case_id);
    if (!row)
        return ERROR_need;
    error = reading_case(call, row);
    if (error == OK)
        error = clocks_load(call, row, &clocks);
    if (error != OK)
        return error;
    enum grade from = plan_grade(&clocks->journal, INT64_MAX);
    if (from == GRADE_none)
        return refuse(
            call,
            "conflict",
            "data.case_id",
            "the case has no grade yet / 该工单尚未定级"
        );
    error = check(clocks, wish, from);
    if (error == OK)
        error = start_playbooks(clocks, wish, from);
    if (error != OK)
        return error;
    const struct regrade change = {
        .to = (enum grade)wish->grade,
        .fact = FACT_set,
        .reason = wish->reason.length ? wish->reason : TEXT("by_person"),
        .by = call->message->actorid,
    };
    regrade(clocks, &change);
    reply(clocks, from, change.to);
    return OK;
}
