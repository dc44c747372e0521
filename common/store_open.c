/* See store_open.h. */
#include "common/store_open.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "common/memory.h"
#include "common/store_hosts.h"

/* Shared with the thread; freed by whoever lets go last. */
struct store_opening {
    char *url;
    char *application;
    const struct statement *const *statements;
    size_t count;
    size_t first; /* of the URL's servers, later the one that was reached */
    PGconn *connection;
    struct store_failure failure;
    int event_fd;
    atomic_int done;
    atomic_int holders;
};

static void let_go(struct store_opening *opening)
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

static bool prepare_all(struct store_opening *opening)
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
 * planner reads whole tables for that and keeps the plan; so it is told what is always right here. The server is told to
 * end the session of a host that vanished within 3 s: a standby waits for its lock. */
static const char session[] = "-c enable_seqscan=off -c enable_bitmapscan=off -c "
                              "enable_hashjoin=off -c enable_mergejoin=off -c "
                              "plan_cache_mode=force_generic_plan -c tcp_keepalives_idle=1 -c "
                              "tcp_keepalives_interval=1 -c tcp_keepalives_count=2 -c "
                              "tcp_user_timeout=3000";

/* What stands before dbname may be set by the URL; what stands behind may not. */
static PGconn *connect_from(const char *url, size_t first, const char *application)
{
    struct arena arena = {0};
    const struct store_hosts hosts = store_hosts_of(url, &arena);
    const struct store_hosts from = store_hosts_from(&hosts, first, &arena);
    const char *const parts[][2] = {
        {"target_session_attrs", "read-write"},
        {"dbname", url},
        {"host", from.host},
        {"hostaddr", from.hostaddr},
        {"port", from.port},
        {"application_name", application},
        {"options", session},
        {"connect_timeout", "2"},
        {"keepalives_idle", "2"},
        {"keepalives_interval", "1"},
        {"keepalives_count", "3"},
        {"tcp_user_timeout", "5000"},
    };
    const char *keywords[LENGTH(parts) + 1] = {NULL}, *values[LENGTH(parts) + 1] = {NULL};

    for (size_t i = 0; i < LENGTH(parts); i++) {
        keywords[i] = parts[i][0];
        values[i] = parts[i][1];
    }
    PGconn *connection = PQconnectdbParams(keywords, values, 1);
    arena_done(&arena);
    return connection;
}

static size_t host_of(PGconn *connection, const char *url)
{
    struct arena arena = {0};
    const struct store_hosts hosts = store_hosts_of(url, &arena);
    size_t host = store_hosts_find(&hosts, PQhost(connection), PQport(connection));

    arena_done(&arena);
    return host;
}

static void *open_in_thread(void *argument)
{
    struct store_opening *opening = argument;
    const uint64_t one = 1;
    bool fine = false;

    opening->connection = connect_from(opening->url, opening->first, opening->application);
    if (PQstatus(opening->connection) != CONNECTION_OK)
        store_failure_note(&opening->failure, "", PQerrorMessage(opening->connection));
    else
        fine = prepare_all(opening) && PQsetnonblocking(opening->connection, 1) == 0 &&
               PQenterPipelineMode(opening->connection) == 1;
    opening->first = fine ? host_of(opening->connection, opening->url) : 0;
    atomic_store(&opening->done, fine ? 1 : -1);
    if (write(opening->event_fd, &one, sizeof(one)) < 0)
        atomic_store(&opening->done, -1);
    let_go(opening);
    return NULL;
}

struct store_opening *store_opening_new(
    const char *url,
    size_t first,
    const char *application,
    const struct statement *const *statements,
    size_t count
)
{
    struct store_opening *opening = memory_new(1, sizeof(*opening));
    pthread_t thread;

    opening->url = memory_copy_text(text_of(url));
    opening->application = memory_copy_text(text_of(application));
    opening->statements = statements;
    opening->count = count;
    opening->first = first;
    opening->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    atomic_store(&opening->holders, 2);
    if (pthread_create(&thread, NULL, open_in_thread, opening) != 0) {
        atomic_store(&opening->holders, 1);
        let_go(opening);
        return NULL;
    }
    pthread_detach(thread);
    return opening;
}

void store_opening_destroy(struct store_opening **opening)
{
    if (*opening)
        let_go(*opening);
    *opening = NULL;
}

int store_opening_fd(const struct store_opening *opening)
{
    return opening->event_fd;
}

bool store_opening_is_done(struct store_opening *opening)
{
    return atomic_load(&opening->done) != 0;
}

PGconn *store_opening_take(
    struct store_opening **opening_at,
    size_t *ret_host,
    struct store_failure *ret_failure
)
{
    struct store_opening *opening = *opening_at;
    PGconn *connection = NULL;

    if (atomic_load(&opening->done) > 0) {
        connection = opening->connection;
        opening->connection = NULL;
        *ret_host = opening->first;
    } else {
        *ret_failure = opening->failure;
    }
    store_opening_destroy(opening_at);
    return connection;
}
