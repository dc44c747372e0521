/* See parked.h. */
#include "common/engine/parked_inside.h"

#include "common/engine/statements.h"

struct parked *parked_new(void)
{
    struct parked *parked = memory_new(1, sizeof(*parked));

    parked->look = parked->all = true;
    parked->most = PARKED_CASES_MAX;
    parked->ask_max = PARKED_ASK_MAX;
    return parked;
}

void parked_destroy(struct parked **parked)
{
    if (!*parked)
        return;
    case_set_done(&(*parked)->known);
    case_set_done(&(*parked)->ready);
    case_set_done(&(*parked)->asked);
    arena_done(&(*parked)->arena);
    arena_done(&(*parked)->asking_arena);
    memory_free(*parked);
    *parked = NULL;
}

/* The connection is lost, and with it every answer that was to come. */
void parked_lost(struct parked *parked)
{
    parked->asking = parked->counted = false;
    parked->look = parked->all = true;
}

bool parked_has(const struct parked *parked, struct uuid case_id)
{
    return case_set_has(&parked->known, case_id);
}

size_t parked_count(const struct parked *parked)
{
    return parked->known.count;
}

bool parked_is_over(const struct parked *parked)
{
    return parked->over;
}

bool parked_has_commands(const struct parked *parked)
{
    return !parked->counted || parked->letters.commands > 0;
}

static void show(struct parked *parked)
{
    parked->over = parked->over || parked->known.count > parked->most;
    metric_set(METRIC_shouli_parked_cases, (int64_t)parked->known.count);
    metric_set(METRIC_shouli_parked_over, parked->over);
    if (parked->over)
        log_limited(LOG_error, 1, "parked.too_many", LOG_INT("max", (int64_t)parked->most));
}

/* Also beyond what may be known: batches under way go by it. */
static void add(struct parked *parked, struct uuid case_id)
{
    if (case_set_add(&parked->known, case_id))
        show(parked);
}

/* Whoever has no open letter may be replayed. */
void parked_set(struct engine *engine, const struct rows *rows)
{
    struct parked *parked = engine->parked;

    parked->known.count = parked->ready.count = 0;
    for (int i = 0; i < rows_count(rows); i++) {
        case_set_append(
            &parked->known,
            rows_uuid(rows, i, 0)
        ); /* the statement names each once */
        if (!rows_flag(rows, i, 1))
            case_set_append(&parked->ready, rows_uuid(rows, i, 0));
    }
    case_set_sort(&parked->known);
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

static void show_letters(const struct parked *parked)
{
    if (parked->counted)
        metric_set_labelled(METRIC_shouli_dead_letters, parked->letters.open, "open");
}

static void
take_count(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct parked *parked = context;

    (void)failure;
    if (!rows || rows_count(rows) != 1)
        return;
    parked->letters = (struct letter_count
    ){rows_int(rows, 0, 0) + parked->since.open, rows_int(rows, 0, 1) + parked->since.commands};
    parked->counted = true;
    show_letters(parked);
}

void parked_ask(struct engine *engine, struct store *store)
{
    struct parked *parked = engine->parked;
    struct params params;

    arena_reset(&parked->asking_arena);
    params_begin(&params, &parked->asking_arena);
    params_int(&params, (int64_t)parked->most + 1);
    store_send(store, &engine_parked_left_statement, &params, take_left, engine);
}

/* The asked cases that are not named wait no more. */
static void
take_still(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct parked *parked = context;
    struct case_set still = {NULL, 0, 0};

    (void)failure;
    if (!rows)
        return;
    for (int row = 0; row < rows_count(rows); row++)
        case_set_append(&still, rows_uuid(rows, row, 0));
    case_set_sort(&still);
    case_set_remove(&parked->known, &parked->asked, &still);
    case_set_done(&still);
    show(parked);
}

/* An answer that is full may lack something of any case: they are asked for again, fewer at a time. */
static void settle_asked(struct parked *parked)
{
    size_t about = 1;

    if (parked->replay_count < REPLAY_MAX) {
        parked->ask_max = size_min(PARKED_ASK_MAX, parked->ask_max * 2);
        return;
    }
    for (size_t i = 1; i < parked->replay_count; i++)
        about += !uuid_equal(parked->replay[i].case_id, parked->replay[i - 1].case_id);
    parked->ask_max = size_min(PARKED_ASK_MAX, about);
    for (size_t i = 0; i < parked->asked.count; i++)
        case_set_append(&parked->ready, parked->asked.cases[i]);
}

static void
take_ready(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct parked *parked = context;

    (void)failure;
    parked->asking = false;
    if (!rows) {
        parked->all = true; /* which cases were asked for is forgotten */
        return;
    }
    arena_reset(&parked->arena);
    parked->replay_count = size_min((size_t)rows_count(rows), REPLAY_MAX);
    for (size_t i = 0; i < parked->replay_count; i++) {
        int row = (int)i;
        parked->replay[i] = (struct replayed){
            .position = rows_int(rows, row, 0),
            .has_case = !rows_null(rows, row, 1),
            .stream = arena_text(&parked->arena, rows_text(rows, row, 2)),
            .seq = rows_int(rows, row, 3),
            .envelope = arena_bytes(&parked->arena, rows_bytes(rows, row, 4)),
        };
        if (parked->replay[i].has_case)
            parked->replay[i].case_id = rows_uuid(rows, row, 1);
    }
    settle_asked(parked);
    parked->all = false;
    parked->look = parked->ready.count > 0;
}

bool parked_wants_turn(const struct parked *parked)
{
    return parked->look && !parked->asking && !parked->replay_count && !parked->replaying;
}

/* Those that were added last, each once. */
static void choose_asked(struct parked *parked)
{
    parked->asked.count = 0;
    while (parked->ready.count && parked->asked.count < parked->ask_max)
        (void)case_set_add(&parked->asked, parked->ready.cases[--parked->ready.count]);
}

/* All is asked for first, where that must be; who may be replayed is known with its answer, for the next turn. */
void parked_turn(struct engine *engine, struct store *store)
{
    struct parked *parked = engine->parked;
    struct params params;
    struct array cases;

    if (!parked_wants_turn(parked))
        return;
    parked->asking = true;
    if (parked->all) {
        parked->ready.count = 0;
        parked->since = (struct letter_count){0, 0};
        parked_ask(engine, store);
        store_send(store, &engine_dead_count_statement, NULL, take_count, parked);
    } else {
        arena_reset(&parked->asking_arena);
    }
    choose_asked(parked);
    params_begin(&params, &parked->asking_arena);
    array_begin(&cases, &parked->asking_arena, ARRAY_uuid, parked->asked.count + 1);
    for (size_t i = 0; i < parked->asked.count; i++)
        array_uuid(&cases, parked->asked.cases[i]);
    array_end(&cases, &params);
    if (parked->asked.count)
        store_send(store, &engine_parked_still_statement, &params, take_still, parked);
    store_send(store, &engine_parked_ready_statement, &params, take_ready, parked);
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
        is_command ? DECODE_foreign : DECODE_lenient,
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

/* Where not all cases are known all that is known is asked for anew: there may be room for the others. */
static void look(struct parked *parked)
{
    parked->look = true;
    parked->all = parked->all || parked->over;
}

/* A replay that is over: is there more of its case, or does it wait no more? */
static void end_replay(struct parked *parked, const struct item *item)
{
    if (item->has_case && parked->replaying)
        case_set_append(&parked->ready, item->case_id);
    if (parked->replaying && --parked->replaying == 0) {
        parked->replay_count = 0;
        look(parked);
    }
}

static void commit_item(struct parked *parked, const struct item *item)
{
    bool aside = item->outcome == OUTCOME_set_aside;

    if (aside && !parked_is_unreadable(item)) {
        parked->letters.open++;
        parked->since.open++;
        parked->letters.commands += item->has_key;
        parked->since.commands += item->has_key;
    }
    if (aside && item->has_case && item->kind != ITEM_command)
        add(parked, item->case_id);
    if (item->outcome == OUTCOME_parked && parked->over)
        look(parked);
    if (item->kind == ITEM_replay)
        end_replay(parked, item);
}

static bool is_open(const struct dead_row *row)
{
    return row && row->state == DEAD_STATE_open;
}

/* An operator has decided about a letter. */
static void commit_letter(struct parked *parked, const struct record_slot *slot)
{
    const struct dead_row *before = slot->before, *now = slot->now;
    int64_t by = (int64_t)is_open(now) - (int64_t)is_open(before);
    bool command = by && before && before->key16.length;

    parked->letters.open += by;
    parked->since.open += by;
    parked->letters.commands += command ? by : 0;
    parked->since.commands += command ? by : 0;
    if (now && now->has_case_id)
        case_set_append(&parked->ready, now->case_id);
    look(parked);
}

void parked_commit(struct engine *engine, struct batch *batch)
{
    struct parked *parked = engine->parked;
    struct letter_count before = parked->letters;

    for (size_t i = batch->from; i < batch->to; i++)
        commit_item(parked, &batch->items[i]);
    for (const struct record_slot *slot = batch->table.first; slot; slot = slot->next) {
        if (slot->shape == &dead_row_record && slot->changed)
            commit_letter(parked, slot);
    }
    if (before.open != parked->letters.open)
        show_letters(parked);
}
