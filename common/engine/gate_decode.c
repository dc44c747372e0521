/* From bytes to an item of a batch: decoding, who may send what, and the keys of idempotency. See gate.h. */
#include "common/engine/engine.h"

#include "common/engine/frame.h"
#include "common/engine/idempotency.h"

static const struct answer *find_answer(const struct engine *engine, int type)
{
    for (size_t i = 0; i < engine->service->answer_count; i++) {
        if (engine->service->answers[i].type == type)
            return &engine->service->answers[i];
    }
    return NULL;
}

static void fault(
    struct item *item,
    struct arena *arena,
    const char *code,
    const char *field,
    const char *message
)
{
    faults_add(&item->reply.faults, arena, code, text_of(field), "%s", message);
}

/* What has no type is looked at, too: its source is counted, and must be the sender's own. False: it is forbidden, which
 * is all that is told. */
static bool
check_rights(struct engine *engine, struct item *item, struct arena *arena, const char *key)
{
    const struct client *client = allow_find(engine->allow, key);
    const struct message *message = &item->message;
    const char *field = NULL;

    if (!client)
        field = "";
    else if (message->type_name.at && !client_may_send(client, message->type_name))
        field = "type";
    else if (!client_may_use_source(client, message->source))
        field = "source";
    else if (!client_may_act_for(client, message->actorid))
        field = "actorid";
    if (!field)
        return true;
    item->reply.faults.count = 0;
    fault(
        item,
        arena,
        "forbidden",
        *field ? field : NULL,
        "this key may not do that / 该密钥无此权限"
    );
    metric_add(METRIC_shouli_forbidden_total, 1);
    counts_bump(engine->counts, "apart", TEXT("forbidden"), NULL);
    log_limited(
        LOG_warn,
        5,
        "gate.forbidden",
        LOG_TEXT("client", client ? client->name : TEXT("unknown")),
        LOG_TEXT("type", message->type_name),
        LOG_STRING("field", field)
    );
    return false;
}

/* What was refused by its form is looked at as far as it could be read: all faults are told at once. */
static void check_content(struct batch *batch, struct item *item)
{
    struct call call = {
        .now_ms = batch->now_ms,
        .message = &item->message,
        .arena = &batch->arena,
        .policies = batch->policies,
        .reply = &item->reply,
    };

    if (item->answer && item->answer->check && item->message.read)
        (void)!item->answer->check(&call, item->message.read);
}

/* A map that is none after all: a key that stands twice or is no string, nested too deep. It is counted, and where it is the
 * whole frame kept as a dead letter within limits, like bytes that are no MessagePack (PROTOCOL section 2). */
static void set_malformed_aside(struct engine *engine, struct batch *batch, struct item *item)
{
    const struct frame *frame = item->frame;

    metric_add(METRIC_shouli_malformed_total, 1);
    counts_bump(engine->counts, "apart", TEXT("malformed"), NULL);
    item->outcome = OUTCOME_rejected;
    if (frame->is_array || batch->unreadable == KEPT_MALFORMED_MAX)
        return;
    batch->unreadable++;
    item->outcome = OUTCOME_open;
    item->set_aside_code = "malformed";
    item->set_aside_reason = "the frame could not be read";
    item->message.actorid = arena_text(&batch->arena, text_of(frame->parts.user));
    item->message.envelope.length = size_min(item->message.envelope.length, KEPT_BYTES_MAX);
}

/* The case that a command names in its body, for the records that are loaded ahead and for parking. */
static void find_case(struct item *item)
{
    const struct message *message = &item->message;

    for (size_t i = 0; message->body && i < message->shape->data->count; i++) {
        const struct field_shape *field = &message->shape->data->fields[i];
        const uint8_t *body = message->body;
        if (field->type != FIELD_ID || strcmp(field->name, "case_id") != 0)
            continue;
        item->has_case = *(const bool *)(body + field->has_offset);
        item->case_id = *(const struct uuid *)(const void *)(body + field->offset);
        return;
    }
}

static void make_keys(struct item *item)
{
    const struct message *message = &item->message;

    if (message->shape->kind == MESSAGE_query)
        return;
    item->has_key = true;
    idempotency_key(message->source, message->id, item->key16);
    idempotency_content(message->type_name, message->data, item->content16);
}

void gate_find_decision(struct engine *engine, struct item *item)
{
    const struct message *message = &item->message;

    if (message->shape)
        item->answer = find_answer(engine, message->shape->type);
    if (!item->answer || !message->body)
        return;
    item->decide = item->answer->decide;
    item->first = item->answer->first;
    make_keys(item);
}

static void find_decision(struct engine *engine, struct item *item, struct arena *arena)
{
    const struct message *message = &item->message;
    const struct answer *answer = NULL;

    if (message->shape)
        answer = find_answer(engine, message->shape->type);
    if (!answer) {
        if (message->shape || item->reply.faults.count == 0)
            fault(
                item,
                arena,
                "unknown_type",
                "type",
                "this service does not answer this type / 本服务不受理该类型"
            );
        return;
    }
    item->answer = answer;
    if (answer->by_staff && !message->actorid.length)
        fault(item, arena, "missing_field", "actorid", "who acts must be said / 须说明操作人");
    if (answer->by_staff && !message->actorrole.length)
        fault(
            item,
            arena,
            "missing_field",
            "actorrole",
            "the role of who acts must be said / 须说明角色"
        );
    if (item->reply.faults.count == 0) {
        item->decide = answer->decide;
        item->first = answer->first;
    }
}

void gate_decode(
    struct engine *engine,
    struct batch *batch,
    struct frame *frame,
    size_t element
)
{
    struct item *item = batch_add(batch, ITEM_command);
    struct message *message = &item->message;
    struct bytes raw = arena_bytes(&batch->arena, frame->elements[element]);

    /* Copied, because the sender may be told `unavailable`, which ends the frame, while the batch goes on. */
    item->frame = frame;
    item->element = element;
    enum error error = message_decode(
        raw,
        engine->service->catalogue,
        DECODE_foreign,
        &batch->arena,
        &item->reply.faults,
        message
    );
    if (error == ERROR_malformed) {
        set_malformed_aside(engine, batch, item);
        return;
    }
    if (!message->has_time) {
        message->time_ms = frame->received_ms;
        message->has_time = true;
    }
    find_decision(engine, item, &batch->arena);
    bool is_allowed =
        !message->source.at || check_rights(engine, item, &batch->arena, frame->parts.user);
    if (error != OK || item->reply.faults.count) {
        if (is_allowed)
            check_content(batch, item);
        item->decide = NULL;
        item->outcome = OUTCOME_rejected;
        return;
    }
    find_case(item);
    make_keys(item);
}
