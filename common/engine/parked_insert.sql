-- Messages join the queues behind their cases' dead letters, in this order; retried letters go first (rank 0).
insert into parked (rank, case_id, stream, seq, envelope)
select rank, case_id, stream, seq, envelope
from unnest(:ranks::bigint[], :cases::uuid[], :streams::text[], :seqs::bigint[], :envelopes::bytea[])
    with ordinality as m (rank, case_id, stream, seq, envelope, n)
order by n
