-- the newest incidents; ids are in order of time
select k.key, i.incident_id
from unnest(:keys::text[]) as k (key)
cross join lateral (
    select incident_id from escalation.incident order by incident_id desc limit 20
) as i
