/* See overview.h. One question at a time; the first chore that is due comes first. */
#include "common/engine/overview.h"

#include <assert.h>

#include "common/clock.h"
#include "common/engine/engine.h"
#include "common/log.h"
#include "common/memory.h"
#include "common/store.h"

enum { OPEN_AGAIN_US = 5 * 1000 * 1000 };

enum asking { ASKING_nothing, ASKING_sent, ASKING_answered, ASKING_failed };

struct overviews {
    const struct engine *engine;
    const struct service *service;
    struct store *store;
    const struct statement *statements[OVERVIEWS_MAX];
    size_t statement_count;
    enum asking asking;
    const struct chore *chore; /* that is asked for */
    struct arena arena;        /* of the question and its answer */
    struct bytes key;
    struct key_list lines;
    int64_t asked_us, took_us, open_again_us;
    int64_t asked_ms; /* by the time of the chores */
};

struct overviews *overviews_new(const struct engine *engine)
{
    const struct service *service = engine->service;

    struct overviews found = {.engine = engine, .service = service};

    for (size_t i = 0; i < service->chore_count; i++) {
        if (!service->chores[i].overview)
            continue;
        assert(found.statement_count < OVERVIEWS_MAX);
        found.statements[found.statement_count++] = service->chores[i].overview->statement;
    }
    if (!found.statement_count)
        return NULL;
    struct overviews *overviews = memory_new(1, sizeof(*overviews));
    *overviews = found;
    return overviews;
}

void overviews_destroy(struct overviews **overviews)
{
    if (!*overviews)
        return;
    store_destroy(&(*overviews)->store);
    arena_done(&(*overviews)->arena);
    memory_free(*overviews);
    *overviews = NULL;
}

size_t overviews_wait(const struct overviews *overviews, struct waited *waited)
{
    if (!overviews || !overviews->store || store_fd(overviews->store) < 0)
        return 0;
    *waited = (struct waited
    ){.fd = store_fd(overviews->store), .want_write = store_wants_write(overviews->store)};
    return 1;
}

static void take(void *context, const struct rows *rows, const struct store_failure *failure)
{
    struct overviews *overviews = context;

    if (!rows) {
        overviews->asking = ASKING_failed;
        if (failure)
            log_limited(LOG_warn, 1, "overview.failed", LOG_STRING("why", failure->message));
        return;
    }
    size_t count = (size_t)rows_count(rows);
    overviews->lines = (struct key_list
    ){.count = count, .keys = ARENA_ARRAY(&overviews->arena, struct bytes, count + 1)};
    for (size_t i = 0; i < count; i++)
        overviews->lines.keys[i] = arena_bytes(&overviews->arena, rows_bytes(rows, (int)i, 1));
    overviews->took_us = clock_monotone_us() - overviews->asked_us;
    overviews->asking = ASKING_answered;
}

static void ask(struct overviews *overviews, const struct chore *chore, int64_t now_ms)
{
    const struct list_shape *shape = chore->overview;
    struct bytes key = {0};
    struct params params;
    struct array keys;

    arena_reset(&overviews->arena);
    params_begin(&params, &overviews->arena);
    if (chore->overview_key)
        key = chore->overview_key(&overviews->arena, overviews->engine->stream_name);
    overviews->key = key;
    array_begin(&keys, &overviews->arena, shape->key_is_text ? ARRAY_text : ARRAY_uuid, 1);
    array_bytes(&keys, key);
    array_end(&keys, &params);
    if (shape->statement->parameters > 1)
        params_time(&params, now_ms);
    overviews->chore = chore;
    overviews->asking = ASKING_sent;
    overviews->asked_us = clock_monotone_us();
    overviews->asked_ms = now_ms;
    store_send(overviews->store, shape->statement, &params, take, overviews);
    store_sync(overviews->store, NULL, NULL);
}

/* A primary that is none any more stops counting with what it had; a question may also never be answered. */
static const char *what_is_wrong(const struct overviews *overviews, int64_t now_ms)
{
    const struct engine *engine = overviews->engine;
    enum store_state state = store_state(overviews->store);

    if (state == STORE_broken)
        return "the connection broke";
    if (state == STORE_open && writer_is_connected(engine->writer) &&
        store_host(overviews->store) != engine->store_first)
        return "the writer is at another server";
    if (overviews->asking == ASKING_sent &&
        now_ms - overviews->asked_ms > OVERVIEW_ANSWER_MAX_MS)
        return "no answer";
    return NULL;
}

/* The connection takes its question with it. */
static void give_up(struct overviews *overviews, const char *why)
{
    log_limited(LOG_warn, 1, "overview.given_up", LOG_STRING("why", why));
    store_destroy(&overviews->store);
    overviews->open_again_us = clock_monotone_us() + OPEN_AGAIN_US;
    if (overviews->asking == ASKING_sent)
        overviews->asking = ASKING_failed;
}

static bool is_connected(struct overviews *overviews, int64_t now_ms)
{
    const char *wrong = overviews->store ? what_is_wrong(overviews, now_ms) : NULL;

    if (wrong)
        give_up(overviews, wrong);
    if (!overviews->store && clock_monotone_us() >= overviews->open_again_us)
        overviews->store = store_new_from(
            overviews->engine->settings.database_url.hidden.at,
            overviews->engine->store_first,
            "shouli-overview",
            overviews->statements,
            overviews->statement_count
        );
    if (!overviews->store)
        return false;
    store_turn(overviews->store);
    return store_state(overviews->store) == STORE_open;
}

void overviews_turn(struct overviews *overviews, int64_t *due_ms, int64_t now_ms)
{
    if (!overviews)
        return;
    bool connected = is_connected(overviews, now_ms);
    const struct service *service = overviews->service;

    if (overviews->asking == ASKING_failed) {
        due_ms[overviews->chore - service->chores] = now_ms + overviews->chore->every_ms;
        overviews->asking = ASKING_nothing;
    }
    for (size_t i = 0; i < service->chore_count; i++) {
        const struct chore *chore = &service->chores[i];
        if (chore->overview && connected && overviews->asking == ASKING_nothing &&
            now_ms >= due_ms[i])
            ask(overviews, chore, now_ms);
    }
}

bool overview_is_ready(const struct overviews *overviews, const struct chore *chore)
{
    return !overviews || !chore->overview ||
           (overviews->asking == ASKING_answered && overviews->chore == chore);
}

int64_t
overview_give(struct overviews *overviews, const struct chore *chore, struct batch *batch)
{
    if (!overviews || !chore->overview)
        return 0;
    struct list_slot *slot = ARENA_NEW(&batch->arena, struct list_slot);
    size_t count = overviews->lines.count;

    slot->shape = chore->overview;
    slot->key = arena_bytes(&batch->arena, overviews->key);
    slot->loaded = true;
    slot->list = (struct key_list
    ){.count = count, .keys = ARENA_ARRAY(&batch->arena, struct bytes, count + 1)};
    for (size_t i = 0; i < count; i++)
        slot->list.keys[i] = arena_bytes(&batch->arena, overviews->lines.keys[i]);
    slot->next = batch->given;
    batch->given = slot;
    overviews->asking = ASKING_nothing;
    return overviews->took_us / 1000 * OVERVIEW_REST;
}
