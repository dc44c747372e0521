/* A blocking connection to PostgreSQL for programs that run once: migrations, repairs, exports.
 *
 * Services never use it: they must not wait (store.h). Every wait has a limit, by the connection's time-outs and
 * the statement limits set when it opens; a failure keeps PostgreSQL's own words, for a person reads them. */
#pragma once

#include "common/arena.h"
#include "common/error.h"
#include "common/statement.h"
#include "common/store.h"

enum { STORE_ADMIN_PARAMETERS_MAX = 8 };

struct store_admin;

/* What a query answered: `count` rows of `columns` texts, absent where null; in the caller's arena. */
struct admin_rows {
    size_t count;
    size_t columns;
    struct text *cells; /* row by row */
};

/* Waits at most 10 s for the server, later 60 s for a lock. Always gives an object, so that the failure can be
 * read; ERROR_db_away when the server did not let us in. */
enum error
store_admin_open(const char *url, const char *application, struct store_admin **ret_admin)
    MUST_CHECK;
void store_admin_destroy(struct store_admin **admin);

/* A script of any number of statements, zero-terminated, as psql would send it. ERROR_db_refused, or what
 * store_error says of the failure. */
enum error store_admin_execute(struct store_admin *admin, const char *script) MUST_CHECK;

/* One statement with text parameters (absent: null), at most STORE_ADMIN_PARAMETERS_MAX; `ret_rows` may be NULL. */
enum error store_admin_query(
    struct store_admin *admin,
    const struct statement *statement,
    const struct text *parameters,
    struct arena *arena,
    struct admin_rows *ret_rows
) MUST_CHECK;

/* Whether a transaction is open: a script may have ended the one it was run in. */
bool store_admin_in_transaction(const struct store_admin *admin);

/* A password as PostgreSQL stores it (SCRAM-SHA-256), so that it never stands in a statement or a server's log. */
enum error store_admin_hide_password(
    struct store_admin *admin,
    const char *role,
    const char *password,
    struct arena *arena,
    struct text *ret_hidden
) MUST_CHECK;

/* Of the last call that failed. */
const struct store_failure *store_admin_failure(const struct store_admin *admin);
