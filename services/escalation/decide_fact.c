/* See decide_fact.h. */
#include "services/escalation/decide_fact.h"

#include "proto/emit.h"
#include "services/escalation/case_facts.h"
#include "services/escalation/ladder.h"
#include "services/escalation/playbook.h"
#include "services/escalation/reading.h"

/* Room for what streams will tell: facts of commands never push them out of the journal. */
enum { FACTS_OF_COMMANDS_MAX = JOURNAL_MAX / 2 };

static bool is_task(enum recorded_fact fact)
{
    return fact == RECORDED_FACT_task_opened || fact == RECORDED_FACT_task_answered;
}

static enum error check_actor(struct call *call, const struct fact_record *wish)
{
    bool moves_the_law =
        wish->fact == RECORDED_FACT_new_facts || wish->fact == RECORDED_FACT_first_receipt;

    if (!call->message->actorid.length)
        return refuse(call, "forbidden", NULL, "say who says so 请注明记录人");
    if (moves_the_law && ladder_line(call->message->actorrole) < NEW_FACTS_LINE)
        return refuse(
            call,
            "forbidden",
            "data.fact",
            "a statutory limit counts from it: L%d or above 须由L%d以上确认",
            NEW_FACTS_LINE,
            NEW_FACTS_LINE
        );
    return OK;
}

enum error escalation_check_fact(struct call *call, const struct fact_record *wish)
{
    bool is_known = wish->fact != RECORDED_FACT_none;
    enum error error = OK;

    if (wish->at > call->now_ms)
        error = refuse(call, "invalid_field", "data.at", "in the future 时间在未来");
    if (wish->has_told_at && wish->told_at > call->now_ms)
        error = refuse(call, "invalid_field", "data.told_at", "in the future 时间在未来");
    if (wish->fact == RECORDED_FACT_appraisal_begun && !wish->has_told_at &&
        !call_has_refused(call, "data.told_at"))
        error = refuse(
            call,
            "missing_field",
            "data.told_at",
            "an appraisal stops the limit from when the customer was told 须告知客户"
        );
    if (wish->has_number && is_known && !is_task(wish->fact))
        error = refuse(call, "invalid_field", "data.number", "only tasks have one 仅限协办");
    return error;
}

static enum error check(struct call *call, const struct fact_record *wish)
{
    enum error actor = check_actor(call, wish);
    enum error content = escalation_check_fact(call, wish);

    return actor == OK ? content : actor;
}

/* In the journal: an earlier receipt is a receipt; an appraisal begins when the customer knows (4.5 rule 4). */
static struct fact_entry entry_of(const struct fact_record *wish)
{
    struct fact_entry entry = {.at_ms = wish->at};
    struct text name = enum_to_text(&recorded_fact_enum, (int)wish->fact);

    if (wish->fact == RECORDED_FACT_first_receipt)
        entry.fact = FACT_received;
    else if (!fact_find(name, &entry.fact))
        entry.fact = FACT_none;
    if (wish->fact == RECORDED_FACT_appraisal_begun)
        entry.at_ms = due_wait_begin(wish->at, wish->told_at);
    if (is_task(wish->fact))
        entry.value = wish->has_number ? wish->number : 1;
    return entry;
}

static void emit_recorded(struct call *call, struct case_ref of, const struct fact_record *wish)
{
    const struct fact_recorded event = {
        .fact = wish->fact,
        .at = wish->at,
        .has_at = true,
        .told_at = wish->told_at,
        .has_told_at = wish->has_told_at,
        .number = wish->has_number ? wish->number : 1,
        .has_number = is_task(wish->fact),
        .proof = wish->proof,
        .recorded_by = call->message->actorid,
    };

    emit_fact_recorded(call, of, &event);
}

static void reply_with(struct call *call, struct clocks *clocks)
{
    struct fact_result result = {
        .case_id = clocks->row->case_id,
        .has_case_id = true,
        .case_no = clocks->row->case_no,
        .has_clocks = true,
    };

    for (size_t i = 0; i < clocks->count; i++) {
        const struct case_clock *row = clocks->views[i]->row;
        result.clocks += row->has_started_at;
        if (row->state != CLOCK_STATE_running || !row->has_due_at)
            continue;
        result.next_due_at =
            result.has_next_due_at ? int64_min(result.next_due_at, row->due_at) : row->due_at;
        result.has_next_due_at = true;
    }
    call_reply_case(call, settle_ref(clocks));
    call_reply_result(call, &fact_result_shape, &result);
}

/* What is prepared for such a thing is started (SL-07). */
static enum error start_playbooks(
    struct call *call,
    const struct clocked_case *row,
    const struct fact_record *wish
)
{
    const struct playbook_subject subject = {.of = {row->case_id, row->case_no}};

    return playbook_trigger(
        call,
        &subject,
        "fact",
        enum_to_text(&recorded_fact_enum, (int)wish->fact),
        NULL
    );
}

enum error escalation_decide_fact(struct call *call, const struct fact_record *wish)
{
    struct clocked_case *row = call_record_id(call, &clocked_case_record, wish->case_id);
    struct clocks *clocks = NULL;
    struct journal journal;

    if (!row)
        return ERROR_need;
    enum error error = reading_case(call, row);
    if (error == OK)
        error = check(call, wish);
    if (error != OK)
        return error;
    journal_read(row->journal, &journal);
    if (journal.count >= FACTS_OF_COMMANDS_MAX)
        return refuse(
            call,
            "conflict",
            "data.fact",
            "the case has %zu facts; no more are taken by command 事实过多",
            journal.count
        );
    bool news = journal_add(&journal, entry_of(wish));
    case_facts_store(call, row, &journal);
    error = clocks_load(call, row, &clocks);
    if (news && start_playbooks(call, row, wish) != OK)
        error = ERROR_need;
    if (error != OK)
        return error;
    if (news)
        emit_recorded(call, settle_ref(clocks), wish);
    clocks->told_ms = call->now_ms;
    record_put(row);
    settle_clocks(clocks);
    reply_with(call, clocks);
    return OK;
}
