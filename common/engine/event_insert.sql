-- The events of a batch.
insert into event (seq, case_id, envelope, hash, trace_id)
select * from unnest(:seqs::bigint[], :case_ids::uuid[], :envelopes::bytea[], :hashes::bytea[], :traces::uuid[])
