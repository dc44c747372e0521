/* A connection to PostgreSQL that a test plays: what is sent is kept, and answered when the test says so. It stands
 * in the place of common/store.c, so a test program includes it once. */
#pragma once

#include "common/store.h"
#include "tests/unit/common/engine/bench.h"
#include "tests/unit/common/engine/scripted_array.h"
#include "tests/unit/common/engine/scripted_rows.h"

enum { SCRIPT_SENT_MAX = 4096 };

struct script_sent {
    const struct statement *statement; /* NULL: sync */
    struct params params;
    store_handler *handler;
    void *context;
};

struct store {
    enum store_state state;
    struct store_failure failure;
    size_t host;
    struct script_sent sent[SCRIPT_SENT_MAX];
    size_t count, answered;
    bool failed; /* until the next sync everything is skipped */
    struct arena arena;
};

static int script_stores; /* open ones */
static size_t (*script_host)(size_t first
); /* which server a new one reaches; NULL: that of two that it asks first */
static void (*script_turn)(struct store *store
); /* what a turn of a connection does; NULL: nothing */

struct store *store_new_from(
    const char *url UNUSED,
    size_t first,
    const char *application UNUSED,
    const struct statement *const *statements UNUSED,
    size_t count UNUSED
)
{
    struct store *store = memory_new(1, sizeof(*store));

    script_stores++;
    store->host = script_host ? script_host(first) : first % 2;
    store->state = STORE_open;
    return store;
}

size_t store_host(const struct store *store)
{
    return store->host;
}

void store_destroy(struct store **store)
{
    if (!*store)
        return;
    script_stores--;
    arena_done(&(*store)->arena);
    memory_free(*store);
    *store = NULL;
}

enum store_state store_state(struct store *store)
{
    return store->state;
}

const struct store_failure *store_failure(const struct store *store)
{
    return &store->failure;
}

int store_fd(const struct store *store UNUSED)
{
    return -1;
}

bool store_wants_write(const struct store *store UNUSED)
{
    return false;
}

void store_turn(struct store *store)
{
    if (script_turn)
        script_turn(store);
}

size_t store_pending(const struct store *store)
{
    return store->count - store->answered;
}

void store_send(
    struct store *store,
    const struct statement *statement,
    const struct params *params,
    store_handler *handler,
    void *context
)
{
    assert_true(store->count < SCRIPT_SENT_MAX);
    struct script_sent *sent = &store->sent[store->count++];

    *sent =
        (struct script_sent){.statement = statement, .handler = handler, .context = context};
    for (int i = 0; params && i < params->count; i++) {
        const struct bytes value = {
            (const uint8_t *)params->values[i],
            (size_t)params->lengths[i]};
        sent->params.values[i] = (const char *)arena_bytes(&store->arena, value).at;
        sent->params.lengths[i] = params->lengths[i];
        sent->params.count = i + 1;
    }
}

void store_sync(struct store *store, store_handler *handler, void *context)
{
    store_send(store, NULL, NULL, handler, context);
}

enum error store_error(const struct store_failure *failure)
{
    if (strcmp(failure->sqlstate, "23514") == 0)
        return ERROR_fenced;
    return failure->sqlstate[0] == '2' ? ERROR_db_refused : ERROR_db_retry;
}

/* What the statement that is to be answered next is called; "" for a sync, "-" when nothing was sent. */
static inline const char *script_next(const struct store *store)
{
    if (store->answered == store->count)
        return "-";
    const struct statement *statement = store->sent[store->answered].statement;
    return statement ? statement->name : "";
}

/* Answers the next one with rows, NULL: with none. */
static inline void script_answer(struct store *store, const struct rows *rows)
{
    static const struct rows nothing;
    assert_true(store->answered < store->count);
    struct script_sent sent = store->sent[store->answered++];
    bool skipped = store->failed;

    if (!sent.statement)
        skipped = true, store->failed = false;
    if (sent.handler)
        sent.handler(sent.context, skipped ? NULL : rows ? rows : &nothing, NULL);
}

/* The next one fails, what follows it is skipped until the sync. */
static inline void script_fail(struct store *store, const char *sqlstate)
{
    struct store_failure failure = {.message = "scripted"};
    struct script_sent sent = store->sent[store->answered++];

    snprintf(failure.sqlstate, sizeof(failure.sqlstate), "%s", sqlstate);
    store->failed = true;
    if (sent.handler)
        sent.handler(sent.context, NULL, &failure);
}

/* Answers with nothing until the statement of that name is next; false when it never comes. */
static inline bool script_until(struct store *store, const char *name)
{
    while (store->answered < store->count && strcmp(script_next(store), name) != 0)
        script_answer(store, NULL);
    return store->answered < store->count;
}

static inline void script_answer_all(struct store *store)
{
    while (store->answered < store->count)
        script_answer(store, NULL);
}

/* What was sent under that name, the newest first; NULL when it was not. */
static inline const struct script_sent *script_sent(const struct store *store, const char *name)
{
    for (size_t i = store->count; i-- > 0;) {
        if (store->sent[i].statement && strcmp(store->sent[i].statement->name, name) == 0)
            return &store->sent[i];
    }
    return NULL;
}

/* Parameters as they were sent. */
static inline struct bytes script_param(const struct script_sent *sent, int index)
{
    return (struct bytes
    ){(const uint8_t *)sent->params.values[index], (size_t)sent->params.lengths[index]};
}

static inline int64_t script_param_int(const struct script_sent *sent, int index)
{
    struct bytes value = script_param(sent, index);

    return script_big(value.at, value.length);
}

/* The same, where it must have been sent. */
static inline const struct script_sent *script_must(const struct store *store, const char *name)
{
    const struct script_sent *sent = script_sent(store, name);

    if (!sent) {
        print_error("%s was not sent\n", name);
        abort();
    }
    return sent;
}
