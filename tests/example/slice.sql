-- Rebuilding the queue: the next 200 cases.
select k, n.case_id from unnest(:keys::text[]) k
cross join lateral (
    select case_id from noted_case
    where case_id > coalesce(nullif(k, ''), '00000000-0000-0000-0000-000000000000')::uuid
    order by case_id limit 200
) n order by n.case_id
