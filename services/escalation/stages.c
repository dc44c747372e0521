/* See stages.h. */
#include "services/escalation/stages.h"

#include "services/escalation/reading.h"

enum { ENDS_MAX = 4 };

/* What ends each stage, in their order; the first such fact, or the newest. */
static const struct stage_end {
    enum fact facts[ENDS_MAX];
    bool newest;
} ends[STAGES_MAX] = {
    {{FACT_answered_call, FACT_acknowledged}, false},
    {{FACT_claimed, FACT_accepted}, false},
    {{FACT_decided, FACT_resolved, FACT_dispute_settled, FACT_application_completed}, true},
    {{FACT_replied, FACT_resolved}, true},
    {{FACT_closed, FACT_withdrawn}, true},
};

static bool is_end(const struct stage_end *end, enum fact fact)
{
    for (size_t i = 0; i < ENDS_MAX; i++) {
        if (fact != FACT_none && end->facts[i] == fact)
            return true;
    }
    return false;
}

/* When it ended; INT64_MIN when it has not. What was over before the newest reopening counts no more. */
static int64_t end_of(const struct journal *journal, const struct stage_end *end)
{
    int64_t at_ms = INT64_MIN;

    for (size_t i = 0; i < journal->count; i++) {
        const struct fact_entry *entry = &journal->entries[i];
        if (end->newest && entry->fact == FACT_reopened)
            at_ms = INT64_MIN;
        if (is_end(end, entry->fact) && (end->newest || at_ms == INT64_MIN))
            at_ms = entry->at_ms;
    }
    return at_ms;
}

void stages_of(const struct journal *journal, int64_t now_ms, struct stages *ret_stages)
{
    const struct fact_entry *received = journal_first(journal, FACT_received);
    size_t reached = 0;
    int64_t end_ms[STAGES_MAX];

    *ret_stages = (struct stages){.count = 0};
    if (!received)
        return;
    for (size_t i = 0; i < STAGES_MAX; i++) {
        end_ms[i] = end_of(journal, &ends[i]);
        if (end_ms[i] != INT64_MIN)
            reached = i + 1;
    }
    ret_stages->ended = reached == STAGES_MAX;
    ret_stages->count = size_min(reached + 1, STAGES_MAX);
    ret_stages->at_ms[0] = received->at_ms;
    for (size_t i = 0; i < reached; i++)
        ret_stages->at_ms[i + 1] = int64_max(ret_stages->at_ms[i], end_ms[i]);
    if (!ret_stages->ended)
        ret_stages->at_ms[reached + 1] = int64_max(ret_stages->at_ms[reached], now_ms);
}

enum error stages_decide_get(struct call *call, const struct stages_get *query)
{
    const struct clocked_case *row = call_record_id(call, &clocked_case_record, query->case_id);
    struct stage_time *times = ARENA_ARRAY(call->arena, struct stage_time, STAGES_MAX);
    struct journal journal;
    struct stages stages;
    enum error error = reading_actor(call);

    if (error == OK && row)
        error = reading_case(call, row);
    if (error != OK || !row)
        return error != OK ? error : ERROR_need;
    journal_read(row->journal, &journal);
    stages_of(&journal, call->now_ms, &stages);
    if (!stages.count)
        return reading_no_case(call, "data.case_id");
    for (size_t i = 0; i < stages.count; i++)
        times[i] = (struct stage_time){
            .stage = (enum service_stage)(SERVICE_STAGE_answering + i),
            .from = stages.at_ms[i],
            .has_from = true,
            .to = stages.at_ms[i + 1],
            .has_to = stages.ended || i + 1 < stages.count,
            .ms = stages.at_ms[i + 1] - stages.at_ms[i],
            .has_ms = true,
        };
    const struct stage_times result = {
        .case_id = row->case_id,
        .has_case_id = true,
        .case_no = row->case_no,
        .stages = times,
        .stages_count = stages.count,
        .total_ms = stages.at_ms[stages.count] - stages.at_ms[0],
        .has_total_ms = true,
        .ended = stages.ended,
        .has_ended = true,
    };
    call_reply_case(call, (struct case_ref){row->case_id, row->case_no});
    call_reply_result(call, &stage_times_shape, &result);
    return OK;
}
