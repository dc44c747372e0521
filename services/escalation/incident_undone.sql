-- cases that were linked to an incident and have not got its grade yet
select k.key, c.case_id
from unnest(:keys::text[]) as k (key)
cross join lateral (
    select case_id from escalation.clocked_case
    where incident_id is not null and incident_done is not true
    order by case_id
    limit 4
) as c
