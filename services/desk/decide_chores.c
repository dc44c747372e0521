/* See decide_chores.h. */
#include "services/desk/decide_chores.h"

#include <stdio.h>

#include "common/engine/noted.h"
#include "common/metrics.h"
#include "services/desk/offer.h"
#include "services/desk/statements.h"
#include "services/desk/transitions.h"

/* As in queue_depth.sql. */
enum { SEEN_MAX = 500 };

const struct list_shape desk_awake_list = {
    .name = "awake",
    .statement = &desk_case_awake_statement,
    .key_is_text = true,
};
const struct list_shape desk_depth_list = {
    .name = "depth",
    .statement = &desk_queue_depth_statement,
    .key_is_text = true,
};

static enum error wake(struct call *call, struct queued_case *row, struct offer_turn *turn)
{
    enum trigger trigger = row->owner.at ? TRIGGER_lease_lapsed : TRIGGER_quiet_over;

    /* The list was asked before the batch that is under way: the row may have moved on. */
    if (!row->has_wake_at || row->wake_at > call->now_ms)
        return OK;
    if (row_is_waiting(row))
        return offer_step(call, row, turn);
    if (!transition_by_itself(row->state, row->case_type, trigger)) {
        /* It would stay the first of every slice, and nothing behind it would ever be looked at. */
        row->wake_at = 0;
        row->has_wake_at = false;
        record_put(row);
        call_note_count(call, METRIC_shouli_wakes_unanswered_total, 1, (struct text){0});
        return OK;
    }
    if (trigger == TRIGGER_lease_lapsed)
        return row_release(call, row, RELEASE_CAUSE_lapsed, NULL);
    row_close(call, row, CASE_STATE_closed, CLOSE_CAUSE_quiet);
    return OK;
}

void desk_show(void)
{
    metric_add(METRIC_shouli_wakes_unanswered_total, 0);
}

enum error desk_decide_awake(struct call *call)
{
    const struct key_list *keys = call_list(call, &desk_awake_list, (struct bytes){0});
    struct offer_turn turn = {.count = 0};
    enum error error = OK;

    if (!keys)
        return ERROR_need;
    for (size_t i = 0; i < keys->count && i < AWAKE_SLICE; i++) {
        struct queued_case *row = call_record(call, &queued_case_record, keys->keys[i]);
        if (!row || wake(call, row, &turn) == ERROR_need)
            error = ERROR_need;
    }
    call->reply->busy = keys->count >= AWAKE_SLICE;
    return error;
}

bool queue_depth_read(struct text line, struct queue_depth *ret_depth)
{
    char text[160];
    long long cases, oldest_ms;

    if (!text_to_c(line, text, sizeof(text)))
        return false;
    if (sscanf(
            text,
            "%64[^|]|%7[^|]|%lld|%lld",
            ret_depth->queue,
            ret_depth->grade,
            &cases,
            &oldest_ms
        ) != 4)
        return false;
    ret_depth->cases = cases;
    ret_depth->oldest_ms = oldest_ms;
    return true;
}

/* A queue that is empty now is shown as 0, not as it was. Metrics are no state: nothing depends on them. */
enum error desk_decide_depth(struct call *call)
{
    static struct queue_depth seen[SEEN_MAX];
    static size_t seen_count;
    const struct key_list *lines = call_list(call, &desk_depth_list, (struct bytes){0});

    if (!lines)
        return ERROR_need;
    for (size_t i = 0; i < seen_count; i++) {
        metric_set_labelled(METRIC_shouli_queue_depth, 0, seen[i].queue, seen[i].grade);
        metric_set_us_labelled(
            METRIC_shouli_queue_oldest_age_seconds,
            0,
            seen[i].queue,
            seen[i].grade
        );
    }
    seen_count = 0;
    for (size_t i = 0; i < lines->count && seen_count < SEEN_MAX; i++) {
        struct queue_depth *depth = &seen[seen_count];
        if (!queue_depth_read(text_of_bytes(lines->keys[i]), depth))
            continue;
        seen_count++;
        metric_set_labelled(
            METRIC_shouli_queue_depth,
            depth->cases,
            depth->queue,
            depth->grade
        );
        metric_set_us_labelled(
            METRIC_shouli_queue_oldest_age_seconds,
            depth->oldest_ms * 1000,
            depth->queue,
            depth->grade
        );
    }
    return OK;
}
