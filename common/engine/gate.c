/* See gate.h. Frames wait in a list; batches take elements from its head. */
#include "common/engine/engine.h"

#include <stdio.h>

#include "common/engine/frame.h"
#include "common/memory.h"

enum { READ_PER_TURN = 512, REPLY_HIGH_WATER = 20000, BUSY_RETRY_MS = 200 };

/* Replies of one kind in a row, counted together: finding a metric by its labels costs more than counting. */
struct tally {
    const char *type, *status; /* words that live as long as the program */
    int64_t count;
};

struct gate {
    struct socket *commands;
    struct frame *first, *last;                  /* waiting */
    size_t waiting;                              /* elements of them that are not taken */
    struct arena scratch;                        /* replies that are sent at once */
    struct frame *malformed[KEPT_MALFORMED_MAX]; /* to be set aside with the next batch */
    size_t malformed_count;
    struct tally tally;
};

enum error gate_open(struct engine *engine)
{
    struct gate *gate = memory_new(1, sizeof(*gate));
    char address[300];

    engine->gate = gate;
    snprintf(
        address,
        sizeof(address),
        "tcp://%.*s:%d",
        (int)engine->settings.listen.length,
        engine->settings.listen.at,
        (int)engine->settings.port_base + engine->service->port
    );
    enum error error = socket_bind_router(
        engine->sockets,
        address,
        &engine->server_keys,
        REPLY_HIGH_WATER,
        &gate->commands
    );
    if (error != OK)
        log_limited(LOG_error, 1, "gate.bind_failed", LOG_STRING("address", address));
    else
        socket_watch_closed(engine->sockets, gate->commands);
    return error;
}

void gate_close(struct engine *engine)
{
    struct gate *gate = engine->gate;

    if (!gate)
        return;
    while (gate->first) {
        struct frame *frame = gate->first;
        gate->first = frame->next;
        frame_destroy(&frame);
    }
    for (size_t i = 0; i < gate->malformed_count; i++)
        frame_destroy(&gate->malformed[i]);
    socket_destroy(&gate->commands);
    arena_done(&gate->scratch);
    memory_free(gate);
    engine->gate = NULL;
}

size_t gate_wait(struct gate *gate, struct waited *waited)
{
    waited[0] = (struct waited){.socket = gate->commands};
    return 1;
}

size_t gate_waiting(const struct gate *gate)
{
    return gate->waiting + gate->malformed_count;
}

static void send_frame(struct engine *engine, struct frame *frame, struct bytes body)
{
    enum sent sent = frame_send(engine->gate->commands, frame, body);

    if (sent == SENT_fine)
        return;
    metric_add(METRIC_shouli_peers_dropped_total, 1);
    log_limited(
        LOG_warn,
        5,
        "gate.reply_undeliverable",
        LOG_STRING("key", frame->parts.user),
        LOG_STRING("why", sent == SENT_full ? "full" : "gone")
    );
}

static void send_array(struct engine *engine, struct frame *frame)
{
    struct pack_writer writer;

    pack_begin(&writer, &engine->gate->scratch, frame->count * 128);
    pack_array(&writer, frame->count);
    for (size_t i = 0; i < frame->count; i++)
        pack_raw(&writer, frame->replies[i]);
    send_frame(engine, frame, pack_end(&writer));
}

static void flush_tally(struct gate *gate)
{
    if (gate->tally.count)
        metric_add_labelled(
            METRIC_shouli_messages_total,
            gate->tally.count,
            gate->tally.type,
            gate->tally.status
        );
    gate->tally.count = 0;
}

static void
count_reply(struct engine *engine, const char *status, const struct message *message)
{
    const char *type = message->shape ? message->shape->name : "unknown";

    struct gate *gate = engine->gate;
    if (gate->tally.type != type || gate->tally.status != status)
        flush_tally(gate);
    gate->tally = (struct tally){type, status, gate->tally.count + 1};
    if (strcmp(status, "busy") == 0 || strcmp(status, "unavailable") == 0)
        counts_bump(engine->counts, "apart", text_of(status), NULL);
}

/* One element has its reply; the last one sends the frame and ends it. */
static void answer_element(
    struct engine *engine,
    struct frame *frame,
    size_t element,
    const char *status,
    const struct message *message,
    const struct reply *reply
)
{
    struct gate *gate = engine->gate;
    struct client *client = allow_find(engine->allow, frame->parts.user);
    struct arena *arena = frame->is_array ? &frame->arena : &gate->scratch;
    struct bytes encoded = reply_encode(status, message, reply, arena);

    count_reply(engine, status, message);
    if (client && client->waiting > 0)
        client->waiting--;
    frame->answered++;
    if (!frame->is_array) {
        send_frame(engine, frame, encoded);
    } else {
        frame->replies[element] = encoded;
        if (frame->answered == frame->count)
            send_array(engine, frame);
    }
    arena_reset(&gate->scratch);
    if (frame->answered == frame->count)
        frame_destroy(&frame);
}

static const char *status_of(const struct item *item)
{
    switch (item->outcome) {
    case OUTCOME_accepted:
    case OUTCOME_answered:
        return "accepted";
    case OUTCOME_duplicate:
        return "duplicate";
    case OUTCOME_busy:
        return "busy";
    case OUTCOME_rejected:
    case OUTCOME_set_aside:
    case OUTCOME_parked:
        return "rejected";
    case OUTCOME_open:
    case OUTCOME_unavailable:
        break;
    }
    return "unavailable";
}

void gate_answer(struct engine *engine, struct item *item)
{
    if (item->kind != ITEM_command || item->replied || !item->frame)
        return;
    const char *status = status_of(item);
    struct reply none = {.retry_after_ms = BUSY_RETRY_MS};
    bool plain = strcmp(status, "unavailable") == 0;

    if (item->outcome == OUTCOME_busy && !item->reply.retry_after_ms)
        item->reply.retry_after_ms = BUSY_RETRY_MS;
    if (item->outcome == OUTCOME_busy)
        item->reply.faults.count = 0; /* `errors` is for what is rejected */
    item->replied = true;
    answer_element(
        engine,
        item->frame,
        item->element,
        status,
        &item->message,
        plain ? &none : &item->reply
    );
    item->frame = NULL;
}

/* A frame that cannot be read at all: one reply map, counted, kept within limits as a dead letter. */
static void
refuse_frame(struct engine *engine, struct frame *frame, enum error error, const char *why)
{
    struct gate *gate = engine->gate;
    const char *code = error == ERROR_too_large ? "too_large" : "malformed";
    struct reply reply = {0};
    struct message message = {0};

    faults_add(&reply.faults, &gate->scratch, code, (struct text){0}, "%s", why);
    frame->refused = code;
    metric_add(METRIC_shouli_malformed_total, 1);
    counts_bump(engine->counts, "apart", text_of(code), NULL);
    log_limited(
        LOG_warn,
        5,
        "gate.frame_refused",
        LOG_STRING("code", code),
        LOG_STRING("key", frame->parts.user)
    );
    send_frame(engine, frame, reply_encode("rejected", &message, &reply, &gate->scratch));
    arena_reset(&gate->scratch);
    if (gate->malformed_count < KEPT_MALFORMED_MAX)
        gate->malformed[gate->malformed_count++] = frame;
    else
        frame_destroy(&frame);
}

static void answer_all(struct engine *engine, struct frame *frame, const char *status)
{
    size_t from = frame->taken;
    size_t count = frame->count;
    struct reply reply = {.retry_after_ms = BUSY_RETRY_MS};
    struct arena arena = {0};

    frame->taken = count;
    for (size_t i = from; i < count; i++) {
        struct faults faults = {.count = 0};
        struct message message = {0};
        (void)!message_decode(
            frame->elements[i],
            engine->service->catalogue,
            DECODE_lenient,
            &arena,
            &faults,
            &message
        );
        answer_element(engine, frame, i, status, &message, &reply);
        arena_reset(&arena);
    }
    arena_done(&arena);
}

static void enqueue(struct gate *gate, struct frame *frame)
{
    if (gate->last)
        gate->last->next = frame;
    else
        gate->first = frame;
    gate->last = frame;
    gate->waiting += frame->count;
}

static void take_in(struct engine *engine, struct frame *frame)
{
    struct gate *gate = engine->gate;
    struct client *client = allow_find(engine->allow, frame->parts.user);
    const char *why = "";
    enum error error = frame->parts.count < 2 || frame->parts.count > 6
                           ? ERROR_malformed
                           : frame_split(frame, &why);

    for (int i = 1; i + 1 < frame->parts.count; i++) {
        if (frame->parts.frame[i].length > FRAME_ROUTE_BYTES_MAX) {
            error = ERROR_malformed;
            why = "";
        }
    }
    if (error != OK) {
        refuse_frame(
            engine,
            frame,
            error,
            *why ? why
                 : "at most 4 frames of 64 bytes may stand before the body / "
                   "正文之前最多4帧、每帧64字节"
        );
        return;
    }
    int64_t room = engine->settings.waiting_max;
    int64_t share = client ? room * client->share_permille / 1000 : 0;
    int64_t count = (int64_t)frame->count;
    if (client)
        client->waiting += count;
    if ((int64_t)gate->waiting + count > room || (client && client->waiting > share))
        answer_all(engine, frame, "busy");
    else
        enqueue(gate, frame);
}

void gate_turn(struct engine *engine)
{
    struct parts parts;

    for (int i = 0; i < READ_PER_TURN && socket_receive(engine->gate->commands, &parts); i++)
        take_in(engine, frame_new(&parts, clock_monotone_us(), clock_now_ms()));
    metric_add(
        METRIC_shouli_connections_closed_total,
        socket_take_closed(engine->gate->commands)
    );
    flush_tally(engine->gate);
    metric_set(METRIC_shouli_waiting_messages, (int64_t)engine->gate->waiting);
}

static struct frame *take_first(struct gate *gate)
{
    struct frame *frame = gate->first;

    gate->first = frame->next;
    if (!gate->first)
        gate->last = NULL;
    frame->next = NULL;
    return frame;
}

static void gather_malformed(struct gate *gate, struct batch *batch)
{
    for (size_t i = 0; i < gate->malformed_count; i++) {
        struct frame *frame = gate->malformed[i];
        struct bytes body =
            frame->parts.count ? frame->parts.frame[frame->parts.count - 1] : (struct bytes){0};
        struct item *item = batch_add(batch, ITEM_command);
        body.length = size_min(body.length, KEPT_BYTES_MAX);
        item->message.envelope = arena_bytes(&batch->arena, body);
        item->message.actorid = arena_text(&batch->arena, text_of(frame->parts.user));
        item->set_aside_code = frame->refused;
        item->set_aside_reason = strcmp(frame->refused, "too_large") == 0
                                     ? "the frame is over the limit; its beginning is kept"
                                     : "the frame could not be read";
        item->replied = true;
        frame_destroy(&gate->malformed[i]);
    }
    gate->malformed_count = 0;
}

void gate_gather(struct engine *engine, struct batch *batch, size_t max)
{
    struct gate *gate = engine->gate;
    size_t taken = gate->malformed_count;

    gather_malformed(gate, batch);
    while (gate->first && taken < max) {
        struct frame *frame = gate->first;
        while (frame->taken < frame->count && taken < max) {
            gate_decode(engine, batch, frame, frame->taken++);
            gate->waiting--;
            taken++;
        }
        if (frame->taken == frame->count)
            (void)take_first(gate);
    }
}

void gate_give_up(struct engine *engine, bool all)
{
    struct gate *gate = engine->gate;
    int64_t oldest_us = clock_monotone_us() - engine->settings.unavailable_after_ms * 1000;

    while (gate->first && (all || gate->first->received_us < oldest_us)) {
        struct frame *frame = take_first(gate);
        gate->waiting -= frame->count - frame->taken;
        answer_all(engine, frame, "unavailable");
    }
}
