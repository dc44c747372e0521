-- What was accepted, to answer it again.
insert into accepted (part, key16, content16, seq, reply)
select :part::int, * from unnest(:keys::uuid[], :contents::uuid[], :seqs::bigint[], :replies::bytea[])
