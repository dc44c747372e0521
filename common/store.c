/* See store.h; how a connection is opened stands in store_open.c. The ring `pending` mirrors what libpq has still to answer. */
#include "common/store.h"

#include <errno.h>
#include <libpq-fe.h>
#include <stdio.h>

#include "common/memory.h"
#include "common/store_open.h"

enum { PENDING_FIRST = 64 };

struct pending {
    store_handler *handler;
    void *context;
    bool is_sync;
};

struct store {
    enum store_state state;
    struct store_opening *opening;
    PGconn *connection;
    struct store_failure failure;
    size_t host;
    struct pending *pending; /* a ring */
    size_t first, count, size;
    bool failing; /* the group's failure was reported already */
    bool wants_write;
};

struct store *store_new_from(
    const char *url,
    size_t first,
    const char *application,
    const struct statement *const *statements,
    size_t count
)
{
    struct store *store = memory_new(1, sizeof(*store));

    store->size = PENDING_FIRST;
    store->pending = memory_new(store->size, sizeof(*store->pending));
    store->opening = store_opening_new(url, first, application, statements, count);
    if (!store->opening) {
        store_failure_note(
            &store->failure,
            "",
            "no thread could be made to open the connection"
        );
        store->state = STORE_broken;
    }
    return store;
}

void store_destroy(struct store **store_at)
{
    struct store *store = *store_at;

    if (!store)
        return;
    if (store->connection)
        PQfinish(store->connection);
    store_opening_destroy(&store->opening);
    memory_free(store->pending);
    memory_free(store);
    *store_at = NULL;
}

static void take_over(struct store *store)
{
    if (!store_opening_is_done(store->opening))
        return;
    store->connection = store_opening_take(&store->opening, &store->host, &store->failure);
    store->state = store->connection ? STORE_open : STORE_broken;
}

enum store_state store_state(struct store *store)
{
    if (store->state == STORE_opening)
        take_over(store);
    return store->state;
}

size_t store_host(const struct store *store)
{
    return store->host;
}

const struct store_failure *store_failure(const struct store *store)
{
    return &store->failure;
}

int store_fd(const struct store *store)
{
    if (store->state == STORE_opening)
        return store_opening_fd(store->opening);
    return store->state == STORE_open ? PQsocket(store->connection) : -1;
}

bool store_wants_write(const struct store *store)
{
    return store->state == STORE_open && store->wants_write;
}

size_t store_pending(const struct store *store)
{
    return store->count;
}

static void break_off(struct store *store)
{
    store_failure_note(&store->failure, "", PQerrorMessage(store->connection));
    store->state = STORE_broken;
    store->count = 0;
}

static void flush(struct store *store)
{
    int left = PQflush(store->connection);

    if (left < 0)
        break_off(store);
    store->wants_write = left > 0;
}

static void expect(struct store *store, store_handler *handler, void *context, bool is_sync)
{
    if (store->count == store->size) {
        struct pending *larger = memory_new(store->size * 2, sizeof(*larger));
        for (size_t i = 0; i < store->count; i++)
            larger[i] = store->pending[(store->first + i) % store->size];
        memory_free(store->pending);
        store->pending = larger;
        store->first = 0;
        store->size *= 2;
    }
    store->pending[(store->first + store->count) % store->size] =
        (struct pending){handler, context, is_sync};
    store->count++;
}

void store_send(
    struct store *store,
    const struct statement *statement,
    const struct params *params,
    store_handler *handler,
    void *context
)
{
    int formats[STORE_PARAMETERS_MAX];
    int count = params ? params->count : 0;

    if (store_state(store) != STORE_open)
        return;
    for (int i = 0; i < count; i++)
        formats[i] = 1;
    if (!PQsendQueryPrepared(
            store->connection,
            statement->name,
            count,
            params ? params->values : NULL,
            params ? params->lengths : NULL,
            formats,
            1
        )) {
        break_off(store);
        return;
    }
    expect(store, handler, context, false);
}

void store_sync(struct store *store, store_handler *handler, void *context)
{
    if (store_state(store) != STORE_open)
        return;
    if (!PQpipelineSync(store->connection)) {
        break_off(store);
        return;
    }
    expect(store, handler, context, true);
    flush(store);
}

static struct pending take_pending(struct store *store)
{
    struct pending pending = store->pending[store->first];

    store->first = (store->first + 1) % store->size;
    store->count--;
    return pending;
}

static void answer(struct pending pending, const PGresult *result)
{
    struct store_failure failure = {{0}, {0}};
    ExecStatusType status = PQresultStatus(result);

    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
        if (pending.handler)
            pending.handler(pending.context, (const struct rows *)result, NULL);
        return;
    }
    if (status == PGRES_FATAL_ERROR)
        store_failure_note(
            &failure,
            PQresultErrorField(result, PG_DIAG_SQLSTATE),
            PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)
        );
    if (pending.handler)
        pending
            .handler(pending.context, NULL, status == PGRES_PIPELINE_ABORTED ? NULL : &failure);
}

/* One answer, if it is there. In pipeline mode a NULL stands behind the results of each statement. */
static bool take_answer(struct store *store)
{
    if (store->count == 0 || PQisBusy(store->connection))
        return false;

    PGresult *result = PQgetResult(store->connection);
    if (!result)
        return PQstatus(store->connection) == CONNECTION_OK && !PQisBusy(store->connection);

    struct pending pending = take_pending(store);
    if (pending.is_sync && PQresultStatus(result) != PGRES_PIPELINE_SYNC) {
        break_off(store); /* the server ends the connection in the place of the answer */
    } else if (pending.is_sync) {
        if (pending.handler)
            pending.handler(pending.context, NULL, NULL);
    } else {
        answer(pending, result);
    }
    PQclear(result);
    return store->state == STORE_open;
}

void store_turn(struct store *store)
{
    if (store_state(store) != STORE_open)
        return;
    if (!PQconsumeInput(store->connection)) {
        break_off(store);
        return;
    }
    flush(store);
    while (store->state == STORE_open && take_answer(store)) {
    }
    if (store->state == STORE_open && PQstatus(store->connection) != CONNECTION_OK)
        break_off(store);
}

static const PGresult *result_of(const struct rows *rows)
{
    return (const PGresult *)rows;
}

int rows_count(const struct rows *rows)
{
    return PQntuples(result_of(rows));
}

bool rows_null(const struct rows *rows, int row, int column)
{
    return PQgetisnull(result_of(rows), row, column);
}

struct bytes rows_bytes(const struct rows *rows, int row, int column)
{
    return (struct bytes){
        (const uint8_t *)PQgetvalue(result_of(rows), row, column),
        (size_t)PQgetlength(result_of(rows), row, column),
    };
}
