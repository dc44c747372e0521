-- For the chore: packages that wait and are to be tried, those that waited longest first.
select k.key, p.case_id from unnest(:keys::text[]) k(key)
cross join lateral (
    select case_id, check_at from archive.package
    where state = 'waiting' and check_at <= :now::timestamptz
    order by check_at limit 60
) p
order by p.check_at
