-- cases that wait for something whose limits were computed with an older calendar: name and version in the key, as CN/3
select k.key, c.case_id
from unnest(:keys::text[]) as k (key)
cross join lateral (
    select case_id from escalation.clocked_case
    where live and calendar_version < split_part(k.key, '/', 2)::bigint
        and calendar_name = split_part(k.key, '/', 1)
    limit 3
) as c
