-- The rows of a batch of requests, as intake writes them, in one statement.
with e as (
    insert into bench.event (seq, case_id, envelope, hash)
    select * from unnest(:seqs::bigint[], :cases::uuid[], :envelopes::bytea[], :hashes::bytea[])
), a as (
    insert into bench.accepted (part, key16, content16, seq, reply)
    select 1, key, content, seq, null
    from unnest(:keys::uuid[], :contents::uuid[], :firsts::bigint[]) as u (key, content, seq)
)
insert into bench.case_key (case_id, kek_id, key_id, wrapped, created_at)
select id, '0badcafe', key_id, wrapped, now()
from unnest(:ids::uuid[], :key_ids::bytea[], :wrapped::bytea[]) as u (id, key_id, wrapped)
