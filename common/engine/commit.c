/* What a batch writes: one statement a record type, the events, the accepted keys; then cursors, counts of
 * senders, head and COMMIT in one pipeline. See writer.h. */
#include "common/engine/trace.h"
#include "common/engine/writer_inside.h"

void lane_fail(struct lane *lane, const struct store_failure *failure, const char *during)
{
    if (lane->error != OK || !failure)
        return;
    lane->error = store_error(failure);
    log_warn(
        "writer.statement_failed",
        LOG_STRING("during", during),
        LOG_STRING("sqlstate", failure->sqlstate),
        LOG_STRING("why", failure->message)
    );
}

/* So many rows are worth a statement of their own. */
enum { AHEAD_EVENTS = 256 };

struct sending {
    struct lane *lane;
    const char *what;
};

static void check(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct sending *sending = context;

    if (!rows)
        lane_fail(sending->lane, failure, sending->what);
}

void lane_send(
    struct lane *lane,
    const struct statement *statement,
    const struct params *params
)
{
    struct sending *sending = ARENA_NEW(&lane->batch.arena, struct sending);

    *sending = (struct sending){lane, statement->name};
    store_send(lane->store, statement, params, check, sending);
}

/* A trace from outside is found where it enters; from there on by the case. */
static bool trace_enters(const struct placed *placed, struct uuid *ret_trace)
{
    const struct item *item = placed->item;

    return item && (item->kind != ITEM_event || !placed->has_case) &&
           trace_is_foreign(item->message.traceparent, placed->case_id, ret_trace);
}

/* Those that are not sent yet. */
static void send_events(struct lane *lane)
{
    struct batch *batch = &lane->batch;
    size_t count = batch->placed_count - batch->placed_sent;
    struct params params;
    struct array seqs, cases, envelopes, hashes, traces;
    struct uuid trace;

    if (!count)
        return;
    array_begin(&seqs, &batch->arena, ARRAY_int, count);
    array_begin(&cases, &batch->arena, ARRAY_uuid, count);
    array_begin(&envelopes, &batch->arena, ARRAY_bytes, count * 32);
    array_begin(&hashes, &batch->arena, ARRAY_bytes, count * 2);
    array_begin(&traces, &batch->arena, ARRAY_uuid, count);
    for (size_t i = batch->placed_sent; i < batch->placed_count; i++) {
        const struct placed *placed = &batch->placed[i];
        array_int(&seqs, placed->seq);
        if (placed->has_case)
            array_uuid(&cases, placed->case_id);
        else
            array_null(&cases);
        array_bytes(&envelopes, placed->envelope);
        array_bytes(&hashes, (struct bytes){placed->hash, 32});
        if (trace_enters(placed, &trace))
            array_uuid(&traces, trace);
        else
            array_null(&traces);
    }
    params_begin(&params, &batch->arena);
    array_end(&seqs, &params);
    array_end(&cases, &params);
    array_end(&envelopes, &params);
    array_end(&hashes, &params);
    array_end(&traces, &params);
    lane_send(lane, &engine_event_insert_statement, &params);
    lane->batch.placed_sent = batch->placed_count;
}

static void begin(struct lane *lane)
{
    if (!lane->batch.begun)
        lane_send(lane, &engine_begin_statement, NULL);
    lane->batch.begun = true;
}

void lane_fill_ahead(struct lane *lane)
{
    if (lane->batch.placed_count - lane->batch.placed_sent < AHEAD_EVENTS)
        return;
    begin(lane);
    send_events(lane);
}

void lane_take_back(struct lane *lane)
{
    if (lane->batch.begun)
        lane_send(lane, &engine_rollback_statement, NULL);
    lane->batch.begun = false;
    lane->batch.placed_sent = 0;
}

/* The event says what was answered, unless there is none or it does not say it all. */
static bool must_remember(const struct batch *batch, const struct item *item)
{
    if (!item->first_seq || item->reply.result.at)
        return true;
    size_t index = (size_t)(item->first_seq - batch->placed[0].seq);
    return !uuid_equal(batch->placed[index].case_id, item->reply.of.id) ||
           !text_equal(batch->placed[index].case_no, item->reply.of.no);
}

static void send_accepted(struct lane *lane)
{
    struct batch *batch = &lane->batch;
    struct params params;
    struct array keys, contents, seqs, replies;
    size_t count = 0;

    array_begin(&keys, &batch->arena, ARRAY_uuid, batch->to - batch->from);
    array_begin(&contents, &batch->arena, ARRAY_uuid, batch->to - batch->from);
    array_begin(&seqs, &batch->arena, ARRAY_int, batch->to - batch->from);
    array_begin(&replies, &batch->arena, ARRAY_bytes, batch->to - batch->from);
    for (size_t i = batch->from; i < batch->to; i++) {
        const struct item *item = &batch->items[i];
        if (!item->has_key || item->outcome != OUTCOME_accepted)
            continue;
        array_bytes(&keys, (struct bytes){item->key16, 16});
        array_bytes(&contents, (struct bytes){item->content16, 16});
        array_int(&seqs, item->first_seq);
        if (must_remember(batch, item))
            array_bytes(&replies, reply_remember(&item->reply, &batch->arena));
        else
            array_null(&replies);
        count++;
    }
    if (!count)
        return;
    params_begin(&params, &batch->arena);
    params_int32(&params, engine_month(batch->now_ms));
    array_end(&keys, &params);
    array_end(&contents, &params);
    array_end(&seqs, &params);
    array_end(&replies, &params);
    lane_send(lane, &engine_accepted_insert_statement, &params);
}

static void send_attempt_end(struct lane *lane)
{
    struct batch *batch = &lane->batch;
    struct params params;
    struct array keys;

    array_begin(&keys, &batch->arena, ARRAY_bytes, 4);
    for (size_t i = batch->from; i < batch->to; i++) {
        /* A row that another process left is removed also by who met it as one of a group. */
        if (batch->items[i].attempted || batch->items[i].suspect)
            array_bytes(&keys, attempt_key(&batch->items[i], &batch->arena));
    }
    if (!keys.count)
        return;
    params_begin(&params, &batch->arena);
    array_end(&keys, &params);
    lane_send(lane, &engine_attempt_end_statement, &params);
}

bool lane_has_effects(const struct lane *lane)
{
    const struct batch *batch = &lane->batch;

    if (batch->placed_count || batch->move_count || lane->engine->writer->finishing)
        return true;
    for (size_t i = batch->from; i < batch->to; i++) {
        const struct item *item = &batch->items[i];
        enum outcome outcome = item->outcome;
        if (item->kind == ITEM_replay || item->kind == ITEM_slice || item->attempted ||
            item->suspect)
            return true;
        if (outcome == OUTCOME_set_aside || outcome == OUTCOME_parked ||
            (outcome == OUTCOME_accepted && batch->items[i].has_key))
            return true;
    }
    for (const struct record_slot *slot = batch->table.first; slot; slot = slot->next) {
        if (slot->changed)
            return true;
    }
    return (counts_dirty(lane->engine->counts) || senders_dirty(&lane->engine->senders)) &&
           clock_monotone_us() > lane->engine->writer->idle_commit_us;
}

static void
end_fill(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct lane *lane = context;

    (void)rows;
    (void)failure;
    lane->sync_answered = true;
}

static void
send_for_parked(void *lane, const struct statement *statement, const struct params *params)
{
    lane_send(lane, statement, params);
}

void lane_fill(struct lane *lane)
{
    struct writer *writer = lane->engine->writer;
    struct batch *batch = &lane->batch;

    batch->number = ++writer->number;
    writer->seq = batch->seq;
    memcpy(writer->hash, batch->hash, 32);
    lane->sync_answered = false;
    lane->committed = false;
    begin(lane);
    lane_send_guard(lane);
    lane_send_records(lane);
    send_events(lane);
    send_accepted(lane);
    if (parked_store(lane->engine, batch, send_for_parked, lane) != OK && lane->error == OK)
        lane->error = ERROR_db_retry; /* nothing of it is committed, it is tried again */
    send_attempt_end(lane);
    lane->forgets = writer->forget_attempts;
    if (lane->forgets)
        lane_send(lane, &engine_attempt_forget_statement, NULL);
    if (lane_before(writer, lane))
        store_sync(lane->store, end_fill, lane);
}

static void send_cursors(struct lane *lane)
{
    struct batch *batch = &lane->batch;

    for (size_t i = 0; i < batch->move_count; i++) {
        struct cursor_move move;
        struct params params;
        if (!follow_move(batch, &batch->moves[i], &move))
            continue;
        params_begin(&params, &batch->arena);
        params_text(&params, text_of(follow_stream(move.follow)));
        params_int(&params, move.seq);
        params_bytes(&params, arena_bytes(&batch->arena, (struct bytes){move.hash, 32}));
        params_text(&params, follow_counts(move.follow, batch, &batch->arena));
        lane_send(lane, &engine_cursor_advance_statement, &params);
    }
}

/* Both lanes add to the same rows: sent beside an open transaction each could wait for the other's COMMIT. */
static void send_senders(struct lane *lane)
{
    struct params params;

    if (senders_take(&lane->engine->senders, &lane->batch, &params))
        lane_send(lane, &engine_sender_day_add_statement, &params);
}

static void
take_commit(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct lane *lane = context;

    if (rows && lane->error == OK)
        lane->committed = true;
    else
        lane_fail(lane, failure, "commit");
}

static void
end_commit(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct lane *lane = context;

    (void)rows;
    (void)failure;
    lane->sync_answered = true;
}

const int64_t *lane_deltas_beside(const struct writer *writer, const struct lane *lane)
{
    for (size_t i = 0; i < writer->lane_count; i++) {
        if (&writer->lanes[i] != lane && writer->lanes[i].batch.count_deltas)
            return writer->lanes[i].batch.count_deltas;
    }
    return NULL;
}

void lane_end(struct lane *lane)
{
    struct writer *writer = lane->engine->writer;
    struct batch *batch = &lane->batch;
    struct params params;

    send_cursors(lane);
    send_senders(lane);
    params_begin(&params, &batch->arena);
    params_int(&params, batch->seq);
    params_bytes(&params, (struct bytes){batch->hash, 32});
    params_int(&params, writer->epoch);
    params_int(&params, batch->number);
    params_text(
        &params,
        counts_json(lane->engine->counts, lane_deltas_beside(writer, lane), &batch->arena)
    );
    params_flag(&params, writer->finishing && batch->to == batch->count);
    params_text(&params, text_of(lane->engine->stream_name));
    lane_send(lane, &engine_stream_advance_statement, &params);
    store_send(lane->store, &engine_commit_statement, NULL, take_commit, lane);
    lane->sync_answered = false;
    store_sync(lane->store, end_commit, lane);
}
