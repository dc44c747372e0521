/* Small things that the files of the engine share. See engine.h. */
#include "common/engine/engine.h"

#include <stdio.h>
#include <time.h>

static struct number_block *find_block(struct engine *engine, struct text sequence)
{
    for (size_t i = 0; i < NUMBER_SEQUENCES_MAX; i++) {
        if (text_is(sequence, engine->numbers[i].sequence))
            return &engine->numbers[i];
    }
    return NULL;
}

int64_t engine_take_number(struct engine *engine, struct text sequence)
{
    struct number_block *block = find_block(engine, sequence);

    return block && block->next < block->end ? block->next++ : 0;
}

void engine_add_numbers(struct engine *engine, struct text sequence, int64_t next, int64_t end)
{
    struct number_block *block = find_block(engine, sequence);

    if (!block) {
        block = &engine->numbers[engine->number_next];
        engine->number_next = (engine->number_next + 1) % NUMBER_SEQUENCES_MAX;
        snprintf(
            block->sequence,
            sizeof(block->sequence),
            "%.*s",
            (int)sequence.length,
            sequence.at
        );
    }
    block->next = next;
    block->end = end;
}

const struct message_shape *engine_message_shape(const struct engine *engine, int type)
{
    const struct catalogue *catalogue = engine->service->catalogue;

    /* Types are numbered in the order of names; a catalogue of a test may differ. */
    if (type > 0 && (size_t)type <= catalogue->count &&
        catalogue->messages[type - 1].type == type)
        return &catalogue->messages[type - 1];
    for (size_t i = 0; i < catalogue->count; i++) {
        if (catalogue->messages[i].type == type)
            return &catalogue->messages[i];
    }
    return NULL;
}

int32_t engine_month(int64_t ms)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm when;

    gmtime_r(&seconds, &when);
    return (when.tm_year + 1900) * 100 + when.tm_mon + 1;
}

/* A step is an alarm: whoever sees to the host must say which time is right. */
static void say_steps(struct engine *engine, const struct clock_watch *before)
{
    const struct clock_watch *clock = &engine->clock;

    if (clock->steps != before->steps) {
        log_error("clock.stepped", LOG_INT("step_ms", clock->step_ms));
        metric_add_labelled(
            METRIC_shouli_clock_steps_total,
            1,
            clock->step_ms > 0 ? "forward" : "back"
        );
    }
    if (clock->settled != before->settled && !clock->step_ms)
        log_warn("clock.settled", LOG_INT("moved_ms", clock->moved_ms));
    if (clock->step_ms != before->step_ms)
        metric_set_us(METRIC_shouli_clock_step_seconds, clock->step_ms * 1000);
}

int64_t engine_now_ms(struct engine *engine)
{
    struct clock_watch before = engine->clock;
    int64_t now_ms = clock_watch_now(&engine->clock, clock_now_ms(), clock_boot_ms());

    say_steps(engine, &before);
    engine->last_now_ms = int64_max(engine->last_now_ms, now_ms);
    return engine->last_now_ms;
}

const struct clock_watch *call_clock(const struct call *call)
{
    return &call->deciding->engine->clock;
}

const struct vault *call_vault(const struct call *call)
{
    return &call->deciding->engine->vault;
}

const struct policy_set *call_policy_set(const struct call *call)
{
    const struct deciding *deciding = call->deciding;

    return &deciding->engine->policy_sets[deciding->batch->policies_turn];
}

bool call_count(
    const struct call *call,
    size_t index,
    struct text *ret_name,
    int64_t *ret_count
)
{
    return counts_at(call->deciding->engine->counts, index, ret_name, ret_count);
}

const char *call_cursor(const struct call *call, size_t index, int64_t *ret_seq)
{
    struct follows *follows = call->deciding->engine->follows;
    const char *name = follows_name(follows, index);

    if (name)
        *ret_seq = follows_cursor(follows, index);
    return name;
}

bool call_cursor_count(
    const struct call *call,
    size_t cursor,
    size_t index,
    struct text *ret_type,
    int64_t *ret_count
)
{
    return follows_count(call->deciding->engine->follows, cursor, index, ret_type, ret_count);
}

const char *call_stream(const struct call *call, int64_t *ret_seq)
{
    const struct engine *engine = call->deciding->engine;

    *ret_seq = engine->stream ? stream_seq(engine->stream) : call->deciding->batch->seq;
    return engine->stream_name;
}

bool call_upstream_applied(
    const struct call *call,
    const char *stream,
    const char *of,
    int64_t seq
)
{
    const struct engine *engine = call->deciding->engine;

    if (!engine->follows)
        return engine->trial_applied >= seq;
    return follows_upstream_applied(engine->follows, stream, of) >= seq;
}
