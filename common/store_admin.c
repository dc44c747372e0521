/* See store_admin.h. */
#include "common/store_admin.h"

#include <assert.h>
#include <libpq-fe.h>
#include <stdio.h>

#include "common/memory.h"

struct store_admin {
    PGconn *connection;
    struct store_failure failure;
};

static enum error note_failure(struct store_admin *admin, const PGresult *result)
{
    struct store_failure *failure = &admin->failure;
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;

    snprintf(failure->sqlstate, sizeof(failure->sqlstate), "%s", state ? state : "");
    snprintf(
        failure->message,
        sizeof(failure->message),
        "%s",
        primary ? primary : PQerrorMessage(admin->connection)
    );
    failure->message[strcspn(failure->message, "\n")] = 0;
    return store_error(failure);
}

enum error
store_admin_open(const char *url, const char *application, struct store_admin **ret_admin)
{
    const char *const keywords[] = {
        "target_session_attrs", /* of several servers the one that takes writes */
        "dbname",
        "application_name",
        "connect_timeout",
        "keepalives_idle",
        "keepalives_interval",
        "keepalives_count",
        "options",
        NULL,
    };
    const char *const values[] = {
        "read-write",
        url,
        application,
        "10",
        "10",
        "5",
        "3",
        "-c lock_timeout=60s -c client_min_messages=warning",
        NULL,
    };
    struct store_admin *admin = memory_new(1, sizeof(*admin));

    admin->connection = PQconnectdbParams(keywords, values, 1);
    *ret_admin = admin;
    if (PQstatus(admin->connection) == CONNECTION_OK)
        return OK;
    note_failure(admin, NULL);
    return ERROR_db_away;
}

void store_admin_destroy(struct store_admin **admin)
{
    if (!*admin)
        return;
    PQfinish((*admin)->connection);
    memory_free(*admin);
    *admin = NULL;
}

static bool is_fine(const PGresult *result)
{
    return PQresultStatus(result) == PGRES_COMMAND_OK ||
           PQresultStatus(result) == PGRES_TUPLES_OK ||
           PQresultStatus(result) == PGRES_EMPTY_QUERY;
}

enum error store_admin_execute(struct store_admin *admin, const char *script)
{
    PGresult *result = PQexec(admin->connection, script);
    enum error error = is_fine(result) ? OK : note_failure(admin, result);

    PQclear(result);
    return error;
}

static void keep_rows(const PGresult *result, struct arena *arena, struct admin_rows *ret_rows)
{
    const int rows = PQntuples(result), columns = PQnfields(result);

    *ret_rows = (struct admin_rows){.count = (size_t)rows, .columns = (size_t)columns};
    ret_rows->cells = ARENA_ARRAY(arena, struct text, ret_rows->count * ret_rows->columns + 1);
    for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
            struct text *cell = &ret_rows->cells[row * columns + column];
            if (!PQgetisnull(result, row, column))
                *cell = arena_format(arena, "%s", PQgetvalue(result, row, column));
        }
    }
}

enum error store_admin_query(
    struct store_admin *admin,
    const struct statement *statement,
    const struct text *parameters,
    struct arena *arena,
    struct admin_rows *ret_rows
)
{
    const char *values[STORE_ADMIN_PARAMETERS_MAX] = {NULL};
    PGresult *result;
    enum error error = OK;

    assert(statement->parameters <= STORE_ADMIN_PARAMETERS_MAX);
    for (int i = 0; i < statement->parameters; i++) {
        if (parameters[i].at)
            values[i] =
                arena_format(arena, "%.*s", (int)parameters[i].length, parameters[i].at).at;
    }
    result = PQexecParams(
        admin->connection,
        statement->sql,
        statement->parameters,
        NULL,
        values,
        NULL,
        NULL,
        0
    );
    if (!is_fine(result))
        error = note_failure(admin, result);
    else if (ret_rows)
        keep_rows(result, arena, ret_rows);
    PQclear(result);
    return error;
}

bool store_admin_in_transaction(const struct store_admin *admin)
{
    return PQtransactionStatus(admin->connection) == PQTRANS_INTRANS;
}

enum error store_admin_hide_password(
    struct store_admin *admin,
    const char *role,
    const char *password,
    struct arena *arena,
    struct text *ret_hidden
)
{
    char *hidden = PQencryptPasswordConn(admin->connection, password, role, "scram-sha-256");

    if (!hidden) {
        note_failure(admin, NULL);
        return ERROR_db_refused;
    }
    *ret_hidden = arena_text(arena, text_of(hidden));
    PQfreemem(hidden);
    return OK;
}

const struct store_failure *store_admin_failure(const struct store_admin *admin)
{
    return &admin->failure;
}
