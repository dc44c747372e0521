/* Written by common/tools/statements.py from the .sql files in services/cli; change those and run it again.
 * The statements of this folder; see common/statement.h. */
#pragma once

#include "common/statement.h"

/* Begins a transaction of the raw limit. */
extern const struct statement cli_bench_begin_statement;

/* Ends a transaction of the raw limit. */
extern const struct statement cli_bench_commit_statement;

/* What an earlier run has left. */
extern const struct statement cli_bench_drop_statement;

/* The rows of a batch of requests, as intake writes them, in one statement. */
extern const struct statement cli_bench_insert_statement;

/* The tables that intake writes a request into, empty, in a schema of the bench's own. */
extern const struct statement cli_bench_schema_statement;

/* How far this service has applied each stream that it follows. */
extern const struct statement cli_restore_cursors_statement;

/* What follows is asked of this service's own tables. */
extern const struct statement cli_restore_enter_statement;

/* The hash of one event of this service's stream. */
extern const struct statement cli_restore_event_statement;

/* The head of a stream, the newest event there is, and the newest event that a remembered command has caused. */
extern const struct statement cli_restore_head_statement;

/* The services that a database holds: every schema with a stream. */
extern const struct statement cli_restore_schemas_statement;
