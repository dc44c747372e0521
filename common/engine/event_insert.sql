-- The events of a batch.
insert into event (seq, case_id, envelope, hash)
select * from unnest(:seqs::bigint[], :case_ids::uuid[], :envelopes::bytea[], :hashes::bytea[])
