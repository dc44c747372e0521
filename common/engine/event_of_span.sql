-- Events of cases that began in a span of time, by case: an id begins with its time; keys are "id id", both not included.
select k.key, e.envelope from unnest(:keys::text[]) k(key)
cross join lateral (
    select case_id, seq, envelope from event
    where case_id > split_part(k.key, ' ', 1)::uuid and case_id < split_part(k.key, ' ', 2)::uuid
    order by case_id, seq limit 501
) e
order by k.key, e.case_id, e.seq
