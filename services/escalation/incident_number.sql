-- the incident with this number
select k.number, i.incident_id
from unnest(:keys::text[]) as k (number)
cross join lateral (
    select incident_id from escalation.incident where incident_no = k.number limit 1
) as i
