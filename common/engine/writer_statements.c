/* What is prepared on every connection of the writer: the engine's own statements, those of records, those of lists. */
#include "common/engine/writer_inside.h"

#include <stdlib.h>

static void add_statement(struct writer *writer, const struct statement *statement)
{
    if (!statement || !statement->sql)
        return;
    for (size_t i = 0; i < writer->statement_count; i++) {
        if (strcmp(writer->statements[i]->name, statement->name) == 0)
            return;
    }
    if (writer->statement_count == STATEMENTS_MAX) {
        log_error("writer.too_many_statements", LOG_INT("max", STATEMENTS_MAX));
        abort();
    }
    writer->statements[writer->statement_count++] = statement;
}

static void add_engine_statements(struct writer *writer)
{
    static const struct statement *const engine[] = {
        &engine_begin_statement,           &engine_commit_statement,
        &engine_rollback_statement,        &engine_lock_try_statement,
        &engine_stream_create_statement,   &engine_stream_take_statement,
        &engine_stream_advance_statement,  &engine_stream_look_statement,
        &engine_event_insert_statement,    &engine_event_of_trace_statement,
        &engine_accepted_insert_statement, &engine_accepted_find_statement,
        &engine_accepted_guard_statement,  &engine_cursor_read_statement,
        &engine_cursor_advance_statement,  &engine_number_lease_statement,
        &engine_parts_ensure_statement,    &engine_attempt_begin_statement,
        &engine_attempt_end_statement,     &engine_attempt_group_statement,
        &engine_attempt_forget_statement,  &engine_letter_find_statement,
        &engine_parked_left_statement,     &engine_parked_insert_statement,
        &engine_parked_ready_statement,    &engine_parked_remove_statement,
        &engine_parked_still_statement,    &engine_dead_list_statement,
        &engine_dead_count_statement,      &engine_chain_slice_statement,
        &engine_database_state_statement,  &engine_sender_day_add_statement,
        &engine_sender_day_find_statement, &engine_event_of_span_statement,
        &engine_accepted_of_statement,
    };

    for (size_t i = 0; i < LENGTH(engine); i++)
        add_statement(writer, engine[i]);
}

static void add_record(struct writer *writer, const struct record_shape *record)
{
    add_statement(writer, &record->load);
    add_statement(writer, &record->insert);
    add_statement(writer, &record->update);
    add_statement(writer, &record->remove);
}

void writer_add_statements(struct writer *writer, const struct service *service)
{
    add_engine_statements(writer);
    for (size_t i = 0; i < service->record_count; i++)
        add_record(writer, service->records[i]);
    add_record(writer, &dead_row_record);
    add_record(writer, &adopted_policy_record);
    for (size_t i = 0; i < service->list_count; i++)
        add_statement(writer, service->lists[i]->statement);
    if (service->projection)
        add_statement(writer, service->projection->slice->statement);
}
