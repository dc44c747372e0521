/* Commands that were set aside and are sent again: they are answered as the first time, and not tried. The same
 * (source, id) with other content is another message (PROTOCOL.md section 2) and is tried. */
#include "common/engine/parked_inside.h"
#include "common/engine/writer_inside.h"

void item_refuse_as_letter(struct item *item, struct arena *arena, struct text code)
{
    faults_add(
        &item->reply.faults,
        arena,
        "case_parked",
        (struct text){0},
        "set aside for an operator: %.*s / 已搁置，待人工处理",
        (int)size_min(code.length, 64),
        code.at
    );
}

static void
refuse_copies(struct lane *lane, struct bytes key, struct bytes content, struct text code)
{
    struct batch *batch = &lane->batch;
    struct item *item;

    for (size_t tried = 0; (item = batch_lookup(batch, key, &tried));) {
        if (item->kind != ITEM_command || item->outcome != OUTCOME_open ||
            !bytes_equal(content, (struct bytes){item->content16, 16}))
            continue;
        item->outcome = OUTCOME_rejected;
        item_refuse_as_letter(item, &batch->arena, code);
    }
}

static void
take_letters(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct lane *lane = context;

    if (!rows) {
        lane_fail(lane, failure, "letter_find");
        return;
    }
    for (int row = 0; row < rows_count(rows); row++)
        refuse_copies(
            lane,
            rows_bytes(rows, row, 0),
            rows_bytes(rows, row, 1),
            rows_text(rows, row, 2)
        );
}

void lane_ask_letters(struct lane *lane)
{
    struct batch *batch = &lane->batch;
    struct params params;
    struct array keys;

    if (!parked_has_commands(lane->engine->parked))
        return;
    array_begin(&keys, &batch->arena, ARRAY_bytes, batch->to - batch->from);
    for (size_t i = batch->from; i < batch->to; i++) {
        const struct item *item = &batch->items[i];
        if (item->kind == ITEM_command && item->has_key && item->outcome == OUTCOME_open)
            array_bytes(&keys, (struct bytes){item->key16, 16});
    }
    if (!keys.count)
        return;
    params_begin(&params, &batch->arena);
    array_end(&keys, &params);
    store_send(lane->store, &engine_letter_find_statement, &params, take_letters, lane);
}
