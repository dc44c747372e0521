/* Written by common/tools/statements.py from the .sql files in services/cli; change those and run it again. */
#include "services/cli/statements.h"

#include <stddef.h>

/* clang-format off */

const struct statement cli_bench_begin_statement = {
    .name = "cli_bench_begin",
    .sql =
        "begin",
    .parameters = 0,
    .types = NULL,
};

const struct statement cli_bench_commit_statement = {
    .name = "cli_bench_commit",
    .sql =
        "commit",
    .parameters = 0,
    .types = NULL,
};

const struct statement cli_bench_drop_statement = {
    .name = "cli_bench_drop",
    .sql =
        "drop schema if exists bench cascade",
    .parameters = 0,
    .types = NULL,
};

static const char *const cli_bench_insert_types[] = {"bigint[]", "uuid[]", "bytea[]", "bytea[]", "uuid[]", "uuid[]", "bigint[]", "uuid[]", "bytea[]", "bytea[]"};

const struct statement cli_bench_insert_statement = {
    .name = "cli_bench_insert",
    .sql =
        "with e as (\n"
        "    insert into bench.event (seq, case_id, envelope, hash)\n"
        "    select * from unnest($1::bigint[], $2::uuid[], $3::bytea[], $4::bytea[])\n"
        "), a as (\n"
        "    insert into bench.accepted (part, key16, content16, seq, reply)\n"
        "    select 1, key, content, seq, null\n"
        "    from unnest($5::uuid[], $6::uuid[], $7::bigint[]) as u (key, content, seq)\n"
        ")\n"
        "insert into bench.case_key (case_id, kek_id, key_id, wrapped, created_at)\n"
        "select id, '0badcafe', key_id, wrapped, now()\n"
        "from unnest($8::uuid[], $9::bytea[], $10::bytea[]) as u (id, key_id, wrapped)",
    .parameters = 10,
    .types = cli_bench_insert_types,
};

const struct statement cli_bench_schema_statement = {
    .name = "cli_bench_schema",
    .sql =
        "create schema bench\n"
        "    create table event (like intake.event including all)\n"
        "    create table accepted (like intake.accepted including all)\n"
        "    create table case_key (like vault.case_key including all)",
    .parameters = 0,
    .types = NULL,
};

const struct statement cli_restore_cursors_statement = {
    .name = "cli_restore_cursors",
    .sql =
        "select stream, seq, encode(hash, 'hex') from cursor order by stream",
    .parameters = 0,
    .types = NULL,
};

static const char *const cli_restore_enter_types[] = {"text"};

const struct statement cli_restore_enter_statement = {
    .name = "cli_restore_enter",
    .sql =
        "select set_config('search_path', quote_ident($1::text), false)",
    .parameters = 1,
    .types = cli_restore_enter_types,
};

static const char *const cli_restore_event_types[] = {"bigint"};

const struct statement cli_restore_event_statement = {
    .name = "cli_restore_event",
    .sql =
        "select encode(hash, 'hex') from event where seq = $1::bigint",
    .parameters = 1,
    .types = cli_restore_event_types,
};

const struct statement cli_restore_head_statement = {
    .name = "cli_restore_head",
    .sql =
        "select s.name, s.seq, encode(s.hash, 'hex'), e.seq, encode(e.hash, 'hex'), (select max(seq) from accepted)\n"
        "from stream s left join lateral (select seq, hash from event order by seq desc limit 1) e on true\n"
        "order by s.name",
    .parameters = 0,
    .types = NULL,
};

const struct statement cli_restore_schemas_statement = {
    .name = "cli_restore_schemas",
    .sql =
        "select n.nspname from pg_namespace n join pg_class c on c.relnamespace = n.oid\n"
        "where c.relname = 'stream' and c.relkind = 'r' order by 1",
    .parameters = 0,
    .types = NULL,
};
