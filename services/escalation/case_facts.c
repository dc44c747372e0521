/* See case_facts.h. */
#include "services/escalation/case_facts.h"

#include "common/engine/noted.h"
#include "common/engine/record_sql.h"

enum error case_facts_begin(struct call *call, struct case_facts *ret_facts)
{
    struct case_ref of = call_case(call);

    ret_facts->call = call;
    ret_facts->row = call_record_id(call, &clocked_case_record, of.id);
    if (!ret_facts->row)
        return ERROR_need;
    ret_facts->was = *ret_facts->row;
    ret_facts->row->has_level = ret_facts->row->has_breaches = true;
    if (of.no.at)
        ret_facts->row->case_no = of.no;
    ret_facts->news = false;
    journal_read(ret_facts->row->journal, &ret_facts->journal);
    return OK;
}

void case_facts_add(
    struct case_facts *facts,
    enum fact fact,
    int64_t at_ms,
    int64_t value,
    int64_t version
)
{
    const struct fact_entry entry = {at_ms, version, fact, value};

    facts->news = journal_add(&facts->journal, entry) || facts->news;
}

void case_facts_add_receipt(struct case_facts *facts, int64_t received_ms, struct text channel)
{
    if (channel.at && !facts->row->channel.at)
        facts->row->channel = channel;
    case_facts_add(facts, FACT_received, received_ms, 0, 0);
}

void case_facts_set_about(struct case_facts *facts, struct text about_employee)
{
    if (!facts->row->about_employee.length)
        facts->row->about_employee = about_employee;
}

static void count_dropped(struct call *call, struct journal *journal)
{
    if (journal->dropped)
        call_note_count(
            call,
            METRIC_shouli_facts_dropped_total,
            (int64_t)journal->dropped,
            (struct text){0}
        );
    journal->dropped = 0;
}

void case_facts_store(struct call *call, struct clocked_case *row, struct journal *journal)
{
    row->journal = journal_write(journal, call->arena);
    count_dropped(call, journal);
}

/* When the other service said it: what it took to come here is this service's own lateness. */
static int64_t told_at(const struct call *call)
{
    const struct message *message = call->message;

    return message->has_time ? int64_min(message->time_ms, call->now_ms) : call->now_ms;
}

enum error case_facts_end(struct case_facts *facts)
{
    struct clocked_case *row = facts->row;
    struct clocks *clocks = NULL;

    count_dropped(facts->call, &facts->journal);
    if (!facts->news && record_is_same(&clocked_case_record, &facts->was, row))
        return OK;
    case_facts_store(facts->call, row, &facts->journal);
    record_put(row);
    enum error error = clocks_load_from(facts->call, row, &facts->journal, &clocks);
    if (error != OK)
        return error;
    clocks->told_ms = told_at(facts->call);
    settle_clocks(clocks);
    return OK;
}
