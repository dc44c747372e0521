/* Written by common/tools/statements.py from the .sql files in services/migrate; change those and run it again. */
#include "services/migrate/statements.h"

#include <stddef.h>

/* clang-format off */

const struct statement migrate_begin_statement = {
    .name = "migrate_begin",
    .sql =
        "begin",
    .parameters = 0,
    .types = NULL,
};

const struct statement migrate_commit_statement = {
    .name = "migrate_commit",
    .sql =
        "commit",
    .parameters = 0,
    .types = NULL,
};

static const char *const migrate_enter_types[] = {"text", "text"};

const struct statement migrate_enter_statement = {
    .name = "migrate_enter",
    .sql =
        "select set_config('search_path', $1::text, true), set_config('role', $2::text, true)",
    .parameters = 2,
    .types = migrate_enter_types,
};

const struct statement migrate_ledger_create_statement = {
    .name = "migrate_ledger_create",
    .sql =
        "create table if not exists migration (\n"
        "    name text primary key,\n"
        "    sha256 bytea not null,\n"
        "    applied_at timestamptz not null\n"
        ")",
    .parameters = 0,
    .types = NULL,
};

const struct statement migrate_ledger_list_statement = {
    .name = "migrate_ledger_list",
    .sql =
        "select name, encode(sha256, 'hex') from migration order by name",
    .parameters = 0,
    .types = NULL,
};

static const char *const migrate_ledger_note_types[] = {"text", "text"};

const struct statement migrate_ledger_note_statement = {
    .name = "migrate_ledger_note",
    .sql =
        "insert into migration (name, sha256, applied_at) values ($1::text, decode($2::text, 'hex'), now())",
    .parameters = 2,
    .types = migrate_ledger_note_types,
};

const struct statement migrate_lock_statement = {
    .name = "migrate_lock",
    .sql =
        "select pg_advisory_lock(hashtextextended('shouli.migrate', 7265))",
    .parameters = 0,
    .types = NULL,
};

static const char *const migrate_role_create_types[] = {"text"};

const struct statement migrate_role_create_statement = {
    .name = "migrate_role_create",
    .sql =
        "select format('create role %I login', $1::text)\n"
        "where not exists (select from pg_roles where rolname = $1)",
    .parameters = 1,
    .types = migrate_role_create_types,
};

static const char *const migrate_role_join_types[] = {"text"};

const struct statement migrate_role_join_statement = {
    .name = "migrate_role_join",
    .sql =
        "select format('grant %I to current_user', $1::text)\n"
        "where not pg_has_role(current_user, $1, 'member')",
    .parameters = 1,
    .types = migrate_role_join_types,
};

static const char *const migrate_role_limits_types[] = {"text"};

const struct statement migrate_role_limits_statement = {
    .name = "migrate_role_limits",
    .sql =
        "select format('alter role %I set %I = %L', $1::text, wanted.name, wanted.value)\n"
        "from (values\n"
        "    ('statement_timeout', '30s'),\n"
        "    ('lock_timeout', '10s'),\n"
        "    ('idle_in_transaction_session_timeout', '30s')\n"
        ") as wanted (name, value)\n"
        "where not exists (\n"
        "    select from pg_db_role_setting s join pg_roles r on r.oid = s.setrole\n"
        "    where r.rolname = $1 and s.setdatabase = 0 and wanted.name || '=' || wanted.value = any(s.setconfig)\n"
        ")",
    .parameters = 1,
    .types = migrate_role_limits_types,
};

static const char *const migrate_role_password_types[] = {"text", "text"};

const struct statement migrate_role_password_statement = {
    .name = "migrate_role_password",
    .sql =
        "select format('alter role %I password %L', $1::text, $2::text)",
    .parameters = 2,
    .types = migrate_role_password_types,
};

static const char *const migrate_role_path_types[] = {"text", "text"};

const struct statement migrate_role_path_statement = {
    .name = "migrate_role_path",
    .sql =
        "select format('alter role %I set search_path = %I', $1::text, $2::text)\n"
        "where not exists (\n"
        "    select from pg_db_role_setting s join pg_roles r on r.oid = s.setrole\n"
        "    where r.rolname = $1 and s.setdatabase = 0 and 'search_path=' || quote_ident($2) = any(s.setconfig)\n"
        ")",
    .parameters = 2,
    .types = migrate_role_path_types,
};

const struct statement migrate_rollback_statement = {
    .name = "migrate_rollback",
    .sql =
        "rollback",
    .parameters = 0,
    .types = NULL,
};

static const char *const migrate_schema_create_types[] = {"text", "text"};

const struct statement migrate_schema_create_statement = {
    .name = "migrate_schema_create",
    .sql =
        "select format('create schema %I authorization %I', $1::text, $2::text)\n"
        "where not exists (select from pg_namespace where nspname = $1)",
    .parameters = 2,
    .types = migrate_schema_create_types,
};

const struct statement migrate_vault_create_statement = {
    .name = "migrate_vault_create",
    .sql =
        "select 'create schema vault'\n"
        "where not exists (select from pg_namespace where nspname = 'vault')",
    .parameters = 0,
    .types = NULL,
};
