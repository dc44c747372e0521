/* See trace_order.h. */
#include "services/cli/trace_order.h"

#include <stdlib.h>

static int by_id(const void *a, const void *b)
{
    const struct traced *one = a, *other = b;

    return text_compare(one->event.id, other->event.id);
}

/* Ids of one stream that are equally long sort as their numbers do. */
static int by_time(const void *a, const void *b)
{
    const struct traced *one = a, *other = b;
    size_t length = one->event.id.length, other_length = other->event.id.length;

    if (one->event.at != other->event.at)
        return one->event.at < other->event.at ? -1 : 1;
    if (one->service == other->service && length != other_length)
        return length < other_length ? -1 : 1;
    return by_id(a, b);
}

static size_t drop_doubles(struct traced *events, size_t count)
{
    size_t kept = 0;

    qsort(events, count, sizeof(*events), by_id);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || by_id(&events[kept - 1], &events[i]) != 0)
            events[kept++] = events[i];
    }
    return kept;
}

struct ordering {
    struct traced *sorted; /* by time */
    struct traced *named;  /* the same by id; `depth` is the place among the sorted */
    size_t count;
    bool *is_out;
    struct traced *out;
    size_t out_count;
    size_t *out_at; /* place in `out` of a sorted one */
};

/* The place of its cause among the sorted; `count` when there is none. */
static size_t cause_of(const struct ordering *ordering, size_t at)
{
    const struct traced wanted = {.event.id = ordering->sorted[at].event.causationid};
    const struct traced *found =
        wanted.event.id.at
            ? bsearch(&wanted, ordering->named, ordering->count, sizeof(wanted), by_id)
            : NULL;

    return found && (size_t)found->depth != at ? (size_t)found->depth : ordering->count;
}

static void put_out(struct ordering *ordering, size_t at)
{
    struct traced *traced = &ordering->out[ordering->out_count];
    size_t cause = cause_of(ordering, at);

    *traced = ordering->sorted[at];
    traced->depth = 0;
    if (cause < ordering->count && ordering->is_out[cause]) {
        const struct traced *before = &ordering->out[ordering->out_at[cause]];
        traced->has_cause = true;
        traced->hop_ms = traced->event.at - before->event.at;
        traced->depth = before->depth + 1;
    }
    ordering->is_out[at] = true;
    ordering->out_at[at] = ordering->out_count++;
}

/* Its causes first, from the farthest on; a circle ends where it began. */
static void put_with_causes(struct ordering *ordering, size_t at, size_t *chain)
{
    size_t length = 0;

    while (at < ordering->count && !ordering->is_out[at] && length < ordering->count) {
        chain[length++] = at;
        at = cause_of(ordering, at);
    }
    while (length > 0) {
        size_t next = chain[--length];
        if (!ordering->is_out[next])
            put_out(ordering, next);
    }
}

size_t trace_order(struct traced *events, size_t count, struct arena *arena)
{
    struct ordering ordering = {.sorted = events};

    count = drop_doubles(events, count);
    if (count == 0)
        return 0;
    ordering.count = count;
    qsort(events, count, sizeof(*events), by_time);
    ordering.named = ARENA_ARRAY(arena, struct traced, count);
    ordering.out = ARENA_ARRAY(arena, struct traced, count);
    ordering.is_out = ARENA_ARRAY(arena, bool, count);
    ordering.out_at = ARENA_ARRAY(arena, size_t, count);
    size_t *chain = ARENA_ARRAY(arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        ordering.named[i] = events[i];
        ordering.named[i].depth = (int)i;
    }
    qsort(ordering.named, count, sizeof(*ordering.named), by_id);
    for (size_t i = 0; i < count; i++)
        put_with_causes(&ordering, i, chain);
    memcpy(events, ordering.out, count * sizeof(*events));
    return count;
}
