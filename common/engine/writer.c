/* See writer.h: the states are drawn there. */
#include "common/engine/writer_inside.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"

enum { BACKOFF_FIRST_MS = 20, BACKOFF_MAX_MS = 500, IDLE_COMMIT_US = 1000 * 1000 };

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
        &engine_event_insert_statement,    &engine_event_of_case_statement,
        &engine_accepted_insert_statement, &engine_accepted_find_statement,
        &engine_cursor_read_statement,     &engine_cursor_advance_statement,
        &engine_number_lease_statement,    &engine_parts_ensure_statement,
        &engine_attempt_begin_statement,   &engine_attempt_end_statement,
        &engine_parked_left_statement,     &engine_parked_insert_statement,
        &engine_parked_ready_statement,    &engine_parked_remove_statement,
        &engine_dead_list_statement,       &engine_dead_count_statement,
        &engine_dead_of_case_statement,
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

struct writer *writer_new(struct engine *engine)
{
    struct writer *writer = memory_new(1, sizeof(*writer));
    const struct service *service = engine->service;

    writer->lane_count = (size_t)engine->settings.connections;
    for (size_t i = 0; i < LANES_MAX; i++)
        writer->lanes[i].engine = engine;
    add_engine_statements(writer);
    for (size_t i = 0; i < service->record_count; i++)
        add_record(writer, service->records[i]);
    add_record(writer, &dead_row_record);
    add_record(writer, &adopted_policy_record);
    for (size_t i = 0; i < service->list_count; i++)
        add_statement(writer, service->lists[i]->statement);
    if (service->projection)
        add_statement(writer, service->projection->slice->statement);
    return writer;
}

void writer_destroy(struct writer **writer_at)
{
    struct writer *writer = *writer_at;

    if (!writer)
        return;
    for (size_t i = 0; i < LANES_MAX; i++) {
        store_destroy(&writer->lanes[i].store);
        batch_done(&writer->lanes[i].batch);
    }
    arena_done(&writer->scratch);
    memory_free(writer);
    *writer_at = NULL;
}

size_t writer_wait(struct writer *writer, struct waited *waited)
{
    size_t count = 0;

    for (size_t i = 0; i < writer->lane_count; i++) {
        struct store *store = writer->lanes[i].store;
        if (store && store_fd(store) >= 0)
            waited[count++] =
                (struct waited){.fd = store_fd(store), .want_write = store_wants_write(store)};
    }
    return count;
}

struct lane *lane_before(struct writer *writer, const struct lane *lane)
{
    for (size_t i = 0; i < writer->lane_count; i++) {
        struct lane *other = &writer->lanes[i];
        if (other != lane && other->state != LANE_idle && other->state != LANE_retry &&
            other->state != LANE_loading && &other->batch == lane->batch.before)
            return other;
    }
    return NULL;
}

static void enter(struct lane *lane, enum lane_state state)
{
    lane->state = state;
    lane->since_us = clock_monotone_us();
}

/* Gives the connections up. What was committing is in doubt; the election finds out. */
static void give_up(struct engine *engine, const char *why)
{
    struct writer *writer = engine->writer;

    log_warn("writer.connections_given_up", LOG_STRING("why", why));
    for (size_t i = 0; i < writer->lane_count; i++) {
        struct lane *lane = &writer->lanes[i];
        if (lane->state == LANE_committing)
            metric_add(METRIC_shouli_unknown_outcomes_total, 1);
        store_destroy(&lane->store);
        lane->error = OK;
    }
    parked_lost(engine->parked);
    writer->parts_pending = false;
    writer->state = WRITER_opening;
    writer->asked = false;
    writer->backoff_ms = writer->backoff_ms ? int64_min(writer->backoff_ms * 2, BACKOFF_MAX_MS)
                                            : BACKOFF_FIRST_MS;
    writer->next_try_us = clock_monotone_us() + writer->backoff_ms * 1000;
    metric_set(METRIC_shouli_postgres_up, 0);
}

static void turn_opening(struct engine *engine)
{
    struct writer *writer = engine->writer;
    size_t open = 0;

    for (size_t i = 0; i < writer->lane_count; i++) {
        struct lane *lane = &writer->lanes[i];
        if (!lane->store && clock_monotone_us() >= writer->next_try_us) {
            char name[80];
            snprintf(name, sizeof(name), "shouli-%s", engine->stream_name);
            lane->store = store_new(
                engine->settings.database_url.hidden.at,
                name,
                writer->statements,
                writer->statement_count
            );
        }
        if (lane->store && store_state(lane->store) == STORE_broken) {
            log_limited(
                LOG_warn,
                1,
                "writer.connect_failed",
                LOG_STRING("why", store_failure(lane->store)->message)
            );
            give_up(engine, "cannot connect");
            return;
        }
        open += lane->store && store_state(lane->store) == STORE_open;
    }
    if (open == writer->lane_count) {
        writer->state = WRITER_electing;
        metric_set(METRIC_shouli_postgres_up, 1);
    }
}

/* The next transaction of a batch that holds messages without an outcome. */
static void start_range(struct engine *engine, struct lane *lane, struct lane *earlier)
{
    struct writer *writer = engine->writer;
    struct batch *batch = &lane->batch;
    size_t limit = writer->careful > 0 ? 1 : batch->limit;

    batch_undo(engine, batch);
    batch->before = earlier ? &earlier->batch : NULL;
    batch->to = size_min(batch->count, batch->from + limit);
    batch->seq = writer->seq;
    memcpy(batch->hash, writer->hash, 32);
    batch->number = 0;
    lane->error = OK;
    lane->loads_first = true;
    lane->needs_commit = false;
    enter(lane, LANE_loading);
    lane_load(lane);
}

static void gather_chores(struct engine *engine, struct batch *batch)
{
    for (size_t i = 0; i < engine->service->chore_count; i++) {
        if (batch->now_ms < engine->chore_due_ms[i])
            continue;
        struct item *item = batch_add(batch, ITEM_chore);
        item->chore = &engine->service->chores[i];
        engine->chore_due_ms[i] = batch->now_ms + item->chore->every_ms;
    }
}

static bool chore_is_due(const struct engine *engine)
{
    int64_t now_ms = clock_now_ms();

    for (size_t i = 0; i < engine->service->chore_count; i++) {
        if (now_ms >= engine->chore_due_ms[i])
            return true;
    }
    return false;
}

static void gather(struct engine *engine, struct lane *lane)
{
    struct batch *batch = &lane->batch;
    size_t max = (size_t)engine->settings.batch_max;

    batch_begin(batch, engine_now_ms(engine));
    batch->policies = engine->policy_sets[engine->policies_turn].policies;
    batch->started_us = clock_monotone_us();
    batch->limit = 0;
    if (engine->writer->finishing)
        return;
    follows_gather(engine, batch, gate_waiting(engine->gate) ? max / 2 : max);
    gate_gather(engine, batch, max - size_min(max, batch->count));
    parked_gather(engine, batch);
    gather_chores(engine, batch);
    if (engine->projector && projector_wants_slice(engine->projector))
        projector_gather(engine, batch);
    batch->limit = batch->count;
}

static bool has_work(struct engine *engine, bool beside_another)
{
    struct writer *writer = engine->writer;
    size_t waiting = gate_waiting(engine->gate) + follows_waiting(engine->follows);

    if (writer->parts_pending)
        return false;
    if (writer->finishing)
        return !beside_another && !writer->finished;
    if (engine->phase != PHASE_active || !engine->open || engine->reload)
        return false;
    if (beside_another)
        return writer->careful <= 0 && !writer_parts_due(writer) &&
               waiting >= (size_t)engine->settings.overlap_min;
    if (waiting || chore_is_due(engine) || parked_waiting(engine->parked))
        return true;
    if (engine->projector && projector_wants_slice(engine->projector))
        return true;
    return clock_monotone_us() > writer->idle_commit_us &&
           (counts_dirty(engine->counts) || follows_idle_progress(engine->follows));
}

static struct lane *busy_lane(struct writer *writer)
{
    for (size_t i = 0; i < writer->lane_count; i++) {
        if (writer->lanes[i].state != LANE_idle)
            return &writer->lanes[i];
    }
    return NULL;
}

static bool is_working(const struct writer *writer)
{
    for (size_t i = 0; i < writer->lane_count; i++) {
        if (writer->lanes[i].state >= LANE_loading)
            return true;
    }
    return false;
}

static bool is_decided(const struct lane *lane)
{
    return lane->state >= LANE_filling;
}

static struct lane *oldest_retry(struct writer *writer)
{
    struct lane *found = NULL;

    for (size_t i = 0; i < writer->lane_count; i++) {
        struct lane *lane = &writer->lanes[i];
        if (lane->state == LANE_retry &&
            (!found || lane->batch.started_us < found->batch.started_us))
            found = lane;
    }
    return found;
}

/* Batches that failed come first and alone; then, when there is work, a lane takes some. */
static void begin_batches(struct engine *engine)
{
    struct writer *writer = engine->writer;
    struct lane *retry = oldest_retry(writer);

    for (size_t i = 0; i < writer->lane_count; i++) {
        struct lane *lane = &writer->lanes[i];
        struct lane *busy = busy_lane(writer);
        if (retry) {
            if (!is_working(writer))
                start_range(engine, retry, NULL);
            return;
        }
        if (lane->state != LANE_idle)
            continue;
        if (busy && (!is_decided(busy) || busy->batch.to < busy->batch.count))
            continue;
        if (!busy) {
            writer_ensure_parts(engine);
            parked_turn(engine, writer->lanes[0].store);
        }
        if (!has_work(engine, busy != NULL))
            return;
        gather(engine, lane);
        start_range(engine, lane, busy);
    }
}

static void project_and_answer(struct engine *engine, struct lane *lane)
{
    struct batch *batch = &lane->batch;

    for (size_t i = batch->from; i < batch->to; i++) {
        struct item *item = &batch->items[i];
        gate_answer(engine, item);
        if (item->kind == ITEM_chore && item->more)
            engine->chore_due_ms[item->chore - engine->service->chores] = 0;
    }
    for (size_t i = 0; i < batch->placed_count; i++)
        metric_add_labelled(METRIC_shouli_events_emitted_total, 1, batch->placed[i].type);
}

/* Replies, events, Redis: in the order of batches, after the commit. */
static void release(struct engine *engine, struct lane *lane)
{
    struct writer *writer = engine->writer;
    struct batch *batch = &lane->batch;

    if (lane->needs_commit) {
        follows_commit(engine, batch);
        parked_commit(engine, batch);
        stream_commit(engine, batch);
        counts_saved(engine->counts);
        writer->idle_commit_us = clock_monotone_us() + IDLE_COMMIT_US;
        metric_observe_us(METRIC_shouli_commit_seconds, clock_monotone_us() - lane->since_us);
        if (engine->projector)
            projector_commit(engine, batch);
        if (writer->finishing)
            writer->finished = true;
    }
    project_and_answer(engine, lane);
    metric_observe(METRIC_shouli_batch_messages, (int64_t)(batch->to - batch->from));
    for (size_t i = 0; i < writer->lane_count; i++) {
        if (writer->lanes[i].batch.before == batch)
            batch_outlive(&writer->lanes[i].batch);
    }
    if (writer->careful > 0)
        writer->careful -= (int64_t)(batch->to - batch->from);
    batch->from = batch->to;
    batch->count_deltas = NULL;
    enter(lane, batch->from < batch->count ? LANE_retry : LANE_idle);
}

/* A batch that failed: by its data, then in halves until one message is left, which is set aside. */
static void fail(struct engine *engine, struct lane *lane)
{
    struct batch *batch = &lane->batch;
    size_t size = batch->to - batch->from;

    if (lane->error == ERROR_fenced) {
        engine->writer->fatal = ERROR_fenced;
        log_error("writer.fenced", LOG_INT("epoch", engine->writer->epoch));
        return;
    }
    if (lane->error == ERROR_db_refused && size <= 1 && size) {
        batch->items[batch->from].set_aside_code = "db_refused";
        batch->items[batch->from].set_aside_reason = error_sentence(lane->error);
    }
    batch->limit = size > 1 ? size / 2 : 1;
    give_up(engine, error_name(lane->error));
}

static void decide(struct engine *engine, struct lane *lane)
{
    struct batch *batch = &lane->batch;
    struct lane *earlier = lane_before(engine->writer, lane);

    if (!batch_decide(engine, batch)) {
        lane_load(lane);
        return;
    }
    lane->needs_commit = lane_has_effects(lane);
    counts_add(engine->counts, batch);
    if (lane_touches(lane, earlier)) {
        enter(lane, LANE_held);
        return;
    }
    enter(lane, LANE_filling);
    if (lane->needs_commit)
        lane_fill(lane);
    else
        lane->sync_answered = true;
    if (!lane->needs_commit || !earlier)
        enter(lane, LANE_waiting);
}

static bool load_is_complete(const struct lane *lane)
{
    return lane->load_answered && (!lane->waits_for_list || lane->batch.before == NULL) &&
           !(lane->engine->projector && projector_is_asking(lane->engine->projector));
}

static void advance(struct engine *engine, struct lane *lane)
{
    struct lane *earlier = lane_before(engine->writer, lane);

    if (lane->state == LANE_loading && load_is_complete(lane)) {
        if (lane->waits_for_list)
            lane_load(lane);
        else
            decide(engine, lane);
    }
    if (lane->state == LANE_held && !earlier) {
        enter(lane, LANE_filling);
        lane_fill(lane);
        enter(lane, LANE_waiting);
    }
    if (lane->state == LANE_filling && lane->sync_answered)
        enter(lane, LANE_waiting);
    if (lane->state == LANE_waiting && !earlier) {
        enter(lane, LANE_committing);
        if (lane->needs_commit)
            lane_end(lane);
        else
            lane->committed = true;
    }
    if (lane->state == LANE_committing && lane->sync_answered && lane->committed)
        release(engine, lane);
}

/* Senders are told within a second that it is not known whether they were accepted. */
static void tell_unavailable(struct engine *engine, struct lane *lane, int64_t now_us)
{
    struct batch *batch = &lane->batch;
    int64_t oldest_us = now_us - engine->settings.unavailable_after_ms * 1000;

    if (lane->state == LANE_idle)
        return;
    for (size_t i = batch->from; i < batch->count; i++) {
        struct item *item = &batch->items[i];
        if (item->kind != ITEM_command || item->replied || !item->frame ||
            item->frame->received_us > oldest_us)
            continue;
        enum outcome outcome = item->outcome;
        item->outcome = OUTCOME_unavailable;
        gate_answer(engine, item);
        item->outcome = outcome;
    }
}

static void watch_time(struct engine *engine)
{
    struct writer *writer = engine->writer;
    int64_t now_us = clock_monotone_us();
    int64_t limit_us = engine->settings.store_timeout_ms * 1000;

    if ((writer->asked || writer->parts_pending) && now_us - writer->asked_us > limit_us) {
        give_up(engine, "no answer");
        return;
    }

    for (size_t i = 0; i < writer->lane_count; i++) {
        struct lane *lane = &writer->lanes[i];
        tell_unavailable(engine, lane, now_us);
        bool working = lane->state >= LANE_loading && writer->state == WRITER_active;
        if (working && now_us - lane->since_us > limit_us) {
            lane->batch.limit = size_max(1, (lane->batch.to - lane->batch.from) / 2);
            give_up(engine, "too slow");
            return;
        }
    }
}

static void turn_active(struct engine *engine)
{
    struct writer *writer = engine->writer;

    for (size_t i = 0; i < writer->lane_count; i++) {
        struct lane *lane = &writer->lanes[i];
        if (lane->error != OK) {
            fail(engine, lane);
            return;
        }
    }
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < writer->lane_count; i++)
            advance(engine, &writer->lanes[i]);
        if (pass == 0)
            begin_batches(engine);
    }
}

enum error writer_turn(struct engine *engine)
{
    struct writer *writer = engine->writer;

    for (size_t i = 0; i < writer->lane_count; i++) {
        struct lane *lane = &writer->lanes[i];
        if (lane->store)
            store_turn(lane->store);
        if (lane->store && store_state(lane->store) == STORE_broken &&
            writer->state != WRITER_opening) {
            give_up(engine, store_failure(lane->store)->message);
            break;
        }
    }
    if (writer->state == WRITER_opening)
        turn_opening(engine);
    if (writer->state == WRITER_electing)
        writer_elect(engine);
    if (writer->state == WRITER_active && engine->open)
        turn_active(engine);
    watch_time(engine);
    metric_set(METRIC_shouli_writer_state, (int64_t)writer->state);
    return writer->fatal;
}

bool writer_is_active(const struct writer *writer)
{
    return writer->was_active;
}

bool writer_is_empty(const struct writer *writer)
{
    for (size_t i = 0; i < writer->lane_count; i++) {
        if (writer->lanes[i].state != LANE_idle)
            return false;
    }
    return true;
}

bool writer_is_idle(const struct writer *writer)
{
    return writer_is_empty(writer) && (!writer->finishing || writer->finished);
}

void writer_finish(struct engine *engine)
{
    engine->writer->finishing = true;
}

int64_t writer_timeout_ms(struct engine *engine)
{
    struct writer *writer = engine->writer;
    struct lane *busy = busy_lane(writer);

    if (writer->state != WRITER_active || !engine->open)
        return 20;
    if (busy && (writer->lane_count < 2 || !is_decided(busy)))
        return 50;
    return has_work(engine, busy != NULL) && !writer->parts_pending && !busy ? 0 : 50;
}

int64_t writer_epoch(const struct writer *writer)
{
    return writer->epoch;
}
