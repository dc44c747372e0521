-- what the database says of its replicas and its archive: how many receive the log, slots nobody uses, bytes of log kept for the slot furthest behind, bytes behind the last piece that archive_command has copied
select key, concat_ws(
    '|', (select count(*) from pg_stat_replication),
    (select count(*) from pg_replication_slots where not active),
    case when pg_is_in_recovery() then 0 else (
        select coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)), 0)::bigint from pg_replication_slots
    ) end,
    case when pg_is_in_recovery() or current_setting('archive_mode') = 'off' then 0 else (
        select coalesce(greatest(pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')
            - (('x' || substr(piece, 9, 8))::bit(32)::bigint * 4294967296
                + (('x' || substr(piece, 17, 8))::bit(32)::bigint + copied) * pg_size_bytes(current_setting('wal_segment_size'))),
            0), 0)::bigint
        from (
            -- a piece's name is its timeline, the upper half of its place and its number there; a history's name says no place
            select case when failing then last_failed_wal else last_archived_wal end as piece, case when failing then 0 else 1 end as copied
            from pg_stat_archiver, lateral (
                select last_failed_time is not null and (last_archived_time is null or last_failed_time > last_archived_time)
            ) as now (failing)
        ) as last_try
        where piece ~ '^[0-9A-F]{24}'
    ) end
)
from unnest(:keys::text[]) as key
