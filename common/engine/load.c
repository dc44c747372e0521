/* What a batch reads: accepted keys, records, lists, numbers, all in one round trip. See writer.h. */
#include "common/engine/writer_inside.h"

#include <stdio.h>

enum { NUMBER_BLOCK = 10000 };

struct loading {
    struct lane *lane;
    const struct record_shape *record;
    const struct list_shape *list;
};

static struct loading *
context_of(struct lane *lane, const struct record_shape *record, const struct list_shape *list)
{
    struct loading *loading = ARENA_NEW(&lane->batch.arena, struct loading);

    *loading = (struct loading){lane, record, list};
    return loading;
}

static void recall(
    struct lane *lane,
    struct item *item,
    struct bytes content,
    const struct rows *rows,
    int row
)
{
    struct arena *arena = &lane->batch.arena;

    if (content.length != 16 || memcmp(content.at, item->content16, 16) != 0) {
        item_refuse_reused(item, arena);
        return;
    }
    item->outcome = OUTCOME_duplicate;
    if (!rows_null(rows, row, 2)) {
        (void)!reply_recall(arena_bytes(arena, rows_bytes(rows, row, 2)), &item->reply);
    } else if (!rows_null(rows, row, 3)) {
        struct faults faults = {.count = 0};
        struct message event;
        struct bytes envelope = arena_bytes(arena, rows_bytes(rows, row, 3));
        (void)!message_decode(
            envelope,
            lane->engine->service->catalogue,
            DECODE_lenient,
            arena,
            &faults,
            &event
        );
        item->reply.of = (struct case_ref){event.case_id, event.case_no};
    }
}

static void
take_accepted(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct lane *lane = context;

    if (!rows) {
        lane_fail(lane, failure, "accepted_find");
        return;
    }
    for (int row = 0; row < rows_count(rows); row++) {
        struct bytes key = rows_bytes(rows, row, 0);
        struct item *item;
        for (size_t tried = 0; (item = batch_lookup(&lane->batch, key, &tried));) {
            if (item->outcome == OUTCOME_open)
                recall(lane, item, rows_bytes(rows, row, 1), rows, row);
        }
    }
}

static void ask_accepted(struct lane *lane)
{
    struct batch *batch = &lane->batch;
    struct params params;
    struct array keys;

    batch_begin_lookups(batch);
    params_begin(&params, &batch->arena);
    array_begin(&keys, &batch->arena, ARRAY_uuid, batch->to - batch->from);
    for (size_t i = batch->from; i < batch->to; i++) {
        struct item *item = &batch->items[i];
        if (!item->has_key || item->outcome != OUTCOME_open)
            continue;
        batch_add_lookup(batch, item);
        array_bytes(&keys, (struct bytes){item->key16, 16});
    }
    if (!keys.count)
        return;
    array_end(&keys, &params);
    store_send(lane->store, &engine_accepted_find_statement, &params, take_accepted, lane);
}

static void
take_records(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct loading *loading = context;
    struct batch *batch = &loading->lane->batch;

    if (!rows) {
        lane_fail(loading->lane, failure, loading->record->name);
        return;
    }
    for (int row = 0; row < rows_count(rows); row++) {
        void *record = record_from_row(loading->record, rows, row, &batch->arena);
        struct record_slot *slot =
            table_get(&batch->table, loading->record, record_key(loading->record, record));
        slot->before = slot->now = record;
    }
    for (struct record_slot *slot = batch->table.first; slot; slot = slot->next) {
        if (slot->shape == loading->record && slot->state == SLOT_asked)
            slot->state = SLOT_loaded;
    }
}

static void ask_records(struct lane *lane, const struct record_shape *shape)
{
    struct batch *batch = &lane->batch;
    struct params params;
    struct bytes *keys = ARENA_ARRAY(&batch->arena, struct bytes, batch->table.wanted);
    size_t count = 0;

    for (struct record_slot *slot = batch->table.first; slot; slot = slot->next) {
        if (slot->shape != shape || slot->state != SLOT_wanted)
            continue;
        keys[count++] = slot->key;
        slot->state = SLOT_asked;
    }
    batch->table.wanted -= count;
    params_begin(&params, &batch->arena);
    record_keys(&params, shape, keys, count);
    store_send(lane->store, &shape->load, &params, take_records, context_of(lane, shape, NULL));
}

static void ask_all_records(struct lane *lane)
{
    for (struct record_slot *slot = lane->batch.table.first; slot; slot = slot->next) {
        if (slot->state == SLOT_wanted)
            ask_records(lane, slot->shape);
    }
}

static void add_to_list(struct batch *batch, struct list_slot *slot, struct bytes key)
{
    if (slot->list.count == slot->size) {
        size_t size = slot->size ? slot->size * 2 : 16;
        struct bytes *larger = ARENA_ARRAY(&batch->arena, struct bytes, size);
        if (slot->list.count)
            memcpy(larger, slot->list.keys, slot->list.count * sizeof(*larger));
        slot->list.keys = larger;
        slot->size = size;
    }
    slot->list.keys[slot->list.count++] = arena_bytes(&batch->arena, key);
}

static bool is_slice_of_records(const struct loading *loading)
{
    const struct projection *projection = loading->lane->engine->service->projection;

    return projection && projection->slice_record && projection->slice == loading->list;
}

/* Rows that are records: no second round trip. A rebuild asks for one slice at a time. */
static void take_list_records(struct loading *loading, const struct rows *rows)
{
    struct batch *batch = &loading->lane->batch;
    const struct record_shape *shape = loading->lane->engine->service->projection->slice_record;
    struct list_slot *list = batch->lists;

    while (list && !(list->shape == loading->list && list->asked && !list->loaded))
        list = list->next;
    if (!list)
        return;
    for (int row = 0; row < rows_count(rows); row++) {
        void *record = record_from_row(shape, rows, row, &batch->arena);
        struct bytes key = record_key(shape, record);
        struct record_slot *slot = table_get(&batch->table, shape, key);
        batch->table.wanted -= slot->state == SLOT_wanted;
        slot->before = slot->now = record;
        slot->state = SLOT_loaded;
        add_to_list(batch, list, key);
    }
    list->loaded = true;
}

static void
take_list(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct loading *loading = context;
    struct batch *batch = &loading->lane->batch;

    if (!rows) {
        lane_fail(loading->lane, failure, loading->list->name);
        return;
    }
    if (is_slice_of_records(loading)) {
        take_list_records(loading, rows);
        return;
    }
    for (int row = 0; row < rows_count(rows); row++) {
        struct list_slot *slot =
            batch_find_list(batch, loading->list, rows_bytes(rows, row, 0));
        if (slot)
            add_to_list(batch, slot, rows_bytes(rows, row, 1));
    }
    for (struct list_slot *slot = batch->lists; slot; slot = slot->next) {
        if (slot->shape == loading->list && slot->asked)
            slot->loaded = true;
    }
}

static void ask_list(struct lane *lane, const struct list_shape *shape)
{
    struct batch *batch = &lane->batch;
    struct params params;
    struct array keys;

    params_begin(&params, &batch->arena);
    array_begin(&keys, &batch->arena, shape->key_is_text ? ARRAY_text : ARRAY_uuid, 16);
    for (struct list_slot *slot = batch->lists; slot; slot = slot->next) {
        if (slot->shape != shape || slot->asked)
            continue;
        slot->asked = true;
        array_bytes(&keys, slot->key);
    }
    array_end(&keys, &params);
    if (shape->statement->parameters > 1)
        params_time(&params, batch->now_ms);
    store_send(
        lane->store,
        shape->statement,
        &params,
        take_list,
        context_of(lane, NULL, shape)
    );
}

/* Lists see committed rows only, so they wait for the batch before this one. */
static void ask_lists(struct lane *lane)
{
    lane->waits_for_list = false;
    for (struct list_slot *slot = lane->batch.lists; slot; slot = slot->next) {
        if (slot->asked || slot->loaded)
            continue;
        if (slot->shape->redis)
            continue;
        if (lane->batch.before)
            lane->waits_for_list = true;
        else
            ask_list(lane, slot->shape);
    }
    if (lane->engine->projector)
        projector_ask(lane->engine, &lane->batch);
}

static void
take_number(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct lane *lane = context;

    if (!rows || rows_count(rows) != 1) {
        lane_fail(lane, failure, "number_lease");
        return;
    }
    if (lane->leased_count == LEASES_MAX)
        return;
    struct leased *leased = &lane->leased[lane->leased_count++];
    struct text sequence = rows_text(rows, 0, 0);
    snprintf(
        leased->sequence,
        sizeof(leased->sequence),
        "%.*s",
        (int)sequence.length,
        sequence.at
    );
    leased->next = rows_int(rows, 0, 1);
}

static void ask_numbers(struct lane *lane)
{
    struct batch *batch = &lane->batch;

    for (struct number_slot *slot = batch->numbers; slot; slot = slot->next) {
        struct params params;
        if (slot->asked)
            continue;
        slot->asked = true;
        params_begin(&params, &batch->arena);
        params_text(&params, slot->sequence);
        params_int(&params, NUMBER_BLOCK);
        store_send(lane->store, &engine_number_lease_statement, &params, take_number, lane);
    }
    batch->numbers = NULL;
}

/* The group is committed, and with it the leases. */
static void
end_load(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct lane *lane = context;

    (void)rows;
    (void)failure;
    for (size_t i = 0; i < lane->leased_count && lane->error == OK; i++)
        engine_add_numbers(
            lane->engine,
            text_of(lane->leased[i].sequence),
            lane->leased[i].next,
            lane->leased[i].next + NUMBER_BLOCK
        );
    if (lane->leased_count)
        lane_keep_numbers(lane); /* what is left of the block before is skipped */
    lane->leased_count = 0;
    lane->load_answered = true;
}

static void want_first_records(struct lane *lane)
{
    struct batch *batch = &lane->batch;

    for (size_t i = batch->from; i < batch->to; i++) {
        const struct item *item = &batch->items[i];
        if (!item->first || !item->has_case || item->outcome != OUTCOME_open)
            continue;
        struct bytes key = {item->case_id.b, 16};
        if (!batch->before || !table_find(&batch->before->table, item->first, key))
            (void)table_get(&batch->table, item->first, key);
    }
}

void lane_load(struct lane *lane)
{
    lane->load_answered = false;
    lane->leased_count = 0;
    if (lane->loads_first) {
        lane->loads_first = false;
        if (!lane->guarded) {
            lane_note_attempts(lane);
            ask_accepted(lane);
            lane_ask_letters(lane);
        }
        want_first_records(lane);
    }
    ask_all_records(lane);
    ask_lists(lane);
    ask_numbers(lane);
    if (store_pending(lane->store) == 0)
        lane->load_answered = true;
    else
        store_sync(lane->store, end_load, lane);
}

bool lane_touches(const struct lane *lane, const struct lane *earlier)
{
    if (!earlier)
        return false;
    for (const struct record_slot *slot = lane->batch.table.first; slot; slot = slot->next) {
        const struct record_slot *other =
            slot->changed ? table_find(&earlier->batch.table, slot->shape, slot->key) : NULL;
        if (other && other->changed)
            return true;
    }
    return false;
}
