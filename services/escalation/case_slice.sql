-- the next cases that have a timer, in the order of their key: the projection is rebuilt from them
select k.after, c.case_id
from unnest(:keys::text[]) as k (after)
cross join lateral (
    select case_id from escalation.clocked_case
    where next_at is not null
        and case_id > coalesce(nullif(k.after, '')::uuid, '00000000-0000-0000-0000-000000000000'::uuid)
    order by case_id
    limit 200
) as c
