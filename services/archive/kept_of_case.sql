-- The kept events of a case, by stream and sequence; one more than a query verifies shows that there are too many.
select k.case_id, e.place from unnest(:keys::uuid[]) k(case_id)
cross join lateral (
    select place from archive.kept_event
    where case_id = k.case_id
    order by place collate "C" limit 251
) e
order by k.case_id, e.place collate "C"
