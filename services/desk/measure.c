/* See measure.h. */
#include "services/desk/measure.h"

#include <stdio.h>

#include "common/metrics.h"
#include "services/desk/statements.h"

enum { SEEN_MAX = 900 }; /* as in queue_cases.sql */

const struct list_shape desk_cases_list = {
    .name = "cases",
    .statement = &desk_queue_cases_statement,
    .key_is_text = true,
};

bool queue_cases_read(struct text line, struct queue_cases *ret_cases)
{
    char text[160];
    struct queue_cases cases;
    long long count;

    if (!text_to_c(line, text, sizeof(text)))
        return false;
    if (sscanf(
            text,
            "%64[^|]|%32[^|]|%7[^|]|%lld",
            cases.queue,
            cases.state,
            cases.grade,
            &count
        ) != 4)
        return false;
    cases.cases = count;
    *ret_cases = cases;
    return true;
}

static void show(const struct queue_cases *cases, int64_t count)
{
    metric_set_labelled(
        METRIC_shouli_queue_cases,
        count,
        cases->queue,
        cases->state,
        cases->grade
    );
}

/* What is there no more is shown as 0, not as it was. */
enum error desk_measure_cases(struct call *call)
{
    static struct queue_cases seen[SEEN_MAX];
    static size_t seen_count;
    const struct key_list *lines = call_list(call, &desk_cases_list, (struct bytes){0});

    if (!lines)
        return ERROR_need;
    for (size_t i = 0; i < seen_count; i++)
        show(&seen[i], 0);
    seen_count = 0;
    for (size_t i = 0; i < lines->count && seen_count < SEEN_MAX; i++) {
        if (!queue_cases_read(text_of_bytes(lines->keys[i]), &seen[seen_count]))
            continue;
        show(&seen[seen_count], seen[seen_count].cases);
        seen_count++;
    }
    return OK;
}
