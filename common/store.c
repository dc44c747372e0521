/* See store.h. A thread opens the connection and leaves it behind an eventfd; from then on the owner's
 * thread alone uses it. The ring `pending` mirrors what libpq has still to answer. */
#include "common/store.h"

#include <errno.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "common/memory.h"

enum { PENDING_FIRST = 64 };

struct pending {
    store_handler *handler;
    void *context;
    bool is_sync;
};

/* Shared with the opening thread; freed by whoever lets go last. */
struct opening {
    char *url;
    char *application;
    const struct statement *const *statements;
    size_t count;
    PGconn *connection;
    struct store_failure failure;
    int event_fd;
    atomic_int done;
    atomic_int holders;
};

struct store {
    enum store_state state;
    struct opening *opening;
    PGconn *connection;
    struct store_failure failure;
    struct pending *pending; /* a ring */
    size_t first, count, size;
    bool failing; /* the group's failure was reported already */
    bool wants_write;
};

static void let_go(struct opening *opening)
{
    if (atomic_fetch_sub(&opening->holders, 1) != 1)
        return;
    if (opening->connection)
        PQfinish(opening->connection);
    close(opening->event_fd);
    memory_free(opening->url);
    memory_free(opening->application);
    memory_free(opening);
}

static bool prepare_all(struct opening *opening)
{
    for (size_t i = 0; i < opening->count; i++) {
        const struct statement *statement = opening->statements[i];
        PGresult *result =
            PQprepare(opening->connection, statement->name, statement->sql, 0, NULL);
        bool fine = PQresultStatus(result) == PGRES_COMMAND_OK;
        if (!fine) {
            store_failure_note(
                &opening->failure,
                PQresultErrorField(result, PG_DIAG_SQLSTATE),
                PQerrorMessage(opening->connection)
            );
        }
        PQclear(result);
        if (!fine)
            return false;
    }
    return true;
}

/* Every statement looks rows up by their key. Without statistics, as when a table was empty a minute ago, the
 * planner reads whole tables for that and keeps the plan; so it is told what is always right here. */
static const char planner[] = "-c enable_seqscan=off -c enable_bitmapscan=off -c "
                              "enable_hashjoin=off -c enable_mergejoin=off -c "
                              "plan_cache_mode=force_generic_plan";

static void *open_in_thread(void *argument)
{
    struct opening *opening = argument;
    const char *const keywords[] = {
        "dbname",
        "application_name",
        "options",
        "connect_timeout",
        "keepalives_idle",
        "keepalives_interval",
        "keepalives_count",
        "tcp_user_timeout",
        NULL,
    };
    const char *const values[] =
        {opening->url, opening->application, planner, "3", "2", "1", "3", "5000", NULL};
    const uint64_t one = 1;

    opening->connection = PQconnectdbParams(keywords, values, 1);
    if (PQstatus(opening->connection) != CONNECTION_OK)
        store_failure_note(&opening->failure, "", PQerrorMessage(opening->connection));
    else if (prepare_all(opening) && PQsetnonblocking(opening->connection, 1) == 0 &&
             PQenterPipelineMode(opening->connection) == 1)
        atomic_store(&opening->done, 1);
    if (!atomic_load(&opening->done))
        atomic_store(&opening->done, -1);
    if (write(opening->event_fd, &one, sizeof(one)) < 0)
        atomic_store(&opening->done, -1);
    let_go(opening);
    return NULL;
}

struct store *store_new(
    const char *url,
    const char *application,
    const struct statement *const *statements,
    size_t count
)
{
    struct store *store = memory_new(1, sizeof(*store));
    struct opening *opening = memory_new(1, sizeof(*opening));
    pthread_t thread;

    opening->url = memory_copy_text(text_of(url));
    opening->application = memory_copy_text(text_of(application));
    opening->statements = statements;
    opening->count = count;
    opening->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    atomic_store(&opening->holders, 2);
    store->opening = opening;
    store->size = PENDING_FIRST;
    store->pending = memory_new(store->size, sizeof(*store->pending));
    if (pthread_create(&thread, NULL, open_in_thread, opening) != 0) {
        store_failure_note(
            &store->failure,
            "",
            "no thread could be made to open the connection"
        );
        store->state = STORE_broken;
        let_go(opening);
        return store;
    }
    pthread_detach(thread);
    return store;
}

void store_destroy(struct store **store_at)
{
    struct store *store = *store_at;

    if (!store)
        return;
    if (store->connection)
        PQfinish(store->connection);
    if (store->opening)
        let_go(store->opening);
    memory_free(store->pending);
    memory_free(store);
    *store_at = NULL;
}

static void take_over(struct store *store)
{
    struct opening *opening = store->opening;
    int done = atomic_load(&opening->done);

    if (done == 0)
        return;
    store->opening = NULL;
    if (done > 0) {
        store->connection = opening->connection;
        opening->connection = NULL;
        store->state = STORE_open;
    } else {
        store->failure = opening->failure;
        store->state = STORE_broken;
    }
    let_go(opening);
}

enum store_state store_state(struct store *store)
{
    if (store->state == STORE_opening)
        take_over(store);
    return store->state;
}

const struct store_failure *store_failure(const struct store *store)
{
    return &store->failure;
}

int store_fd(const struct store *store)
{
    if (store->state == STORE_opening)
        return store->opening->event_fd;
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
