/* The whole writer over a played PostgreSQL: turns of the writer, between which all that was synced is answered, as
 * the test has said. Work is made by a chore that is always due or by commands through the real gate. */
#pragma once

#include "tests/unit/common/engine/lane_bench.h"
#include "tests/unit/common/engine/loopback.h"

enum { PLAY_TURNS_MAX = 60, PLAY_RULES_MAX = 8 };

/* What statements are answered; all others: no rows. */
struct play_rule {
    const char *name;
    const char *sqlstate; /* not NULL: fails … */
    int times;            /* … so often */
    bool never;           /* nothing is answered from it on */
};

struct play {
    struct bench *bench;
    struct engine *engine;
    struct writer *writer;
    bool lock;                  /* the advisory lock is free */
    bool clean;                 /* the row of the stream says that the end was clean */
    int64_t epoch, number, seq; /* of the row of the stream */
    struct play_rule rules[PLAY_RULES_MAX];
    size_t rule_count;
    int chores, chores_wanted; /* run, and how many there are to be */
    struct arena arena;
};

static struct play play;

static inline enum error play_chore(struct call *call)
{
    const struct sample told = {
        .text = TEXT("told"),
        .number = play.chores,
        .has_number = true};

    if (play.chores >= play.chores_wanted)
        return OK;
    play.chores++;
    call_emit(call, SAMPLE_told, (struct case_ref){.no = TEXT("GD1")}, &told);
    return OK;
}

static const struct chore play_chores[] = {CHORE("tell", 1000, play_chore)};

static inline int play_begin_with(void **state, int connections)
{
    if (loop_begin(state) != 0)
        return -1;
    play = (struct play
    ){.bench = loop.bench, .engine = loop.engine, .lock = true, .clean = true, .epoch = 4};
    struct engine *engine = play.engine;

    play.bench->service.chores = play_chores;
    play.bench->service.chore_count = LENGTH(play_chores);
    play.bench->answers[0] =
        (struct answer){SAMPLE_sample, keep_decide, &kept_record, false, NULL};
    engine->chore_due_ms = memory_new(2, sizeof(int64_t));
    engine->chore_due_ms[0] = INT64_MAX;
    engine->settings.batch_max = 1000;
    engine->settings.overlap_min = 2;
    engine->settings.waiting_max = 1000;
    engine->settings.store_timeout_ms = 60000;
    engine->source = TEXT("/shouli/bench");
    lane_bench_open(play.bench, connections);
    play.writer = engine->writer;
    engine->open = true;
    engine->phase = PHASE_active;
    return 0;
}

static inline int play_begin(void **state)
{
    return play_begin_with(state, 2);
}

static inline int play_end(void **state)
{
    for (size_t i = 0; i < LANES_MAX; i++) {
        struct batch *batch = &play.writer->lanes[i].batch;
        for (size_t k = 0; k < batch->count; k++)
            gate_answer(play.engine, &batch->items[k]);
    }
    writer_destroy(&play.engine->writer);
    assert_int_equal(script_stores, 0);
    memory_free(play.engine->chore_due_ms);
    arena_done(&play.arena);
    return loop_end(state);
}

static inline struct store *play_store(int lane)
{
    return play.writer->lanes[lane].store;
}

static inline struct play_rule *play_say(const char *name)
{
    assert_true(play.rule_count < PLAY_RULES_MAX);
    struct play_rule *rule = &play.rules[play.rule_count++];
    *rule = (struct play_rule){.name = name};
    return rule;
}

static inline struct play_rule *play_rule_of(const char *name)
{
    for (size_t i = 0; i < play.rule_count; i++) {
        if (strcmp(play.rules[i].name, name) == 0)
            return &play.rules[i];
    }
    return NULL;
}

/* What the row of the stream holds before it is taken: epoch, number, seq, hash, counts, clean. */
static inline const struct rows *play_taken(void)
{
    static const uint8_t hash[32] = {9};
    struct rows *rows = lane_rows();
    struct params params;

    params_begin(&params, &play.arena);
    params_int(&params, play.epoch++);
    params_int(&params, play.number);
    params_int(&params, play.seq);
    params_bytes(&params, (struct bytes){hash, 32});
    params_text(&params, TEXT("{\"event/told.v1\":5}"));
    params_flag(&params, play.clean);
    script_row(rows, &params);
    return rows;
}

static inline const struct rows *play_answer_of(const char *name)
{
    struct rows *rows = lane_rows();
    struct params params;

    if (strcmp(name, "engine_stream_take") == 0)
        return play_taken();
    params_begin(&params, &play.arena);
    if (strcmp(name, "engine_lock_try") == 0)
        params_flag(&params, play.lock);
    else if (strcmp(name, "engine_stream_look") == 0)
        params_int(&params, play.epoch);
    else if (strcmp(name, "engine_attempt_begin") == 0)
        params_int(&params, 1);
    else
        return NULL;
    script_row(rows, &params);
    return rows;
}

/* Answers what one connection has synced. */
static inline void play_answers(struct store *store)
{
    size_t synced = 0;

    for (size_t i = store->answered; i < store->count; i++) {
        if (!store->sent[i].statement)
            synced = i + 1;
    }
    while (store->answered < synced) {
        struct play_rule *rule = play_rule_of(script_next(store));
        if (rule && rule->never)
            return;
        if (rule && rule->times && !store->failed) {
            rule->times--;
            script_fail(store, rule->sqlstate);
            continue;
        }
        script_answer(store, store->failed ? NULL : play_answer_of(script_next(store)));
    }
}

static inline enum error play_turn(void)
{
    enum error error = writer_turn(play.engine);

    for (size_t i = 0; i < LANES_MAX; i++) {
        if (play_store((int)i))
            play_answers(play_store((int)i));
    }
    return error;
}

/* Turns until it is true; waits between them, because back-off and retries go by time. */
static inline bool play_until(bool (*done)(void))
{
    for (int i = 0; i < PLAY_TURNS_MAX * 10; i++) {
        if (done())
            return true;
        if (play_turn() != OK)
            return done();
        if (i > PLAY_TURNS_MAX)
            loop_turn();
    }
    return done();
}

static inline bool play_is_active(void)
{
    return play.writer->state == WRITER_active;
}

static inline bool play_is_empty(void)
{
    return play_is_active() && writer_is_empty(play.writer) &&
           !gate_waiting(play.engine->gate) && play.chores == play.chores_wanted;
}

static inline void play_take(void)
{
    assert_true(play_until(play_is_active));
}

/* The chore is due and wants to run `count` times. */
static inline void play_chores_due(int count)
{
    play.chores_wanted += count;
    play.engine->chore_due_ms[0] = 0;
}
