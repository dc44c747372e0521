/* Opening a connection in a thread of its own: name look-up, log-in and preparing wait, the loop does not.
 *
 * The thread leaves the connection behind an eventfd; from then on the owner's thread alone uses it. An owner that
 * loses patience lets go, and the thread cleans up after itself. */
#pragma once

#include <libpq-fe.h>

#include "common/store.h"

struct store_opening;

/* See store_new_from; url and application are copied. NULL when no thread could be made. */
struct store_opening *store_opening_new(
    const char *url,
    size_t first,
    const char *application,
    const struct statement *const *statements,
    size_t count
);
void store_opening_destroy(struct store_opening **opening);

/* Readable when it is done. */
int store_opening_fd(const struct store_opening *opening);
bool store_opening_is_done(struct store_opening *opening);

/* Of one that is done: a connection in pipeline mode that never blocks, its statements prepared, and which server of the
 * URL it has reached; NULL and the reason when that failed. Destroys the opening. */
PGconn *store_opening_take(
    struct store_opening **opening,
    size_t *ret_host,
    struct store_failure *ret_failure
);
