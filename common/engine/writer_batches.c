/* How a batch begins, is released, and fails; see writer.h for the states that a lane goes through. */
#include "common/engine/noted.h"
#include "common/engine/writer_inside.h"

enum {
    IDLE_COMMIT_US = 1000 * 1000,
    /* Below a millisecond, so that the COMMIT and the replies of the other batch do not wait for this one. */
    DECIDE_SLICE = 64
};

/* The next transaction of a batch that holds messages without an outcome. */
static void start_range(struct engine *engine, struct lane *lane, struct lane *earlier)
{
    struct writer *writer = engine->writer;
    struct batch *batch = &lane->batch;

    batch_undo(engine, batch);
    size_t limit = writer->careful > 0 ? attempt_group(batch, batch->limit) : batch->limit;
    batch->before = earlier ? &earlier->batch : NULL;
    batch->to = size_min(batch->count, batch->from + limit);
    batch->slice = DECIDE_SLICE;
    batch->seq = writer->seq;
    memcpy(batch->hash, writer->hash, 32);
    batch->number = 0;
    lane->error = OK;
    lane->loads_first = true;
    lane->needs_commit = false;
    lane->guarded = lane->known = false;
    if (!lane->asks && lane_may_guard(lane))
        lane_begin_guard(lane);
    lane->asks = false;
    lane_enter(lane, LANE_loading);
    lane_load(lane);
}

void lane_begin_again(struct engine *engine, struct lane *lane)
{
    start_range(engine, lane, NULL);
}

static void gather_chores(struct engine *engine, struct batch *batch)
{
    for (size_t i = 0; i < engine->service->chore_count; i++) {
        const struct chore *chore = &engine->service->chores[i];
        if ((batch->now_ms < engine->chore_due_ms[i] && !engine->adopts) ||
            !overview_is_ready(engine->overviews, chore))
            continue;
        bool wide = chore == engine->service->wide_chore && engine->chore_due_ms[i] == 0;
        size_t parts = wide ? engine->service->wide_parts : 1;
        for (size_t part = 0; part < parts; part++) {
            struct item *item = batch_add(batch, ITEM_chore);
            item->chore = chore;
            item->part = part;
        }
        int64_t rest_ms = overview_give(engine->overviews, chore, batch);
        engine->chore_due_ms[i] = batch->now_ms + int64_max(rest_ms, chore->every_ms);
    }
}

static bool chore_is_due(struct engine *engine)
{
    int64_t now_ms = engine_now_ms(engine);

    for (size_t i = 0; i < engine->service->chore_count; i++) {
        if (now_ms >= engine->chore_due_ms[i] &&
            overview_is_ready(engine->overviews, &engine->service->chores[i]))
            return true;
    }
    return false;
}

static void gather(struct engine *engine, struct lane *lane)
{
    struct batch *batch = &lane->batch;
    size_t max = (size_t)engine->settings.batch_max;

    batch_begin(batch, engine_now_ms(engine));
    batch->policies_turn = engine->policies_turn;
    batch->policies = engine->policy_sets[batch->policies_turn].policies;
    batch->started_us = clock_monotone_us();
    batch->limit = 0;
    engine->writer->events_since_us = 0;
    if (engine->writer->finishing)
        return;
    if (engine->adopts)
        gather_chores(engine, batch);
    if (!parked_is_over(engine->parked))
        follows_gather(engine, batch, gate_waiting(engine->gate) ? max / 2 : max);
    gate_gather(engine, batch, max - size_min(max, batch->count));
    parked_gather(engine, batch);
    if (!engine->adopts)
        gather_chores(engine, batch);
    engine->adopts = false;
    if (engine->projector && projector_wants_slice(engine->projector))
        projector_gather(engine, batch);
    batch->limit = batch->count;
}

/* So many events wait for nothing more. */
static size_t company(const struct engine *engine)
{
    size_t wished = size_min(engine->service->company, (size_t)engine->settings.batch_max);

    return size_max(wished, (size_t)engine->settings.overlap_min);
}

static bool events_may_wait(struct engine *engine, size_t waiting)
{
    struct writer *writer = engine->writer;
    int64_t now_us = clock_monotone_us();

    if (!writer->events_since_us)
        writer->events_since_us = now_us;
    return waiting < company(engine) &&
           now_us - writer->events_since_us < engine->service->patience_ms * INT64_C(1000);
}

bool writer_has_work(struct engine *engine, bool beside_another)
{
    struct writer *writer = engine->writer;
    bool follows = !parked_is_over(engine->parked);

    if (writer->parts_pending)
        return false;
    if (writer->finishing)
        return !beside_another && !writer->finished;
    if (engine->phase != PHASE_active || !engine->open || engine->reload || engine->bind_anew)
        return false;
    size_t events = follows ? follows_waiting(engine->follows) : 0;
    size_t waiting = gate_waiting(engine->gate) + events;
    if (beside_another)
        return writer->careful <= 0 && !writer_parts_due(engine) &&
               !parked_wants_turn(engine->parked) &&
               (waiting - events >= (size_t)engine->settings.overlap_min ||
                waiting >= company(engine));
    if (waiting > events || chore_is_due(engine) || parked_waiting(engine->parked))
        return true;
    if (events && !events_may_wait(engine, events))
        return true;
    if (engine->projector && projector_wants_slice(engine->projector))
        return true;
    return clock_monotone_us() > writer->idle_commit_us &&
           (counts_dirty(engine->counts) || senders_dirty(&engine->senders) ||
            (follows && follows_idle_progress(engine->follows)));
}

struct lane *writer_busy_lane(struct writer *writer)
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

bool lane_is_decided(const struct lane *lane)
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

void writer_begin_batches(struct engine *engine)
{
    struct writer *writer = engine->writer;
    struct lane *retry = oldest_retry(writer);

    /* What is under way ends first, and what still needs the place of the new policies; then they are read. */
    if (engine->reload && !(retry && retry->batch.policies_turn != engine->policies_turn))
        return;

    for (size_t i = 0; i < writer->lane_count; i++) {
        struct lane *lane = &writer->lanes[i];
        struct lane *busy = writer_busy_lane(writer);
        if (retry) {
            if (!is_working(writer))
                start_range(engine, retry, NULL);
            return;
        }
        if (lane->state != LANE_idle)
            continue;
        if (busy &&
            (!lane_is_decided(busy) || busy->guarded || busy->batch.to < busy->batch.count))
            continue;
        if (!busy) {
            writer_ensure_parts(engine);
            parked_turn(engine, writer->lanes[0].store);
        }
        if (!writer_has_work(engine, busy != NULL))
            return;
        gather(engine, lane);
        start_range(engine, lane, busy);
    }
}

/* Who was told meanwhile that it is unavailable is told nothing else: it sends it again. */
static void note_sender(struct engine *engine, const struct item *item, int64_t now_ms)
{
    if (!item->replied && item->frame && senders_concern(item))
        senders_note(
            &engine->senders,
            allow_find(engine->allow, item->frame->parts.user),
            item,
            now_ms
        );
}

static void project_and_answer(struct engine *engine, struct lane *lane)
{
    struct batch *batch = &lane->batch;

    for (size_t i = batch->from; i < batch->to; i++) {
        struct item *item = &batch->items[i];
        note_sender(engine, item, batch->now_ms);
        gate_answer(engine, item);
        noted_apply(item);
        if (item->outcome == OUTCOME_accepted && item->reply.reload)
            engine->reload = true;
        if (item->kind == ITEM_chore && item->more)
            engine->chore_due_ms[item->chore - engine->service->chores] = 0;
    }
    for (size_t i = 0, run; i < batch->placed_count; i += run) {
        const char *type = batch->placed[i].type;
        for (run = 1; i + run < batch->placed_count && batch->placed[i + run].type == type;)
            run++;
        metric_add_labelled(METRIC_shouli_events_emitted_total, (int64_t)run, type);
    }
}

/* What failed is looked for in halves; once it is behind, the rest soon goes in few transactions again. */
static void widen(struct batch *batch)
{
    if (batch->bad_to > batch->from)
        batch->limit = size_max(1, (batch->bad_to - batch->from) / 2);
    else
        batch->limit = size_min(batch->count, batch->limit * 2);
}

/* By time: under load there is always another batch under way. */
static void show_counts(struct engine *engine, const struct lane *lane)
{
    struct writer *writer = engine->writer;
    int64_t now_us = clock_monotone_us();

    if (now_us <= writer->shown_us + IDLE_COMMIT_US)
        return;
    writer->shown_us = now_us;
    counts_show(engine->counts, lane_deltas_beside(writer, lane), stream_seq(engine->stream));
}

void lane_release(struct engine *engine, struct lane *lane)
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
    tallies_commit(&batch->tallies);
    project_and_answer(engine, lane);
    metric_observe(METRIC_shouli_batch_messages, (int64_t)(batch->to - batch->from));
    for (size_t i = 0; i < writer->lane_count; i++) {
        if (writer->lanes[i].batch.before == batch)
            batch_outlive(&writer->lanes[i].batch);
    }
    if (lane->needs_commit && lane->forgets)
        writer->forget_attempts = false;
    if (writer->careful > 0) {
        writer->careful -= (int64_t)(batch->to - batch->from);
        writer->forget_attempts = writer->careful <= 0;
    }
    batch->from = batch->to;
    widen(batch);
    batch->count_deltas = NULL;
    batch->senders = NULL;
    lane_enter(lane, batch->from < batch->count ? LANE_retry : LANE_idle);
    show_counts(engine, lane);
}

void lane_failed(struct engine *engine, struct lane *lane)
{
    struct batch *batch = &lane->batch;
    size_t size = batch->to - batch->from;

    if (lane->error == ERROR_fenced) {
        engine->writer->fatal = ERROR_fenced;
        log_error("writer.fenced", LOG_INT("epoch", engine->writer->epoch));
        return;
    }
    if (lane->error == ERROR_db_refused && size <= 1 && size) {
        batch->items[batch->from].aside_by_decision = false; /* for good */
        batch->items[batch->from].set_aside_code = "db_refused";
        batch->items[batch->from].set_aside_reason = error_sentence(lane->error);
    }
    batch->limit = size > 1 ? size / 2 : 1;
    batch->bad_to = batch->to;
    writer_give_up(engine, error_name(lane->error));
}
