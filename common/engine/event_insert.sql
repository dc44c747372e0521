-- The events of a batch.
insert into event (seq, case_id, envelope, hash, trace_id)
select
    unnest(:seqs::bigint[]), unnest(:case_ids::uuid[]), unnest(:envelopes::bytea[]), unnest(:hashes::bytea[]),
    unnest(:traces::uuid[])
