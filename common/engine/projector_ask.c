/* Lists that Redis answers: one script for all of a batch. See projector.h. */
#include "common/engine/projector_inside.h"

enum { ASK_TIMEOUT_US = 300 * 1000, WANTS_MAX = 1000 };

bool projector_is_asking(const struct projector *projector)
{
    return projector->asking != NULL;
}

void projector_lists_busy(struct projector *projector)
{
    struct batch *batch = projector->asking;

    for (struct list_slot *slot = batch ? batch->lists : NULL; slot; slot = slot->next) {
        if (slot->shape->redis && slot->asked && !slot->loaded)
            slot->loaded = slot->list.busy = true;
    }
    projector->late += projector->asking != NULL;
    projector->asking = NULL;
}

void projector_watch_lists(struct projector *projector)
{
    if (projector->asking && clock_monotone_us() - projector->asked_us > ASK_TIMEOUT_US)
        projector_lists_busy(projector);
}

void projector_forget(struct engine *engine, const struct batch *batch)
{
    struct projector *projector = engine->projector;

    if (projector->asking != batch)
        return;
    projector->late++;
    projector->asking = NULL;
}

static void fill(struct batch *batch, struct list_slot *slot, const struct redis_value *members)
{
    size_t count = redis_count(members);

    slot->list.keys = ARENA_ARRAY(&batch->arena, struct bytes, count + 1);
    for (size_t i = 0; i < count; i++)
        slot->list.keys[i] =
            arena_bytes(&batch->arena, bytes_of_text(redis_text(redis_at(members, i))));
    slot->list.count = count;
    slot->loaded = true;
}

static void take_proposals(void *context, const struct redis_value *value)
{
    struct projector *projector = context;
    struct batch *batch = projector->asking;
    size_t index = 0;

    projector->heard_us = clock_monotone_us();
    if (projector->late > 0) {
        projector->late--;
        return;
    }
    if (!batch)
        return;
    if (redis_kind(value) != REDIS_list) {
        projector->stale = projector->state == PROJECTOR_ready;
        projector_lists_busy(projector);
        projector->late--; /* this was the answer */
        return;
    }
    for (struct list_slot *slot = batch->lists; slot; slot = slot->next) {
        if (!slot->shape->redis || !slot->asked || slot->loaded)
            continue;
        if (index < redis_count(value))
            fill(batch, slot, redis_at(value, index++));
        else
            slot->loaded = slot->list.busy = true;
    }
    projector->asking = NULL;
}

void projector_ask(struct engine *engine, struct batch *batch)
{
    struct projector *projector = engine->projector;
    struct text words[WANTS_MAX + 1];
    size_t count = 1;
    bool ready =
        projector->state == PROJECTOR_ready && !projector->resuming && !projector->stale;

    for (struct list_slot *slot = batch->lists; slot; slot = slot->next) {
        if (!slot->shape->redis || slot->asked)
            continue;
        slot->asked = true;
        if (!ready || count > WANTS_MAX)
            slot->loaded = slot->list.busy = true;
        else
            words[count++] = text_of_bytes(slot->key);
    }
    if (count == 1)
        return;
    words[0] = arena_format(&batch->arena, "%lld", (long long)batch->now_ms);
    projector->asking = batch;
    projector->asked_us = clock_monotone_us();
    projector_eval(
        projector,
        engine->service->projection->propose_lua,
        projector->unsent ? projector->unsent->cursor - 1 : projector->cursor_made,
        words,
        count,
        take_proposals
    );
}
