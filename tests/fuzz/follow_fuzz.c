/* libFuzzer target: whatever a followed service may say, as the follower reads it (PROTOCOL section 3; P2, P5, P8).
 *
 * The input is a row of messages, a byte of their kind and two of their length each. Besides raw ones there are events
 * whose chain is right, because no input finds a SHA-256, and turns in which a batch takes what waits. */
#include "tests/fuzz/fuzz.h"
#include "tests/unit/common/engine/upstream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct bench *bench;

static void begin(void)
{
    log_init("fuzz", LOG_error);

    bench = bench_new();
    bench->reactions[0] = (struct reaction){"up", SAMPLE_told, bench_decide, &counted_record};
    bench->service.reaction_count = 1;
}

/* As many events as the input says, each with the next piece of it as its envelope. */
static struct bytes chained(const struct follow *follow, struct bytes pieces)
{
    struct input input = {pieces.at, pieces.length};
    struct pack_writer writer;
    uint8_t chain[32];
    unsigned count = input_byte(&input) % 16;

    if (follow->received)
        memcpy(chain, follow->hash, 32);
    else
        stream_first_hash("up", chain);
    pack_begin(&writer, &bench->arena, 256);
    pack_map(&writer, 2);
    pack_string(&writer, "op");
    pack_string(&writer, "events");
    pack_string(&writer, "events");
    pack_array(&writer, count);
    for (unsigned i = 0; i < count; i++) {
        struct bytes envelope = input_bytes(&input, input_byte(&input));
        int64_t seq = follow->received + 1 + i;
        stream_hash(chain, seq, envelope, chain);
        pack_array(&writer, 3);
        pack_int(&writer, seq);
        pack_bin(&writer, envelope);
        pack_bin(&writer, (struct bytes){chain, 32});
    }
    return pack_end(&writer);
}

static void gather(void)
{
    struct batch *batch = &bench->batch;

    batch_begin(batch, 1700000000000);
    follows_gather(&bench->engine, batch, BATCH_MAX);
    for (size_t i = 0; i < batch->count; i++)
        must(batch->items[i].set_aside_code || batch->items[i].message.body);
    batch->to = batch->count;
    follows_commit(&bench->engine, batch);
}

static void check(struct follow *follow)
{
    must(follow->count <= FOLLOW_QUEUE_SIZE && follow->concerning <= follow->count);
    must(follow->cursor <= follow->gathered && follow->gathered <= follow->received);
    must(follow->received - follow->gathered == (int64_t)follow->count);
    must(follow->applied_count <= STREAMS_FOLLOWED_MAX);
    follow_ask(&bench->engine, follow);
    must(follow->credit <= FOLLOW_CREDIT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, size};
    bool fine = true;

    if (!bench)
        begin();
    must(follows_open(&bench->engine) == OK);
    struct follow *follow = &bench->engine.follows->follow[0];
    for (int i = 0; input.left && i < 16 && fine && !follow->broken; i++) {
        unsigned kind = input_byte(&input) % 4;
        struct bytes body = input_bytes(&input, input_pair(&input));
        if (kind == 0)
            gather();
        else
            fine = follow_take_message(
                &bench->engine,
                follow,
                kind == 1 ? chained(follow, body) : body
            );
        if (fine)
            check(follow);
        script_last_socket->sent_count = 0;
    }
    arena_reset(&bench->arena);
    follows_close(&bench->engine);
    must(script_sockets == 0);
    return 0;
}
