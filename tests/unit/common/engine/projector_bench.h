/* A projector of the bench with a scripted Redis: its set "q" holds the cases with their count as score. */
#pragma once

#include "common/engine/projector_inside.h"
#include "tests/unit/common/engine/scripted_redis.h"
#include "tests/unit/common/engine/writer_bench.h"

static const struct statement slice_statement = {"slice", "scripted", 1, NULL};
static const struct list_shape slice_list = {"slice", &slice_statement, true, false};
static const struct list_shape redis_list = {"proposed", NULL, true, true};

static inline void
bench_project(struct projection_ops *ops, const void *before, const void *after)
{
    const struct counted *counted = after ? after : before;
    struct bytes member = {counted->id.b, 16};

    if (after)
        projection_add(ops, "q", member, counted->n);
    else
        projection_remove(ops, "q", member);
}

static const struct projection bench_projection = {
    .record = &counted_record,
    .slice = &slice_list,
    .project = bench_project,
    .propose_lua = "return propose",
};

static inline struct projector *projector_begin(struct bench *bench)
{
    bench->service.projection = &bench_projection;
    bench->engine.settings.redis_url.hidden = TEXT("scripted");
    bench->engine.projector = projector_new(&bench->engine);
    bench_take_over(bench, 1, true);
    return bench->engine.projector;
}

static inline int projector_end(void **state)
{
    struct bench *bench = *state;

    projector_destroy(&bench->engine.projector);
    assert_int_equal(script_redises, 0);
    return bench_close(state);
}

static inline void projector_step(struct bench *bench)
{
    projector_turn(&bench->engine);
}

/* A committed slice of rows (the rebuild's), then the switch. */
static inline void projector_slice(struct bench *bench, int from, size_t count)
{
    struct batch *batch = &bench->batch;
    struct key_list *keys;

    batch_begin(batch, 1700000000000);
    keys = ARENA_NEW(&batch->arena, struct key_list);
    keys->count = count;
    keys->keys = ARENA_ARRAY(&batch->arena, struct bytes, count + 1);
    projector_gather(&bench->engine, batch);
    batch->to = batch->count;
    for (size_t i = 0; i < count; i++) {
        struct uuid id = bench_case(from + (int)i);
        keys->keys[i] = arena_bytes(&batch->arena, (struct bytes){id.b, 16});
        struct record_slot *slot = table_get(&batch->table, &counted_record, keys->keys[i]);
        struct counted *row = record_blank(&counted_record, keys->keys[i], &batch->arena);
        row->n = from + (int)i;
        slot->state = SLOT_loaded;
        slot->before = slot->now = row;
    }
    batch->items[0].slice = keys;
    projector_commit(&bench->engine, batch);
}

/* Connects, rebuilds from no rows, is ready. */
static inline struct projector *projector_ready(struct bench *bench)
{
    struct projector *projector = projector_begin(bench);

    projector_step(bench); /* connects, begins generation 1 */
    redis_fine(projector->redis);
    projector_slice(bench, 1, 0);
    projector_step(bench);
    redis_fine(projector->redis);
    assert_int_equal(projector->state, PROJECTOR_ready);
    return projector;
}

/* A committed batch in which case `n` was counted. */
static inline void projector_count(struct bench *bench, int n, const char *text)
{
    batch_begin(&bench->batch, 1700000000000);
    bench_command(bench, n, text);
    bench_play(bench, &bench->batch);
    projector_commit(&bench->engine, &bench->batch);
}
