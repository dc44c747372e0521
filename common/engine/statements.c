/* Written by common/tools/statements.py from the .sql files in common/engine; change those and run it again. */
#include "common/engine/statements.h"

#include <stddef.h>

/* clang-format off */

static const char *const engine_accepted_find_types[] = {"uuid[]"};

const struct statement engine_accepted_find_statement = {
    .name = "engine_accepted_find",
    .sql =
        "select a.key16, a.content16, a.reply, e.envelope\n"
        "from accepted a left join event e on e.seq = a.seq and a.reply is null\n"
        "where a.key16 = any($1::uuid[])",
    .parameters = 1,
    .types = engine_accepted_find_types,
};

static const char *const engine_accepted_guard_types[] = {"uuid[]"};

const struct statement engine_accepted_guard_statement = {
    .name = "engine_accepted_guard",
    .sql =
        "select (a.key16 || ' was accepted before: its batch is looked up')::integer\n"
        "from accepted a\n"
        "where a.key16 = any($1::uuid[])",
    .parameters = 1,
    .types = engine_accepted_guard_types,
};

static const char *const engine_accepted_insert_types[] = {"int", "uuid[]", "uuid[]", "bigint[]", "bytea[]"};

const struct statement engine_accepted_insert_statement = {
    .name = "engine_accepted_insert",
    .sql =
        "insert into accepted (part, key16, content16, seq, reply)\n"
        "select\n"
        "    $1::int, unnest($2::uuid[]), unnest($3::uuid[]), unnest($4::bigint[]), unnest($5::bytea[])",
    .parameters = 5,
    .types = engine_accepted_insert_types,
};

static const char *const engine_accepted_of_types[] = {"uuid[]"};

const struct statement engine_accepted_of_statement = {
    .name = "engine_accepted_of",
    .sql =
        "select a.key16, e.envelope from accepted a join event e on e.seq = a.seq where a.key16 = any($1::uuid[])",
    .parameters = 1,
    .types = engine_accepted_of_types,
};

static const char *const engine_attempt_begin_types[] = {"bytea"};

const struct statement engine_attempt_begin_statement = {
    .name = "engine_attempt_begin",
    .sql =
        "insert into attempt (key, count) values ($1::bytea, 1)\n"
        "on conflict (key) do update set count = attempt.count + 1\n"
        "returning count",
    .parameters = 1,
    .types = engine_attempt_begin_types,
};

static const char *const engine_attempt_end_types[] = {"bytea[]"};

const struct statement engine_attempt_end_statement = {
    .name = "engine_attempt_end",
    .sql =
        "delete from attempt where key = any($1::bytea[])",
    .parameters = 1,
    .types = engine_attempt_end_types,
};

const struct statement engine_attempt_forget_statement = {
    .name = "engine_attempt_forget",
    .sql =
        "delete from attempt",
    .parameters = 0,
    .types = NULL,
};

static const char *const engine_attempt_group_types[] = {"bytea[]"};

const struct statement engine_attempt_group_statement = {
    .name = "engine_attempt_group",
    .sql =
        "insert into attempt (key, count) select k, 0 from unnest($1::bytea[]) k\n"
        "on conflict (key) do nothing\n"
        "returning key",
    .parameters = 1,
    .types = engine_attempt_group_types,
};

const struct statement engine_begin_statement = {
    .name = "engine_begin",
    .sql =
        "begin",
    .parameters = 0,
    .types = NULL,
};

static const char *const engine_chain_slice_types[] = {"text[]"};

const struct statement engine_chain_slice_statement = {
    .name = "engine_chain_slice",
    .sql =
        "with k as (\n"
        "    select key, split_part(key, '|', 1)::bigint as after, decode(split_part(key, '|', 2), 'hex') as hash\n"
        "    from unnest($1::text[]) as key\n"
        "),\n"
        "walked as (\n"
        "    select\n"
        "        k.key, e.seq, e.hash, lag(e.seq, 1, k.after) over w + 1 as expected,\n"
        "        e.hash <> sha256(lag(e.hash, 1, k.hash) over w || int8send(e.seq) || e.envelope)\n"
        "        or e.seq <> lag(e.seq, 1, k.after) over w + 1 as broken\n"
        "    from k\n"
        "    cross join lateral (select seq, hash, envelope from event where seq > k.after order by seq limit 500) as e\n"
        "    window w as (partition by k.key order by e.seq)\n"
        ")\n"
        "select k.key, concat_ws(\n"
        "    '|', s.seq, encode(s.hash, 'hex'),\n"
        "    (select coalesce(max(seq), k.after) from walked where walked.key = k.key),\n"
        "    coalesce((select encode(hash, 'hex') from walked where walked.key = k.key order by seq desc limit 1), encode(k.hash, 'hex')),\n"
        "    (select coalesce(min(least(seq, expected)), 0) from walked where walked.key = k.key and broken)\n"
        ")\n"
        "from k\n"
        "cross join stream as s",
    .parameters = 1,
    .types = engine_chain_slice_types,
};

const struct statement engine_commit_statement = {
    .name = "engine_commit",
    .sql =
        "commit",
    .parameters = 0,
    .types = NULL,
};

static const char *const engine_cursor_advance_types[] = {"text", "bigint", "bytea", "text"};

const struct statement engine_cursor_advance_statement = {
    .name = "engine_cursor_advance",
    .sql =
        "insert into cursor (stream, seq, hash, counts)\n"
        "values ($1::text, $2::bigint, $3::bytea, $4::text)\n"
        "on conflict (stream) do update set seq = excluded.seq, hash = excluded.hash, counts = excluded.counts",
    .parameters = 4,
    .types = engine_cursor_advance_types,
};

const struct statement engine_cursor_read_statement = {
    .name = "engine_cursor_read",
    .sql =
        "select stream, seq, hash, counts from cursor",
    .parameters = 0,
    .types = NULL,
};

static const char *const engine_database_state_types[] = {"text[]"};

const struct statement engine_database_state_statement = {
    .name = "engine_database_state",
    .sql =
        "select key, concat_ws(\n"
        "    '|', (select count(*) from pg_stat_replication),\n"
        "    (select count(*) from pg_replication_slots where not active),\n"
        "    case when pg_is_in_recovery() then 0 else (\n"
        "        select coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)), 0)::bigint from pg_replication_slots\n"
        "    ) end,\n"
        "    case when pg_is_in_recovery() or current_setting('archive_mode') = 'off' then 0 else (\n"
        "        select coalesce(greatest(pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')\n"
        "            - (('x' || substr(piece, 9, 8))::bit(32)::bigint * 4294967296\n"
        "                + (('x' || substr(piece, 17, 8))::bit(32)::bigint + copied) * pg_size_bytes(current_setting('wal_segment_size'))),\n"
        "            0), 0)::bigint\n"
        "        from (\n"
        "            select case when failing then last_failed_wal else last_archived_wal end as piece, case when failing then 0 else 1 end as copied\n"
        "            from pg_stat_archiver, lateral (\n"
        "                select last_failed_time is not null and (last_archived_time is null or last_failed_time > last_archived_time)\n"
        "            ) as now (failing)\n"
        "        ) as last_try\n"
        "        where piece ~ '^[0-9A-F]{24}'\n"
        "    ) end\n"
        ")\n"
        "from unnest($1::text[]) as key",
    .parameters = 1,
    .types = engine_database_state_types,
};

const struct statement engine_dead_count_statement = {
    .name = "engine_dead_count",
    .sql =
        "select count(*), count(key16) from dead_letter where state = 'open'",
    .parameters = 0,
    .types = NULL,
};

static const char *const engine_dead_list_types[] = {"text[]"};

const struct statement engine_dead_list_statement = {
    .name = "engine_dead_list",
    .sql =
        "select k, id from unnest($1::text[]) k, dead_letter d where d.state = 'open' order by d.at limit 200",
    .parameters = 1,
    .types = engine_dead_list_types,
};

static const char *const engine_event_insert_types[] = {"bigint[]", "uuid[]", "bytea[]", "bytea[]", "uuid[]"};

const struct statement engine_event_insert_statement = {
    .name = "engine_event_insert",
    .sql =
        "insert into event (seq, case_id, envelope, hash, trace_id)\n"
        "select\n"
        "    unnest($1::bigint[]), unnest($2::uuid[]), unnest($3::bytea[]), unnest($4::bytea[]),\n"
        "    unnest($5::uuid[])",
    .parameters = 5,
    .types = engine_event_insert_types,
};

static const char *const engine_event_of_span_types[] = {"text[]"};

const struct statement engine_event_of_span_statement = {
    .name = "engine_event_of_span",
    .sql =
        "select k.key, e.envelope from unnest($1::text[]) k(key)\n"
        "cross join lateral (\n"
        "    select case_id, seq, envelope from event\n"
        "    where case_id > split_part(k.key, ' ', 1)::uuid and case_id < split_part(k.key, ' ', 2)::uuid\n"
        "    order by case_id, seq limit 501\n"
        ") e\n"
        "order by k.key, e.case_id, e.seq",
    .parameters = 1,
    .types = engine_event_of_span_types,
};

static const char *const engine_event_of_trace_types[] = {"text[]"};

const struct statement engine_event_of_trace_statement = {
    .name = "engine_event_of_trace",
    .sql =
        "select k.key, e.envelope from unnest($1::text[]) k(key)\n"
        "cross join lateral (\n"
        "    (select seq, envelope from event\n"
        "     where case_id = split_part(k.key, ' ', 1)::uuid and seq > split_part(k.key, ' ', 2)::bigint\n"
        "     order by seq limit 101)\n"
        "    union\n"
        "    (select seq, envelope from event\n"
        "     where trace_id = split_part(k.key, ' ', 1)::uuid and seq > split_part(k.key, ' ', 2)::bigint\n"
        "     order by seq limit 101)\n"
        "    order by seq limit 101\n"
        ") e\n"
        "order by k.key, e.seq",
    .parameters = 1,
    .types = engine_event_of_trace_types,
};

static const char *const engine_event_read_types[] = {"bigint", "bigint"};

const struct statement engine_event_read_statement = {
    .name = "engine_event_read",
    .sql =
        "select seq, envelope, hash from event where seq >= $1::bigint and seq < $1::bigint + $2::bigint order by seq",
    .parameters = 2,
    .types = engine_event_read_types,
};

static const char *const engine_letter_find_types[] = {"bytea[]"};

const struct statement engine_letter_find_statement = {
    .name = "engine_letter_find",
    .sql =
        "select key16, content16, code from dead_letter where key16 = any($1::bytea[]) and state = 'open'",
    .parameters = 1,
    .types = engine_letter_find_types,
};

static const char *const engine_lock_try_types[] = {"text"};

const struct statement engine_lock_try_statement = {
    .name = "engine_lock_try",
    .sql =
        "select pg_try_advisory_lock(hashtextextended($1::text, 7265))",
    .parameters = 1,
    .types = engine_lock_try_types,
};

static const char *const engine_number_lease_types[] = {"text", "bigint"};

const struct statement engine_number_lease_statement = {
    .name = "engine_number_lease",
    .sql =
        "insert into number_lease (sequence, next) values ($1::text, 1 + $2::bigint)\n"
        "on conflict (sequence) do update set next = number_lease.next + $2::bigint\n"
        "returning sequence, next - $2::bigint",
    .parameters = 2,
    .types = engine_number_lease_types,
};

static const char *const engine_parked_insert_types[] = {"bigint[]", "uuid[]", "text[]", "bigint[]", "bytea[]"};

const struct statement engine_parked_insert_statement = {
    .name = "engine_parked_insert",
    .sql =
        "insert into parked (rank, case_id, stream, seq, envelope)\n"
        "select rank, case_id, stream, seq, envelope\n"
        "from unnest($1::bigint[], $2::uuid[], $3::text[], $4::bigint[], $5::bytea[])\n"
        "    with ordinality as m (rank, case_id, stream, seq, envelope, n)\n"
        "order by n",
    .parameters = 5,
    .types = engine_parked_insert_types,
};

static const char *const engine_parked_left_types[] = {"bigint"};

const struct statement engine_parked_left_statement = {
    .name = "engine_parked_left",
    .sql =
        "select case_id, bool_or(open) from (\n"
        "    select case_id, false as open from parked where case_id is not null\n"
        "    union all\n"
        "    select case_id, true from dead_letter where state = 'open' and case_id is not null\n"
        ") as waits\n"
        "group by case_id order by bool_or(open) limit $1::bigint",
    .parameters = 1,
    .types = engine_parked_left_types,
};

static const char *const engine_parked_ready_types[] = {"uuid[]"};

const struct statement engine_parked_ready_statement = {
    .name = "engine_parked_ready",
    .sql =
        "select q.position, q.case_id, q.stream, q.seq, q.envelope from (\n"
        "    select c.n, p.* from unnest($1::uuid[]) with ordinality as c (id, n)\n"
        "    cross join lateral (select * from parked where case_id = c.id order by rank, position limit 200) as p\n"
        "    where not exists (select 1 from dead_letter d where d.case_id = c.id and d.state = 'open')\n"
        "    union all\n"
        "    (select 0, p.* from parked p where p.case_id is null order by p.rank, p.position limit 200)\n"
        ") as q\n"
        "order by q.n, q.rank, q.position limit 200",
    .parameters = 1,
    .types = engine_parked_ready_types,
};

static const char *const engine_parked_remove_types[] = {"bigint[]"};

const struct statement engine_parked_remove_statement = {
    .name = "engine_parked_remove",
    .sql =
        "delete from parked where position = any($1::bigint[])",
    .parameters = 1,
    .types = engine_parked_remove_types,
};

static const char *const engine_parked_still_types[] = {"uuid[]"};

const struct statement engine_parked_still_statement = {
    .name = "engine_parked_still",
    .sql =
        "select c from unnest($1::uuid[]) as c\n"
        "where exists (select 1 from parked p where p.case_id = c)\n"
        "or exists (select 1 from dead_letter d where d.case_id = c and d.state = 'open')",
    .parameters = 1,
    .types = engine_parked_still_types,
};

static const char *const engine_parts_ensure_types[] = {"bigint", "int"};

const struct statement engine_parts_ensure_statement = {
    .name = "engine_parts_ensure",
    .sql =
        "select parts_ensure($1::bigint, $2::int)",
    .parameters = 2,
    .types = engine_parts_ensure_types,
};

const struct statement engine_rollback_statement = {
    .name = "engine_rollback",
    .sql =
        "rollback",
    .parameters = 0,
    .types = NULL,
};

static const char *const engine_sender_day_add_types[] = {"text[]", "bigint[]", "bigint[]", "bigint[]"};

const struct statement engine_sender_day_add_statement = {
    .name = "engine_sender_day_add",
    .sql =
        "insert into sender_day (source, day, duplicate, rejected)\n"
        "select source, date '1970-01-01' + day::int, duplicate, rejected\n"
        "from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[])\n"
        "    as new(source, day, duplicate, rejected)\n"
        "on conflict (source, day) do update\n"
        "set duplicate = sender_day.duplicate + excluded.duplicate, rejected = sender_day.rejected + excluded.rejected",
    .parameters = 4,
    .types = engine_sender_day_add_types,
};

static const char *const engine_sender_day_find_types[] = {"text[]"};

const struct statement engine_sender_day_find_statement = {
    .name = "engine_sender_day_find",
    .sql =
        "select k.key, d.duplicate || ' ' || d.rejected\n"
        "from unnest($1::text[]) k(key)\n"
        "join sender_day d on d.source = substr(k.key, 12) and d.day = substr(k.key, 1, 10)::date",
    .parameters = 1,
    .types = engine_sender_day_find_types,
};

static const char *const engine_stream_advance_types[] = {"bigint", "bytea", "bigint", "bigint", "text", "boolean", "text"};

const struct statement engine_stream_advance_statement = {
    .name = "engine_stream_advance",
    .sql =
        "update stream set batch = batch + 1, seq = $1::bigint, hash = $2::bytea, by_epoch = $3::bigint, by_batch = $4::bigint,\n"
        "    counts = $5::text, clean = $6::boolean\n"
        "where name = $7::text",
    .parameters = 7,
    .types = engine_stream_advance_types,
};

static const char *const engine_stream_create_types[] = {"text", "bytea", "text"};

const struct statement engine_stream_create_statement = {
    .name = "engine_stream_create",
    .sql =
        "insert into stream (name, epoch, batch, seq, hash, by_epoch, by_batch, clean, counts)\n"
        "values ($1::text, 0, 0, 0, $2::bytea, 0, 0, true, $3::text)\n"
        "on conflict (name) do nothing",
    .parameters = 3,
    .types = engine_stream_create_types,
};

static const char *const engine_stream_look_types[] = {"text"};

const struct statement engine_stream_look_statement = {
    .name = "engine_stream_look",
    .sql =
        "select epoch from stream where name = $1::text",
    .parameters = 1,
    .types = engine_stream_look_types,
};

static const char *const engine_stream_take_types[] = {"text"};

const struct statement engine_stream_take_statement = {
    .name = "engine_stream_take",
    .sql =
        "update stream set epoch = epoch + 1, by_epoch = epoch + 1, by_batch = batch, clean = false\n"
        "where name = $1::text\n"
        "returning epoch - 1, batch, seq, hash, counts, (select s.clean from stream s where s.name = stream.name)",
    .parameters = 1,
    .types = engine_stream_take_types,
};
