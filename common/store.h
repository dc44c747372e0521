/* One connection to PostgreSQL, never waiting: the only place that knows libpq.
 *
 * Statements are prepared when the connection opens; later ones are sent in pipeline mode and answered
 * in order by a handler each. Opening (name look-up, log-in, preparing) happens in a thread of its own,
 * so that a dead server never stops the loop. Not for threads otherwise.
 *
 * A connection that fails is broken for good: its handlers are dropped unrun, the owner closes it and
 * opens another. Whether a COMMIT that was under way took place is then not known. */
#pragma once

#include "common/arena.h"
#include "common/error.h"
#include "common/statement.h"
#include "common/uuid.h"

enum { STORE_PARAMETERS_MAX = 64 };

enum store_state { STORE_opening, STORE_open, STORE_broken };

struct store;
struct rows; /* a result, alive during the handler */

/* What PostgreSQL said: sqlstate "" when the connection failed. */
struct store_failure {
    char sqlstate[6];
    char message[256];
};

/* Keeps the first line, and counts it by SQLSTATE, which tells a full disk (53100) from a refusal; a connection that
 * fails has none. Either text may be NULL. Any thread. */
void store_failure_note(
    struct store_failure *failure,
    const char *sqlstate,
    const char *message
);

/* `rows` NULL: the statement failed (`failure`) or was skipped after a failure before it (failure NULL). */
typedef void
store_handler(void *context, const struct rows *rows, const struct store_failure *failure);

/* Begins to open. `statements` is copied as pointers and must outlive the store. Of several servers in the URL the first
 * that takes writes is used, beginning with number `first` (store_hosts.h), unless the URL says target_session_attrs
 * itself. */
struct store *store_new_from(
    const char *url,
    size_t first,
    const char *application,
    const struct statement *const *statements,
    size_t count
);
static inline struct store *store_new(
    const char *url,
    const char *application,
    const struct statement *const *statements,
    size_t count
)
{
    return store_new_from(url, 0, application, statements, count);
}
void store_destroy(struct store **store);

enum store_state store_state(struct store *store);
/* Which server of the URL an open one has reached. */
size_t store_host(const struct store *store);
const struct store_failure *store_failure(const struct store *store);

/* To poll: readable while opening and open, writable when store_wants_write. */
int store_fd(const struct store *store);
bool store_wants_write(const struct store *store);

/* Reads and writes what is possible and calls the handlers of finished statements. */
void store_turn(struct store *store);

/* Statements sent and not yet answered, syncs included. */
size_t store_pending(const struct store *store);

/* Parameters in PostgreSQL's binary format, living in an arena until sent. */
struct params {
    struct arena *arena;
    int count;
    const char *values[STORE_PARAMETERS_MAX];
    int lengths[STORE_PARAMETERS_MAX];
};

void params_begin(struct params *params, struct arena *arena);
void params_int(struct params *params, int64_t value);
void params_int32(struct params *params, int32_t value); /* a parameter cast to int */
void params_time(struct params *params, int64_t ms);
void params_text(struct params *params, struct text text);
void params_bytes(struct params *params, struct bytes bytes);
void params_flag(struct params *params, bool value);
void params_uuid(struct params *params, struct uuid uuid);
void params_null(struct params *params);

/* Arrays: array_begin, then `count` times one of array_…, then array_end. One of nothing but NULLs becomes NULL itself. */
enum array_type { ARRAY_uuid, ARRAY_text, ARRAY_int, ARRAY_time, ARRAY_flag, ARRAY_bytes };

struct array {
    struct arena *arena;
    uint8_t *at;
    size_t length;
    size_t size;
    size_t count;
    size_t nulls; /* of `count` */
    enum array_type type;
};

void array_begin(struct array *array, struct arena *arena, enum array_type type, size_t count);
void array_null(struct array *array);
void array_uuid(struct array *array, struct uuid uuid);
void array_int(struct array *array, int64_t value);
void array_time(struct array *array, int64_t ms);
void array_flag(struct array *array, bool value);
void array_bytes(
    struct array *array,
    struct bytes bytes
); /* bytea, text, and uuid of 16 bytes */
void array_end(struct array *array, struct params *params);

/* Sends; the parameters are copied to libpq's buffer. `handler` may be NULL when the answer says nothing. */
void store_send(
    struct store *store,
    const struct statement *statement,
    const struct params *params,
    store_handler *handler,
    void *context
);

/* Ends a group: after a failure the rest of the group is skipped. The handler gets rows NULL, failure NULL. */
void store_sync(struct store *store, store_handler *handler, void *context);

/* Columns by number, from 0; values are views that live during the handler. */
int rows_count(const struct rows *rows);
bool rows_null(const struct rows *rows, int row, int column);
int64_t rows_int(const struct rows *rows, int row, int column);
int64_t rows_time(const struct rows *rows, int row, int column);
bool rows_flag(const struct rows *rows, int row, int column);
struct bytes rows_bytes(const struct rows *rows, int row, int column);
struct text rows_text(const struct rows *rows, int row, int column);
struct uuid rows_uuid(const struct rows *rows, int row, int column);

/* What an SQLSTATE asks for: RETRY for classes 08, 40, 53, 57 and a lost connection, fenced for the
 * fence's check constraint, else refused data. */
enum error store_error(const struct store_failure *failure);
