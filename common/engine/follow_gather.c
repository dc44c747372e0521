/* Received events on their way into batches, and the cursors that the batches move. */
#include "common/engine/follow_inside.h"

static void add_item(
    struct engine *engine,
    struct batch *batch,
    struct follow *follow,
    struct received *received
)
{
    struct item *item = batch_add(batch, ITEM_event);
    struct faults faults = {.count = 0};
    struct bytes copy =
        arena_bytes(&batch->arena, (struct bytes){received->envelope, received->length});

    item->follow = follow;
    item->stream = follow->stream;
    item->seq = received->seq;
    memcpy(item->hash, received->hash, 32);
    item->reaction = received->reaction;
    item->decide = received->reaction->decide;
    item->first = received->reaction->first;
    enum error error = message_decode(
        copy,
        engine->service->catalogue,
        received->reaction->type ? DECODE_lenient : DECODE_envelope,
        &batch->arena,
        &faults,
        &item->message
    );
    item->message.envelope = copy;
    item->case_id = item->message.case_id;
    item->has_case = item->message.has_case;
    if (error != OK || (!item->message.body && received->reaction->type)) {
        bool large = error == ERROR_too_large;
        item->set_aside_code = large ? "too_large" : "malformed";
        item->set_aside_reason = large ? "the event is over the limit; its beginning is kept"
                                       : "the event could not be decoded";
    }
}

static bool gather_one(
    struct engine *engine,
    struct batch *batch,
    struct follow *follow,
    struct cursor_move *move
)
{
    if (follow->count == 0)
        return false;
    struct received *received = &follow->queue[follow->first];
    if (received->envelope) {
        add_item(engine, batch, follow, received);
        follow->concerning--;
        memory_free(received->envelope);
    }
    move->seq = received->seq;
    memcpy(move->hash, received->hash, 32);
    follow->gathered = received->seq;
    follow->first = (follow->first + 1) % FOLLOW_QUEUE_SIZE;
    follow->count--;
    return true;
}

/* What the streams leave of their equal shares goes to those that have more: the rest of it. */
static size_t unclaimed(const struct follows *follows, size_t max, size_t share)
{
    size_t claimed = 0;

    for (size_t i = 0; i < follows->count; i++)
        claimed += size_min(follows->follow[i].concerning, share);
    return max - size_min(max, claimed);
}

void follows_gather(struct engine *engine, struct batch *batch, size_t max)
{
    struct follows *follows = engine->follows;
    /* The smallest batch still takes one of each stream, or none would ever be taken. */
    size_t share = follows && follows->count ? size_max(1, max / follows->count) : 0;
    size_t spare = follows ? unclaimed(follows, max, share) : 0;

    batch->moves =
        ARENA_ARRAY(&batch->arena, struct cursor_move, follows ? follows->count + 1 : 1);
    for (size_t i = 0; follows && i < follows->count; i++) {
        struct follow *follow = &follows->follow[i];
        struct cursor_move move = {.follow = follow};
        size_t before = batch->count;
        size_t more = follow->concerning - size_min(follow->concerning, share);
        size_t extra = size_min(more, spare);
        spare -= extra;
        while (batch->count - before < share + extra && gather_one(engine, batch, follow, &move)
        ) {
        }
        if (move.seq)
            batch->moves[batch->move_count++] = move;
    }
}

/* The last event of a follow that the transaction covers: all that was gathered, or up to the range's end. */
bool follow_move(
    const struct batch *batch,
    const struct cursor_move *all,
    struct cursor_move *ret_move
)
{
    *ret_move = *all;
    if (batch->to == batch->count)
        return true;
    for (size_t i = batch->to; i-- > batch->from;) {
        const struct item *item = &batch->items[i];
        if (item->kind == ITEM_event && item->follow == all->follow) {
            ret_move->seq = item->seq;
            memcpy(ret_move->hash, item->hash, 32);
            return true;
        }
    }
    return false;
}

void follows_commit(struct engine *engine, const struct batch *batch)
{
    (void)engine;
    for (size_t i = 0; i < batch->move_count; i++) {
        struct cursor_move move;
        if (!follow_move(batch, &batch->moves[i], &move))
            continue;
        struct follow *follow = move.follow;
        follow->cursor = move.seq;
        for (size_t k = 0; k < follow->type_count; k++) {
            metric_add_labelled(
                METRIC_shouli_events_applied_total,
                follow->counts[k].delta,
                follow->stream,
                follow->counts[k].type
            );
            follow->counts[k].value += follow->counts[k].delta;
            follow->counts[k].delta = 0;
        }
    }
}
