/* See measure.h. Metrics are no state: nothing depends on them. */
#include "services/escalation/measure.h"

#include <stdio.h>

#include "common/metrics.h"
#include "services/escalation/clocks.h"
#include "services/escalation/statements.h"

enum { SEEN_MAX = 200, SAMPLE_CASES = 12 /* as clock_sample.sql */, SAMPLE_DAYS = 60 };

const struct list_shape escalation_counts_list = {
    .name = "counts",
    .statement = &escalation_clock_counts_statement,
    .key_is_text = true,
};
const struct list_shape escalation_sample_list = {
    .name = "sample",
    .statement = &escalation_clock_sample_statement,
    .key_is_text = true,
};

const struct list_shape escalation_provisional_list = {
    .name = "provisional",
    .statement = &escalation_clock_provisional_statement,
    .key_is_text = true,
};

struct counted {
    char clock[33], state[17];
    long long count;
};

static bool read_line(struct text line, struct counted *ret_counted)
{
    char text[96];

    if (!text_to_c(line, text, sizeof(text)))
        return false;
    return sscanf(
               text,
               "%32[^|]|%16[^|]|%lld",
               ret_counted->clock,
               ret_counted->state,
               &ret_counted->count
           ) == 3;
}

void measure_show(void)
{
    char clock[METRIC_LABEL_BYTES_MAX];

    metric_add(METRIC_shouli_facts_dropped_total, 0);
    metric_add(METRIC_shouli_playbook_steps_overdue_total, 0);
    metric_add_labelled(METRIC_shouli_clocks_unsettled_total, 0, "profile");
    metric_add_labelled(METRIC_shouli_clocks_unsettled_total, 0, "lines");
    for (size_t i = 0; i < PLAN_REFS_MAX; i++) {
        if (text_to_c(plan_ref_id(plan_ref_at(i)), clock, sizeof(clock)))
            metric_add_labelled(METRIC_shouli_sla_breaches_total, 0, clock);
    }
}

/* What is there no more is shown as 0, not as it was. */
enum error escalation_measure_clocks(struct call *call)
{
    static struct counted seen[SEEN_MAX];
    static size_t seen_count;
    const struct key_list *lines = call_list(call, &escalation_counts_list, (struct bytes){0});

    if (!lines)
        return ERROR_need;
    for (size_t i = 0; i < seen_count; i++)
        metric_set_labelled(METRIC_shouli_clocks, 0, seen[i].clock, seen[i].state);
    seen_count = 0;
    for (size_t i = 0; i < lines->count && seen_count < SEEN_MAX; i++) {
        struct counted *counted = &seen[seen_count];
        if (!read_line(text_of_bytes(lines->keys[i]), counted))
            continue;
        seen_count++;
        metric_set_labelled(
            METRIC_shouli_clocks,
            counted->count,
            counted->clock,
            counted->state
        );
    }
    return OK;
}

enum error escalation_measure_provisional(struct call *call)
{
    const struct key_list *counts =
        call_list(call, &escalation_provisional_list, (struct bytes){0});
    int64_t count = 0;

    if (!counts)
        return ERROR_need;
    for (size_t i = 0; counts->count && i < counts->keys[0].length; i++)
        count = 10 * count + counts->keys[0].at[i] - '0';
    metric_set(METRIC_shouli_clocks_provisional, count);
    return OK;
}

struct text measure_sample_key(struct arena *arena, int64_t now_ms)
{
    static const uint8_t nothing[10] = {0};
    /* Knuth's multiplicative hash spreads neighbouring instants over the days. */
    uint64_t hash = (uint64_t)now_ms * UINT64_C(11400714819323198485);
    int64_t back_ms = (int64_t)(hash >> 11) % (SAMPLE_DAYS * (int64_t)DAY_MS);
    char text[UUID_TEXT_LENGTH + 1];

    uuid_to_text(uuid_make(int64_max(now_ms - back_ms, 0), nothing), text);
    return arena_text(arena, text_of(text));
}

static bool differs(const struct clock_view *view)
{
    if (!view->computed || view->plan.stopped || !view->row->has_started_at)
        return false;
    /* A newer calendar's slices are under way. */
    if (view->row->calendar_version != view->due.calendar->version)
        return false;
    if (view->row->has_due_at == view->due.paused)
        return true;
    return view->row->has_due_at && view->row->due_at != view->due.due_ms;
}

/* ERROR_need while something of the case is not loaded. */
static enum error count_different(struct call *call, struct bytes case_id, int64_t *different)
{
    struct clocked_case *row = call_record(call, &clocked_case_record, case_id);
    struct clocks *clocks = NULL;

    if (!row)
        return ERROR_need;
    enum error error = row->head.exists ? clocks_load(call, row, &clocks) : ERROR_not_found;
    for (size_t i = 0; error == OK && i < clocks->count; i++)
        *different += differs(clocks->views[i]);
    return error;
}

enum error escalation_measure_sample(struct call *call)
{
    struct text key = measure_sample_key(call->arena, call->now_ms);
    const struct key_list *cases = call_list(call, &escalation_sample_list, bytes_of_text(key));
    enum error result = OK;
    int64_t different = 0;

    if (!cases)
        return ERROR_need;
    for (size_t i = 0; i < cases->count && i < SAMPLE_CASES; i++) {
        if (count_different(call, cases->keys[i], &different) == ERROR_need)
            result = ERROR_need;
    }
    if (result == OK)
        metric_set(METRIC_shouli_clocks_different, different);
    return result;
}
