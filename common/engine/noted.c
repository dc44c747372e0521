/* See noted.h. The list hangs at the reply, which begins empty each time the decision is run. */
#include "common/engine/noted.h"

#include "common/engine/batch.h"

struct noted {
    const struct noted *next;
    enum metric metric;
    bool observed; /* a time in a histogram, not a count */
    int64_t value;
    const char *label;               /* NULL: none */
    void (*apply)(const void *what); /* not NULL: instead of a metric */
    const void *what;
};

static struct noted *note(struct call *call, enum metric metric, int64_t value)
{
    struct noted *noted = ARENA_NEW(call->arena, struct noted);

    *noted = (struct noted){.next = call->reply->noted, .metric = metric, .value = value};
    call->reply->noted = noted;
    return noted;
}

void call_note_count(struct call *call, enum metric metric, int64_t n, struct text label)
{
    struct noted *noted = note(call, metric, n);

    if (label.at)
        noted->label = arena_text(call->arena, label).at;
}

void call_note_us(struct call *call, enum metric metric, int64_t us)
{
    note(call, metric, us)->observed = true;
}

void call_note_apply(
    struct call *call,
    void (*apply)(const void *what),
    const void *what,
    size_t size
)
{
    struct noted *noted = ARENA_NEW(call->arena, struct noted);

    *noted = (struct noted
    ){.next = call->reply->noted,
      .apply = apply,
      .what = arena_bytes(call->arena, (struct bytes){what, size}).at};
    call->reply->noted = noted;
}

void noted_apply(const struct item *item)
{
    if (item->outcome != OUTCOME_accepted)
        return;
    for (const struct noted *noted = item->reply.noted; noted; noted = noted->next) {
        if (noted->apply)
            noted->apply(noted->what);
        else if (noted->observed)
            metric_observe_us(noted->metric, noted->value);
        else if (noted->label)
            metric_add_labelled(noted->metric, noted->value, noted->label);
        else
            metric_add(noted->metric, noted->value);
    }
}
