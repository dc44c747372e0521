/* The batch's table: (record type, key) → record, so that messages of one batch see each other's effects.
 *
 * A slot holds the record as loaded (`before`, for the projection and the counts) and as the decisions have
 * left it (`now`). Everything lives in the batch's arena. */
#pragma once

#include "common/arena.h"
#include "common/engine/record.h"

enum slot_state { SLOT_wanted, SLOT_asked, SLOT_loaded };

struct record_slot {
    const struct record_shape *shape;
    struct bytes key;
    uint64_t hash;
    enum slot_state state;
    bool changed;
    void *before;             /* NULL: there was no row */
    void *now;                /* NULL: there is no row */
    struct record_slot *next; /* in the order of first use */
};

struct table {
    struct arena *arena;
    struct record_slot **buckets;
    size_t size, count;
    struct record_slot *first, *last;
    size_t wanted; /* slots in SLOT_wanted */
};

void table_begin(struct table *table, struct arena *arena);

/* The slot, made in SLOT_wanted when it is new. The key is copied. */
struct record_slot *
table_get(struct table *table, const struct record_shape *shape, struct bytes key);
struct record_slot *
table_find(const struct table *table, const struct record_shape *shape, struct bytes key);

/* A deep copy of a record into another arena; NULL stays NULL. */
void *record_copy(const struct record_shape *shape, const void *record, struct arena *arena);

/* A record that has nothing but its key. */
void *record_blank(const struct record_shape *shape, struct bytes key, struct arena *arena);

/* The key of a record as bytes that point into it. */
struct bytes record_key(const struct record_shape *shape, const void *record);
