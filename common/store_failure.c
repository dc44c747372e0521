/* What PostgreSQL refused, noted and judged; see store.h. */
#include <stdio.h>

#include "common/metrics.h"
#include "common/store.h"

void store_failure_note(
    struct store_failure *failure,
    const char *sqlstate,
    const char *message
)
{
    snprintf(failure->sqlstate, sizeof(failure->sqlstate), "%s", sqlstate ? sqlstate : "");
    snprintf(failure->message, sizeof(failure->message), "%s", message ? message : "");
    failure->message[strcspn(failure->message, "\n")] = 0;
    metric_add_labelled(
        METRIC_shouli_postgres_failures_total,
        1,
        failure->sqlstate[0] ? failure->sqlstate : "connection"
    );
}

enum error store_error(const struct store_failure *failure)
{
    static const char *const again[] = {"08", "40", "53", "57", "55"};

    if (!failure->sqlstate[0])
        return ERROR_db_away;
    for (size_t i = 0; i < LENGTH(again); i++) {
        if (strncmp(failure->sqlstate, again[i], 2) == 0)
            return ERROR_db_retry;
    }
    if (strcmp(failure->sqlstate, "23514") == 0 && strstr(failure->message, "stream_fence"))
        return ERROR_fenced;
    /* A part of a table is missing; it is made before the next transaction. */
    if (strcmp(failure->sqlstate, "23514") == 0 && strstr(failure->message, "no partition"))
        return ERROR_db_retry;
    return ERROR_db_refused;
}
