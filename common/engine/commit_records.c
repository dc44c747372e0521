/* The records that a batch has changed: one statement for each type and kind of change. See commit.c. */
#include "common/engine/writer_inside.h"

#include <assert.h>

enum change { CHANGE_insert, CHANGE_update, CHANGE_remove };

static enum change change_of(const struct record_slot *slot)
{
    if (!slot->before)
        return CHANGE_insert;
    return slot->now ? CHANGE_update : CHANGE_remove;
}

/* What the decisions have changed and no statement has taken yet, in the order of first use; `records` and `keys` have
 * room for one statement of all of them. */
struct changes {
    struct record_slot **left;
    size_t count;
    void **records;
    struct bytes *keys;
};

/* A row that was made and removed again leaves nothing to store. */
static struct changes changes_of(struct batch *batch)
{
    const size_t size = batch->table.count;
    struct changes changes = {
        .left = ARENA_ARRAY(&batch->arena, struct record_slot *, size),
        .records = ARENA_ARRAY(&batch->arena, void *, size),
        .keys = ARENA_ARRAY(&batch->arena, struct bytes, size),
    };

    for (struct record_slot *slot = batch->table.first; slot; slot = slot->next) {
        if (slot->changed && (slot->before || slot->now))
            changes.left[changes.count++] = slot;
    }
    return changes;
}

static void send_changes(
    struct lane *lane,
    struct changes *changes,
    const struct record_shape *shape,
    enum change change
)
{
    struct params params;
    size_t count = 0, left = 0;

    for (size_t i = 0; i < changes->count; i++) {
        struct record_slot *slot = changes->left[i];
        if (slot->shape != shape || change_of(slot) != change) {
            changes->left[left++] = slot;
            continue;
        }
        changes->keys[count] = slot->key;
        changes->records[count++] = slot->now;
    }
    changes->count = left;
    if (!count)
        return;
    params_begin(&params, &lane->batch.arena);
    if (change == CHANGE_remove)
        record_keys(&params, shape, changes->keys, count);
    else
        record_columns(&params, shape, changes->records, count);
    lane_send(
        lane,
        change == CHANGE_insert   ? &shape->insert
        : change == CHANGE_update ? &shape->update
                                  : &shape->remove,
        &params
    );
}

static void
send_record(struct lane *lane, struct changes *changes, const struct record_shape *record)
{
    for (int change = CHANGE_insert; changes->count && change <= CHANGE_remove; change++)
        send_changes(lane, changes, record, (enum change)change);
}

void lane_send_records(struct lane *lane)
{
    const struct service *service = lane->engine->service;
    struct changes changes = changes_of(&lane->batch);

    for (size_t i = 0; i < service->record_count; i++)
        send_record(lane, &changes, service->records[i]);
    send_record(lane, &changes, &dead_row_record);
    send_record(lane, &changes, &adopted_policy_record);
    /* A record that its service does not list would be lost in silence. */
    assert(!changes.count);
}
