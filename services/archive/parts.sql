-- The lines of a manifest, by stream and sequence; one more than a package may have shows that there are too many.
select k.case_id, e.part from unnest(:keys::uuid[]) k(case_id)
cross join lateral (
    select part, place from archive.kept_event
    where case_id = k.case_id
    order by place collate "C" limit 2001
) e
order by k.case_id, e.place collate "C"
