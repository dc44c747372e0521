-- open playbooks of which a step is due, the longest overdue first; 4 a turn, so that their events fit one decision
select k.key, p.subject
from unnest(:keys::text[]) as k (key)
cross join lateral (
    select subject from escalation.playbook
    where state = 'open' and next_at <= :now::timestamptz
    order by next_at
    limit 4
) as p
