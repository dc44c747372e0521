-- cases whose stored limits are computed again: 12 that wait for something, from a case on that the chore chooses
select k.key, c.case_id
from unnest(:keys::text[]) as k (key)
cross join lateral (
    select case_id from escalation.clocked_case
    where live and case_id >= k.key::uuid
    order by case_id
    limit 12
) as c
