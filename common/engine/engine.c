/* Small things that the files of the engine share. See engine.h. */
#include "common/engine/engine.h"

#include <stdio.h>

static struct number_block *find_block(struct engine *engine, struct text sequence)
{
    for (size_t i = 0; i < NUMBER_SEQUENCES_MAX; i++) {
        if (text_is(sequence, engine->numbers[i].sequence))
            return &engine->numbers[i];
    }
    return NULL;
}

int64_t engine_take_number(struct engine *engine, struct text sequence)
{
    struct number_block *block = find_block(engine, sequence);

    return block && block->next < block->end ? block->next++ : 0;
}

void engine_add_numbers(struct engine *engine, struct text sequence, int64_t next, int64_t end)
{
    struct number_block *block = find_block(engine, sequence);

    if (!block) {
        block = &engine->numbers[engine->number_next];
        engine->number_next = (engine->number_next + 1) % NUMBER_SEQUENCES_MAX;
        snprintf(
            block->sequence,
            sizeof(block->sequence),
            "%.*s",
            (int)sequence.length,
            sequence.at
        );
    }
    block->next = next;
    block->end = end;
}

const struct message_shape *engine_message_shape(const struct engine *engine, int type)
{
    const struct catalogue *catalogue = engine->service->catalogue;

    /* Types are numbered in the order of names; a catalogue of a test may differ. */
    if (type > 0 && (size_t)type <= catalogue->count &&
        catalogue->messages[type - 1].type == type)
        return &catalogue->messages[type - 1];
    for (size_t i = 0; i < catalogue->count; i++) {
        if (catalogue->messages[i].type == type)
            return &catalogue->messages[i];
    }
    return NULL;
}

int64_t engine_now_ms(struct engine *engine)
{
    engine->last_now_ms = int64_max(engine->last_now_ms, clock_now_ms());
    return engine->last_now_ms;
}

const struct vault *call_vault(const struct call *call)
{
    return &call->deciding->engine->vault;
}

const struct policy_set *call_policy_set(const struct call *call)
{
    const struct engine *engine = call->deciding->engine;

    return &engine->policy_sets[engine->policies_turn];
}

struct text call_counts(struct call *call)
{
    return counts_json(call->deciding->engine->counts, call->arena);
}

const char *
call_cursor(const struct call *call, size_t index, int64_t *ret_seq, struct text *ret_counts)
{
    struct follows *follows = call->deciding->engine->follows;
    const char *name = follows_name(follows, index);

    if (name) {
        *ret_seq = follows_cursor(follows, index);
        *ret_counts = follows_counts(follows, index, call->arena);
    }
    return name;
}
