/* Becoming the writer, and finding out what became of a COMMIT whose answer was lost. See writer.h. */
#include "common/engine/writer_inside.h"

enum { LOCK_RETRY_US = 100 * 1000 };

static void be_superseded(struct engine *engine)
{
    log_error("writer.superseded", LOG_STRING("stream", engine->stream_name));
    engine->writer->fatal = ERROR_fenced;
}

/* The batches that were under way, in order: those up to the row's number were committed. */
static void resolve(struct engine *engine, int64_t number)
{
    struct writer *writer = engine->writer;

    for (size_t i = 0; i < writer->lane_count; i++) {
        struct lane *lane = &writer->lanes[i];
        if (lane->state == LANE_idle)
            continue;
        bool in_doubt = lane->state == LANE_committing;
        if (in_doubt && lane->batch.number <= number) {
            lane->committed = lane->sync_answered = true;
            lane->error = OK;
            log_info("writer.doubt_resolved", LOG_FLAG("committed", true));
            continue;
        }
        counts_undo(engine->counts, &lane->batch);
        senders_give_back(&engine->senders, &lane->batch);
        if (in_doubt)
            log_info("writer.doubt_resolved", LOG_FLAG("committed", false));
        lane->state = LANE_retry;
    }
}

static void begin_fresh(struct engine *engine)
{
    struct writer *writer = engine->writer;
    const struct taking *taking = &writer->taking;

    stream_set_head(engine->stream, writer->seq, writer->hash);
    counts_read(engine->counts, taking->counts);
    writer->careful = taking->clean ? 0 : CAREFUL_MESSAGES;
    log_info(
        "writer.taken",
        LOG_INT("epoch", writer->epoch),
        LOG_INT("seq", writer->seq),
        LOG_FLAG("careful", writer->careful > 0)
    );
}

static void
take_stream(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct engine *engine = context;
    struct writer *writer = engine->writer;

    if (!rows || rows_count(rows) != 1) {
        log_warn("writer.take_failed", LOG_STRING("why", failure ? failure->message : ""));
        return;
    }
    writer->taking = (struct taking){
        .epoch_before = rows_int(rows, 0, 0),
        .number = rows_int(rows, 0, 1),
        .seq = rows_int(rows, 0, 2),
        .counts = arena_text(&writer->scratch, rows_text(rows, 0, 4)),
        .clean = rows_flag(rows, 0, 5),
    };
    memcpy(writer->taking.hash, rows_bytes(rows, 0, 3).at, 32);
    writer->taken = true;
}

static void
take_cursors(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct engine *engine = context;

    (void)failure;
    if (!rows || engine->writer->was_active)
        return;
    for (int i = 0; i < rows_count(rows); i++)
        follows_set_cursor(
            engine,
            rows_text(rows, i, 0),
            rows_int(rows, i, 1),
            rows_null(rows, i, 2) ? (struct bytes){0} : rows_bytes(rows, i, 2),
            rows_text(rows, i, 3)
        );
}

static void
note_failure(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct engine *engine = context;

    if (rows)
        return;
    engine->writer->taken = false; /* the election's transaction is rolled back */
    engine->writer->parts_seq = INT64_MIN / 2;
    if (failure)
        log_warn("writer.setup_failed", LOG_STRING("why", failure->message));
}

static void send_month(struct engine *engine, int32_t month)
{
    struct writer *writer = engine->writer;
    struct params params;

    params_begin(&params, &writer->scratch);
    params_int(&params, writer->seq);
    params_int32(&params, month);
    store_send(
        writer->lanes[0].store,
        &engine_parts_ensure_statement,
        &params,
        note_failure,
        engine
    );
}

/* For this month and the next, so that midnight finds its part. */
static void send_parts(struct engine *engine, int32_t month)
{
    struct writer *writer = engine->writer;

    writer->parts_seq = writer->seq;
    writer->parts_month = month;
    send_month(engine, month);
    send_month(engine, month % 100 == 12 ? month + 89 : month + 1);
}

/* By the time that rows are given: another clock would make the part of another month. */
bool writer_parts_due(struct engine *engine)
{
    const struct writer *writer = engine->writer;

    return writer->seq - writer->parts_seq >= 500000 ||
           engine_month(engine_now_ms(engine)) != writer->parts_month;
}

static void
end_parts(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct engine *engine = context;

    (void)rows;
    (void)failure;
    engine->writer->parts_pending = false;
}

/* Parts are made while no transaction is under way: the DDL would wait for it, and it for the DDL. */
void writer_ensure_parts(struct engine *engine)
{
    struct writer *writer = engine->writer;

    if (writer->parts_pending || !writer_parts_due(engine))
        return;
    arena_reset(&writer->scratch);
    send_parts(engine, engine_month(engine_now_ms(engine)));
    writer->parts_pending = true;
    writer->asked_us = clock_monotone_us();
    store_sync(writer->lanes[0].store, end_parts, engine);
}

static void
end_election(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct engine *engine = context;
    struct writer *writer = engine->writer;

    (void)rows;
    (void)failure;
    writer->asked = false;
    if (writer->state != WRITER_electing || writer->fatal != OK)
        return;
    if (!writer->taken) {
        writer->next_try_us = clock_monotone_us() + LOCK_RETRY_US;
        return;
    }
    if (writer->was_active && writer->taking.epoch_before != writer->epoch) {
        be_superseded(engine);
        return;
    }
    writer->epoch = writer->taking.epoch_before + 1;
    writer->number = writer->taking.number;
    writer->seq = writer->taking.seq;
    memcpy(writer->hash, writer->taking.hash, 32);
    if (writer->was_active)
        resolve(engine, writer->number);
    else
        begin_fresh(engine);
    writer->state = WRITER_active;
    writer->was_active = true;
    writer->backoff_ms = 0;
}

static void
take_lock(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct engine *engine = context;
    struct writer *writer = engine->writer;
    struct store *store = writer->lanes[0].store;
    struct params params;
    uint8_t hash[32];

    (void)failure;
    if (!rows || !rows_flag(rows, 0, 0)) {
        writer->asked = false;
        writer->next_try_us = clock_monotone_us() + LOCK_RETRY_US;
        return;
    }
    stream_first_hash(engine->stream_name, hash);
    params_begin(&params, &writer->scratch);
    params_text(&params, text_of(engine->stream_name));
    params_bytes(&params, arena_bytes(&writer->scratch, (struct bytes){hash, 32}));
    params_text(&params, TEXT("{}"));
    store_send(store, &engine_stream_create_statement, &params, note_failure, engine);
    params.count = 1;
    store_send(store, &engine_stream_take_statement, &params, take_stream, engine);
    store_send(store, &engine_cursor_read_statement, NULL, take_cursors, engine);
    parked_ask(engine, store);
    send_parts(engine, engine_month(engine_now_ms(engine)));
    store_sync(store, end_election, engine);
}

static void
take_look(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct engine *engine = context;

    (void)failure;
    if (rows && rows_count(rows) == 1 && engine->writer->was_active &&
        rows_int(rows, 0, 0) != engine->writer->epoch)
        be_superseded(engine);
}

bool writer_lanes_agree(const struct writer *writer)
{
    for (size_t i = 1; i < writer->lane_count; i++) {
        if (store_host(writer->lanes[i].store) != store_host(writer->lanes[0].store))
            return false;
    }
    return true;
}

bool writer_is_connected(const struct writer *writer)
{
    return writer && writer->state != WRITER_opening;
}

bool writer_is_overtaken(const struct writer *writer)
{
    return writer->fatal == ERROR_fenced;
}

void writer_elect(struct engine *engine)
{
    struct writer *writer = engine->writer;
    struct store *store = writer->lanes[0].store;
    struct params params;

    if (writer->asked || clock_monotone_us() < writer->next_try_us)
        return;
    arena_reset(&writer->scratch);
    writer->asked = true;
    writer->asked_us = clock_monotone_us();
    writer->taken = false;
    params_begin(&params, &writer->scratch);
    params_text(&params, text_of(engine->stream_name));
    store_send(store, &engine_stream_look_statement, &params, take_look, engine);
    store_send(store, &engine_lock_try_statement, &params, take_lock, engine);
    store_sync(store, NULL, NULL);
}
