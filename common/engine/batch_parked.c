/* Messages of cases that wait behind a dead letter: events queue behind it, commands are refused. See parked.h. */
#include "common/engine/engine.h"

static bool is_aside(const struct batch *batch, struct uuid case_id)
{
    for (size_t i = 0; batch && i < batch->aside_count; i++) {
        if (uuid_equal(batch->aside[i], case_id))
            return true;
    }
    return false;
}

void batch_add_aside(struct batch *batch, const struct item *item)
{
    if (!item->has_case || item->kind == ITEM_command)
        return;
    if (!batch->aside)
        batch->aside = ARENA_ARRAY(&batch->arena, struct uuid, batch->count);
    batch->aside[batch->aside_count++] = item->case_id;
}

/* Behind a dead letter: of an earlier transaction, of the one before, or of this one. */
static bool is_behind_letter(
    const struct engine *engine,
    const struct batch *batch,
    const struct item *item
)
{
    bool was = item->kind != ITEM_replay && parked_has(engine->parked, item->case_id);

    return was || is_aside(batch, item->case_id) || is_aside(batch->before, item->case_id);
}

bool batch_settle_parked(struct engine *engine, struct batch *batch, struct item *item)
{
    if (item->kind == ITEM_chore || item->kind == ITEM_slice || !item->has_case)
        return false;
    bool is_query = item->message.shape && item->message.shape->kind == MESSAGE_query;
    if (!is_behind_letter(engine, batch, item)) {
        if (!parked_is_over(engine->parked) || item->kind == ITEM_replay || is_query)
            return false;
        /* It may be behind a letter. An event waits, as later ones of its case will; nothing is followed meanwhile. */
        item->outcome = item->kind == ITEM_command ? OUTCOME_busy : OUTCOME_parked;
        return true;
    }
    if (item->kind != ITEM_command) {
        item->outcome = OUTCOME_parked;
    } else if (!is_query) {
        item->reply.retry_after_ms = 5000;
        item->outcome = OUTCOME_rejected;
        faults_add(
            &item->reply.faults,
            &batch->arena,
            "case_parked",
            (struct text){0},
            "an earlier message of this case waits for an operator / 该工单有待人工处理的消息"
        );
    }
    return item->outcome != OUTCOME_open;
}
