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
