/* What a batch asks for as lists, by their keys: each claim of a batch has a key of its own, so a thousand claims that looked
 * for theirs one by one would look half a million times. See batch.h. */
#include "common/engine/batch.h"

enum { CHAINS = 256 }; /* a power of two */

/* FNV-1a over shape and key. */
static struct list_slot **
chain_of(const struct batch *batch, const struct list_shape *shape, struct bytes key)
{
    uint64_t hash = UINT64_C(14695981039346656037) ^ (uint64_t)(uintptr_t)shape;

    for (size_t i = 0; i < key.length; i++)
        hash = (hash ^ key.at[i]) * UINT64_C(1099511628211);
    return &batch->list_chains[(hash ^ hash >> 32) & (CHAINS - 1)];
}

static void index_list(struct batch *batch, struct list_slot *slot)
{
    if (!batch->list_chains)
        batch->list_chains = ARENA_ARRAY(&batch->arena, struct list_slot *, CHAINS);
    struct list_slot **chain = chain_of(batch, slot->shape, slot->key);
    slot->chain = *chain;
    *chain = slot;
}

void batch_add_list(struct batch *batch, struct list_slot *slot)
{
    slot->next = batch->lists;
    batch->lists = slot;
    index_list(batch, slot);
}

void batch_keep_given_lists(struct batch *batch)
{
    if (batch->list_chains)
        memset(batch->list_chains, 0, CHAINS * sizeof(struct list_slot *));
    batch->lists = batch->given;
    for (struct list_slot *slot = batch->given; slot; slot = slot->next)
        index_list(batch, slot);
}

struct list_slot *
batch_find_list(const struct batch *batch, const struct list_shape *shape, struct bytes key)
{
    struct list_slot *slot = batch->list_chains ? *chain_of(batch, shape, key) : NULL;

    while (slot && !(slot->shape == shape && bytes_equal(slot->key, key)))
        slot = slot->chain;
    return slot;
}
