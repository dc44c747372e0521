-- What was accepted, to answer it again.
insert into accepted (part, key16, content16, seq, reply)
select
    :part::int, unnest(:keys::uuid[]), unnest(:contents::uuid[]), unnest(:seqs::bigint[]), unnest(:replies::bytea[])
