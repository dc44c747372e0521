/* After an unclean end: what is being tried is committed before it is tried (DESIGN.md section 3, poison).
 *
 * Messages are tried in small groups of CAREFUL_GROUP_MAX at most, a transaction each, so that careful does not mean
 * slow (schema/0001_engine.sql, which is not edited any more, still says one by one). Before a group is
 * decided a row with count 0 is committed for each of its messages; the transaction of their effects removes the
 * rows. A row that is there already was left by a process that ended: its message is a suspect and is tried alone,
 * and only that counts: 1, 2, and at the third attempt it is set aside. Hence
 *   - a message that ends the process leaves its row, is found by it, and is alone from then on;
 *   - a message is set aside only after two processes have ended while it was the only one being decided;
 *   - whoever shared a group with it pays one transaction of its own and is not counted. */
#include "common/engine/writer_inside.h"

enum { ATTEMPTS_MAX = 3 };

/* The rows that were asked for with one statement. */
struct noting {
    struct lane *lane;
    struct item *items[CAREFUL_GROUP_MAX];
    struct bytes keys[CAREFUL_GROUP_MAX];
    size_t count;
};

struct bytes attempt_key(const struct item *item, struct arena *arena)
{
    if (item->has_key)
        return (struct bytes){item->key16, 16};
    if (item->kind == ITEM_event || item->kind == ITEM_replay)
        return bytes_of_text(arena_format(arena, "%s/%lld", item->stream, (long long)item->seq)
        );
    return (struct bytes){0};
}

/* What leaves no row must not cast suspicion on others when it ends the process. */
static bool is_alone(const struct item *item)
{
    bool has_row = item->has_key || item->kind == ITEM_event || item->kind == ITEM_replay;

    return item->suspect || (!has_row && item->outcome == OUTCOME_open);
}

size_t attempt_group(const struct batch *batch, size_t limit)
{
    size_t most = size_min(batch->count - batch->from, size_min(limit, CAREFUL_GROUP_MAX));
    size_t size = 0;

    while (size < most && !is_alone(&batch->items[batch->from + size]))
        size++;
    return size_max(size_min(1, most), size);
}

static void
take_attempt(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct lane *lane = context;
    struct item *item = &lane->batch.items[lane->batch.from];

    if (!rows || rows_count(rows) != 1) {
        lane_fail(lane, failure, "attempt_begin");
        return;
    }
    if (rows_int(rows, 0, 0) < ATTEMPTS_MAX)
        return;
    item->aside_by_decision = false;
    item->set_aside_code = "poison";
    item->set_aside_reason = "the process ended three times while it handled this message";
}

static void note_alone(struct lane *lane)
{
    struct batch *batch = &lane->batch;
    struct item *item = &batch->items[batch->from];
    struct bytes key = attempt_key(item, &batch->arena);
    struct params params;

    if (!key.at || item->attempted)
        return;
    item->attempted = true;
    params_begin(&params, &batch->arena);
    params_bytes(&params, key);
    store_send(lane->store, &engine_attempt_begin_statement, &params, take_attempt, lane);
}

static bool is_returned(const struct rows *rows, struct bytes key)
{
    for (int row = 0; row < rows_count(rows); row++) {
        if (bytes_equal(rows_bytes(rows, row, 0), key))
            return true;
    }
    return false;
}

static void
take_group(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct noting *noting = context;

    if (!rows) {
        lane_fail(noting->lane, failure, "attempt_group");
        return;
    }
    for (size_t i = 0; i < noting->count; i++) {
        if (is_returned(rows, noting->keys[i]))
            continue;
        noting->items[i]->suspect = true;
        noting->items[i]->attempted = false; /* it is still to be counted */
        noting->lane->suspects = true;
    }
}

static void note_group(struct lane *lane)
{
    struct batch *batch = &lane->batch;
    struct noting *noting = ARENA_NEW(&batch->arena, struct noting);
    struct params params;
    struct array keys;

    noting->lane = lane;
    array_begin(&keys, &batch->arena, ARRAY_bytes, batch->to - batch->from);
    for (size_t i = batch->from; i < batch->to; i++) {
        struct item *item = &batch->items[i];
        struct bytes key = attempt_key(item, &batch->arena);
        if (!key.at || item->attempted)
            continue;
        item->attempted = true;
        noting->items[noting->count] = item;
        noting->keys[noting->count++] = key;
        array_bytes(&keys, key);
    }
    if (!noting->count)
        return;
    params_begin(&params, &batch->arena);
    array_end(&keys, &params);
    store_send(lane->store, &engine_attempt_group_statement, &params, take_group, noting);
}

void lane_note_attempts(struct lane *lane)
{
    lane->suspects = false;
    if (lane->engine->writer->careful <= 0)
        return;
    if (lane->batch.to == lane->batch.from + 1)
        note_alone(lane);
    else
        note_group(lane);
}
