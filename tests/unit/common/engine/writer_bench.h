/* A writer of the bench with scripted connections and sockets: elected, open, ready to take commands. */
#pragma once

#include "common/engine/frame.h"
#include "common/engine/writer_inside.h"
#include "tests/unit/common/engine/allow_text.h"
#include "tests/unit/common/engine/scripted_socket.h"
#include "tests/unit/common/engine/scripted_store.h"

static const struct record_shape *const bench_records[] = {&counted_record};

static inline struct store *bench_store(struct bench *bench, size_t lane)
{
    return bench->engine.writer->lanes[lane].store;
}

static inline void bench_turn(struct bench *bench)
{
    assert_int_equal(writer_turn(&bench->engine), OK);
}

/* The answers of an election: the lock, and the row of the stream. */
static inline void bench_elect(struct bench *bench, int64_t epoch, int64_t number, bool clean)
{
    struct store *store = bench_store(bench, 0);
    struct rows *lock = ARENA_NEW(&bench->arena, struct rows);
    struct rows *row = ARENA_NEW(&bench->arena, struct rows);
    struct params params;
    uint8_t hash[32] = {5};

    params_begin(&params, &bench->arena);
    params_flag(&params, true);
    script_row(lock, &params);
    params_begin(&params, &bench->arena);
    params_int(&params, epoch);
    params_int(&params, number);
    params_int(&params, stream_seq(bench->engine.stream));
    params_bytes(&params, arena_bytes(&bench->arena, (struct bytes){hash, 32}));
    params_text(&params, TEXT("{}"));
    params_flag(&params, clean);
    script_row(row, &params);
    assert_true(script_until(store, "engine_lock_try"));
    script_answer(store, lock);
    assert_true(script_until(store, "engine_stream_take"));
    script_answer(store, row);
    script_answer_all(store);
}

/* Opens the connections and becomes the writer of epoch 1. */
static inline void bench_take_over(struct bench *bench, int connections, bool clean)
{
    struct engine *engine = &bench->engine;

    bench_allow(
        bench,
        "clients:\n  - {name: a, key: \"" KEY_A "\", sources: [/], send: [\"*\"]}\n"
    );
    engine->settings.connections = connections;
    engine->settings.database_url.hidden = TEXT("scripted");
    engine->settings.listen = TEXT("127.0.0.1");
    engine->settings.batch_max = 1000;
    engine->settings.overlap_min = 1;
    engine->settings.waiting_max = 16384;
    engine->settings.unavailable_after_ms = 800;
    engine->settings.store_timeout_ms = 2500;
    bench->service.answer_count = 2;
    bench->service.records = bench_records;
    bench->service.record_count = 1;
    engine->chore_due_ms = memory_new(1, sizeof(int64_t));
    engine->writer = writer_new(engine);
    bench_turn(bench);
    bench_elect(bench, 0, 0, clean);
    assert_true(writer_is_active(engine->writer));
    assert_int_equal(gate_open(engine), OK);
    engine->open = true;
    engine->phase = PHASE_active;
    /* What is parked is asked for once; nothing is. */
    bench_turn(bench);
    script_answer_all(bench_store(bench, 0));
}

static inline int bench_close(void **state)
{
    struct bench *bench = *state;

    for (size_t i = 0; i < bench->engine.writer->lane_count; i++) {
        struct batch *batch = &bench->engine.writer->lanes[i].batch;
        for (size_t k = 0; k < batch->count; k++)
            frame_destroy(&batch->items[k].frame); /* a process that ends leaves them */
    }
    gate_close(&bench->engine);
    writer_destroy(&bench->engine.writer);
    memory_free(bench->engine.chore_due_ms);
    assert_int_equal(script_stores, 0);
    return bench_end(state);
}

/* A command about case `n` arrives; the text is what the decision does. */
static inline void bench_send_id(struct bench *bench, int id, int n, const char *text)
{
    const struct sample body = {
        .key = bench_case(n),
        .has_key = true,
        .text = text_of(text),
        .number = n,
        .has_number = true};
    struct message message = {
        .shape = &sample_messages[1],
        .type_name = TEXT("sample.v1"),
        .id = arena_format(&bench->arena, "c-%d", id),
        .source = TEXT("/b"),
        .body = &body};
    script_give(script_last_socket, "peer", KEY_A, message_encode(&message, &bench->arena));
    gate_turn(&bench->engine);
}

static inline void bench_send(struct bench *bench, int n, const char *text)
{
    bench_send_id(bench, n, n, text);
}

/* Status of the newest reply, "-" when there is none after the first `known`. */
static inline struct text bench_status(size_t known)
{
    if (script_last_socket->sent_count <= known)
        return TEXT("-");
    return script_text(script_said(script_last_socket, 0), "status");
}

/* Answers everything on a lane until the statement is next. */
static inline bool bench_reach(struct bench *bench, size_t lane, const char *statement)
{
    for (int i = 0; i < 20; i++) {
        if (script_until(bench_store(bench, lane), statement))
            return true;
        bench_turn(bench);
    }
    return false;
}

/* Answers everything on all lanes until nothing more happens. */
static inline void bench_settle(struct bench *bench)
{
    for (int i = 0; i < 20; i++) {
        for (size_t k = 0; k < bench->engine.writer->lane_count; k++) {
            if (bench_store(bench, k))
                script_answer_all(bench_store(bench, k));
        }
        bench_turn(bench);
    }
}
