-- The kept events of a case behind a place ("<case>" or "<case>/<place>"); one more than a query verifies shows that there are more.
select k.key, e.place from unnest(:keys::text[]) k(key)
cross join lateral (
    select place from archive.kept_event
    where case_id = left(k.key, 36)::uuid and place collate "C" > substr(k.key, 38)
    order by place collate "C" limit 251
) e
order by k.key, e.place collate "C"
