/* See batch.h. Decisions run in order; the first that needs something stops the order, and those after it
 * that are about other cases run once only to say what they will need, so that a batch costs few round trips. */
#include "common/engine/batch.h"

#include "common/engine/engine.h"
#include "common/engine/parked_inside.h"

enum { YOUNG_CASE_MS = 60000, YOUNG_CASE_RETRY_MS = 500 };

void batch_begin(struct batch *batch, int64_t now_ms)
{
    size_t before = batch->count;

    arena_reset(&batch->arena);
    struct arena arena = batch->arena;
    *batch = (struct batch){.arena = arena, .now_ms = now_ms, .limit = BATCH_MAX};
    batch->size = before + 64; /* most often this one is like the last one */
    batch->items = ARENA_ARRAY(&batch->arena, struct item, batch->size);
    table_begin(&batch->table, &batch->arena);
    batch->tallies.arena = &batch->arena;
}

struct item *batch_add(struct batch *batch, enum item_kind kind)
{
    if (batch->count == batch->size) {
        struct item *larger = ARENA_ARRAY(&batch->arena, struct item, batch->size * 2);
        memcpy(larger, batch->items, batch->count * sizeof(*larger));
        batch->items = larger;
        batch->size *= 2;
    }
    struct item *item = &batch->items[batch->count++];
    item->kind = kind;
    return item;
}

static enum error
run(struct engine *engine, struct batch *batch, struct item *item, struct deciding *deciding)
{
    struct call call = {
        .now_ms = batch->now_ms,
        .message = item->kind == ITEM_chore ? NULL : &item->message,
        .arena = &batch->arena,
        .policies = batch->policies,
        .reply = &item->reply,
        .deciding = deciding,
        .part = item->part,
    };

    item->reply = (struct reply){0};
    /* Not zeroed as a whole: its arrays are large and filled from their beginning. */
    deciding->batch = batch;
    deciding->item = item;
    deciding->engine = engine;
    deciding->copy_count = deciding->emitted_count = 0;
    deciding->wants = false;
    if (item->first && item->has_case)
        (void)call_record_id(&call, item->first, item->case_id);
    if (deciding->wants)
        return ERROR_need;
    enum error error = item->kind == ITEM_chore   ? item->chore->decide(&call)
                       : item->kind == ITEM_slice ? projector_decide(engine, &call)
                                                  : item->decide(&call, item->message.body);
    return deciding->wants ? ERROR_need : error;
}

/* False when followers could not take it: an envelope over the limit would be refused by each of them. */
static bool place_event(
    struct engine *engine,
    struct batch *batch,
    struct item *item,
    const struct emitted *emitted
)
{
    if (batch->placed_count == batch->placed_size) {
        size_t size = batch->placed_size ? batch->placed_size * 2 : 256;
        struct placed *larger = ARENA_ARRAY(&batch->arena, struct placed, size);
        if (batch->placed_count)
            memcpy(larger, batch->placed, batch->placed_count * sizeof(*larger));
        batch->placed = larger;
        batch->placed_size = size;
    }
    struct bytes envelope = stream_envelope(engine, batch, batch->seq + 1, item, emitted);
    if (envelope.length > ENVELOPE_BYTES_MAX)
        return false;
    struct placed *placed = &batch->placed[batch->placed_count++];
    placed->seq = ++batch->seq;
    placed->item = item;
    placed->case_id = emitted->of.id;
    placed->has_case = !uuid_is_zero(emitted->of.id);
    placed->case_no = emitted->of.no;
    placed->type = engine_message_shape(engine, emitted->type)->name;
    placed->envelope = envelope;
    stream_hash(batch->hash, placed->seq, placed->envelope, placed->hash);
    memcpy(batch->hash, placed->hash, 32);
    if (!item->first_seq)
        item->first_seq = placed->seq;
    return true;
}

/* All events of a decision, or none. */
static bool
place_events(struct engine *engine, struct batch *batch, const struct deciding *deciding)
{
    struct item *item = deciding->item;
    size_t count = batch->placed_count;
    int64_t seq = batch->seq;
    uint8_t hash[32];

    memcpy(hash, batch->hash, 32);
    for (size_t i = 0; i < deciding->emitted_count; i++) {
        if (place_event(engine, batch, item, &deciding->emitted[i]))
            continue;
        batch->placed_count = count;
        batch->seq = seq;
        memcpy(batch->hash, hash, 32);
        item->first_seq = 0;
        return false;
    }
    return true;
}

static void keep_records(struct deciding *deciding)
{
    const struct service *service = deciding->engine->service;

    for (size_t i = 0; i < deciding->copy_count; i++) {
        struct record_head *head = deciding->copies[i];
        if (!head->put && !head->removed)
            continue;
        void *after = head->put ? deciding->copies[i] : NULL;
        if (service->tally)
            service
                ->tally(&deciding->batch->tallies, head->slot->shape, head->slot->now, after);
        head->slot->now = after;
        head->exists = head->put;
        head->slot->changed = true;
    }
}

/* The decision is final: its records and events join the transaction. */
static enum error keep(struct engine *engine, struct batch *batch, struct deciding *deciding)
{
    struct item *item = deciding->item;

    if (item->kind == ITEM_command && item->message.shape->kind == MESSAGE_query) {
        item->outcome = OUTCOME_answered;
        return OK;
    }
    if (!place_events(engine, batch, deciding))
        return ERROR_poison;
    item->outcome = OUTCOME_accepted;
    item->more = item->kind == ITEM_chore && item->reply.busy;
    keep_records(deciding);
    if (item->has_key)
        batch_add_key(batch, item);
    return OK;
}

/* A chore that cannot be done is left for its next turn; a message becomes a dead letter. */
static void
set_aside(struct batch *batch, struct item *item, const char *code, const char *reason)
{
    if (item->kind == ITEM_chore || item->kind == ITEM_slice) {
        log_limited(
            LOG_error,
            1,
            "chore.failed",
            LOG_STRING("chore", item->chore ? item->chore->name : "slice"),
            LOG_STRING("code", code)
        );
        item->outcome = OUTCOME_answered;
        return;
    }
    item->outcome = OUTCOME_set_aside;
    item->aside_by_decision |= item->set_aside_code == NULL;
    item->set_aside_code = code;
    item->set_aside_reason = reason;
    batch_add_aside(batch, item);
    if (item->kind == ITEM_command && item->has_key)
        batch_add_key(batch, item);
    if (item->kind == ITEM_command && item->reply.faults.count == 0)
        item_refuse_as_letter(item, &batch->arena, text_of(code));
}

/* PROTOCOL section 2: what is not known yet of a case that was just made may be known in a moment, for services hear of it
 * one after the other. An id that no service makes never will be. */
static void hint_at_young_case(const struct batch *batch, struct item *item)
{
    const struct faults *faults = &item->reply.faults;

    if (!item->has_case || !uuid_is_of_time(item->case_id))
        return;
    const int64_t age_ms = batch->now_ms - uuid_time_ms(item->case_id);
    if (age_ms >= YOUNG_CASE_MS || age_ms <= -YOUNG_CASE_MS)
        return;
    for (size_t i = 0; i < faults->count; i++) {
        if (strcmp(faults->list[i].code, "not_found") == 0 && faults->list[i].field.at &&
            text_is(faults->list[i].field, "data.case_id"))
            item->reply.retry_after_ms = YOUNG_CASE_RETRY_MS;
    }
}

static void
settle(struct engine *engine, struct batch *batch, struct deciding *deciding, enum error error)
{
    struct item *item = deciding->item;
    const struct faults *faults = &item->reply.faults;

    if (error == OK)
        error = keep(engine, batch, deciding);
    if (error == OK)
        return;
    if (item->kind == ITEM_command && error == ERROR_refused) {
        item->outcome = item->reply.busy ? OUTCOME_busy : OUTCOME_rejected;
        hint_at_young_case(batch, item);
    } else {
        set_aside(
            batch,
            item,
            faults->count ? faults->list[0].code : error_name(error),
            faults->count ? faults->list[0].message.at : error_sentence(error)
        );
    }
}

static enum error
decide_one(struct engine *engine, struct batch *batch, struct item *item, bool only_collect)
{
    struct deciding deciding;

    if (!only_collect && !item->set_aside_code && batch_settle_by_key(batch, item))
        return OK;
    /* Poison, or not even readable: never run, not to say what it needs either. */
    if (item->set_aside_code) {
        if (!only_collect)
            set_aside(batch, item, item->set_aside_code, item->set_aside_reason);
        return OK;
    }
    if (!only_collect && batch_settle_parked(engine, batch, item))
        return OK;
    enum error error = run(engine, batch, item, &deciding);
    if (error == ERROR_need && !only_collect && ++item->rounds > ROUNDS_MAX) {
        log_error("decision.too_many_rounds", LOG_STRING("type", item->message.type_name.at));
        error = ERROR_poison;
    }
    if (error == ERROR_need || only_collect)
        return error;
    settle(engine, batch, &deciding, error);
    return OK;
}

/* Cases with a message that could not be decided yet in this pass: a later message of theirs would see records
 * that the earlier one has not changed yet, so it is not even run to say what it needs. */
static bool is_held(struct batch *batch, const struct item *item)
{
    if (!item->has_case)
        return false;
    for (size_t at = batch_key_place(item->case_id.b + 12);; at = (at + 1) & (BATCH_KEYS - 1)) {
        if (uuid_equal(batch->held[at], item->case_id))
            return true;
        if (uuid_is_zero(batch->held[at])) {
            batch->held[at] = item->case_id;
            return false;
        }
    }
}

static void begin_held(struct batch *batch)
{
    if (batch->held)
        memset(batch->held, 0, BATCH_KEYS * sizeof(*batch->held));
    else
        batch->held = ARENA_ARRAY(&batch->arena, struct uuid, BATCH_KEYS);
}

bool batch_decide(struct engine *engine, struct batch *batch)
{
    bool collects = false; /* something is to be loaded: later ones only say what they need */
    int64_t began_us = clock_monotone_us();
    size_t end = batch->slice ? size_min(batch->to, batch->decided + batch->slice) : batch->to;

    for (size_t i = batch->decided; i < (collects ? batch->to : end); i++) {
        struct item *item = &batch->items[i];
        if (item->outcome == OUTCOME_open && !(collects && is_held(batch, item)) &&
            decide_one(engine, batch, item, collects) == ERROR_need && !collects) {
            begin_held(batch);
            (void)is_held(batch, item);
            collects = true;
        }
        if (!collects)
            batch->decided = i + 1;
    }
    batch->decide_us += clock_monotone_us() - began_us;
    batch->wants = collects;
    if (batch->decided < batch->to)
        return false;
    metric_observe_us(METRIC_shouli_decide_seconds, batch->decide_us);
    return true;
}

static bool is_final(const struct item *item)
{
    return item->outcome == OUTCOME_unavailable ||
           (item->outcome == OUTCOME_rejected && item->decide == NULL);
}

void batch_undo(struct engine *engine, struct batch *batch)
{
    for (size_t i = batch->from; i < batch->count; i++) {
        struct item *item = &batch->items[i];
        item->rounds = 0;
        item->first_seq = 0;
        if (is_final(item))
            continue;
        item->outcome = OUTCOME_open;
        if (!parked_is_unreadable(item
            )) /* what that one is told was known before anything was decided */
            item->reply = (struct reply){.retry_after_ms = 0};
        if (item->aside_by_decision) {
            item->aside_by_decision = false;
            item->set_aside_code = item->set_aside_reason = NULL;
        }
    }
    counts_undo(engine->counts, batch);
    senders_give_back(&engine->senders, batch);
    if (engine->projector)
        projector_forget(engine, batch);
    table_begin(&batch->table, &batch->arena);
    batch->tallies = (struct tallies){.arena = &batch->arena};
    batch_keep_given_lists(batch);
    batch->numbers = NULL;
    batch_clear_keys(batch);
    batch->aside_count = 0; /* but for what earlier transactions of the batch set aside */
    for (size_t i = 0; i < batch->from; i++) {
        if (batch->items[i].outcome == OUTCOME_set_aside)
            batch_add_aside(batch, &batch->items[i]);
    }
    batch->placed = NULL;
    batch->placed_count = batch->placed_size = batch->placed_sent = 0;
    batch->begun = batch->wants = false;
    batch->decided = batch->from;
    batch->decide_us = 0;
    batch->before = NULL;
}

void batch_done(struct batch *batch)
{
    arena_done(&batch->arena);
}
