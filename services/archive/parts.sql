-- The lines of a manifest, several of a bundle in one piece, in no order; one more than a package may have shows that there are too many.
select k.case_id, e.lines from unnest(:keys::uuid[]) k(case_id)
cross join lateral (
    (
        select lines from archive.kept_bundle
        where item > k.case_id::text || '/' and item < k.case_id::text || '0'
        limit 2001
    )
    union all
    (select part from archive.kept_event where case_id = k.case_id limit 2001)
) e
