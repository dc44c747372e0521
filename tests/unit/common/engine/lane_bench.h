/* A writer of bench.h's engine with PostgreSQL played by the test: one record, one list and one sequence with
 * statements, decided by keep_decide. Lanes can be driven one by one, or the writer as a whole by turns that answer
 * what was synced, as `writes` says. */
#pragma once

#include "common/engine/writer_inside.h"

#include "tests/unit/common/engine/bench.h"
#include "tests/unit/common/engine/scripted_store.h"

#define NAMED(text, count)                                                                     \
    {                                                                                          \
        .name = (text), .sql = (text), .parameters = (count)                                   \
    }

static const struct record_shape kept_record = {
    .name = "kept",
    .map = &counted_shape,
    .key = 0,
    .table = "kept",
    .load = NAMED("kept_load", 1),
    .insert = NAMED("kept_insert", 7),
    .update = NAMED("kept_update", 7),
    .remove = NAMED("kept_remove", 1),
};
static const struct statement kept_list_statement = NAMED("kept_list", 1);
static const struct list_shape kept_list = {"kept", &kept_list_statement, true, false};
static const struct statement timed_list_statement = NAMED("timed_list", 2);
static const struct list_shape timed_list = {"timed", &timed_list_statement, true, false};
static const struct record_shape *const lane_records[] = {&kept_record};
static const struct list_shape *const lane_lists[] = {&kept_list, &timed_list};

/* count, remove, refuse as in bench.h; list, timed, number: after such an answer. */
static inline enum error keep_decide(struct call *call, const void *body)
{
    const struct sample *sample = body;

    if (text_is(sample->text, "refuse"))
        return refuse(call, "conflict", NULL, "it says so");
    if (text_is(sample->text, "list") && !call_list(call, &kept_list, bytes_of_text(TEXT("x"))))
        return ERROR_need;
    if (text_is(sample->text, "timed") &&
        !call_list(call, &timed_list, bytes_of_text(TEXT("x"))))
        return ERROR_need;
    if (text_is(sample->text, "number") && !call_number(call, TEXT("GD")))
        return ERROR_need;
    struct counted *kept = call_record_id(call, &kept_record, sample->key);
    return kept ? bench_count(call, sample, kept) : ERROR_need;
}

static inline void lane_bench_open(struct bench *bench, int connections)
{
    bench->service.records = lane_records;
    bench->service.record_count = LENGTH(lane_records);
    bench->service.lists = lane_lists;
    bench->service.list_count = LENGTH(lane_lists);
    bench->engine.settings.connections = connections;
    bench->engine.settings.database_url.hidden = TEXT("postgresql:///");
    bench->engine.writer = writer_new(&bench->engine);
}

static inline int lane_bench_begin(void **state)
{
    struct bench *bench = bench_new();

    *state = bench;
    lane_bench_open(bench, 2);
    for (size_t i = 0; i < LANES_MAX; i++) {
        struct lane *lane = &bench->engine.writer->lanes[i];
        lane->store = store_new("", "", NULL, 0);
        batch_begin(&lane->batch, 1700000000000);
    }
    return 0;
}

static inline int lane_bench_end(void **state)
{
    struct bench *bench = *state;

    writer_destroy(&bench->engine.writer);
    assert_int_equal(script_stores, 0);
    return bench_end(state);
}

static inline struct lane *lane_of(struct bench *bench, int index)
{
    return &bench->engine.writer->lanes[index];
}

/* A message of a lane about case `n`. */
static inline struct item *
lane_add(struct lane *lane, enum item_kind kind, int n, const char *text)
{
    struct item *item = bench_add(bench_now, &lane->batch, kind, n, text);

    item->decide = keep_decide;
    item->first = &kept_record;
    return item;
}

/* The first load of a range, as start_range begins it. */
static inline void lane_begin(struct lane *lane)
{
    lane->loads_first = true;
    lane->state = LANE_loading;
    lane_load(lane);
}

/* Decides, and answers with nothing what is asked for. */
static inline void lane_play(struct lane *lane)
{
    lane_begin(lane);
    script_answer_all(lane->store);
    while (!batch_decide(lane->engine, &lane->batch)) {
        lane_load(lane);
        script_answer_all(lane->store);
    }
}

/* What a lane has sent from the n-th statement on, as words; a sync is `;`. */
static inline const char *lane_words(const struct lane *lane, size_t from)
{
    static char words[2048];
    size_t length = 0;

    words[0] = 0;
    for (size_t i = from; i < lane->store->count && length < sizeof(words); i++) {
        const struct statement *statement = lane->store->sent[i].statement;
        length += (size_t)snprintf(
            words + length,
            sizeof(words) - length,
            "%s%s",
            length ? " " : "",
            statement ? statement->name : ";"
        );
    }
    return words;
}

/* Rows to be filled with script_row; one set a program. */
static inline struct rows *lane_rows(void)
{
    static struct rows rows;

    rows.count = 0;
    return &rows;
}

/* lane_bench_begin, and what the engine follows as well. */
static inline int lane_bench_begin_following(void **state)
{
    if (lane_bench_begin(state) != 0)
        return -1;
    return follows_open(&((struct bench *)*state)->engine);
}

/* The whole transaction of a lane that has decided, as words. */
static inline const char *lane_write(struct lane *lane)
{
    size_t from = lane->store->count;

    lane_fill(lane);
    lane_end(lane);
    return lane_words(lane, from);
}
