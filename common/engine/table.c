/* See table.h. Open addressing over slots that never move. */
#include "common/engine/table.h"

enum { BUCKETS_FIRST = 256 };

static uint64_t hash_of(const struct record_shape *shape, struct bytes key)
{
    uint64_t hash = 1469598103934665603u ^ (uint64_t)(uintptr_t)shape;

    for (size_t i = 0; i < key.length; i++)
        hash = (hash ^ key.at[i]) * 1099511628211u;
    return hash ^ hash >> 29;
}

void table_begin(struct table *table, struct arena *arena)
{
    *table = (struct table){.arena = arena, .size = BUCKETS_FIRST};
    table->buckets = ARENA_ARRAY(arena, struct record_slot *, table->size);
}

static struct record_slot **place_of(
    const struct table *table,
    const struct record_shape *shape,
    struct bytes key,
    uint64_t hash
)
{
    size_t at = hash & (table->size - 1);

    while (table->buckets[at]) {
        struct record_slot *slot = table->buckets[at];
        if (slot->hash == hash && slot->shape == shape && bytes_equal(slot->key, key))
            break;
        at = (at + 1) & (table->size - 1);
    }
    return &table->buckets[at];
}

static void grow(struct table *table)
{
    table->size *= 2;
    table->buckets = ARENA_ARRAY(table->arena, struct record_slot *, table->size);
    for (struct record_slot *slot = table->first; slot; slot = slot->next)
        *place_of(table, slot->shape, slot->key, slot->hash) = slot;
}

struct record_slot *
table_find(const struct table *table, const struct record_shape *shape, struct bytes key)
{
    return *place_of(table, shape, key, hash_of(shape, key));
}

struct record_slot *
table_get(struct table *table, const struct record_shape *shape, struct bytes key)
{
    uint64_t hash = hash_of(shape, key);
    struct record_slot **place = place_of(table, shape, key, hash);

    if (*place)
        return *place;
    if (table->count * 2 >= table->size) {
        grow(table);
        place = place_of(table, shape, key, hash);
    }

    struct record_slot *slot = ARENA_NEW(table->arena, struct record_slot);
    slot->shape = shape;
    slot->key = arena_bytes(table->arena, key);
    slot->hash = hash;
    *place = slot;
    if (table->last)
        table->last->next = slot;
    else
        table->first = slot;
    table->last = slot;
    table->count++;
    table->wanted++;
    return slot;
}

static void *member(void *record, size_t offset)
{
    return (uint8_t *)record + offset;
}

void *record_copy(const struct record_shape *shape, const void *record, struct arena *arena)
{
    if (!record)
        return NULL;

    void *copy = arena_take(arena, shape->map->size);
    memcpy(copy, record, shape->map->size);
    for (size_t i = 0; i < shape->map->count; i++) {
        const struct field_shape *field = &shape->map->fields[i];
        if (field->type == FIELD_TEXT || field->type == FIELD_BYTES) {
            struct bytes *bytes = member(copy, field->offset);
            *bytes = arena_bytes(arena, *bytes);
        }
    }
    return copy;
}

void *record_blank(const struct record_shape *shape, struct bytes key, struct arena *arena)
{
    const struct field_shape *field = &shape->map->fields[shape->key];
    void *record = arena_zero(arena, shape->map->size);

    if (field->type == FIELD_ID) {
        memcpy(member(record, field->offset), key.at, size_min(key.length, 16));
        if (field->has_offset)
            *(bool *)member(record, field->has_offset) = true;
    } else {
        *(struct bytes *)member(record, field->offset) = arena_bytes(arena, key);
    }
    return record;
}

struct bytes record_key(const struct record_shape *shape, const void *record)
{
    const struct field_shape *field = &shape->map->fields[shape->key];
    const uint8_t *at = (const uint8_t *)record + field->offset;

    if (field->type == FIELD_ID)
        return (struct bytes){at, 16};
    return *(const struct bytes *)(const void *)at;
}
