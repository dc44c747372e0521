/* The event socket of the bench: followers that a test plays. */
#pragma once

#include "common/engine/serve_inside.h"
#include "tests/unit/common/engine/allow_text.h"
#include "tests/unit/common/engine/scripted_socket.h"
#include "tests/unit/common/engine/scripted_store.h"

static inline struct socket *serve_begin(struct bench *bench)
{
    bench_allow(
        bench,
        "clients:\n"
        "  - {name: all, key: \"" KEY_A "\", follow: [\"*\"]}\n"
        "  - {name: some, key: \"" KEY_B "\", follow: [\"told.*\"]}\n"
    );
    bench->engine.settings.listen = TEXT("127.0.0.1");
    bench->engine.settings.database_url.hidden = TEXT("scripted");
    bench->service.port = 30;
    assert_int_equal(serve_open(&bench->engine), OK);
    return script_last_socket;
}

static inline int serve_end(void **state)
{
    struct bench *bench = *state;

    serve_close(&bench->engine);
    assert_int_equal(script_sockets, 0);
    assert_int_equal(script_stores, 0);
    return bench_end(state);
}

/* `count` events of the stream, committed; event n is about case n. */
static inline void
serve_commit(struct bench *bench, size_t count, const char *type, size_t bytes)
{
    struct batch *batch = &bench->batch;
    int64_t seq = stream_seq(bench->engine.stream);
    uint8_t hash[32];

    memcpy(hash, stream_head_hash(bench->engine.stream), 32);
    batch_begin(batch, 1700000000000);
    batch->placed = ARENA_ARRAY(&batch->arena, struct placed, count);
    for (size_t i = 0; i < count; i++) {
        struct placed *placed = &batch->placed[i];
        *placed = (struct placed
        ){.seq = ++seq,
          .case_id = bench_case((int)seq),
          .has_case = true,
          .type = type,
          .envelope = {arena_zero(&batch->arena, bytes), bytes}};
        stream_hash(hash, seq, placed->envelope, placed->hash);
        memcpy(hash, placed->hash, 32);
    }
    batch->placed_count = count;
    batch->seq = seq;
    memcpy(batch->hash, hash, 32);
    stream_commit(&bench->engine, batch);
}

static inline void
serve_ask(struct bench *bench, const char *peer, const char *user, const char *text)
{
    script_give(script_last_socket, peer, user, pack_text(&bench->arena, text));
    serve_turn(&bench->engine);
}

/* The newest thing said is an error with that code. */
static inline bool serve_refused(const struct socket *socket, const char *code)
{
    struct bytes said = script_said(socket, 0);

    return text_is(script_text(said, "op"), "error") &&
           text_is(script_text(said, "code"), code);
}

/* How many events the message holds, and the first one's seq. */
static inline uint32_t serve_events(struct bytes said, int64_t *ret_first)
{
    struct pack_reader reader = pack_reader_of(script_value(said, "events"));
    struct pack_value array = pack_next(&reader);

    if (array.type != PACK_array)
        return 0;
    (void)pack_next(&reader);
    *ret_first = pack_next(&reader).integer;
    return array.count;
}
