-- A trace: events of the case that has its id, and events that it reached from outside; keys are "id seq", behind that seq.
select k.key, e.envelope from unnest(:keys::text[]) k(key)
cross join lateral (
    (select seq, envelope from event
     where case_id = split_part(k.key, ' ', 1)::uuid and seq > split_part(k.key, ' ', 2)::bigint
     order by seq limit 101)
    union
    (select seq, envelope from event
     where trace_id = split_part(k.key, ' ', 1)::uuid and seq > split_part(k.key, ' ', 2)::bigint
     order by seq limit 101)
    order by seq limit 101
) e
order by k.key, e.seq
