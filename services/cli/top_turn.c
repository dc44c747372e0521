/* See top_turn.h. */
#include "services/cli/top_turn.h"

#include <stdio.h>
#include <stdlib.h>

static double rate_of(double now, double before, int64_t us)
{
    /* A service that was started anew counts from 0 again. */
    return us > 0 && now >= before ? (now - before) * 1e6 / (double)us : 0;
}

static int64_t passed_us(const struct top_turn *turn, const struct top_turn *before)
{
    return before && before->at_us ? turn->at_us - before->at_us : 0;
}

/* 1 or 0 as a gauge says, -1 when there is none. */
static int flag_of(struct text page, const char *name)
{
    struct sample sample;

    while (page_next(&page, &sample)) {
        if (text_is(sample.name, name))
            return sample.value > 0;
    }
    return -1;
}

static double largest(struct text page, const char *name)
{
    struct sample sample;
    double value = 0;

    while (page_next(&page, &sample)) {
        if (text_is(sample.name, name) && sample.value > value)
            value = sample.value;
    }
    return value;
}

static double max_of(double a, double b)
{
    return a > b ? a : b;
}

static struct top_queue *queue_of(struct top_turn *turn, struct text name)
{
    for (size_t i = 0; i < turn->queue_count; i++) {
        if (text_is(name, turn->queue[i].name))
            return &turn->queue[i];
    }
    if (turn->queue_count == TOP_QUEUES_MAX || name.length >= TOP_NAME_BYTES || !name.length)
        return NULL;
    struct top_queue *queue = &turn->queue[turn->queue_count++];
    *queue = (struct top_queue){.waiting = 0};
    snprintf(queue->name, sizeof(queue->name), "%.*s", (int)name.length, name.at);
    return queue;
}

static struct top_state *state_of(struct top_turn *turn, struct text name)
{
    for (size_t i = 0; i < turn->state_count; i++) {
        if (text_is(name, turn->state[i].name))
            return &turn->state[i];
    }
    if (turn->state_count == TOP_STATES_MAX || name.length >= TOP_NAME_BYTES || !name.length)
        return NULL;
    struct top_state *state = &turn->state[turn->state_count++];
    *state = (struct top_state){.clocks = 0};
    snprintf(state->name, sizeof(state->name), "%.*s", (int)name.length, name.at);
    return state;
}

/* What only one service shows is found on whatever page it stands. */
static void take_sample(struct top_turn *turn, const struct sample *sample)
{
    if (text_is(sample->name, "shouli_clocks")) {
        struct top_state *state = state_of(turn, sample_label(sample, "state"));
        if (state)
            state->clocks += sample->value;
        return;
    }
    if (!text_starts(sample->name, TEXT("shouli_queue_")))
        return;
    struct text name = sample_label(sample, "queue");
    struct top_queue *queue = name.at ? queue_of(turn, name) : NULL;
    if (!queue)
        return;
    if (text_is(sample->name, "shouli_queue_depth"))
        queue->waiting += sample->value;
    else if (text_is(sample->name, "shouli_queue_oldest_age_seconds"))
        queue->oldest_seconds = max_of(queue->oldest_seconds, sample->value);
    else if (text_is(sample->name, "shouli_queue_arrivals_total"))
        queue->arrived += sample->value;
    else if (text_is(sample->name, "shouli_queue_completions_total"))
        queue->completed += sample->value;
}

void top_turn_add(
    struct top_turn *turn,
    const struct top_turn *before,
    size_t service,
    struct text metrics,
    struct text ready
)
{
    struct text left = metrics;
    struct sample sample;
    struct top_service *seen = &turn->service[service];

    *seen = (struct top_service){
        .up = metrics.at != NULL,
        .ready = text_starts(ready, TEXT("ready")),
        .seq = page_sum(metrics, "shouli_stream_seq"),
        .waiting = page_sum(metrics, "shouli_waiting_messages"),
        .lag = page_sum(metrics, "shouli_follow_lag_events"),
        .lag_seconds = largest(metrics, "shouli_follow_lag_seconds"),
        .dead = page_sum(metrics, "shouli_dead_letters"),
        .parked = page_sum(metrics, "shouli_parked_cases"),
        .imbalance = page_sum(metrics, "shouli_ledger_imbalance"),
        .broken_seq = page_sum(metrics, "shouli_chain_broken_seq"),
        .postgres = flag_of(metrics, "shouli_postgres_up"),
        .redis = flag_of(metrics, "shouli_redis_up"),
        .projection = flag_of(metrics, "shouli_projection_ready"),
    };
    if (before && before->service[service].up)
        seen->rate = rate_of(seen->seq, before->service[service].seq, passed_us(turn, before));
    while (page_next(&left, &sample))
        take_sample(turn, &sample);
    turn->breaches += page_sum(metrics, "shouli_sla_breaches_total");
    turn->clocks_different += page_sum(metrics, "shouli_clocks_different");
    turn->queue_difference += page_sum(metrics, "shouli_queue_difference");
    turn->replicas = max_of(turn->replicas, page_sum(metrics, "shouli_postgres_replicas"));
    turn->slots_unused =
        max_of(turn->slots_unused, page_sum(metrics, "shouli_postgres_slots_unused"));
    turn->wal_kept_bytes =
        max_of(turn->wal_kept_bytes, page_sum(metrics, "shouli_postgres_wal_kept_bytes"));
}

static int by_queue(const void *a, const void *b)
{
    return strcmp(((const struct top_queue *)a)->name, ((const struct top_queue *)b)->name);
}

static int by_state(const void *a, const void *b)
{
    return strcmp(((const struct top_state *)a)->name, ((const struct top_state *)b)->name);
}

void top_turn_end(struct top_turn *turn, const struct top_turn *before)
{
    int64_t us = passed_us(turn, before);

    qsort(turn->queue, turn->queue_count, sizeof(*turn->queue), by_queue);
    qsort(turn->state, turn->state_count, sizeof(*turn->state), by_state);
    for (size_t i = 0; i < turn->queue_count; i++) {
        struct top_queue *queue = &turn->queue[i];
        for (size_t k = 0; us && k < before->queue_count; k++) {
            const struct top_queue *was = &before->queue[k];
            if (strcmp(was->name, queue->name) != 0)
                continue;
            queue->arrived_a_minute = 60 * rate_of(queue->arrived, was->arrived, us);
            queue->completed_a_minute = 60 * rate_of(queue->completed, was->completed, us);
        }
    }
}
