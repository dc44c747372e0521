/* The verbs of a decision: see call.h. Everything lands in the batch's arena. */
#include "common/engine/call.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/engine/batch.h"
#include "common/engine/engine.h"

static struct record_head *head_of(void *record)
{
    return record;
}

static void *copy_in_use(struct deciding *deciding, const struct record_slot *slot)
{
    for (size_t i = 0; i < deciding->copy_count; i++) {
        if (head_of(deciding->copies[i])->slot == slot)
            return deciding->copies[i];
    }
    return NULL;
}

/* A record that the batch before this one touched comes from its table, never from PostgreSQL. */
static bool take_from_earlier(struct batch *batch, struct record_slot *slot)
{
    if (!batch->before)
        return false;

    struct record_slot *found = table_find(&batch->before->table, slot->shape, slot->key);
    if (!found || found->state != SLOT_loaded)
        return false;
    slot->now = record_copy(slot->shape, found->now, &batch->arena);
    slot->before = slot->now;
    slot->state = SLOT_loaded;
    batch->table.wanted--;
    return true;
}

/* The decision's own copy of what the slot holds. */
static void *copy_of(struct deciding *deciding, struct record_slot *slot)
{
    struct batch *batch = deciding->batch;
    const struct record_shape *shape = slot->shape;
    void *copy = copy_in_use(deciding, slot);
    if (copy)
        return copy;
    if (deciding->copy_count == LENGTH(deciding->copies)) {
        log_error("decision.too_many_records", LOG_STRING("record", shape->name));
        abort();
    }
    if (slot->now) {
        copy = arena_take(&batch->arena, shape->map->size);
        memcpy(copy, slot->now, shape->map->size);
    } else {
        copy = record_blank(shape, slot->key, &batch->arena);
    }
    struct record_head *head = head_of(copy);
    head->exists = slot->now != NULL;
    head->put = false;
    head->removed = false;
    head->slot = slot;
    deciding->copies[deciding->copy_count++] = copy;
    return copy;
}

void *call_record(struct call *call, const struct record_shape *shape, struct bytes key)
{
    struct deciding *deciding = call->deciding;
    struct record_slot *slot = table_get(&deciding->batch->table, shape, key);

    if (slot->state != SLOT_loaded && !take_from_earlier(deciding->batch, slot)) {
        deciding->wants = true;
        return NULL;
    }
    return copy_of(deciding, slot);
}

static void *record_new(struct call *call, const struct record_shape *shape, struct bytes key)
{
    struct table *table = &call->deciding->batch->table;
    struct record_slot *slot = table_get(table, shape, key);

    if (slot->state == SLOT_wanted)
        table->wanted--;
    slot->state = SLOT_loaded;
    return copy_of(call->deciding, slot);
}

void *call_record_new(struct call *call, const struct record_shape *shape, struct uuid id)
{
    return record_new(call, shape, (struct bytes){id.b, 16});
}

void *call_record_new_text(struct call *call, const struct record_shape *shape, struct text key)
{
    return record_new(call, shape, bytes_of_text(key));
}

void *call_record_id(struct call *call, const struct record_shape *shape, struct uuid id)
{
    return call_record(call, shape, (struct bytes){id.b, 16});
}

void *call_record_text(struct call *call, const struct record_shape *shape, struct text key)
{
    return call_record(call, shape, bytes_of_text(key));
}

void record_put(void *record)
{
    head_of(record)->put = true;
    head_of(record)->removed = false;
}

void record_remove(void *record)
{
    head_of(record)->removed = true;
    head_of(record)->put = false;
}

const struct key_list *
call_list(struct call *call, const struct list_shape *shape, struct bytes key)
{
    struct batch *batch = call->deciding->batch;
    struct list_slot *slot = batch_find_list(batch, shape, key);

    if (slot && slot->loaded)
        return &slot->list;
    if (!slot) {
        slot = ARENA_NEW(&batch->arena, struct list_slot);
        slot->shape = shape;
        slot->key = arena_bytes(&batch->arena, key);
        batch_add_list(batch, slot);
    }
    call->deciding->wants = true;
    return NULL;
}

int64_t call_number(struct call *call, struct text sequence)
{
    struct batch *batch = call->deciding->batch;
    int64_t number = engine_take_number(call->deciding->engine, sequence);

    if (number)
        return number;
    struct number_slot *slot = batch->numbers;
    while (slot && !text_equal(slot->sequence, sequence))
        slot = slot->next;
    if (!slot) {
        slot = ARENA_NEW(&batch->arena, struct number_slot);
        slot->sequence = arena_text(&batch->arena, sequence);
        slot->next = batch->numbers;
        batch->numbers = slot;
    }
    slot->asked = false;
    call->deciding->wants = true;
    return 0;
}

struct uuid call_new_id(struct call *call)
{
    uint8_t random[10];

    random_bytes(random, sizeof(random));
    return uuid_make(call->now_ms, random);
}

void call_emit(struct call *call, int type, struct case_ref of, const void *data)
{
    struct deciding *deciding = call->deciding;
    const struct message_shape *shape = engine_message_shape(deciding->engine, type);

    if (deciding->emitted_count == LENGTH(deciding->emitted)) {
        log_error("decision.too_many_events", LOG_STRING("type", shape->name));
        abort();
    }
    deciding->emitted[deciding->emitted_count++] = (struct emitted){
        .type = type,
        .of = {of.id, arena_text(call->arena, of.no)},
        .data = map_encode(shape->data, data, call->arena),
        .cause = call->message,
    };
}

bool call_has_refused(const struct call *call, const char *field)
{
    const struct faults *faults = &call->reply->faults;

    for (size_t i = 0; i < faults->count; i++) {
        if (faults->list[i].field.at && text_is(faults->list[i].field, field))
            return true;
    }
    return false;
}

struct text call_text_of(const struct call *call, const void *body, const char *name)
{
    size_t hint = 0;
    const struct field_shape *field =
        map_shape_find(call->message->shape->data, text_of(name), &hint);

    return *(const struct text *)(const void *)((const uint8_t *)body + field->offset);
}

enum error
refuse(struct call *call, const char *code, const char *field, const char *format, ...)
{
    char message[256];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    faults_add(&call->reply->faults, call->arena, code, text_of(field), "%s", message);
    return ERROR_refused;
}

void call_reply_case(struct call *call, struct case_ref of)
{
    call->reply->of = (struct case_ref){of.id, arena_text(call->arena, of.no)};
}

void call_reply_result(struct call *call, const struct map_shape *shape, const void *result)
{
    call->reply->result = map_encode(shape, result, call->arena);
}

struct case_ref call_case(const struct call *call)
{
    return (struct case_ref){call->message->case_id, call->message->case_no};
}
