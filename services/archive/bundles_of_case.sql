-- The bundles of a case, each as the length of its lines, the lines and the events (bundle_of); no package has more.
select k.case_id, e.bundle from unnest(:keys::uuid[]) k(case_id)
cross join lateral (
    select int4send(length(lines)) || lines || envelopes as bundle from archive.kept_bundle
    where item > k.case_id::text || '/' and item < k.case_id::text || '0'
    order by item limit 4000
) e
