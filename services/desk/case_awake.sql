-- what the chore must look at now, the longest overdue first; 16 a turn, so that its events fit one decision
select k.key, c.case_id
from unnest(:keys::text[]) as k (key)
cross join lateral (
    select case_id from desk.queued_case
    where wake_at <= :now::timestamptz
    order by wake_at
    limit 16
) as c
