/* See compare.h. Metrics are no state: nothing depends on them. */
#include "services/desk/compare.h"

#include <stdio.h>

#include "common/metrics.h"
#include "services/desk/propose.h"
#include "services/desk/statements.h"

const struct list_shape desk_waiting_list = {
    .name = "waiting",
    .statement = &desk_queue_waiting_statement,
    .key_is_text = true,
};

bool queue_count_read(struct text line, struct queue_count *ret_count)
{
    char text[160];
    struct queue_count count;
    long long cases;

    if (!text_to_c(line, text, sizeof(text)))
        return false;
    if (sscanf(text, "%64[^|]|%lld", count.queue, &cases) != 2)
        return false;
    count.cases = cases;
    *ret_count = count;
    return true;
}

/* The queue's place, made when it is new; its number is what stands in one and not in the other. */
static void add(struct queue_count *queues, size_t *count, struct queue_count line, int sign)
{
    size_t i = 0;

    while (i < *count && strcmp(queues[i].queue, line.queue) != 0)
        i++;
    if (i == *count)
        memcpy(queues[(*count)++].queue, line.queue, sizeof(line.queue));
    queues[i].cases += sign * line.cases;
}

static int64_t
difference(const struct key_list *rows, const struct key_list *redis, struct arena *arena)
{
    struct queue_count *queues =
        ARENA_ARRAY(arena, struct queue_count, rows->count + redis->count + 1);
    struct queue_count line;
    size_t count = 0;
    int64_t sum = 0;

    for (size_t i = 0; i < rows->count; i++) {
        if (queue_count_read(text_of_bytes(rows->keys[i]), &line))
            add(queues, &count, line, 1);
    }
    for (size_t i = 0; i < redis->count; i++) {
        if (queue_count_read(text_of_bytes(redis->keys[i]), &line))
            add(queues, &count, line, -1);
    }
    for (size_t i = 0; i < count; i++)
        sum += queues[i].cases < 0 ? -queues[i].cases : queues[i].cases;
    return sum;
}

static bool are_too_many(const struct key_list *rows)
{
    struct queue_count line;
    int64_t cases = 0;

    for (size_t i = 0; i < rows->count; i++) {
        if (queue_count_read(text_of_bytes(rows->keys[i]), &line))
            cases += line.cases;
    }
    return cases > COMPARED_CASES_MAX;
}

/* Redis is asked after the rows, when no commit can come between the two (lists wait for the batch before). What is
 * still on its way to Redis differs once; what differs twice in a row is wrong. */
enum error desk_compare(struct call *call)
{
    static int64_t last;
    const struct key_list *rows = call_list(call, &desk_waiting_list, (struct bytes){0});

    if (!rows)
        return ERROR_need;
    if (are_too_many(rows))
        return OK;
    const struct key_list *redis =
        call_list(call, &desk_candidates_list, bytes_of_text(TEXT("depth")));
    if (!redis)
        return ERROR_need;
    if (redis->busy)
        return OK; /* it is being rebuilt */
    int64_t now = difference(rows, redis, call->arena);
    metric_set(METRIC_shouli_queue_difference, int64_min(last, now));
    last = now;
    return OK;
}
