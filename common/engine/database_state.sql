-- what the database says of its replicas: how many receive the log, slots nobody uses, bytes of log kept for the slot furthest behind
select key, concat_ws(
    '|', (select count(*) from pg_stat_replication),
    (select count(*) from pg_replication_slots where not active),
    case when pg_is_in_recovery() then 0 else (
        select coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)), 0)::bigint from pg_replication_slots
    ) end
)
from unnest(:keys::text[]) as key
