/* Load on intake: see bench.h. One thread drives all publishers; a request is patched into a template, so that the
 * generator costs little beside what it measures. */
#include "services/cli/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/memory.h"
#include "common/message.h"
#include "common/msgpack.h"
#include "common/random.h"
#include "common/socket.h"
#include "proto/messages.h"

enum {
    PUBLISHERS_MAX = 256,
    SEQUENCE_DIGITS = 10,
    LATENCY_BUCKETS = 200000,
    LATENCY_STEP_US = 10
};

struct publisher {
    struct socket *socket;
    long outstanding;
};

struct load {
    const struct bench_options *options;
    struct sockets *sockets;
    struct publisher publishers[PUBLISHERS_MAX];
    struct arena arena;
    uint8_t *template;
    size_t template_length;
    size_t digits_at;
    size_t trace_at; /* the same digits end the trace id; 0: requests bring no trace */
    int64_t *due_us; /* of each request, by its number */
    long sent, size;
    long accepted, refused, again;
    long measured;   /* accepted after the warm-up */
    long *latencies; /* histogram */
    long *lateness;  /* … of how late requests went out: the generator's own share */
    long late;       /* requests in it */
    int64_t began_us, measure_from_us, end_us;
};

#define TRACE_PREFIX "00-be9c4000000000000000"
#define TRACEPARENT  TRACE_PREFIX "0000000000-be9c400000000001-01"

/* A complaint of the usual size: about 500 bytes with its envelope. */
static void make_template(struct load *load)
{
    static const struct customer who = {
        .ref = {"C-8812903", 9},
        .type = PARTY_person,
        .name = {"张晓明", 9},
        .phone = {"13800138000", 11},
        .account = {"6222021234567890128", 19},
    };
    static const char text[] =
        "我昨天下午在手机银行转账五千元给家人，到现在对方还没有收到，客服电话也一直打不通，"
        "请尽快帮我查一下这笔钱在哪里，什么时候能到账，谢谢。";
    const struct request_submitted body = {
        .channel = TEXT("app"),
        .text = TEXT(text),
        .customer = &who,
        .amount_fen = 500000,
        .has_amount_fen = true,
    };
    uint8_t random[8];
    random_bytes(random, sizeof(random));
    struct text id = arena_format(
        &load->arena,
        "bench-%02x%02x%02x%02x%02x%02x-0000000000",
        random[0],
        random[1],
        random[2],
        random[3],
        random[4],
        random[5]
    );
    const struct message message = {
        .shape = message_shape_of(MESSAGE_request_submitted_v1),
        .type_name = TEXT("request.submitted.v1"),
        .id = id,
        .source = text_of(load->options->source),
        .traceparent = load->options->traced ? TEXT(TRACEPARENT) : (struct text){0},
        .body = &body,
    };
    struct bytes encoded = message_encode(&message, &load->arena);
    load->template = memory_new(encoded.length, 1);
    memcpy(load->template, encoded.at, encoded.length);
    load->template_length = encoded.length;
    const uint8_t *found = memmem(load->template, encoded.length, id.at, id.length);
    load->digits_at = (size_t)(found - load->template) + id.length - SEQUENCE_DIGITS;
    if (load->options->traced) {
        found = memmem(load->template, encoded.length, TRACE_PREFIX, sizeof(TRACE_PREFIX) - 1);
        load->trace_at = (size_t)(found - load->template) + sizeof(TRACE_PREFIX) - 1;
    }
}

static bool connect_all(struct load *load)
{
    const char *keys = getenv("SHOULI_KEYS_DIR") ? getenv("SHOULI_KEYS_DIR") : "run/keys";
    const char *base = getenv("SHOULI_PORT_BASE") ? getenv("SHOULI_PORT_BASE") : "5500";
    struct curve_pair server, own;
    char address[64];

    if (curve_read(arena_format(&load->arena, "%s/server.key", keys).at, &server) != OK ||
        curve_read(arena_format(&load->arena, "%s/publisher.key_secret", keys).at, &own) !=
            OK) {
        fprintf(stderr, "shouli bench: no keys under %s; start with `make up`\n", keys);
        return false;
    }
    snprintf(address, sizeof(address), "tcp://127.0.0.1:%ld", strtol(base, NULL, 10) + 10);
    load->sockets = sockets_new();
    for (long i = 0; i < load->options->publishers; i++) {
        if (socket_connect_dealer(
                load->sockets,
                address,
                server.public_key,
                &own,
                100000,
                &load->publishers[i].socket
            ) != OK)
            return false;
    }
    return true;
}

static void put_digits(struct load *load, size_t at, long number)
{
    for (size_t i = 0; i < SEQUENCE_DIGITS; i++) {
        load->template[at + SEQUENCE_DIGITS - 1 - i] = (uint8_t)('0' + number % 10);
        number /= 10;
    }
}

static void
note(const struct load *load, long *histogram, long *count, int64_t due_us, int64_t now_us)
{
    int64_t took = (now_us - due_us) / LATENCY_STEP_US;

    if (due_us < load->measure_from_us || now_us > load->end_us)
        return;
    (*count)++;
    histogram[took < LATENCY_BUCKETS ? took : LATENCY_BUCKETS - 1]++;
}

static void send_one(struct load *load, struct publisher *publisher, int64_t due_us)
{
    put_digits(load, load->digits_at, load->sent);
    if (load->trace_at)
        put_digits(load, load->trace_at, load->sent);
    if (load->sent == load->size) {
        load->size = load->size ? load->size * 2 : 1 << 16;
        load->due_us = memory_resize(load->due_us, (size_t)load->size, sizeof(*load->due_us));
    }
    const struct bytes body = {load->template, load->template_length};
    if (socket_send(publisher->socket, &body, 1) != SENT_fine)
        return;
    load->due_us[load->sent++] = due_us;
    publisher->outstanding++;
    note(load, load->lateness, &load->late, due_us, clock_monotone_us());
}

static void count_latency(struct load *load, struct text id, int64_t now_us)
{
    long number = strtol(id.at + id.length - SEQUENCE_DIGITS, NULL, 10);

    if (number < 0 || number >= load->sent)
        return;
    note(load, load->latencies, &load->measured, load->due_us[number], now_us);
}

static void
take_reply(struct load *load, struct publisher *publisher, struct bytes body, int64_t now_us)
{
    struct pack_reader reader = pack_reader_of(body);
    struct pack_value map = pack_next(&reader);
    struct text id = {0}, status = {0};

    for (uint32_t i = 0; map.type == PACK_map && i < map.count; i++) {
        struct text key = text_of_bytes(pack_next(&reader).bytes);
        struct pack_reader ahead = reader;
        struct pack_value value = pack_next(&ahead);
        if (text_is(key, "id"))
            id = text_of_bytes(value.bytes);
        else if (text_is(key, "status"))
            status = text_of_bytes(value.bytes);
        (void)pack_skip(&reader, ENVELOPE_DEPTH_MAX);
    }
    publisher->outstanding--;
    if (text_is(status, "accepted") && id.length > SEQUENCE_DIGITS) {
        load->accepted++;
        count_latency(load, id, now_us);
    } else if (text_is(status, "rejected")) {
        load->refused++;
    } else {
        load->again++;
    }
}

static void drain(struct load *load, struct publisher *publisher)
{
    struct parts parts;

    for (int i = 0; i < 512 && socket_receive(publisher->socket, &parts); i++) {
        take_reply(load, publisher, parts.frame[parts.count - 1], clock_monotone_us());
        parts_done(&parts);
    }
}

/* Closed loop: the window is filled. Open loop: whatever is due by now goes out, in turn over the publishers. */
static void send_due(struct load *load, int64_t now_us)
{
    long publishers = load->options->publishers;

    if (now_us > load->end_us)
        return;
    if (!load->options->rate) {
        for (long i = 0; i < publishers; i++) {
            while (load->publishers[i].outstanding < load->options->window)
                send_one(load, &load->publishers[i], clock_monotone_us());
        }
        return;
    }
    for (long before = -1; before != load->sent;) {
        int64_t due_us = load->began_us + (int64_t)load->sent * 1000000 / load->options->rate;
        before = load->sent;
        if (due_us > now_us)
            return;
        send_one(load, &load->publishers[load->sent % publishers], due_us);
    }
}

static double percentile_ms(const long *histogram, long count, double share)
{
    long wanted = (long)((double)count * share), seen = 0;

    for (long i = 0; i < LATENCY_BUCKETS; i++) {
        seen += histogram[i];
        if (seen > wanted)
            return (double)(i + 1) * LATENCY_STEP_US / 1000.0;
    }
    return 0;
}

static void run(struct load *load)
{
    struct waited waited[PUBLISHERS_MAX];
    long publishers = load->options->publishers;
    int64_t warm_us = 500 * 1000;

    load->began_us = clock_monotone_us();
    load->measure_from_us = load->began_us + warm_us;
    load->end_us = load->measure_from_us + load->options->seconds * 1000000;
    for (int64_t now_us = load->began_us; now_us < load->end_us + 2000000;
         now_us = clock_monotone_us()) {
        long outstanding = 0;
        send_due(load, now_us);
        for (long i = 0; i < publishers; i++) {
            waited[i] = (struct waited){.socket = load->publishers[i].socket};
            outstanding += load->publishers[i].outstanding;
        }
        if (now_us > load->end_us && outstanding == 0)
            break;
        sockets_wait(waited, (size_t)(publishers < 60 ? publishers : 60), 1);
        for (long i = 0; i < publishers; i++)
            drain(load, &load->publishers[i]);
    }
}

int bench_accept(const struct bench_options *options)
{
    struct load load = {.options = options};
    int code = 3;

    load.latencies = memory_new(LATENCY_BUCKETS, sizeof(*load.latencies));
    load.lateness = memory_new(LATENCY_BUCKETS, sizeof(*load.lateness));
    make_template(&load);
    if (connect_all(&load)) {
        run(&load);
        printf(
            "{\"accepted_per_second\": %.0f, \"p50_ms\": %.2f, \"p99_ms\": %.2f, "
            "\"late_p50_ms\": %.2f, "
            "\"late_p99_ms\": %.2f, \"accepted\": %ld, "
            "\"refused\": %ld, \"again\": %ld, \"bytes\": %zu}\n",
            (double)load.measured / (double)options->seconds,
            percentile_ms(load.latencies, load.measured, 0.5),
            percentile_ms(load.latencies, load.measured, 0.99),
            percentile_ms(load.lateness, load.late, 0.5),
            percentile_ms(load.lateness, load.late, 0.99),
            load.accepted,
            load.refused,
            load.again,
            load.template_length
        );
        code = load.accepted ? 0 : 3;
    }
    for (long i = 0; i < options->publishers; i++)
        socket_destroy(&load.publishers[i].socket);
    sockets_destroy(&load.sockets);
    memory_free(load.template);
    memory_free(load.due_us);
    memory_free(load.latencies);
    memory_free(load.lateness);
    arena_done(&load.arena);
    return code;
}
