/* What a transaction writes about messages that are set aside, parked, replayed or given back. */
#include "common/engine/parked_inside.h"

#include "common/engine/record_sql.h"
#include "common/engine/statements.h"

/* Rows of `parked`, stored by one statement. */
struct waiting_rows {
    struct array ranks, cases, streams, seqs, envelopes;
};

struct storing {
    struct engine *engine;
    struct batch *batch;
    void (*send)(void *lane, const struct statement *statement, const struct params *params);
    void *lane;
    struct waiting_rows *rows;
};

static void begin_rows(struct waiting_rows *rows, struct arena *arena, size_t expected)
{
    array_begin(&rows->ranks, arena, ARRAY_int, expected);
    array_begin(&rows->cases, arena, ARRAY_uuid, expected);
    array_begin(&rows->streams, arena, ARRAY_text, expected);
    array_begin(&rows->seqs, arena, ARRAY_int, expected);
    array_begin(&rows->envelopes, arena, ARRAY_bytes, expected);
}

static void send_rows(const struct storing *storing)
{
    struct waiting_rows *rows = storing->rows;
    struct params params;

    if (!rows->ranks.count)
        return;
    params_begin(&params, &storing->batch->arena);
    array_end(&rows->ranks, &params);
    array_end(&rows->cases, &params);
    array_end(&rows->streams, &params);
    array_end(&rows->seqs, &params);
    array_end(&rows->envelopes, &params);
    storing->send(storing->lane, &engine_parked_insert_statement, &params);
}

static void park(
    const struct storing *storing,
    int64_t rank,
    const struct uuid *case_id,
    struct text stream,
    int64_t seq,
    struct bytes envelope
)
{
    struct waiting_rows *rows = storing->rows;

    array_int(&rows->ranks, rank);
    if (case_id)
        array_uuid(&rows->cases, *case_id);
    else
        array_null(&rows->cases);
    array_bytes(&rows->streams, bytes_of_text(stream));
    array_int(&rows->seqs, seq);
    array_bytes(&rows->envelopes, envelope);
}

bool parked_is_unreadable(const struct item *item)
{
    return item->kind == ITEM_command && item->set_aside_code &&
           (strcmp(item->set_aside_code, "malformed") == 0 ||
            strcmp(item->set_aside_code, "too_large") == 0);
}

static enum error set_aside(const struct storing *storing, const struct item *item)
{
    struct batch *batch = storing->batch;
    uint8_t random[10];
    random_bytes(random, sizeof(random));
    const struct message *message = &item->message;
    struct dead_row row = {
        .id = uuid_make(batch->now_ms, random),
        .has_id = true,
        .at = batch->now_ms,
        .has_at = true,
        .origin = text_of(item->kind == ITEM_command ? PARKED_COMMANDS : item->stream),
        .source = message->source,
        .message_id = message->id,
        .type = message->type_name,
        .key16 = item->has_key ? (struct bytes){item->key16, 16} : (struct bytes){0},
        .content16 = item->has_key ? (struct bytes){item->content16, 16} : (struct bytes){0},
        .seq = item->seq,
        .has_seq = item->seq > 0,
        .case_id = item->case_id,
        .has_case_id = item->has_case && item->kind != ITEM_command,
        .code = text_of(item->set_aside_code),
        .reason = text_of(item->set_aside_reason),
        .state = parked_is_unreadable(item) ? DEAD_STATE_kept : DEAD_STATE_open,
    };
    /* Of an event that was refused because it is too long the beginning must do: what cannot be sealed could never be
     * set aside, and nothing behind it would be followed any more. */
    const struct bytes body = {
        message->envelope.at,
        size_min(message->envelope.length, SEAL_PLAIN_BYTES_MAX)};
    row.body = letter_seal(&storing->engine->vault, row.id, body, &batch->arena);
    if (!row.body.at) {
        log_error("parked.letter_unsealed", LOG_TEXT("type", row.type));
        return ERROR_poison;
    }
    void *copy = arena_take(&batch->arena, sizeof(row));
    memcpy(copy, &row, sizeof(row));
    struct params params;
    params_begin(&params, &batch->arena);
    record_columns(&params, &dead_row_record, &copy, 1);
    storing->send(storing->lane, &dead_row_record.insert, &params);
    log_error(
        "message.set_aside",
        LOG_STRING("origin", row.origin.at),
        LOG_TEXT("type", row.type),
        LOG_STRING("code", item->set_aside_code),
        LOG_UUID("letter", row.id),
        LOG_TEXT("trace", item->message.traceparent)
    );
    return OK;
}

static void remove_replayed(const struct storing *storing)
{
    struct batch *batch = storing->batch;
    struct params params;
    struct array positions;
    size_t count = 0;

    params_begin(&params, &batch->arena);
    array_begin(&positions, &batch->arena, ARRAY_int, batch->to - batch->from);
    for (size_t i = batch->from; i < batch->to; i++) {
        const struct item *item = &batch->items[i];
        if (item->kind != ITEM_replay || item->outcome == OUTCOME_parked)
            continue;
        array_int(&positions, item->position);
        count++;
    }
    if (!count)
        return;
    array_end(&positions, &params);
    storing->send(storing->lane, &engine_parked_remove_statement, &params);
}

/* Letters that an operator's command in this transaction has given back. */
static enum error requeue_retried(const struct storing *storing)
{
    struct record_slot *slot = storing->batch->table.first;

    for (; slot; slot = slot->next) {
        const struct dead_row *row = slot->now;
        if (slot->shape != &dead_row_record || !slot->changed || !row ||
            row->state != DEAD_STATE_retried)
            continue;
        struct bytes body = letter_open(&storing->engine->vault, row, &storing->batch->arena);
        if (!body.at)
            return ERROR_poison;
        park(storing, 0, row->has_case_id ? &row->case_id : NULL, row->origin, row->seq, body);
    }
    return OK;
}

enum error parked_store(
    struct engine *engine,
    struct batch *batch,
    void (*send)(void *lane, const struct statement *statement, const struct params *params),
    void *lane
)
{
    struct waiting_rows rows;
    const struct storing storing = {engine, batch, send, lane, &rows};

    begin_rows(&rows, &batch->arena, 16);
    for (size_t i = batch->from; i < batch->to; i++) {
        const struct item *item = &batch->items[i];
        enum error error = OK;
        if (item->outcome == OUTCOME_set_aside)
            error = set_aside(&storing, item);
        else if (item->outcome == OUTCOME_parked && item->kind != ITEM_replay)
            park(
                &storing,
                1,
                &item->case_id,
                text_of(item->stream),
                item->seq,
                item->message.envelope
            );
        if (error != OK)
            return error;
    }
    remove_replayed(&storing);
    enum error error = requeue_retried(&storing);
    if (error == OK)
        send_rows(&storing);
    return error;
}
