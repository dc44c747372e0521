/* Whole lives of requests: see bench.h. One thread publishes, plays all clerks, each with one command under way, and
 * follows archive until every package is stored. */
#include "services/cli/bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/memory.h"
#include "common/msgpack.h"
#include "common/random.h"
#include "services/cli/client.h"
#include "services/cli/exits.h"
#include "services/cli/stream.h"

enum { EMPTY_PAUSE_US = 50000, GIVE_UP_US = 30 * 1000 * 1000, STREAM_TAKEN = 512 };

enum step { STEP_claim, STEP_resolve, STEP_close };

/* A member of staff, always at one step of one case. */
struct clerk {
    enum step step;
    bool waits; /* for the reply */
    int64_t not_before_us;
    struct uuid case_id;
    int64_t lease_epoch;
};

struct life {
    const struct bench_options *options;
    struct client *intake, *desk;
    struct stream *archive;
    struct clerk *clerks;
    struct arena arena;
    char run[9]; /* makes ids that no other run uses */
    long sent, answered, commands;
    long accepted, closed, stored;
    int64_t began_us, moved_us; /* moved: something last went on */
};

static void send_message(struct life *life, struct client *to, const struct message *message)
{
    const struct bytes body = message_encode(message, &life->arena);

    (void)socket_send(client_socket(to), &body, 1);
    arena_reset(&life->arena);
}

static void publish(struct life *life)
{
    const struct request_submitted body = {
        .channel = TEXT("app"),
        .text = TEXT("三年期的定期存款现在利率是多少，提前支取怎么算利息？"),
    };

    while (life->sent < life->options->cycles &&
           life->sent - life->answered < life->options->window) {
        const struct message message = {
            .shape = message_shape_of(MESSAGE_request_submitted_v1),
            .type_name = TEXT("request.submitted.v1"),
            .id = arena_format(&life->arena, "life-%s-%ld", life->run, life->sent),
            .source = text_of(life->options->source),
            .body = &body,
        };
        life->sent++;
        send_message(life, life->intake, &message);
    }
}

static void send_step(struct life *life, long number)
{
    struct clerk *clerk = &life->clerks[number];
    const struct case_claim claim = {.queues_count = 0};
    const struct case_resolve resolve = {
        .case_id = clerk->case_id,
        .has_case_id = true,
        .lease_epoch = clerk->lease_epoch,
        .has_lease_epoch = true,
        .answer = TEXT("已按挂牌利率答复客户。"),
    };
    const struct case_close close = {.case_id = clerk->case_id, .has_case_id = true};
    static const enum message_type types[] = {
        MESSAGE_case_claim_v1,
        MESSAGE_case_resolve_v1,
        MESSAGE_case_close_v1};
    const void *const bodies[] = {&claim, &resolve, &close};
    const struct message_shape *shape = message_shape_of(types[clerk->step]);
    const struct message message = {
        .shape = shape,
        .type_name = text_of(shape->name),
        .id = arena_format(&life->arena, "%s-%ld-%ld", life->run, life->commands++, number),
        .source = text_of(life->options->source),
        .actorid = arena_format(&life->arena, "bench-%ld", number),
        .actorrole = TEXT("L2"),
        .body = bodies[clerk->step],
    };

    clerk->waits = true;
    send_message(life, life->desk, &message);
}

static void work(struct life *life)
{
    int64_t now_us = clock_monotone_us();

    for (long i = 0; i < life->options->clerks; i++) {
        const struct clerk *clerk = &life->clerks[i];
        if (!clerk->waits && now_us >= clerk->not_before_us)
            send_step(life, i);
    }
}

static int64_t lease_of(struct bytes result)
{
    struct pack_reader reader = pack_reader_of(result);
    struct pack_value map = pack_next(&reader);

    for (uint32_t i = 0; map.type == PACK_map && i < map.count; i++) {
        struct text key = text_of_bytes(pack_next(&reader).bytes);
        struct pack_reader ahead = reader;
        if (text_is(key, "lease_epoch"))
            return pack_next(&ahead).integer;
        (void)pack_skip(&reader, ENVELOPE_DEPTH_MAX);
    }
    return 0;
}

/* What a clerk does next, from the answer to what he did. */
static void go_on(struct life *life, const struct answer *answer)
{
    const char *dash = memrchr(answer->id.at, '-', answer->id.length);
    long number = dash ? strtol(dash + 1, NULL, 10) : -1;
    bool accepted = text_is(answer->status, "accepted");

    if (number < 0 || number >= life->options->clerks)
        return;
    struct clerk *clerk = &life->clerks[number];
    clerk->waits = false;
    if (!accepted) {
        clerk->not_before_us = clock_monotone_us() + EMPTY_PAUSE_US;
        if (text_is(answer->status, "rejected"))
            clerk->step = STEP_claim;
        return;
    }
    life->moved_us = clock_monotone_us();
    if (clerk->step == STEP_claim && uuid_from_text(answer->case_id, &clerk->case_id))
        clerk->lease_epoch = lease_of(answer->result);
    life->closed += clerk->step == STEP_close;
    clerk->step = clerk->step == STEP_close ? STEP_claim : clerk->step + 1;
}

static void drain(struct life *life, struct client *from, bool is_desk)
{
    struct parts parts;

    while (socket_receive(client_socket(from), &parts)) {
        struct answer answer;
        if (answer_read(parts.frame[parts.count - 1], &life->arena, &answer)) {
            if (is_desk) {
                go_on(life, &answer);
            } else {
                life->answered++;
                life->accepted += text_is(answer.status, "accepted");
                life->moved_us = clock_monotone_us();
            }
        }
        parts_done(&parts);
        arena_reset(&life->arena);
    }
}

/* False when archive's stream cannot be read. */
static bool follow(struct life *life)
{
    struct stream_said said = {.word = STREAM_event};

    for (int i = 0; i < STREAM_TAKEN && said.word == STREAM_event; i++) {
        stream_next(life->archive, 1, &said);
        if (said.word == STREAM_event) {
            life->stored++;
            life->moved_us = clock_monotone_us();
        }
    }
    if (said.word != STREAM_broken && said.word != STREAM_refused)
        return true;
    fprintf(stderr, "shouli bench: archive's stream: %s\n", said.why);
    return false;
}

static void tell(const struct life *life)
{
    double seconds = (double)(life->moved_us - life->began_us) / 1e6;

    printf(
        "{\"cycles\": %ld, \"accepted\": %ld, \"closed\": %ld, \"archived\": %ld, \"seconds\": "
        "%.2f, "
        "\"life_cycles_per_second\": %.0f}\n",
        life->options->cycles,
        life->accepted,
        life->closed,
        life->stored,
        seconds,
        (double)life->stored / seconds
    );
}

static int run(struct life *life)
{
    long cycles = life->options->cycles;

    life->began_us = life->moved_us = clock_monotone_us();
    while (life->stored < cycles) {
        publish(life);
        work(life);
        drain(life, life->intake, false);
        drain(life, life->desk, true);
        if (!follow(life))
            return EXIT_UNAVAILABLE;
        if (clock_monotone_us() - life->moved_us > GIVE_UP_US)
            break;
    }
    tell(life);
    return life->stored >= cycles ? EXIT_FINE : EXIT_UNAVAILABLE;
}

int bench_life(const struct bench_options *options)
{
    const struct stream_wish wish = {
        .service = "archive",
        .types = {TEXT("archive.stored.v1")},
        .type_count = 1,
    };
    struct life life = {.options = options};
    int code = EXIT_UNAVAILABLE;
    uint32_t random;

    random_bytes(&random, sizeof(random));
    snprintf(life.run, sizeof(life.run), "%08x", random);
    life.clerks = memory_new((size_t)options->clerks, sizeof(*life.clerks));
    life.intake = client_new("intake", "publisher", 0);
    life.desk = life.intake ? client_new("desk", "operator", 0) : NULL;
    life.archive = life.desk ? stream_new(&wish) : NULL;
    if (life.archive)
        code = run(&life);
    stream_destroy(&life.archive);
    client_destroy(&life.desk);
    client_destroy(&life.intake);
    memory_free(life.clerks);
    arena_done(&life.arena);
    return code;
}
