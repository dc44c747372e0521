/* See parked.h. */
#include "common/engine/parked.h"

#include <stdlib.h>

#include "common/engine/engine.h"
#include "common/engine/record_sql.h"
#include "common/engine/records.h"
#include "common/engine/statements.h"
#include "common/memory.h"

static const char COMMANDS[] = "commands";

/* A message read back from the queue of parked ones. */
struct replayed {
    int64_t position, seq;
    struct uuid case_id;
    bool has_case;
    struct text stream;
    struct bytes envelope;
};

struct parked {
    struct uuid *cases; /* sorted */
    size_t count, size;
    bool look; /* something may be ready to be replayed */
    bool asking;
    struct arena arena;
    struct replayed replay[REPLAY_MAX];
    size_t replay_count;
    size_t replaying; /* given to a batch that is not committed */
};

struct parked *parked_new(void)
{
    struct parked *parked = memory_new(1, sizeof(*parked));

    parked->look = true;
    return parked;
}

void parked_destroy(struct parked **parked)
{
    if (!*parked)
        return;
    memory_free((*parked)->cases);
    arena_done(&(*parked)->arena);
    memory_free(*parked);
    *parked = NULL;
}

/* The connection is lost, and with it every answer that was to come. */
void parked_lost(struct parked *parked)
{
    parked->asking = false;
    parked->look = true;
}

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct uuid));
}

bool parked_has(const struct parked *parked, struct uuid case_id)
{
    return parked->count &&
           bsearch(&case_id, parked->cases, parked->count, sizeof(case_id), compare) != NULL;
}

size_t parked_count(const struct parked *parked)
{
    return parked->count;
}

static void add(struct parked *parked, struct uuid case_id)
{
    if (parked_has(parked, case_id))
        return;
    if (parked->count == parked->size) {
        parked->size = parked->size ? parked->size * 2 : 64;
        parked->cases = memory_resize(parked->cases, parked->size, sizeof(*parked->cases));
    }
    parked->cases[parked->count++] = case_id;
    qsort(parked->cases, parked->count, sizeof(*parked->cases), compare);
    metric_set(METRIC_shouli_parked_cases, (int64_t)parked->count);
}

void parked_set(struct engine *engine, const struct rows *rows)
{
    engine->parked->count = 0;
    for (int i = 0; i < rows_count(rows) && i < PARKED_CASES_MAX; i++)
        add(engine->parked, rows_uuid(rows, i, 0));
    metric_set(METRIC_shouli_parked_cases, (int64_t)engine->parked->count);
}

static void
take_ready(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct parked *parked = context;

    (void)failure;
    parked->asking = false;
    if (!rows)
        return;
    parked->look = false;
    arena_reset(&parked->arena);
    parked->replay_count = (size_t)rows_count(rows);
    for (size_t i = 0; i < parked->replay_count; i++) {
        int row = (int)i;
        parked->replay[i] = (struct replayed){
            .position = rows_int(rows, row, 0),
            .case_id = rows_uuid(rows, row, 1),
            .has_case = !rows_null(rows, row, 1),
            .stream = arena_text(&parked->arena, rows_text(rows, row, 2)),
            .seq = rows_int(rows, row, 3),
            .envelope = arena_bytes(&parked->arena, rows_bytes(rows, row, 4)),
        };
    }
}

static void
take_count(void *context, const struct rows *rows, const struct store_failure *failure)
{
    (void)context;
    (void)failure;
    if (rows && rows_count(rows) == 1)
        metric_set_labelled(METRIC_shouli_dead_letters, rows_int(rows, 0, 0), "open");
}

static void
take_left(void *context, const struct rows *rows, const struct store_failure *failure)
{
    (void)failure;
    if (rows)
        parked_set(context, rows);
}

void parked_turn(struct engine *engine, struct store *store)
{
    struct parked *parked = engine->parked;

    if (!parked->look || parked->asking || parked->replay_count || parked->replaying)
        return;
    parked->asking = true;
    store_send(store, &engine_parked_left_statement, NULL, take_left, engine);
    store_send(store, &engine_dead_count_statement, NULL, take_count, parked);
    store_send(store, &engine_parked_ready_statement, NULL, take_ready, parked);
    store_sync(store, NULL, NULL);
}

size_t parked_waiting(const struct parked *parked)
{
    return parked->replaying ? 0 : parked->replay_count;
}

static const struct reaction *
find_reaction(const struct engine *engine, struct text stream, const struct message *message)
{
    for (size_t i = 0; i < engine->service->reaction_count; i++) {
        const struct reaction *reaction = &engine->service->reactions[i];
        if (text_is(stream, reaction->stream) &&
            (reaction->type == 0 || (message->shape && reaction->type == message->shape->type)))
            return reaction;
    }
    return NULL;
}

static void
add_item(struct engine *engine, struct batch *batch, const struct replayed *replayed)
{
    struct item *item = batch_add(batch, ITEM_replay);
    struct faults faults = {.count = 0};
    bool is_command = text_is(replayed->stream, COMMANDS);

    item->stream = arena_text(&batch->arena, replayed->stream).at;
    item->seq = replayed->seq;
    item->position = replayed->position;
    item->case_id = replayed->case_id;
    item->has_case = replayed->has_case;
    enum error error = message_decode(
        arena_bytes(&batch->arena, replayed->envelope),
        engine->service->catalogue,
        is_command ? DECODE_strict : DECODE_lenient,
        &batch->arena,
        &faults,
        &item->message
    );
    if (is_command) {
        gate_find_decision(engine, item);
    } else {
        item->reaction = find_reaction(engine, replayed->stream, &item->message);
        item->decide = item->reaction ? item->reaction->decide : NULL;
        item->first = item->reaction ? item->reaction->first : NULL;
    }
    if (error != OK || !item->decide) {
        item->set_aside_code = "malformed";
        item->set_aside_reason = "the message could not be decoded";
    }
}

void parked_gather(struct engine *engine, struct batch *batch)
{
    struct parked *parked = engine->parked;

    if (parked->replaying)
        return;
    for (size_t i = 0; i < parked->replay_count; i++)
        add_item(engine, batch, &parked->replay[i]);
    parked->replaying = parked->replay_count;
}

/* {w: wrapped key, n: nonce, c: cipher}: readable with the vault's key alone. */
static struct bytes
seal_body(struct engine *engine, struct uuid id, struct bytes body, struct arena *arena)
{
    struct case_key key;
    struct wrapped_key wrapped;
    struct sealed_value sealed;
    struct pack_writer writer;

    if (vault_make_key(&engine->vault, id, &key, &wrapped) != OK ||
        seal(&key, TEXT("dead_letter"), body, arena, &sealed) != OK)
        return bytes_of_text(TEXT("\x80"));
    vault_forget_key(&key);
    pack_begin(&writer, arena, body.length + 256);
    pack_map(&writer, 5);
    pack_string(&writer, "e");
    pack_string(&writer, wrapped.kek_id);
    pack_string(&writer, "w");
    pack_bin(&writer, (struct bytes){wrapped.bytes, sizeof(wrapped.bytes)});
    pack_string(&writer, "k");
    pack_bin(&writer, (struct bytes){wrapped.key_id, sizeof(wrapped.key_id)});
    pack_string(&writer, "n");
    pack_bin(&writer, sealed.nonce);
    pack_string(&writer, "c");
    pack_bin(&writer, sealed.cipher);
    return pack_end(&writer);
}

static void
read_sealed(struct bytes body, struct wrapped_key *wrapped, struct sealed_value *sealed)
{
    struct pack_reader reader = pack_reader_of(body);
    struct pack_value map = pack_next(&reader);

    for (uint32_t i = 0; map.type == PACK_map && i < map.count; i++) {
        struct text key = text_of_bytes(pack_next(&reader).bytes);
        struct bytes value = pack_next(&reader).bytes;
        if (text_is(key, "e") && value.length < sizeof(wrapped->kek_id))
            memcpy(wrapped->kek_id, value.at, value.length);
        else if (text_is(key, "w") && value.length == sizeof(wrapped->bytes))
            memcpy(wrapped->bytes, value.at, value.length);
        else if (text_is(key, "k") && value.length == sizeof(wrapped->key_id)) {
            memcpy(wrapped->key_id, value.at, value.length);
            sealed->key_id = value;
        } else if (text_is(key, "n"))
            sealed->nonce = value;
        else if (text_is(key, "c"))
            sealed->cipher = value;
    }
}

static struct bytes
open_body(struct engine *engine, const struct dead_row *row, struct arena *arena)
{
    struct wrapped_key wrapped = {{0}, {0}, {0}};
    struct sealed_value sealed = {{0}, {0}, {0}};
    struct case_key key;
    struct bytes body = {0};

    read_sealed(row->body, &wrapped, &sealed);
    if (vault_open_key(&engine->vault, row->id, &wrapped, &key) != OK ||
        seal_open(&key, TEXT("dead_letter"), &sealed, arena, &body) != OK)
        log_error("parked.letter_unreadable", LOG_UUID("id", row->id));
    vault_forget_key(&key);
    return body;
}

struct storing {
    struct engine *engine;
    struct batch *batch;
    void (*send)(void *lane, const struct statement *statement, const struct params *params);
    void *lane;
};

static void park(
    const struct storing *storing,
    int64_t rank,
    const struct uuid *case_id,
    struct text stream,
    int64_t seq,
    struct bytes envelope
)
{
    struct params params;

    params_begin(&params, &storing->batch->arena);
    params_int(&params, rank);
    if (case_id)
        params_uuid(&params, *case_id);
    else
        params_null(&params);
    params_text(&params, stream);
    params_int(&params, seq);
    params_bytes(&params, envelope);
    storing->send(storing->lane, &engine_parked_insert_statement, &params);
}

static void set_aside(const struct storing *storing, const struct item *item)
{
    struct batch *batch = storing->batch;
    uint8_t random[10];
    random_bytes(random, sizeof(random));
    const struct message *message = &item->message;
    bool unreadable = item->set_aside_code && strcmp(item->set_aside_code, "malformed") == 0 &&
                      item->kind == ITEM_command;
    struct dead_row row = {
        .id = uuid_make(batch->now_ms, random),
        .has_id = true,
        .at = batch->now_ms,
        .has_at = true,
        .origin = text_of(item->kind == ITEM_command ? COMMANDS : item->stream),
        .source = message->source,
        .message_id = message->id,
        .type = message->type_name,
        .seq = item->seq,
        .has_seq = item->seq > 0,
        .case_id = item->case_id,
        .has_case_id = item->has_case && item->kind != ITEM_command,
        .code = text_of(item->set_aside_code),
        .reason = text_of(item->set_aside_reason),
        .state = unreadable ? DEAD_STATE_kept : DEAD_STATE_open,
    };
    row.body = seal_body(storing->engine, row.id, message->envelope, &batch->arena);
    void *copy = arena_take(&batch->arena, sizeof(row));
    memcpy(copy, &row, sizeof(row));
    struct params params;
    params_begin(&params, &batch->arena);
    record_columns(&params, &dead_row_record, &copy, 1);
    storing->send(storing->lane, &dead_row_record.insert, &params);
    log_error(
        "message.set_aside",
        LOG_STRING("origin", row.origin.at),
        LOG_TEXT("type", row.type),
        LOG_STRING("code", item->set_aside_code),
        LOG_UUID("letter", row.id)
    );
}

static void remove_replayed(const struct storing *storing)
{
    struct batch *batch = storing->batch;
    struct params params;
    struct array positions;
    size_t count = 0;

    params_begin(&params, &batch->arena);
    array_begin(&positions, &batch->arena, ARRAY_int, batch->to - batch->from);
    for (size_t i = batch->from; i < batch->to; i++) {
        const struct item *item = &batch->items[i];
        if (item->kind != ITEM_replay || item->outcome == OUTCOME_parked)
            continue;
        array_int(&positions, item->position);
        count++;
    }
    if (!count)
        return;
    array_end(&positions, &params);
    storing->send(storing->lane, &engine_parked_remove_statement, &params);
}

/* Letters that an operator's command in this transaction has given back. */
static void requeue_retried(const struct storing *storing)
{
    struct record_slot *slot = storing->batch->table.first;

    for (; slot; slot = slot->next) {
        const struct dead_row *row = slot->now;
        if (slot->shape != &dead_row_record || !slot->changed || !row ||
            row->state != DEAD_STATE_retried)
            continue;
        struct bytes body = open_body(storing->engine, row, &storing->batch->arena);
        if (body.at)
            park(
                storing,
                0,
                row->has_case_id ? &row->case_id : NULL,
                row->origin,
                row->seq,
                body
            );
    }
}

void parked_store(
    struct engine *engine,
    struct batch *batch,
    void (*send)(void *lane, const struct statement *statement, const struct params *params),
    void *lane
)
{
    const struct storing storing = {engine, batch, send, lane};

    for (size_t i = batch->from; i < batch->to; i++) {
        const struct item *item = &batch->items[i];
        if (item->outcome == OUTCOME_set_aside)
            set_aside(&storing, item);
        else if (item->outcome == OUTCOME_parked && item->kind != ITEM_replay)
            park(
                &storing,
                1,
                &item->case_id,
                text_of(item->stream),
                item->seq,
                item->message.envelope
            );
    }
    remove_replayed(&storing);
    requeue_retried(&storing);
}

void parked_commit(struct engine *engine, struct batch *batch)
{
    struct parked *parked = engine->parked;

    for (size_t i = batch->from; i < batch->to; i++) {
        const struct item *item = &batch->items[i];
        parked->look = parked->look || item->outcome == OUTCOME_set_aside;
        if (item->outcome == OUTCOME_set_aside && item->has_case && item->kind != ITEM_command)
            add(parked, item->case_id);
        if (item->kind == ITEM_replay && parked->replaying && --parked->replaying == 0) {
            parked->replay_count = 0;
            parked->look = true;
        }
    }
    for (const struct record_slot *slot = batch->table.first; slot; slot = slot->next) {
        if (slot->shape == &dead_row_record && slot->changed)
            parked->look = true;
    }
}
