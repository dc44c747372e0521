-- cases of an incident, the oldest first
select k.incident, c.case_id
from unnest(:keys::text[]) as k (incident)
cross join lateral (
    select case_id from escalation.clocked_case where incident_id = k.incident::uuid order by case_id limit 100
) as c
