/* A small batch of new messages is not looked up before it is decided: the look-up stands in its transaction and makes it
 * fail when one of them was accepted before. Then nothing of it is stored, and it is looked up and decided again. What is
 * new, nearly all, takes one round trip and one wake-up of PostgreSQL instead of two. Nothing else is begun beside such a
 * batch, so that what it took is given back by setting the head where it stands. See writer.h. */
#include "common/engine/writer_inside.h"

/* A sender that repeats itself costs a batch twice at most so often. */
enum { REST_US = 1000 * 1000 };

/* invalid_text_representation: what accepted_guard.sql fails with. */
static const char known_sqlstate[] = "22P02";

/* Only what needs no rows: they would be asked for anyway, and the keys with them. A projection would mark what it offers to
 * a command that is no new one. */
static bool is_new(const struct item *item)
{
    return item->kind == ITEM_command && !(item->first && item->has_case);
}

bool lane_may_guard(const struct lane *lane)
{
    const struct engine *engine = lane->engine;
    const struct writer *writer = engine->writer;
    const struct batch *batch = &lane->batch;

    if (batch->to - batch->from > (size_t)engine->settings.guard_max || batch->before ||
        engine->projector || writer->careful > 0 || parked_has_commands(engine->parked) ||
        clock_monotone_us() < writer->guard_again_us)
        return false;
    for (size_t i = batch->from; i < batch->to; i++) {
        if (!is_new(&batch->items[i]))
            return false;
    }
    return true;
}

void lane_keep_numbers(struct lane *lane)
{
    memcpy(lane->numbers, lane->engine->numbers, sizeof(lane->numbers));
}

void lane_begin_guard(struct lane *lane)
{
    struct batch *batch = &lane->batch;
    struct array keys;

    array_begin(&keys, &batch->arena, ARRAY_uuid, batch->to - batch->from);
    for (size_t i = batch->from; i < batch->to; i++) {
        const struct item *item = &batch->items[i];
        if (item->has_key && item->outcome == OUTCOME_open)
            array_bytes(&keys, (struct bytes){item->key16, 16});
    }
    params_begin(&lane->guard, &batch->arena);
    lane->guarded = keys.count > 0;
    lane->known = false;
    if (lane->guarded)
        array_end(&keys, &lane->guard);
    lane_keep_numbers(lane);
}

static void
take_guard(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct lane *lane = context;

    if (rows || !failure)
        return;
    if (strcmp(failure->sqlstate, known_sqlstate) == 0)
        lane->known = true;
    else
        lane_fail(lane, failure, engine_accepted_guard_statement.name);
}

void lane_send_guard(struct lane *lane)
{
    if (lane->guarded)
        store_send(
            lane->store,
            &engine_accepted_guard_statement,
            &lane->guard,
            take_guard,
            lane
        );
}

void lane_drop_guard(struct engine *engine, struct lane *lane)
{
    struct writer *writer = engine->writer;

    lane_take_back(lane);
    if (lane->batch.number) {
        writer->number = lane->batch.number - 1;
        writer->seq = stream_seq(engine->stream);
        memcpy(writer->hash, stream_head_hash(engine->stream), 32);
    }
    if (lane->known)
        writer->guard_again_us = clock_monotone_us() + REST_US;
    memcpy(engine->numbers, lane->numbers, sizeof(engine->numbers));
    lane->asks = true;
    lane_begin_again(engine, lane);
}
