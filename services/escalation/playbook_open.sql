-- playbooks that are open, the newest first; 20 as playbook_page in proto/escalation.def
select k.key, p.subject
from unnest(:keys::text[]) as k (key)
cross join lateral (
    select subject from escalation.playbook where state = 'open' order by started_at desc limit 20
) as p
