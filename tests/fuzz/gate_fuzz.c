/* libFuzzer target: any frames on the command socket, as the gate reads them (PROTOCOL section 2; P5, P6).
 *
 * The first byte says whose key it is and how many frames stand before the body. Each frame gets exactly one reply, which is
 * MessagePack, a map or as many maps as the array had; whoever sent it has nothing waiting afterwards. */
#include "tests/fuzz/fuzz.h"
#include "tests/unit/common/engine/allow_text.h"
#include "tests/unit/common/engine/scripted_socket.h"

#include "common/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct bench *bench;
static struct socket *commands;

static void begin(void)
{
    log_init("fuzz", LOG_error);
    bench = bench_new();
    bench->service.answer_count = 2;
    bench->engine.settings.listen = TEXT("127.0.0.1");
    bench->engine.settings.waiting_max = 1000;
    bench_allow(
        bench,
        "clients:\n"
        "  - {name: all, key: \"" KEY_A
        "\", sources: [/app], send: [\"*\"], actors: any, share: 1}\n"
        "  - {name: some, key: \"" KEY_B "\", sources: [/b], send: [idle.v1], share: 0.01}\n"
    );
    must(gate_open(&bench->engine) == OK);
    commands = script_last_socket;
}

static void give(struct input *input)
{
    static const char *const keys[] = {KEY_A, KEY_B, KEY_C, KEY_A};
    unsigned how = input_byte(input);
    struct script_message *message = &commands->given[commands->given_count++];

    message->count = 1;
    message->frame[0] = bytes_of_text(TEXT("peer"));
    for (unsigned i = 0; i < (how >> 2) % 8 && message->count < SOCKET_PARTS_MAX - 1; i++)
        message->frame[message->count++] = input_bytes(input, input_byte(input));
    message->frame[message->count++] = input_rest(input);
    snprintf(message->user, sizeof(message->user), "%s", keys[how % 4]);
}

static void check_map(struct pack_reader *reader)
{
    struct bytes reply = pack_skip(reader, ENVELOPE_DEPTH_MAX);

    must(reply.at != NULL);
    struct text status = script_text(reply, "status");
    must(text_is(status, "rejected") || text_is(status, "busy") || text_is(status, "accepted"));
    must(!text_is(status, "rejected") || script_value(reply, "errors").at != NULL);
    must(utf8_valid(script_text(reply, "id")));
}

static void check_reply(struct bytes asked, struct bytes said)
{
    struct pack_reader reader = pack_reader_of(said), of = pack_reader_of(asked);
    struct pack_reader ahead = reader;
    struct pack_value head = pack_next(&ahead), question = pack_next(&of);

    if (head.type == PACK_array) {
        must(question.type == PACK_array && question.count == head.count);
        reader = ahead;
        for (uint32_t i = 0; i < head.count; i++)
            check_map(&reader);
    } else {
        check_map(&reader);
    }
    must(reader.at == reader.end);
}

static void answer_all(void)
{
    struct batch *batch = &bench->batch;

    batch_begin(batch, 1700000000000);
    gate_gather(&bench->engine, batch, BATCH_MAX);
    for (size_t i = 0; i < batch->count; i++) {
        struct item *item = &batch->items[i];
        must(
            item->outcome == OUTCOME_rejected || item->decide || item->replied ||
            item->reply.faults.count
        );
        if (item->outcome == OUTCOME_open)
            item->outcome = item->set_aside_code ? OUTCOME_set_aside : OUTCOME_accepted;
        gate_answer(&bench->engine, item);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, size};

    if (!bench)
        begin();
    commands->given_count = commands->taken = commands->sent_count = 0;
    arena_reset(&commands->arena);
    give(&input);
    gate_turn(&bench->engine);
    answer_all();
    must(commands->sent_count == 1 && gate_waiting(bench->engine.gate) == 0);
    const struct script_message *asked = &commands->given[0], *said = &commands->sent[0];
    must(said->count == asked->count);
    check_reply(asked->frame[asked->count - 1], said->frame[said->count - 1]);
    must(allow_find(bench->engine.allow, KEY_A)->waiting == 0);
    must(allow_find(bench->engine.allow, KEY_B)->waiting == 0);
    return 0;
}
