-- the next cases that have a timer, in the order of their key, with its instant: the projection is rebuilt from them
select c.case_id, c.next_at
from unnest(:keys::text[]) as k (after)
cross join lateral (
    select case_id, next_at from escalation.clocked_case
    where live and next_at is not null
        and case_id > coalesce(nullif(k.after, '')::uuid, '00000000-0000-0000-0000-000000000000'::uuid)
    order by case_id
    limit 4000
) as c
