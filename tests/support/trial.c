/* See trial.h. A real batch and a real engine struct, with memory in the place of PostgreSQL. */
#include "tests/support/trial.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/engine/engine.h"
#include "common/engine/noted.h"
#include "common/memory.h"

enum { EVENTS_MAX = 4096, LISTS_MAX = 64 };

struct kept_list {
    const struct list_shape *shape;
    struct key_list list;
};

struct trial {
    struct engine engine;
    struct batch batches[2];
    struct arena arena; /* everything that lives as long as the trial */
    struct table rows;
    struct kept_list lists[LISTS_MAX];
    size_t list_count;
    struct placed events[EVENTS_MAX];
    size_t event_count;
    int64_t seq;
    int64_t now_ms;
    int64_t next_id;
};

struct trial *trial_new(const struct service *service, int64_t now_ms)
{
    static const uint8_t kek[VAULT_KEK_BYTES] = {7};
    struct trial *trial = memory_new(1, sizeof(*trial));
    struct engine *engine = &trial->engine;

    engine->service = service;
    engine->stream_name = service->name;
    engine->source = arena_format(&trial->arena, "/shouli/%s", service->name);
    engine->counts = counts_new();
    engine->parked = parked_new();
    vault_init(&engine->vault, kek);
    trial->now_ms = now_ms;
    table_begin(&trial->rows, &trial->arena);
    if (service->policies_load && service->policies_load(
                                      &engine->policies_arena[0],
                                      "deploy/config",
                                      &engine->policy_sets[0]
                                  ) != OK) {
        fprintf(
            stderr,
            "%.*s\n",
            (int)engine->policy_sets[0].faults.length,
            engine->policy_sets[0].faults.at
        );
        abort();
    }
    return trial;
}

void trial_destroy(struct trial **trial_at)
{
    struct trial *trial = *trial_at;

    if (!trial)
        return;
    counts_destroy(&trial->engine.counts);
    parked_destroy(&trial->engine.parked);
    vault_done(&trial->engine.vault);
    arena_done(&trial->engine.policies_arena[0]);
    arena_done(&trial->arena);
    memory_free(trial);
    *trial_at = NULL;
}

void trial_set_time(struct trial *trial, int64_t now_ms)
{
    trial->now_ms = now_ms;
}

const void *trial_policies(const struct trial *trial)
{
    return trial->engine.policy_sets[0].policies;
}

void trial_set_policies(struct trial *trial, const void *policies)
{
    trial->engine.policy_sets[0].policies = policies;
}

struct clock_watch *trial_clock(struct trial *trial)
{
    return &trial->engine.clock;
}

void trial_set_applied(struct trial *trial, int64_t seq)
{
    trial->engine.trial_applied = seq;
}

int64_t trial_time(const struct trial *trial)
{
    return trial->now_ms;
}

void trial_put(struct trial *trial, const struct record_shape *shape, const void *record)
{
    struct record_slot *slot = table_get(&trial->rows, shape, record_key(shape, record));

    slot->now = record_copy(shape, record, &trial->arena);
    ((struct record_head *)slot->now)->exists = true;
}

const void *
trial_record(struct trial *trial, const struct record_shape *shape, struct bytes key)
{
    struct record_slot *slot = table_find(&trial->rows, shape, key);

    return slot ? slot->now : NULL;
}

const void *
trial_record_id(struct trial *trial, const struct record_shape *shape, struct uuid id)
{
    return trial_record(trial, shape, (struct bytes){id.b, 16});
}

void trial_list(
    struct trial *trial,
    const struct list_shape *shape,
    const struct bytes *keys,
    size_t count,
    bool busy
)
{
    struct kept_list *kept = NULL;

    for (size_t i = 0; i < trial->list_count && !kept; i++) {
        if (trial->lists[i].shape == shape)
            kept = &trial->lists[i];
    }
    if (!kept && trial->list_count == LISTS_MAX)
        abort();
    if (!kept)
        kept = &trial->lists[trial->list_count++];
    kept->shape = shape;
    kept->list = (struct key_list){.busy = busy, .count = count};
    kept->list.keys = ARENA_ARRAY(&trial->arena, struct bytes, count + 1);
    for (size_t i = 0; i < count; i++)
        kept->list.keys[i] = arena_bytes(&trial->arena, keys[i]);
}

static void load_wanted(struct trial *trial, struct batch *batch)
{
    for (struct record_slot *slot = batch->table.first; slot; slot = slot->next) {
        if (slot->state == SLOT_loaded)
            continue;
        const void *row = trial_record(trial, slot->shape, slot->key);
        slot->before = slot->now = record_copy(slot->shape, row, &trial->arena);
        slot->state = SLOT_loaded;
    }
    for (struct list_slot *slot = batch->lists; slot; slot = slot->next) {
        slot->loaded = true;
        for (size_t i = 0; i < trial->list_count; i++) {
            if (trial->lists[i].shape == slot->shape)
                slot->list = trial->lists[i].list;
        }
    }
    for (struct number_slot *slot = batch->numbers; slot; slot = slot->next)
        engine_add_numbers(&trial->engine, slot->sequence, 1, 1000000000);
    batch->numbers = NULL;
}

static void keep_effects(struct trial *trial, struct batch *batch)
{
    for (struct record_slot *slot = batch->table.first; slot; slot = slot->next) {
        if (!slot->changed)
            continue;
        struct record_slot *row = table_get(&trial->rows, slot->shape, slot->key);
        row->now = record_copy(slot->shape, slot->now, &trial->arena);
    }
    for (size_t i = 0; i < batch->placed_count; i++) {
        if (trial->event_count == EVENTS_MAX)
            abort();
        struct placed *kept = &trial->events[trial->event_count++];
        *kept = batch->placed[i];
        kept->envelope = arena_bytes(&trial->arena, kept->envelope);
    }
    trial->seq = batch->seq;
}

/* The batch's memory joins the trial's, because answers are looked at until its end. */
static const struct item *decide(struct trial *trial, struct batch *batch)
{
    batch->to = batch->count;
    batch->seq = trial->seq;
    while (!batch_decide(&trial->engine, batch))
        load_wanted(trial, batch);
    keep_effects(trial, batch);
    noted_apply(&batch->items[0]);
    trial->arena = batch->arena;
    return &batch->items[0];
}

static struct batch *begin(struct trial *trial)
{
    struct batch *batch = ARENA_NEW(&trial->arena, struct batch);

    *batch =
        (struct batch){.arena = trial->arena, .now_ms = trial->now_ms, .limit = 1, .size = 1};
    batch->tallies.arena = &batch->arena;
    batch->items = ARENA_ARRAY(&batch->arena, struct item, 1);
    table_begin(&batch->table, &batch->arena);
    batch->policies = trial->engine.policy_sets[0].policies;
    return batch;
}

static struct text text_or_absent(const char *string)
{
    return string ? text_of(string) : (struct text){0};
}

static void set_message(
    struct trial *trial,
    struct item *item,
    const struct trial_message *from,
    struct arena *arena
)
{
    struct message *message = &item->message;

    message->shape = engine_message_shape(&trial->engine, from->type);
    message->type_name = text_of(message->shape->name);
    message->id = from->id ? text_of(from->id)
                           : arena_format(arena, "trial-%lld", (long long)++trial->next_id);
    message->source = text_of(from->source ? from->source : "/test");
    message->actorid = text_or_absent(from->actorid);
    message->actorrole = text_or_absent(from->actorrole);
    message->time_ms = trial->now_ms;
    message->has_time = true;
    message->case_id = from->case_id;
    message->has_case = !uuid_is_zero(from->case_id);
    message->case_no = text_or_absent(from->case_no);
    message->body = from->body;
    message->envelope = message_encode(message, arena);
    item->case_id = from->case_id;
    item->has_case = message->has_case;
}

const struct item *trial_command(struct trial *trial, const struct trial_message *message)
{
    struct batch *batch = begin(trial);
    struct item *item = batch_add(batch, ITEM_command);

    set_message(trial, item, message, &batch->arena);
    for (size_t i = 0; i < trial->engine.service->answer_count; i++) {
        if (trial->engine.service->answers[i].type == message->type)
            item->answer = &trial->engine.service->answers[i];
    }
    if (!item->answer)
        abort();
    item->decide = item->answer->decide;
    return decide(trial, batch);
}

static void
add_event(struct trial *trial, struct batch *batch, const struct trial_message *message)
{
    struct item *item = batch_add(batch, ITEM_event);

    set_message(trial, item, message, &batch->arena);
    for (size_t i = 0; i < trial->engine.service->reaction_count; i++) {
        const struct reaction *reaction = &trial->engine.service->reactions[i];
        bool fits = !message->stream || strcmp(message->stream, reaction->stream) == 0;
        if (!item->reaction && fits && (reaction->type == message->type || reaction->type == 0))
            item->reaction = reaction;
    }
    if (!item->reaction)
        abort();
    item->stream = item->reaction->stream;
    item->seq = ++trial->next_id;
    item->decide = item->reaction->decide;
}

const struct item *
trial_events(struct trial *trial, const struct trial_message *messages, size_t count)
{
    struct batch *batch = begin(trial);

    for (size_t i = 0; i < count; i++)
        add_event(trial, batch, &messages[i]);
    return decide(trial, batch);
}

const struct item *trial_event(struct trial *trial, const struct trial_message *message)
{
    return trial_events(trial, message, 1);
}

const struct item *trial_chore(struct trial *trial, const char *name)
{
    return trial_chore_part(trial, name, 0);
}

const struct item *trial_chore_part(struct trial *trial, const char *name, size_t part)
{
    struct batch *batch = begin(trial);
    struct item *item = batch_add(batch, ITEM_chore);

    for (size_t i = 0; i < trial->engine.service->chore_count; i++) {
        if (strcmp(trial->engine.service->chores[i].name, name) == 0)
            item->chore = &trial->engine.service->chores[i];
    }
    item->part = part;
    if (!item->chore)
        abort();
    return decide(trial, batch);
}

size_t trial_event_count(const struct trial *trial)
{
    return trial->event_count;
}

const void *
trial_emitted(struct trial *trial, size_t from_end, int *ret_type, struct case_ref *ret_of)
{
    struct faults faults = {.count = 0};
    struct message message;

    if (from_end >= trial->event_count)
        return NULL;
    const struct placed *placed = &trial->events[trial->event_count - 1 - from_end];
    if (message_decode(
            placed->envelope,
            trial->engine.service->catalogue,
            DECODE_strict,
            &trial->arena,
            &faults,
            &message
        ) != OK) {
        fprintf(
            stderr,
            "an emitted %s does not decode: %s %s\n",
            placed->type,
            faults.list[0].code,
            faults.list[0].field.at ? faults.list[0].field.at : ""
        );
        abort();
    }
    if (ret_type)
        *ret_type = message.shape->type;
    if (ret_of)
        *ret_of = (struct case_ref){message.case_id, message.case_no};
    return message.body;
}

const void *trial_last(struct trial *trial, int type)
{
    const char *name = engine_message_shape(&trial->engine, type)->name;

    for (size_t i = 0; i < trial->event_count; i++) {
        if (strcmp(trial->events[trial->event_count - 1 - i].type, name) == 0)
            return trial_emitted(trial, i, NULL, NULL);
    }
    return NULL;
}
