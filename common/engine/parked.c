/* See parked.h. */
#include "common/engine/parked_inside.h"

#include <stdlib.h>

#include "common/engine/statements.h"

struct parked *parked_new(void)
{
    struct parked *parked = memory_new(1, sizeof(*parked));

    parked->look = parked->commands = true;
    parked->most = PARKED_CASES_MAX;
    return parked;
}

void parked_destroy(struct parked **parked)
{
    if (!*parked)
        return;
    memory_free((*parked)->cases);
    arena_done(&(*parked)->arena);
    arena_done(&(*parked)->asking_arena);
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

bool parked_is_over(const struct parked *parked)
{
    return parked->over;
}

bool parked_has_commands(const struct parked *parked)
{
    return parked->commands;
}

/* Also beyond what may be known: batches under way go by it. */
static void append(struct parked *parked, struct uuid case_id)
{
    if (parked->count == parked->size) {
        parked->size = parked->size ? parked->size * 2 : 64;
        parked->cases = memory_resize(parked->cases, parked->size, sizeof(*parked->cases));
    }
    parked->cases[parked->count++] = case_id;
}

static void show(struct parked *parked)
{
    parked->over = parked->over || parked->count > parked->most;
    metric_set(METRIC_shouli_parked_cases, (int64_t)parked->count);
    metric_set(METRIC_shouli_parked_over, parked->over);
    if (parked->over)
        log_limited(LOG_error, 1, "parked.too_many", LOG_INT("max", (int64_t)parked->most));
}

static void add(struct parked *parked, struct uuid case_id)
{
    if (parked_has(parked, case_id))
        return;
    append(parked, case_id);
    qsort(parked->cases, parked->count, sizeof(*parked->cases), compare);
    show(parked);
}

void parked_set(struct engine *engine, const struct rows *rows)
{
    struct parked *parked = engine->parked;

    parked->count = 0;
    for (int i = 0; i < rows_count(rows); i++)
        append(parked, rows_uuid(rows, i, 0)); /* the statement names each once */
    if (parked->count)
        qsort(parked->cases, parked->count, sizeof(*parked->cases), compare);
    parked->over = false;
    show(parked);
}

static void
take_left(void *context, const struct rows *rows, const struct store_failure *failure)
{
    (void)failure;
    if (rows)
        parked_set(context, rows);
}

void parked_ask(struct engine *engine, struct store *store)
{
    struct params params;

    arena_reset(&engine->parked->asking_arena);
    params_begin(&params, &engine->parked->asking_arena);
    params_int(&params, (int64_t)engine->parked->most + 1);
    store_send(store, &engine_parked_left_statement, &params, take_left, engine);
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
    parked->replay_count = size_min((size_t)rows_count(rows), REPLAY_MAX);
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
    struct parked *parked = context;

    (void)failure;
    if (!rows || rows_count(rows) != 1)
        return;
    metric_set_labelled(METRIC_shouli_dead_letters, rows_int(rows, 0, 0), "open");
    parked->commands = parked->commands_since || rows_int(rows, 0, 1) > 0;
}

bool parked_wants_turn(const struct parked *parked)
{
    return parked->look && !parked->asking && !parked->replay_count && !parked->replaying;
}

void parked_turn(struct engine *engine, struct store *store)
{
    struct parked *parked = engine->parked;

    if (!parked_wants_turn(parked))
        return;
    parked->asking = true;
    parked->commands_since = false;
    parked_ask(engine, store);
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
    bool is_command = text_is(replayed->stream, PARKED_COMMANDS);

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

void parked_commit(struct engine *engine, struct batch *batch)
{
    struct parked *parked = engine->parked;

    for (size_t i = batch->from; i < batch->to; i++) {
        const struct item *item = &batch->items[i];
        parked->look = parked->look || item->outcome == OUTCOME_set_aside ||
                       (item->outcome == OUTCOME_parked && parked->over);
        if (item->outcome == OUTCOME_set_aside && item->has_key)
            parked->commands = parked->commands_since = true;
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
