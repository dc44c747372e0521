/* See writer.h: the states are drawn there. */
#include "common/engine/writer_inside.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/memory.h"

enum { BACKOFF_FIRST_MS = 20, BACKOFF_MAX_MS = 500 };

struct writer *writer_new(struct engine *engine)
{
    struct writer *writer = memory_new(1, sizeof(*writer));

    writer->lane_count = (size_t)engine->settings.connections;
    for (size_t i = 0; i < LANES_MAX; i++)
        writer->lanes[i].engine = engine;
    writer_add_statements(writer, engine->service);
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

void lane_enter(struct lane *lane, enum lane_state state)
{
    lane->state = state;
    lane->since_us = clock_monotone_us();
}

/* A server that was reached and then failed us is asked last: it may be a primary that is cut off from its standby, whose
 * COMMITs never end. */
void writer_give_up(struct engine *engine, const char *why)
{
    struct writer *writer = engine->writer;

    log_warn("writer.connections_given_up", LOG_STRING("why", why));
    for (size_t i = 0; i < writer->lane_count; i++) {
        struct lane *lane = &writer->lanes[i];
        if (lane->state == LANE_committing)
            metric_add(METRIC_shouli_unknown_outcomes_total, 1);
        if (lane->store && writer->state != WRITER_opening)
            engine->store_first = store_host(lane->store) + 1;
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
            lane->store = store_new_from(
                engine->settings.database_url.hidden.at,
                engine->store_first,
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
            writer_give_up(engine, "cannot connect");
            return;
        }
        open += lane->store && store_state(lane->store) == STORE_open;
    }
    if (open == writer->lane_count && !writer_lanes_agree(writer)) {
        engine->store_first = store_host(writer->lanes[0].store);
        writer_give_up(engine, "the connections reached different servers");
    } else if (open == writer->lane_count) {
        engine->store_first = store_host(writer->lanes[0].store);
        writer->state = WRITER_electing;
        metric_set(METRIC_shouli_postgres_up, 1);
    }
}

static void decide(struct engine *engine, struct lane *lane)
{
    struct batch *batch = &lane->batch;
    struct lane *earlier = lane_before(engine->writer, lane);

    if (lane->suspects) {
        lane_begin_again(engine, lane);
        return;
    }
    if (!batch_decide(engine, batch)) {
        if (batch->wants) {
            lane_take_back(lane);
            lane_load(lane);
        } else {
            lane_fill_ahead(lane);
        }
        return;
    }
    lane->needs_commit = lane_has_effects(lane);
    if (lane->guarded && !lane->needs_commit) {
        lane_drop_guard(engine, lane);
        return;
    }
    counts_add(engine->counts, batch);
    if (lane_touches(lane, earlier)) {
        lane_enter(lane, LANE_held);
        return;
    }
    lane_enter(lane, LANE_filling);
    if (lane->needs_commit)
        lane_fill(lane);
    else
        lane->sync_answered = true;
    if (!lane->needs_commit || !earlier)
        lane_enter(lane, LANE_waiting);
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
        lane_enter(lane, LANE_filling);
        lane_fill(lane);
        lane_enter(lane, LANE_waiting);
    }
    if (lane->state == LANE_filling && lane->sync_answered)
        lane_enter(lane, LANE_waiting);
    if (lane->state == LANE_waiting && !earlier && lane->error == OK) {
        lane_enter(lane, LANE_committing);
        if (lane->needs_commit)
            lane_end(lane);
        else
            lane->committed = true;
    }
    if (lane->state == LANE_committing && lane->sync_answered && lane->committed)
        lane_release(engine, lane);
}

/* Senders are told within a second that it is not known whether they were accepted. Commands stand in the order in which
 * they came. */
static void tell_unavailable(struct engine *engine, struct lane *lane, int64_t now_us)
{
    struct batch *batch = &lane->batch;
    int64_t oldest_us = now_us - engine->settings.unavailable_after_ms * 1000;

    if (lane->state == LANE_idle)
        return;
    for (size_t i = batch->from; i < batch->count; i++) {
        struct item *item = &batch->items[i];
        if (item->kind != ITEM_command || item->replied || !item->frame)
            continue;
        if (item->frame->received_us > oldest_us)
            return;
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
        metric_add_labelled(METRIC_shouli_postgres_failures_total, 1, "no_answer");
        writer_give_up(engine, "no answer");
        return;
    }

    for (size_t i = 0; i < writer->lane_count; i++) {
        struct lane *lane = &writer->lanes[i];
        tell_unavailable(engine, lane, now_us);
        bool working = lane->state >= LANE_loading && writer->state == WRITER_active;
        if (working && now_us - lane->since_us > limit_us) {
            lane->batch.limit = size_max(1, (lane->batch.to - lane->batch.from) / 2);
            lane->batch.bad_to = lane->batch.to;
            metric_add_labelled(METRIC_shouli_postgres_failures_total, 1, "no_answer");
            writer_give_up(engine, "too slow");
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
            lane_failed(engine, lane);
            return;
        }
        if (lane->known && lane->sync_answered)
            lane_drop_guard(engine, lane);
    }
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < writer->lane_count; i++)
            advance(engine, &writer->lanes[i]);
        if (pass == 0)
            writer_begin_batches(engine);
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
            writer_give_up(engine, store_failure(lane->store)->message);
            break;
        }
    }
    if (writer->state == WRITER_opening)
        turn_opening(engine);
    if (writer->state == WRITER_electing)
        writer_elect(engine);
    if (writer->state == WRITER_active && (engine->open || writer->finishing))
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

bool writer_may_reload(const struct writer *writer)
{
    for (size_t i = 0; i < writer->lane_count; i++) {
        const struct lane *lane = &writer->lanes[i];
        if (writer->state == WRITER_active && lane->state >= LANE_loading)
            return false;
        if (lane->state != LANE_idle &&
            lane->batch.policies_turn != lane->engine->policies_turn)
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
    struct lane *busy = writer_busy_lane(writer);

    if (writer->state != WRITER_active || !engine->open)
        return 20;
    for (size_t i = 0; i < writer->lane_count; i++) {
        if (writer->lanes[i].state == LANE_loading && load_is_complete(&writer->lanes[i]))
            return 0;
    }
    if (busy && (writer->lane_count < 2 || !lane_is_decided(busy)))
        return 50;
    if (writer_has_work(engine, busy != NULL) && !writer->parts_pending && !busy)
        return 0;
    return writer->events_since_us ? int64_min(engine->service->patience_ms, 50) : 50;
}

int64_t writer_epoch(const struct writer *writer)
{
    return writer->epoch;
}
