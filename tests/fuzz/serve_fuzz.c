/* libFuzzer target: any messages on the event socket, as followers send them (PROTOCOL section 3; P6).
 *
 * The input is a row of messages, each with a byte that says who sends it and two of its length. No follower is
 * given more than its limits, and whatever is no request is answered with an error. */
#include "tests/fuzz/fuzz.h"
#include "tests/unit/common/engine/serve_bench.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct bench *bench;

static void begin(void)
{
    log_init("fuzz", LOG_error);
    bench = bench_new();
    (void)serve_begin(bench);
    serve_commit(bench, 5, "told.v1", 40);
    serve_close(&bench->engine);
}

static void check(const struct serve *serve)
{
    must(serve->count <= 4);
    for (size_t i = 0; i < serve->count; i++) {
        const struct follower *follower = serve->followers[i];
        must(follower->type_count <= SERVE_TYPES_MAX);
        must(follower->credit <= SERVE_CREDIT_MAX);
        must(follower->next >= 1 && follower->next <= stream_seq(bench->engine.stream) + 1);
        must(follower->partitions <= 65536);
        must(!follower->partitions || follower->partition < follower->partitions);
    }
}

static void say(struct socket *socket, struct input *input)
{
    static const char *const peers[] = {"p", "q", "r", "s"};
    static const char *const keys[] = {KEY_A, KEY_B, KEY_A, KEY_C};
    unsigned who = input_byte(input) % 4;
    size_t before = bench->engine.serve->count, said = socket->sent_count;
    struct bytes body = input_bytes(input, input_pair(input));

    script_give(socket, peers[who], keys[who], body);
    serve_turn(&bench->engine);
    check(bench->engine.serve);
    /* A new follower is at once told where it is. */
    must(bench->engine.serve->count <= before || socket->sent_count > said);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, size};

    if (!bench)
        begin();
    must(serve_open(&bench->engine) == OK);
    struct socket *socket = script_last_socket;
    for (int i = 0; input.left && i < 16; i++)
        say(socket, &input);
    serve_close(&bench->engine);
    must(script_sockets == 0 && script_stores == 0);
    return 0;
}
