-- open incidents, the one without a new case for the longest time first
select k.key, i.incident_id
from unnest(:keys::text[]) as k (key)
cross join lateral (
    select incident_id from escalation.incident where state = 'open' order by last_at limit 200
) as i
