/* Messages of a batch by the key of idempotency: what was accepted under it a moment ago, and who waits for its
 * look-up. Both are tables of the batch's arena, made once and cleared for each transaction. See batch.h. */
#include "common/engine/batch.h"

#include "common/engine/parked.h"

_Static_assert(BATCH_KEYS >= 2 * BATCH_MAX, "the tables of keys stay half empty");

/* From four bytes that are as good as random. */
size_t batch_key_place(const uint8_t *bytes)
{
    uint32_t hash;

    memcpy(&hash, bytes, sizeof(hash));
    return hash & (BATCH_KEYS - 1);
}

static struct item *find_key(const struct batch *batch, const uint8_t key16[16])
{
    if (!batch || !batch->keys)
        return NULL;
    for (size_t at = batch_key_place(key16); batch->keys[at];
         at = (at + 1) & (BATCH_KEYS - 1)) {
        if (memcmp(batch->keys[at]->key16, key16, 16) == 0)
            return batch->keys[at];
    }
    return NULL;
}

struct item *batch_find_key(const struct batch *batch, const uint8_t key16[16])
{
    struct item *item = find_key(batch, key16);

    return item ? item : find_key(batch->before, key16);
}

void batch_add_key(struct batch *batch, struct item *item)
{
    if (!batch->keys)
        batch->keys = ARENA_ARRAY(&batch->arena, struct item *, BATCH_KEYS);
    size_t at = batch_key_place(item->key16);
    while (batch->keys[at] && memcmp(batch->keys[at]->key16, item->key16, 16) != 0)
        at = (at + 1) & (BATCH_KEYS - 1);
    batch->keys[at] = item; /* in the place of one with other content that was set aside */
}

void batch_clear_keys(struct batch *batch)
{
    if (batch->keys)
        memset(batch->keys, 0, BATCH_KEYS * sizeof(struct item *));
}

void batch_begin_lookups(struct batch *batch)
{
    if (batch->lookups)
        memset(batch->lookups, 0, BATCH_KEYS * sizeof(struct item *));
    else
        batch->lookups = ARENA_ARRAY(&batch->arena, struct item *, BATCH_KEYS);
}

void batch_add_lookup(struct batch *batch, struct item *item)
{
    size_t at = batch_key_place(item->key16);

    while (batch->lookups[at])
        at = (at + 1) & (BATCH_KEYS - 1);
    batch->lookups[at] = item;
}

struct item *batch_lookup(const struct batch *batch, struct bytes key, size_t *tried)
{
    struct item *item = NULL;

    if (!batch->lookups || key.length != sizeof(item->key16))
        return NULL;
    do {
        size_t at = (batch_key_place(key.at) + (*tried)++) & (BATCH_KEYS - 1);
        item = batch->lookups[at];
    } while (item && memcmp(item->key16, key.at, key.length) != 0);
    return item;
}

void item_refuse_reused(struct item *item, struct arena *arena)
{
    static const char why[] = "this id was used for another content / 该编号已用于其他内容";

    if (item->kind == ITEM_replay) {
        item->aside_by_decision = item->set_aside_code == NULL;
        item->set_aside_code = "id_reused";
        item->set_aside_reason = why;
        return;
    }
    item->outcome = OUTCOME_rejected;
    faults_add(&item->reply.faults, arena, "id_reused", (struct text){0}, "%s", why);
}

bool batch_settle_by_key(struct batch *batch, struct item *item)
{
    struct item *other = item->has_key ? batch_find_key(batch, item->key16) : NULL;

    if (!other)
        return false;
    bool same = memcmp(other->content16, item->content16, 16) == 0;
    if (other->outcome == OUTCOME_set_aside) {
        if (!same)
            return false;
        item->outcome = OUTCOME_rejected;
        item_refuse_as_letter(item, &batch->arena, text_of(other->set_aside_code));
        return true;
    }
    if (!same) {
        item_refuse_reused(item, &batch->arena);
        return item->outcome != OUTCOME_open;
    }
    item->outcome = OUTCOME_duplicate;
    item->reply.of = other->reply.of;
    item->reply.of.no = arena_text(&batch->arena, other->reply.of.no);
    item->reply.result = arena_bytes(&batch->arena, other->reply.result);
    return true;
}

void batch_outlive(struct batch *batch)
{
    for (size_t i = batch->from; i < batch->to; i++) {
        struct item *item = &batch->items[i];
        if (item->outcome == OUTCOME_open && item->has_key &&
            find_key(batch->before, item->key16))
            (void)batch_settle_by_key(batch, item);
    }
    batch->before = NULL;
}
