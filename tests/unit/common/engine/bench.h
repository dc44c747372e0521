/* An engine without servers, for tests of its parts: its messages are those of sample_shapes.h, its one decision
 * does what the text of the message says, its one record counts what was done to a case.
 *
 *   count   counts and tells         list   the same, after a list          poison   cannot be processed
 *   refuse  refuses                  more   the same, after another record  never    asks for ever
 *   remove  removes the record      wide   tells twice, result in the reply */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/engine/engine.h"
#include "common/memory.h"
#include "tests/support/pack_text.h"
#include "tests/support/sample_shapes.h"
#include "tests/unit/common/engine/bench_shapes.h"

#include <cmocka.h>

struct bench {
    struct engine engine;
    struct service service;
    struct answer answers[2];
    struct reaction reactions[4];
    struct batch batch;
    struct arena arena;
    int decided[BATCH_MAX + 300]; /* how often the decision ran, by the body's number */
    int loads;
    bool list_busy;
};

static struct bench *bench_now; /* of the test that runs */

static inline struct uuid bench_case(int n)
{
    struct uuid id = {{1, 0xca, 0x5e}};

    for (int i = 0; i < 4; i++)
        id.b[12 + i] = (uint8_t)(n >> (24 - 8 * i));
    return id;
}

static inline enum error
bench_count(struct call *call, const struct sample *sample, struct counted *counted)
{
    struct case_ref of = {sample->key, TEXT("GD1")};
    bool twice = text_is(sample->text, "wide");

    counted->n++;
    counted->has_n = true;
    counted->colour = counted->n % 2 ? COLOUR_red : COLOUR_blue;
    if (text_is(sample->text, "remove"))
        record_remove(counted);
    else
        record_put(counted);
    for (int i = 0; i <= twice; i++)
        call_emit(call, SAMPLE_told, of, sample);
    call_reply_case(call, of);
    if (twice)
        call_reply_result(call, &part_shape, &(struct part){TEXT("two"), 2, true});
    return OK;
}

static inline enum error bench_decide(struct call *call, const void *body)
{
    const struct sample *sample = body;
    struct counted *counted;

    bench_now->decided[sample->number]++;
    if (text_is(sample->text, "poison"))
        return ERROR_poison;
    if (text_is(sample->text, "refuse"))
        return refuse(call, "conflict", "data.text", "it says so");
    if (text_is(sample->text, "never")) {
        struct uuid other = call_new_id(call);
        (void)call_record_id(call, &counted_record, other);
        return ERROR_need;
    }
    if (text_is(sample->text, "list") &&
        !call_list(call, &plain_list, bytes_of_text(TEXT("x"))))
        return ERROR_need;
    if (text_is(sample->text, "more") &&
        !call_record_text(call, &worded_record, TEXT("another")))
        return ERROR_need;
    counted = call_record_id(call, &counted_record, sample->key);
    return counted ? bench_count(call, sample, counted) : ERROR_need;
}

static inline struct bench *bench_new(void)
{
    static const uint8_t kek[VAULT_KEK_BYTES] = {7};
    struct bench *bench = memory_new(1, sizeof(*bench));
    struct engine *engine = &bench->engine;

    bench_now = bench;
    bench->answers[0] =
        (struct answer){SAMPLE_sample, bench_decide, &counted_record, false, NULL};
    bench->answers[1] = (struct answer){SAMPLE_idle, bench_decide, NULL, false, NULL};
    bench->service = (struct service
    ){.name = "bench",
      .catalogue = &sample_catalogue,
      .answers = LIST(bench->answers),
      .reactions = bench->reactions};
    engine->service = &bench->service;
    engine->stream_name = "bench";
    engine->source = TEXT("/shouli/bench");
    engine->settings.peers = TEXT("127.0.0.1");
    engine->settings.peer_ports = TEXT("");
    engine->settings.port_base = 5500;
    engine->counts = counts_new();
    engine->parked = parked_new();
    engine->stream = stream_new("bench", 1024 * 1024);
    vault_init(&engine->vault, kek);
    batch_begin(&bench->batch, 1700000000000);
    return bench;
}

static inline int bench_begin(void **state)
{
    *state = bench_new();
    return 0;
}

static inline int bench_end(void **state)
{
    struct bench *bench = *state;

    batch_done(&bench->batch);
    follows_close(&bench->engine);
    parked_destroy(&bench->engine.parked);
    counts_destroy(&bench->engine.counts);
    stream_destroy(&bench->engine.stream);
    allow_destroy(&bench->engine.allow);
    vault_done(&bench->engine.vault);
    arena_done(&bench->arena);
    memory_free(bench);
    metrics_done();
    return 0;
}

/* A message about case `n`, 0: about none; `text` is what the decision does. */
static inline struct item *bench_add(
    struct bench *bench,
    struct batch *batch,
    enum item_kind kind,
    int n,
    const char *text
)
{
    struct item *item = batch_add(batch, kind);
    struct sample *body = ARENA_NEW(&batch->arena, struct sample);

    *body = (struct sample
    ){.key = bench_case(n),
      .has_key = true,
      .text = text_of(text),
      .number = n,
      .has_number = true};
    item->message.shape = &sample_messages[kind == ITEM_command ? 1 : 2];
    item->message.type_name = text_of(item->message.shape->name);
    item->message.id = arena_format(&batch->arena, "m-%zu", batch->count);
    item->message.source = TEXT("/bench");
    item->message.body = body;
    item->message.envelope = bytes_of_text(TEXT("\x80"));
    item->decide = bench_decide;
    item->case_id = item->message.case_id = bench_case(n);
    item->has_case = item->message.has_case = n != 0;
    item->stream = kind == ITEM_command ? NULL : "up";
    item->seq = (int64_t)batch->count;
    batch->to = batch->count;
    (void)bench;
    return item;
}

static inline struct item *bench_command(struct bench *bench, int n, const char *text)
{
    return bench_add(bench, &bench->batch, ITEM_command, n, text);
}

static inline struct item *bench_event(struct bench *bench, int n, const char *text)
{
    return bench_add(bench, &bench->batch, ITEM_event, n, text);
}

/* What (source, id) and content would hash to. */
static inline void bench_key(struct item *item, uint8_t key, uint8_t content)
{
    item->has_key = true;
    memset(item->key16, key, 16);
    memset(item->content16, content, 16);
}

/* Nothing is in the database. */
static inline void bench_load(struct bench *bench, struct batch *batch)
{
    bench->loads++;
    for (struct record_slot *slot = batch->table.first; slot; slot = slot->next)
        slot->state = SLOT_loaded;
    for (struct list_slot *slot = batch->lists; slot; slot = slot->next) {
        slot->loaded = true;
        slot->list.busy = bench->list_busy;
    }
}

static inline void bench_play(struct bench *bench, struct batch *batch)
{
    while (!batch_decide(&bench->engine, batch))
        bench_load(bench, batch);
}

static inline const struct counted *bench_counted(const struct batch *batch, int n)
{
    struct uuid id = bench_case(n);
    struct record_slot *slot =
        table_find(&batch->table, &counted_record, (struct bytes){id.b, 16});

    return slot ? slot->now : NULL;
}
