/* Written by common/tools/statements.py from the .sql files in services/migrate; change those and run it again.
 * The statements of this folder; see common/statement.h. */
#pragma once

#include "common/statement.h"

/* One file, one transaction. */
extern const struct statement migrate_begin_statement;

/* The file and its entry, together. */
extern const struct statement migrate_commit_statement;

/* For this transaction: unqualified names land in the service's schema, and belong to its role. */
extern const struct statement migrate_enter_statement;

/* What was applied to this schema. */
extern const struct statement migrate_ledger_create_statement;

/* What was applied, to compare. */
extern const struct statement migrate_ledger_list_statement;

/* In the transaction of the file. */
extern const struct statement migrate_ledger_note_statement;

/* One migrator at a time; held until the connection ends. */
extern const struct statement migrate_lock_statement;

/* The role that a service logs in as. */
extern const struct statement migrate_role_create_statement;

/* An owner that is no superuser must be a member to make tables in a service's name. */
extern const struct statement migrate_role_join_statement;

/* What hangs ends: far above what a service waits for, so that only a forgotten session ever meets it. */
extern const struct statement migrate_role_limits_statement;

/* The password, already hashed by us. */
extern const struct statement migrate_role_password_statement;

/* A service finds its own schema and no other without being told. */
extern const struct statement migrate_role_path_statement;

/* After a file that failed. */
extern const struct statement migrate_rollback_statement;

/* The schema of a service, owned by its role. */
extern const struct statement migrate_schema_create_statement;

/* The one shared schema belongs to the database's owner, so that no service can grant itself more. */
extern const struct statement migrate_vault_create_statement;
